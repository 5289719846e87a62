/** Which defconfig `make defconfig` takes: KBUILD_DEFCONFIG of an architecture's Makefile. */
import type { FileReader, Shell } from "../text/host.ts";
import type { Tree } from "./find-tree.ts";

/**
 * Its path, from a kernel's `source` on; undefined where the Makefile, or the architecture, does not tell. `host` is
 * asked for `uname -m` where the Makefile does so.
 */
export function kernelDefconfig(
  { environment, architecture }: Tree,
  host: FileReader & Shell,
  source: string,
): string | undefined {
  const folder = environment.SRCARCH ?? architecture;
  if (folder === undefined) return undefined;
  const makefile = host.readText(`${source}/arch/${folder}/Makefile`);
  if (!makefile.ok) return undefined;
  const { ARCH = architecture, SUBARCH } = environment;
  const name = defaultDefconfig(makefile.text, {
    ARCH,
    SUBARCH,
    machine: machineFor(makefile.text, host, environment),
  });
  return name === undefined ? undefined : `${source}/arch/${folder}/configs/${name}`;
}

function machineFor(makefile: string, host: Shell, environment: Tree["environment"]): string | undefined {
  if (!makefile.includes("uname -m")) return undefined;
  const { stdout, code } = host.run("uname -m", environment);
  return code === 0 ? stdout.trim() : undefined;
}

/** Variables that the Makefiles ask for; `machine` is what `uname -m` says. Absent: not known. */
export interface DefconfigVariables {
  readonly ARCH?: string;
  readonly SUBARCH?: string;
  readonly machine?: string;
}

/**
 * The name below configs/, `defconfig` where the Makefile sets none; undefined if it is set to something that is not
 * understood. Conditions are followed as far as they compare known variables; others count as false.
 */
export function defaultDefconfig(makefile: string, variables: DefconfigVariables): string | undefined {
  let name = "defconfig";
  /** Of each open condition: whether its part is taken, and whether one was before. */
  const open: { isTaken: boolean; wasTaken: boolean }[] = [];
  for (const line of makefile.replace(/\\\n/g, " ").split("\n")) {
    const words = line.trim();
    const [, otherwise, condition] = /^(else\b\s*)?((?:ifn?eq|ifn?def)\b.*)?$/.exec(words) ?? [];
    if (otherwise !== undefined && open.length > 0) {
      const last = open[open.length - 1];
      last.isTaken = !last.wasTaken && (condition === undefined || holds(condition, variables));
      last.wasTaken ||= last.isTaken;
    } else if (condition !== undefined) {
      const isTaken = holds(condition, variables);
      open.push({ isTaken, wasTaken: isTaken });
    } else if (/^endif\b/.test(words)) open.pop();
    else {
      const [, value] = /^KBUILD_DEFCONFIG\s*[:?]?=\s*(.*?)\s*(?:#.*)?$/.exec(words) ?? [];
      if (value === undefined || !open.every(({ isTaken }) => isTaken)) continue;
      const expanded = expand(value, variables);
      if (expanded === undefined || !/^[\w.-]+$/.test(expanded)) return undefined;
      name = expanded;
    }
  }
  return name;
}

function holds(condition: string, variables: DefconfigVariables): boolean {
  const [, keyword, rest] = /^(ifn?eq|ifn?def)\s*(.*)$/.exec(condition) ?? [];
  if (keyword === "ifdef" || keyword === "ifndef") {
    const known: Readonly<Record<string, string | undefined>> = { ...variables, machine: undefined };
    return (known[rest.trim()] !== undefined) === (keyword === "ifdef");
  }
  const [left, right] = sidesOf(rest ?? "").map((side) => expand(side, variables));
  if (left === undefined || right === undefined) return false;
  return (left === right) === (keyword === "ifeq");
}

/** Of `(LEFT,RIGHT)`: the comma that is in no parentheses parts them. */
function sidesOf(text: string): readonly [string, string] {
  const inner = text.trim().replace(/^\(|\)\s*(?:#.*)?$/g, "");
  let depth = 0;
  for (let at = 0; at < inner.length; at++) {
    if (inner[at] === "(") depth++;
    else if (inner[at] === ")") depth--;
    else if (inner[at] === "," && depth === 0) return [inner.slice(0, at).trim(), inner.slice(at + 1).trim()];
  }
  return [inner, ""];
}

/** Undefined where something in it is not known. */
function expand(text: string, { ARCH, SUBARCH, machine }: DefconfigVariables): string | undefined {
  let isKnown = true;
  const know = (value: string | undefined): string => {
    if (value === undefined) isKnown = false;
    return value ?? "";
  };
  const result = text
    // powerpc: the machine's own name if it is one of its kinds, else another.
    .replace(
      /\$\(if \$\(filter (\w+)%,\$\(uname\)\),\$\(uname\),(\w+)\)/g,
      (_, start: string, other: string) =>
        know(machine === undefined ? undefined : machine.startsWith(start) ? machine : other),
    )
    .replace(/\$\(shell uname -m\b[^)]*\)/g, (command) =>
      know(command.includes("i386") ? machine?.replace(/^i.86$/, "i386") : machine),
    )
    .replace(/\$[({]ARCH[)}]/g, () => know(ARCH))
    .replace(/\$[({]SUBARCH[)}]/g, () => know(SUBARCH))
    .replace(/\$[({]\w+[)}]/g, () => know(undefined));
  return isKnown && !result.includes("$") ? result : undefined;
}
