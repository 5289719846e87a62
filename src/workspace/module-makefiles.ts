/** Which symbols build which modules, as the Makefiles of a kernel say. */
import type { FileReader, Host } from "../text/host.ts";
import { baseName } from "../text/path.ts";

/** Symbols by the name of a module, as /proc/modules writes it; in the order in which they were found. */
export type ModuleSymbols = ReadonlyMap<string, readonly string[]>;

/** Folders at the top of which nothing is a module of this kernel. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set(["Documentation", "scripts", "tools"]);

/** No folder of a kernel is as deep; a ring of links is. */
const DEEPEST = 16;

/** Reads all Makefile and Kbuild files below the host's folder. */
export function moduleSymbols(host: Pick<Host, keyof FileReader | "exists">): ModuleSymbols {
  const found = new Map<string, string[]>();
  const visit = (folder: string, depth: number) => {
    for (const name of ["Makefile", "Kbuild"]) {
      const path = folder + name;
      if (host.exists(path) !== "file") continue;
      const read = host.readText(path);
      if (read.ok) addModules(read.text, found);
    }
    if (depth === DEEPEST) return;
    for (const path of host.glob(`${folder}*`)) {
      // Most files have a dot in their names, and most folders none: that spares thousands of looks.
      if (/\.[chSo]$|\.(?:rst|txt|yaml|dtsi?)$/.test(path)) continue;
      const isOther = depth === 0 && OTHER_FOLDERS.has(baseName(path));
      if (!isOther && host.exists(path) === "directory") visit(`${path}/`, depth + 1);
    }
  };
  visit("", 0);
  return found;
}

/** `obj-$(CONFIG_E1000) += e1000.o`: the symbol builds the module. */
const OBJECTS = /^\s*obj-\$[({]CONFIG_(\w+)[)}]\s*[+:?]?=\s*(.*)$/;
const VARIABLE = /^\s*([\w.-]+)\s*[:?]?=\s*(.*)$/;

function addModules(makefile: string, found: Map<string, string[]>): void {
  const variables = new Map<string, string>();
  for (const written of makefile.replace(/\\\n/g, " ").split("\n")) {
    const line = written
      .replace(/(^|\s)#.*$/, "")
      .replace(/\$[({]([\w.-]+)[)}]/g, (whole, name: string) => variables.get(name) ?? whole);
    const [, symbol, objects] = OBJECTS.exec(line) ?? [];
    if (symbol === undefined) {
      const [, name, value] = VARIABLE.exec(line) ?? [];
      if (name !== undefined) variables.set(name, value);
      continue;
    }
    for (const object of objects.split(/\s+/)) {
      const [, stem] = /^(?:.*\/)?([^/]+)\.o$/.exec(object) ?? [];
      if (stem === undefined) continue;
      const module = stem.replaceAll("-", "_");
      const symbols = found.get(module) ?? [];
      if (!symbols.includes(symbol)) symbols.push(symbol);
      found.set(module, symbols);
    }
  }
}

/** The first word of each line of /proc/modules, of lsmod's output, or of a plain list. */
export function moduleNames(list: string): readonly string[] {
  const names = list
    .split("\n")
    .filter((line) => !/^Module\s+Size\b/.test(line))
    .flatMap((line) => /^\s*([^\s#]+)/.exec(line)?.[1].replaceAll("-", "_") ?? []);
  return [...new Set(names)];
}
