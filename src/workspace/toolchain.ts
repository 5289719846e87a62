/** The tools that a kernel's Makefile would use: which compiler and binutils, and clang's flags. */
import type { Environment, Host } from "../text/host.ts";
import { baseName } from "../text/path.ts";
import type { KernelTree } from "./kernel-tree.ts";

type Names = Readonly<Record<string, string>>;

/** Tools that have the same name whatever is compiled and with what. */
const FIXED_TOOLS: Names = {
  RUSTC: "rustc",
  RUSTDOC: "rustdoc",
  BINDGEN: "bindgen",
  HOSTRUSTC: "rustc",
  PAHOLE: "pahole",
  AWK: "awk",
  PERL: "perl",
  PYTHON3: "python3",
};

const GNU_TOOLS: Names = {
  CC: "gcc",
  LD: "ld",
  AR: "ar",
  NM: "nm",
  OBJCOPY: "objcopy",
  OBJDUMP: "objdump",
  READELF: "readelf",
  STRIP: "strip",
};

const LLVM_TOOLS: Names = {
  HOSTCC: "clang",
  HOSTCXX: "clang++",
  CC: "clang",
  LD: "ld.lld",
  AR: "llvm-ar",
  NM: "llvm-nm",
  OBJCOPY: "llvm-objcopy",
  OBJDUMP: "llvm-objdump",
  READELF: "llvm-readelf",
  STRIP: "llvm-strip",
};

/** Whether the name of a tool begins with CROSS_COMPILE. */
export function isCrossTool(variable: string): boolean {
  return Object.hasOwn(GNU_TOOLS, variable);
}

/** What decides the tools. `llvm` and `crossCompile` are LLVM and CROSS_COMPILE, empty if unset. */
export interface ToolRequest {
  readonly sourceArchitecture: string;
  readonly llvm: string;
  readonly crossCompile: string;
}

/**
 * Variable to command for every tool. `LLVM=1` takes clang and LLVM's binutils from PATH, `LLVM=-15` those with
 * that suffix, `LLVM=/path/` those of that folder.
 */
export function toolNames({ llvm, crossCompile }: ToolRequest): Names {
  if (llvm === "") {
    return {
      HOSTCC: "gcc",
      HOSTCXX: "g++",
      ...mapValues(GNU_TOOLS, (name) => crossCompile + name),
      ...FIXED_TOOLS,
    };
  }
  const words = llvm.split(/\s+/);
  const isFolder = words.some((word) => word.endsWith("/"));
  const prefix = isFolder ? llvm : "";
  const suffix = !isFolder && words.some((word) => word.startsWith("-")) ? llvm : "";
  return { ...mapValues(LLVM_TOOLS, (name) => prefix + name + suffix), ...FIXED_TOOLS };
}

/**
 * NM with the option that alpha, ia64 and powerpc give it in arch/…/Makefile, which make reads before it starts
 * Kconfig. powerpc asks nm first whether it knows the option: llvm-nm does not.
 */
export function architectureNm(
  tree: KernelTree,
  nm: string,
  { sourceArchitecture }: ToolRequest,
  host: Host,
  environment: Environment,
): string {
  const makefile = tree.source.readText(`arch/${sourceArchitecture}/Makefile`);
  const option = makefile.ok
    ? /^NM\s*:=\s*\$\((?:NM|CROSS_COMPILE)\)\S*\s+(-\S+)/m.exec(makefile.text)?.[1]
    : undefined;
  if (option === undefined) return nm;
  const isKnown =
    !option.startsWith("--") || host.run(`${nm} --help 2>&1`, environment).stdout.includes(option);
  return isKnown ? `${nm} ${option}` : nm;
}

