/** What the oracle run compares: a table of trees, architectures, starting points and modes. Grow it here. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { treeOf } from "./lab.js";

// A case: group, name, version, arch (ARCH's value), folder (below arch/), compiler ("stub", or "host": the real
// gcc; the stub is faster and the same on every machine), mode (the words before "Kconfig"), and optionally
//   start   files of arch/*/configs, joined as the kernel's Makefile joins them: { path, files }
//   config  what lies there as .config: "start", "result" (the C tool's of an earlier case of the job), "none"
//   mutate  a seed: the .config is damaged by it
//   env     further environment variables
//   files   further files: path → text
//   input   standard input
//   replays true: the tool under test records the answers of commands first; what is compared is a second run, without
//           PATH and with none of the variables, which must start no process
// A job is a list of cases that run one after the other, in one or another process for each.

/** Starting points that a list of file names does not give. Others come from the folder, four each at most. */
const NAMED_STARTS = {
  x86: [
    { name: "x86_64_defconfig", files: ["x86_64_defconfig"], compiler: "host" },
    { name: "i386_defconfig", files: ["i386_defconfig"], arch: "i386" },
    { name: "x86_64_defconfig + tiny.config", files: ["x86_64_defconfig", "tiny.config"] },
    { name: "x86_64_defconfig + xen.config", files: ["x86_64_defconfig", "xen.config"] },
  ],
  powerpc: [
    { name: "ppc64_defconfig", files: ["ppc64_defconfig"] },
    {
      name: "pseries_le_defconfig",
      files: ["ppc64_defconfig", "le.config", "guest.config", "kvm_guest.config"],
    },
    { name: "pmac32_defconfig", files: ["pmac32_defconfig"] },
    { name: "mpc885_ads_defconfig", files: ["mpc885_ads_defconfig"] },
  ],
};
const STARTS_OF_A_FOLDER = 4;

/** ARCH where it is not the name of the folder. */
const ARCH_OF_DEFCONFIG = new Map([
  ["sparc64_defconfig", "sparc64"],
  ["generic-64bit_defconfig", "parisc64"],
]);

/** Modes that start from nothing. */
const FRESH_MODES = ["--allnoconfig", "--allyesconfig", "--allmodconfig", "--alldefconfig"];

/** The name under which the files of a start lie in a case's folder. */
const START = "start_defconfig";

/**
 * Modes that start from a defconfig, in an order in which later ones may use the C tool's .config of earlier ones.
 * The first goes for every start, the others for the first start of an architecture.
 */
const START_MODES = [
  { mode: "--olddefconfig", config: "start", keepsResult: true },
  { mode: "--savedefconfig=defconfig", config: "result" },
  { mode: `--defconfig=${START}`, config: "none" },
  { mode: "--syncconfig", config: "result" },
];

/**
 * Further modes and inputs: all of them on these architectures, and on the others of the versions at both ends the ones
 * that go through the whole tree.
 */
const WIDE_ARCHITECTURES = ["x86"];
const WIDE_VERSIONS = ["newest", "5.10"];
const SEEDS = [0, 1, 2, 7, 42, 1234, 65535, 0x7fffffff, 0xdeadbeef, 0xffffffff];
const PROBABILITIES = ["", "10", "90", "50:30", "0:100", "20:10:10", "100:0:50"];
const MUTATIONS = 8;

/** Modes that list or ask, and what is typed: Enter to the end, or first some answers that fit by chance. */
const LISTING_MODES = ["--listnewconfig", "--helpnewconfig"];
const ASKING_MODES = ["--oldaskconfig", "--oldconfig"];
/** Answers of commands recorded and replayed, on these architectures. */
const REPLAYED_ARCHITECTURES = ["x86", "arm64"];
const ANSWERS = ["y", "", "?", "m", "n", "y", "2", "", "3", "y", "n?", "1?", "yes", "", "12", "m"];
const ANSWERS_BY_CHANCE = 200;
const ENTER = "\n".repeat(40_000);

/** Every job of one version ("local" is the tree of KCFG_LINUX). */
export function jobsOf(version) {
  return architecturesOf(version).flatMap((folder) => {
    const common = { group: `${version} ${folder}`, version, folder, arch: folder, compiler: "stub" };
    const fromStarts = startsOf(version, folder).map((start, index) =>
      START_MODES.slice(0, index === 0 ? undefined : 1).map((step) => ({
        ...common,
        ...step,
        name: `${start.name} ${step.mode}`,
        arch: start.arch ?? folder,
        compiler: start.compiler ?? "stub",
        start: { path: START, files: start.files },
      })),
    );
    const fresh = FRESH_MODES.map((mode) => [{ ...common, mode, name: mode, config: "none" }]);
    const isWide = WIDE_ARCHITECTURES.includes(folder);
    const further =
      isWide || WIDE_VERSIONS.includes(version)
        ? [...randomJobs(common), ...rewriteJobs(version, folder, common)]
        : [randomJob(common, 1)];
    const wide = isWide ? wideJobs(version, folder, common) : [];
    const dialogues =
      isWide || WIDE_VERSIONS.includes(version) ? dialogueJobs(version, folder, common, isWide) : [];
    const replays = REPLAYED_ARCHITECTURES.includes(folder) ? replayJobs(version, folder, common) : [];
    return [...fromStarts, ...fresh, ...further, ...wide, ...dialogues, ...replays];
  });
}

/** A randconfig of a group, of which `common` is any case. */
export function randomJob({ group, version, folder, arch, compiler }, seed, probability = "") {
  const env = { KCONFIG_SEED: String(seed), ...(probability && { KCONFIG_PROBABILITY: probability }) };
  const name = `--randconfig seed ${seed} ${probability}`.trim();
  return [{ group, version, folder, arch, compiler, mode: "--randconfig", name, env }];
}

