/** The variables of the caller that a tree may see where its commands are denied, and that a recording keeps. */

/** What kernels and the trees that took Kconfig from them are built with; secrets of a machine have other names. */
export const VISIBLE_NAMES: ReadonlySet<string> = new Set([
  // What is built, and from where
  "ARCH",
  "SRCARCH",
  "SUBARCH",
  "HEADER_ARCH",
  "UTS_MACHINE",
  "srctree",
  "objtree",
  "KERNELVERSION",
  "KERNELRELEASE",
  "KBUILD_DEFCONFIG",
  "CONFIG_",
  "ZEPHYR_BASE",
  "BOARD",
  "BOARD_DIR",
  "IDF_PATH",
  "IDF_TARGET",
  "IDF_TOOLCHAIN",
  "IDF_VERSION",
  "SDKCONFIG_DEFAULTS",
  // With which tools
  "AR",
  "AS",
  "AWK",
  "BINDGEN",
  "CC",
  "CC_VERSION_TEXT",
  "CLANG_FLAGS",
  "CONFIG_SHELL",
  "CPP",
  "CROSS_COMPILE",
  "CROSS_COMPILE_COMPAT",
  "CXX",
  "HOSTAR",
  "HOSTCC",
  "HOSTCXX",
  "HOSTLD",
  "HOSTRUSTC",
  "LD",
  "LLVM",
  "LLVM_IAS",
  "NM",
  "OBJCOPY",
  "OBJDUMP",
  "PAHOLE",
  "PAHOLE_VERSION",
  "PERL",
  "PYTHON3",
  "READELF",
  "RUSTC",
  "RUSTC_BOOTSTRAP",
  "RUSTC_VERSION_TEXT",
  "RUSTDOC",
  "STRIP",
  // How they speak
  "LANG",
  "LC_ALL",
  "LC_COLLATE",
  "LC_NUMERIC",
  "NO_COLOR",
]);

/** KCONFIG_CONFIG and its kin, which say where files are and what conf shall do. */
const PREFIX = /^KCONFIG_/;

/** Which tree it is: where it can be told from the tree at hand, that counts and not what a recording says. */
const OF_THE_TREE: ReadonlySet<string> = new Set([
  "KERNELVERSION",
  "KERNELRELEASE",
  "srctree",
  "ZEPHYR_BASE",
  "IDF_PATH",
]);

/** How kcfg itself speaks, and folders of one machine. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(["LANG", "NO_COLOR", "objtree"]);

/** Whether a tree may read this variable of the caller under `--probes deny`. */
export function isVisible(name: string): boolean {
  return VISIBLE_NAMES.has(name) || PREFIX.test(name);
}

/** Whether a variable is about the tree and not about the machine that a recording was made on. */
export function isOfTheTree(name: string): boolean {
  return OF_THE_TREE.has(name);
}

/**
 * Whether a recording keeps this variable where it is set; others only if the tree looks at them. An absolute
 * `srctree` is a path of one machine.
 */
export function isRecorded(name: string, value: string): boolean {
  if (name === "srctree") return !value.startsWith("/");
  return VISIBLE_NAMES.has(name) && !OF_THE_CALLER.has(name);
}

/** Whether a recording keeps a variable that the tree looked at. `$(3)` is a parameter that was not given. */
export function isRecordedWhenRead(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !OF_THE_TREE.has(name) && !PREFIX.test(name);
}
