/**
 * What the planner charges, as data: each number with its reason. A plan costs the sum over its lines and over what it
 * turns off or loses; the cheapest plan of which every line is needed is plan A.
 */
import { COMPILE_ONLY } from "../explain/compile-only.ts";

/** A line is a thousand. All are multiples of a hundred, and few differ: that keeps the search short. */
export const PRICE = {
  /** A line that a person has to write, read and answer for. */
  line: 1_000,
  /**
   * What was asked for and was on is less: news, not a debt. A tenth of a line, so that it ranks plans of about equal
   * length and never pays for a way that is much longer.
   */
  loss: 100,
  /**
   * Turned off, or lower than it was: by a line that says so, or because its choice has another member. A line that
   * turns on what is missing is nearly always what is meant, even with one more; three more are not.
   */
  off: 1_500,
  /** A symbol with a prompt, reached only because it selects what is needed: setting that itself says what is meant. */
  selector: 1_500,
  /** A selector of what has no prompt is the way to have it; one that only selects a selector is further away. */
  step: 300,
  /** A selector of many brings along what nobody needs: the generic one selects little. */
  selectsMuch: 200,
  /** What depends on a platform is a driver of one chip: a generic framework gives the same without it. */
  boundToPlatform: 300,
  /** Another vendor's hardware than that of the target. A target without vendor is for all. */
  otherVendor: 200,
  /** A test, sample or debug option does its work for developers; for others it is never the way to something. */
  forDevelopers: 500,
  /** A text that has to be invented, such as the name of a file: a person must replace it. */
  inventedText: 3_000,
  /** A line with a former name, which no .config keeps. */
  formerName: 20_000,
  /** A symbol is selected against its dependencies: only where nothing else helps, and then as few as can be. */
  unmet: 50_000_000,
  /** What the user or a fragment says explicitly becomes something else: no plan may, if there is any other. */
  contradicted: 100_000_000,
} as const;

/** What decides between plans of the same price. */
export const TIE = {
  /** y where m would do, or the other way round where y is preferred. */
  notPreferred: 100,
  /** No defconfig of the architecture has it; what many have is what most machines run. Less, as more have it. */
  uncommon: 60,
  /** A member that its choice never takes by itself. */
  notByDefault: 30,
  /** By symbol that a selector selects. */
  eachSelect: 3,
  /** By place among the alternatives of a condition: what stands first is usually the rule, the rest exceptions. */
  eachPlace: 1,
} as const;

/** More selects than this are many. */
export const MANY_SELECTS = 4;

/** A way that costs so much more than the least one is not worth reading. */
export const WORTH_READING = 3 * PRICE.line;

/** Places and selects beyond these count as this many. */
export const MOST_PLACES = 9;
export const MOST_SELECTS = 10;

/** A change of the whole kernel, or what opens areas of it: necessary at times, and never what pays for something else. */
export interface Sweeping {
  /** What is said of it; warnings of a plan name it. */
  readonly kind:
    | "expert"
    | "staging"
    | "platform"
    | "guest"
    | "modules"
    | "processor"
    | "word-size"
    | "compile-test"
    | "broken";
  /** Of a change of its value, beyond the line. Longer plans than this have lines were never seen. */
  readonly price: number;
  /** Whether turning it off is as grave as turning it on. */
  readonly bothWays: boolean;
}

const sweeping = (kind: Sweeping["kind"], price: number, bothWays = false): Sweeping => ({
  kind,
  price,
  bothWays,
});

/** Dear ones outweigh all cheaper ones that come together: a 32-bit kernel is for another processor as well. */
const SWEEPING = {
  /** Drivers that are not ready: four lines are better, if there are such. */
  staging: sweeping("staging", 5_000),
  /** Opens questions whose wrong answer breaks a kernel, but changes nothing by itself. */
  expert: sweeping("expert", 100_000),
  /** Makes a kernel for other machines: right where the target is a part of such a machine. */
  platform: sweeping("platform", 150_000, true),
  /** A kernel that runs under one hypervisor: nobody wants it for a driver's sake. */
  guest: sweeping("guest", 200_000),
  /** Without, every m becomes y; with it, what was built in may be a module. */
  modules: sweeping("modules", 300_000, true),
  /** A kernel for another processor may not start on this one. */
  processor: sweeping("processor", 400_000, true),
  wordSize: sweeping("word-size", 600_000, true),
  /** Only says that a driver may be compiled where its hardware cannot be: nothing that works comes of it. */
  compileTest: sweeping("compile-test", 4_000_000),
  /** Known not to work. */
  broken: sweeping("broken", 10_000_000),
} as const;