function randomJobs(common) {
  return SEEDS.map((seed, index) => randomJob(common, seed, PROBABILITIES[index % PROBABILITIES.length]));
}

/** Modes that turn what a .config says, as far as the C tool knows them. */
function rewriteJobs(version, folder, common) {
  const [first] = startsOf(version, folder);
  if (first === undefined) return [];
  const start = { path: START, files: first.files };
  const arch = first.arch ?? folder;
  const known = readFileSync(join(treeOf(version), "scripts/kconfig/conf.c"), "utf8");
  return ["--yes2modconfig", "--mod2yesconfig", "--mod2noconfig"]
    .filter((mode) => known.includes(`"${mode.slice(2)}"`))
    .map((mode) => [{ ...common, arch, mode, name: `${first.name} ${mode}`, start, config: "start" }]);
}

function replayJobs(version, folder, common) {
  const [first] = startsOf(version, folder);
  const replay = { ...common, compiler: "host", replays: true };
  const start = { path: START, files: first.files };
  return [
    [{ ...replay, mode: "--olddefconfig", name: `${first.name} replayed`, start, config: "start" }],
    [{ ...replay, mode: "--allyesconfig", name: "--allyesconfig replayed", config: "none" }],
  ];
}

function wideJobs(version, folder, common) {
  const [first] = startsOf(version, folder);
  const start = { path: START, files: first.files };
  const mutated = Array.from({ length: MUTATIONS }, (_, seed) => [
    {
      ...common,
      mode: "--olddefconfig",
      name: `damaged .config ${seed}`,
      start,
      config: "start",
      mutate: seed + 1,
    },
  ]);
  const warned = [
    { KCONFIG_WARN_UNKNOWN_SYMBOLS: "1" },
    { KCONFIG_WARN_UNKNOWN_SYMBOLS: "", KCONFIG_WERROR: "1" },
    { KCONFIG_WARN_CHANGED_INPUT: "1" },
    { KCONFIG_OVERWRITECONFIG: "1" },
    { CONFIG_: "" },
  ].map((env) => [
    {
      ...common,
      mode: "--olddefconfig",
      name: `damaged .config with ${Object.keys(env).join(" ")}`,
      start,
      config: "start",
      mutate: 99,
      env,
    },
  ]);
  const seeded = "CONFIG_MODULES=y\nCONFIG_VFIO=m\n# CONFIG_NET is not set\nCONFIG_HZ_1000=y\n";
  const allconfig = [...FRESH_MODES, "--randconfig"].map((mode, index) => [
    {
      ...common,
      mode,
      name: `${mode} with KCONFIG_ALLCONFIG`,
      env: { KCONFIG_ALLCONFIG: index % 2 === 0 ? "1" : "mine.config", KCONFIG_SEED: "5" },
      files: { [index % 2 === 0 ? "all.config" : "mine.config"]: seeded },
    },
  ]);
  return [...mutated, ...warned, ...allconfig];
}

/** Lists of what is new, and dialogues; some of them where `isWide` is false. */
function dialogueJobs(version, folder, common, isWide) {
  const [first] = startsOf(version, folder);
  const none = { name: "no .config", config: "none" };
  const named = first && {
    name: first.name,
    start: { path: START, files: first.files },
    config: "start",
    arch: first.arch ?? folder,
  };
  const origins = isWide ? [named, none] : [named ?? none];
  return origins.flatMap((origin) => {
    const job = (mode, how, input) => [
      { ...common, ...origin, mode, name: `${origin.name} ${mode}${how}`, input },
    ];
    const all = [
      ...LISTING_MODES.map((mode) => job(mode, "", "")),
      ...ASKING_MODES.map((mode, seed) => job(mode, " by chance", answersByChance(seed + 1) + ENTER)),
      ...ASKING_MODES.map((mode) => job(mode, " Enter", ENTER)),
      job("--oldconfig", " no input", ""),
    ];
    return isWide ? all : all.slice(0, LISTING_MODES.length + ASKING_MODES.length);
  });
}

/** Lines of ANSWERS, the same for the same seed. (Numbers of Numerical Recipes' quick generator.) */
function answersByChance(seed) {
  let state = seed;
  return Array.from({ length: ANSWERS_BY_CHANCE }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return `${ANSWERS[(state >>> 16) % ANSWERS.length]}\n`;
  }).join("");
}

/** Folders of arch/ with a Kconfig file of their own. */
function architecturesOf(version) {
  const root = join(treeOf(version), "arch");
  return readdirSync(root)
    .filter((folder) => existsSync(join(root, folder, "Kconfig")))
    .sort();
}

/** The named starts of an architecture, or defconfigs spread evenly over its folder. */
function startsOf(version, folder) {
  const configs = join(treeOf(version), "arch", folder, "configs");
  if (NAMED_STARTS[folder] !== undefined) {
    return NAMED_STARTS[folder].filter(({ files }) => files.every((file) => existsSync(join(configs, file))));
  }
  const names = existsSync(configs)
    ? readdirSync(configs)
        .filter((name) => name.endsWith("defconfig"))
        .sort()
    : [];
  const step = Math.max(1, names.length / STARTS_OF_A_FOLDER);
  const chosen = Array.from(
    { length: Math.min(names.length, STARTS_OF_A_FOLDER) },
    (_, at) => names[Math.floor(at * step)],
  );
  return chosen.map((name) => ({ name, files: [name], arch: ARCH_OF_DEFCONFIG.get(name) }));
}