/** The prefixes that arch/…/Makefile tries where CROSS_COMPILE is not given; other architectures try none. */
function crossPrefixes(architecture: string, sourceArchitecture: string): readonly string[] {
  const gnu = ["linux", "linux-gnu", "unknown-linux-gnu"];
  const pairs = (machines: readonly string[], systems: readonly string[]) =>
    machines.flatMap((machine) => systems.map((system) => `${machine}-${system}-`));
  switch (sourceArchitecture) {
    case "arc":
      return ["arc-linux-", "arceb-linux-", "arc-linux-gnu-"];
    case "m68k":
      return ["m68k-linux-gnu-", "m68k-linux-", "m68k-unknown-linux-gnu-"];
    case "parisc":
      return pairs(architecture === "parisc64" ? ["hppa64"] : ["hppa", "hppa2.0", "hppa1.1"], [
        ...gnu,
        "suse-linux",
      ]);
    case "powerpc":
      return pairs(["powerpc", "powerpc64", "powerpc64le"], gnu);
    case "sh":
      return pairs(["sh"], gnu);
    default:
      return [];
  }
}

/**
 * CROSS_COMPILE as the architecture's Makefile would find it: the first prefix that has a gcc, else empty. Most do
 * so only where the top Makefile says that this is cross compiling, which not every kernel has it say.
 */
export function findCrossCompile(
  tree: KernelTree,
  { architecture, sourceArchitecture, subArchitecture }: Architectures,
  host: Host,
  environment: Environment,
): string {
  const prefixes = crossPrefixes(architecture, sourceArchitecture);
  if (prefixes.length === 0) return "";
  const makefile = tree.source.readText(`arch/${sourceArchitecture}/Makefile`);
  if (!makefile.ok || !/\bCROSS_COMPILE\s*:=.*cc-cross-prefix/.test(makefile.text)) return "";
  const isAsked = makefile.text.includes("ifdef cross_compiling");
  if (isAsked && !(tree.mentions("cross_compiling") && subArchitecture() !== sourceArchitecture)) return "";
  const search = `for p in ${prefixes.join(" ")}; do command -v "$p"gcc >/dev/null 2>&1 && echo "$p" && break; done`;
  return host.run(search, environment).stdout.trim();
}

/** ARCH, SRCARCH, and SUBARCH, which may take a process to find out. */
export interface Architectures {
  readonly architecture: string;
  readonly sourceArchitecture: string;
  subArchitecture(): string;
}

/**
 * CLANG_FLAGS as scripts/Makefile.clang puts them together: target, assembler, and the warnings that it turns into
 * errors. Undefined for a kernel that has no such file.
 */
export function clangFlags(
  tree: KernelTree,
  request: ToolRequest & Architectures,
  host: Host,
  environment: Environment,
): string | undefined {
  const makefile = tree.source.readText("scripts/Makefile.clang");
  if (!makefile.ok) return undefined;
  const { text } = makefile;
  const flags: string[] = [];
  const target = clangTarget(text, request);
  if (target !== "") flags.push(`--target=${target}`);
  if (environment.LLVM_IAS === "0") {
    const { stdout } = host.run(`command -v ${request.crossCompile}elfedit 2>/dev/null`, environment);
    const folder = stdout.trim().replace(/[^/]*$/, "");
    flags.push("-fno-integrated-as", `--prefix=${folder}${baseName(request.crossCompile)}`);
  } else flags.push("-fintegrated-as");
  for (const [, flag] of text.matchAll(/^CLANG_FLAGS\s*\+=\s*(-Werror=\S+)/gm)) flags.push(flag);
  return flags.join(" ");
}

function clangTarget(
  makefile: string,
  { sourceArchitecture, crossCompile, subArchitecture }: ToolRequest & Architectures,
): string {
  // Kernels before 6.2 name the target after the cross compiler where there is one.
  if (crossCompile !== "" && makefile.includes("$(CROSS_COMPILE:%-=%)"))
    return baseName(crossCompile.replace(/-$/, ""));
  const owner = sourceArchitecture === "um" ? subArchitecture() : sourceArchitecture;
  for (const [, architecture, triple] of makefile.matchAll(/^CLANG_TARGET_FLAGS_(\w+)\s*:=\s*(\S+)/gm)) {
    if (architecture === owner) return triple;
  }
  return "";
}

function mapValues(names: Names, change: (name: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([variable, name]) => [variable, change(name)]));
}