/** A plan that costs this much changes the whole kernel; to compile only, one may cost so much more. */
export const LEAST_SWEEP = SWEEPING.expert.price;
export const MOST_SWEEP = SWEEPING.compileTest.price;

/** Sweeping symbols by name. */
export const SWEEPING_NAMES: ReadonlyMap<string, Sweeping> = new Map([
  ["STAGING", SWEEPING.staging],
  ["EXPERT", SWEEPING.expert],
  ["EMBEDDED", SWEEPING.expert],
  ["MODULES", SWEEPING.modules],
  ["64BIT", SWEEPING.wordSize],
  [COMPILE_ONLY, SWEEPING.compileTest],
  ["BROKEN", SWEEPING.broken],
  ["XEN", SWEEPING.guest],
  ["HYPERV", SWEEPING.guest],
]);

/** Sweeping symbols by where they stand. */
export const SWEEPING_PLACES: readonly {
  readonly of: "menu" | "choice";
  /** The whole prompt of a menu around the symbol, or of its choice. */
  readonly title: RegExp;
  /** Files that such menus are in: a driver's menu may have the same title. */
  readonly file: RegExp;
  /** Names that count there, where a menu holds more. */
  readonly name?: RegExp;
  readonly sweeping: Sweeping;
}[] = [
  // "Linux guest support" of x86, "Guest support" elsewhere: PARAVIRT, KVM_GUEST, JAILHOUSE_GUEST and their kin.
  { of: "menu", title: /guest support$/i, file: /^arch\//, sweeping: SWEEPING.guest },
  {
    of: "menu",
    title: /^(?:platform selection|soc selection|system type|machine selection|.*\bextended \(non-pc\).*)$/i,
    file: /^arch\//,
    name: /^(?:ARCH|MACH|SOC|PLAT|X86|PPC)_/,
    sweeping: SWEEPING.platform,
  },
  {
    of: "choice",
    title: /^(?:.*processor.*(?:family|type|selection)|cpu (?:type|model|family support)|.*system type)$/i,
    file: /^arch\//,
    sweeping: SWEEPING.processor,
  },
];

/** Symbols for those who develop the kernel, by a word of their name and by their file. */
export const FOR_DEVELOPERS = {
  name: /(?:^|_)(?:DEBUG|TEST|TESTS|TESTING|SELFTEST|SELFTESTS|KUNIT|SAMPLE|SAMPLES|EXAMPLE|INJECTION)(?:_|$)/,
  file: /^(?:samples\/|lib\/Kconfig\.debug$|lib\/kunit\/)/,
} as const;

/**
 * Makers of hardware, by words of names and prompts, in small letters: `#` stands for digits, `*` at the end for whatever
 * follows. A maker of many things that are not its own is none.
 */
export const VENDORS: readonly { readonly vendor: string; readonly words: string }[] = [
  { vendor: "Intel", words: "intel i915 e1000 e1000e igb igc ixgbe ice iwl* idxd vmd lpss" },
  { vendor: "AMD", words: "amd amdgpu radeon zen ccp k10temp ryzen" },
  { vendor: "NVIDIA", words: "nvidia tegra tegra# nouveau mlx mlx# mellanox mlxsw" },
  { vendor: "Qualcomm", words: "qualcomm qcom msm snapdragon ath#k" },
  { vendor: "MediaTek", words: "mediatek mtk mt#" },
  { vendor: "Rockchip", words: "rockchip rk#" },
  { vendor: "Broadcom", words: "broadcom bcm* brcm* bnxt tg3" },
  { vendor: "NXP", words: "nxp freescale fsl imx* mxs layerscape" },
  { vendor: "TI", words: "ti omap* davinci keystone am335x k3" },
  { vendor: "Samsung", words: "samsung exynos* s3c*" },
  { vendor: "Allwinner", words: "allwinner sunxi sun#i" },
  { vendor: "Amlogic", words: "amlogic meson" },
  { vendor: "Marvell", words: "marvell mvebu armada octeon*" },
  { vendor: "Renesas", words: "renesas rcar shmobile" },
  { vendor: "STMicroelectronics", words: "stm32* stm st" },
  { vendor: "Realtek", words: "realtek rtl* rtw#" },
];
