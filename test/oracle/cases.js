/** What the oracle run compares: a table of trees, architectures, starting points and modes. Grow it here. */

/**
 * Architectures by tree. A start is a defconfig, or several files of `arch/*\/configs` joined as the kernel's
 * Makefile joins them; `arch` is what `make ARCH=` would get where that is not the folder's name. The real gcc
 * answers for `host` starts; elsewhere a stub does, which is faster and the same on every machine.
 */
const LINUX_6_12 = [
  {
    architecture: "x86",
    starts: [
      { name: "x86_64_defconfig", files: ["x86_64_defconfig"], compiler: "host" },
      { name: "i386_defconfig", files: ["i386_defconfig"], arch: "i386" },
    ],
  },
  { architecture: "arm64", starts: [{ name: "defconfig", files: ["defconfig"] }] },
  {
    architecture: "riscv",
    starts: [
      { name: "defconfig", files: ["defconfig"] },
      { name: "nommu_k210_defconfig", files: ["nommu_k210_defconfig"] },
    ],
  },
  {
    architecture: "powerpc",
    starts: [
      { name: "ppc64_defconfig", files: ["ppc64_defconfig"] },
      {
        name: "pseries_le_defconfig",
        files: ["ppc64_defconfig", "le.config", "guest.config", "kvm_guest.config"],
      },
      { name: "pmac32_defconfig", files: ["pmac32_defconfig"] },
    ],
  },
];

const LINUX_6_1 = LINUX_6_12.filter(({ architecture }) => architecture === "x86" || architecture === "arm64");

/** Version in the lab → its architectures. "local" is the tree of KCFG_LINUX. */
const TREES = new Map([
  ["6.12", LINUX_6_12],
  ["6.1", LINUX_6_1],
  ["local", LINUX_6_12],
]);
export const VERSIONS = ["6.12", "6.1"];

/** Modes that start from nothing. */
const FRESH_MODES = ["--allnoconfig", "--allyesconfig", "--allmodconfig", "--alldefconfig"];

/** The name under which the files of a start lie in a case's folder. */
const START = "start_defconfig";

/**
 * Modes that start from a defconfig, in an order in which later ones may use the C tool's .config of earlier
 * ones. `config` says what lies there as .config.
 */
const START_MODES = [
  { mode: "--olddefconfig", config: "start", keepsResult: true },
  { mode: "--savedefconfig=defconfig", config: "result" },
  { mode: `--defconfig=${START}`, config: "none" },
];

/**
 * Jobs of one version: lists of cases that must run one after the other.
 * A case: group, name, version, arch (ARCH's value), folder (below arch/), compiler, files (of a start), modes.
 */
export function jobsOf(version) {
  return TREES.get(version).flatMap(({ architecture, starts }) => {
    const common = { group: `${version} ${architecture}`, version, folder: architecture };
    const fromStarts = starts.map((start) =>
      START_MODES.map((step) => ({
        ...common,
        ...step,
        name: `${start.name} ${step.mode}`,
        arch: start.arch ?? architecture,
        compiler: start.compiler ?? "stub",
        start: { path: START, files: start.files },
      })),
    );
    const fresh = FRESH_MODES.map((mode) => [
      { ...common, mode, name: mode, config: "none", arch: architecture, compiler: "stub" },
    ]);
    return [...fromStarts, ...fresh];
  });
}
