/** A Linux source tree as its files show it: version, architectures, what its Makefile speaks of. */
import type { DialectName, Release } from "../text/dialect-name.ts";
import type { FileReader } from "../text/host.ts";

/** One Linux source tree. Paths handed to its reader start from the source's root. */
export interface KernelTree {
  /** VERSION.PATCHLEVEL.SUBLEVEL and EXTRAVERSION, `6.12.117` or `6.13.0-rc1`, as KERNELVERSION has it. */
  readonly version: string;
  readonly release: Release;
  /** Whether the top Makefile speaks of a variable; a kernel that does not will not export it either. */
  mentions(variable: string): boolean;
  readonly source: FileReader;
}

/** The tree in a folder, or undefined if its Makefile is none of a kernel. `source` reads from that folder. */
export function readKernelTree(source: FileReader): KernelTree | undefined {
  const makefile = source.readText("Makefile");
  if (!makefile.ok) return undefined;
  const { text } = makefile;
  const version = assignedText(text, "VERSION");
  const patchLevel = assignedText(text, "PATCHLEVEL");
  // U-Boot and others number themselves with the same two, but have no KERNELVERSION.
  if (!version || !patchLevel || !/^KERNELVERSION\s*=/m.test(text)) return undefined;
  const subLevel = assignedText(text, "SUBLEVEL");
  return {
    version: `${[version, patchLevel, subLevel].filter(Boolean).join(".")}${assignedText(text, "EXTRAVERSION") ?? ""}`,
    release: { version: Number(version), patchLevel: Number(patchLevel) },
    mentions: (variable) => new RegExp(`\\b${variable}\\b`).test(text),
    source,
  };
}

function assignedText(makefile: string, variable: string): string | undefined {
  return new RegExp(`^${variable}[ \\t]*:?=[ \\t]*([^\\s#]*)`, "m").exec(makefile)?.[1];
}

/** The dialect that a kernel's version names. */
export function dialectName({ release: { version, patchLevel } }: KernelTree): DialectName {
  return `linux-${version}.${patchLevel}`;
}

/** Folders of arch/ that have a Kconfig, sorted. */
export function sourceArchitectures({ source }: Pick<KernelTree, "source">): readonly string[] {
  return source.glob("arch/*/Kconfig").map((path) => path.split("/")[1]);
}

/** Values of ARCH that stand for a part of another folder of arch/, as the top Makefiles have them. */
const ARCHITECTURE_FOLDERS: ReadonlyMap<string, string> = new Map([
  ["i386", "x86"],
  ["x86_64", "x86"],
  ["sparc32", "sparc"],
  ["sparc64", "sparc"],
  ["parisc64", "parisc"],
  ["sh64", "sh"],
  ["tilepro", "tile"],
  ["tilegx", "tile"],
]);

/** SRCARCH for an ARCH: the folder of arch/ that holds it. */
export function sourceArchitecture(architecture: string): string {
  return ARCHITECTURE_FOLDERS.get(architecture) ?? architecture;
}

/** Every ARCH that a tree knows: its folders and the names that stand for a part of one. */
export function knownArchitectures(tree: Pick<KernelTree, "source">): readonly string[] {
  const folders = sourceArchitectures(tree);
  const parts = [...ARCHITECTURE_FOLDERS]
    .filter(([, folder]) => folders.includes(folder))
    .map(([name]) => name);
  return [...folders, ...parts].sort();
}

/** SUBARCH for what `uname -m` says, by the rules of scripts/subarch.include in the order that it has them. */
export function machineArchitecture(machine: string): string {
  const rules: readonly [RegExp, string][] = [
    [/i.86/, "x86"],
    [/x86_64/, "x86"],
    [/sun4u/, "sparc64"],
    // Not the whole name arm64, which is how macOS says aarch64.
    [/^(?!arm64$)(.*?)arm.*/, "$1arm"],
    [/sa110/, "arm"],
    [/s390x/, "s390"],
    [/ppc.*/, "powerpc"],
    [/mips.*/, "mips"],
    [/sh[234].*/, "sh"],
    [/aarch64.*/, "arm64"],
    [/riscv.*/, "riscv"],
    [/loongarch.*/, "loongarch"],
  ];
  return rules.reduce((name, [pattern, replacement]) => name.replace(pattern, replacement), machine);
}
