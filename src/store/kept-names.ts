/** The names of a tree's symbols, kept where completion finds them without reading the tree. */
import type { Model } from "../model/model.ts";
import { digestText } from "../text/digest.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import type { Cache, Host } from "../text/host.ts";
import { parentFolder } from "../text/path.ts";

export interface KeptName {
  readonly name: string;
  /** As Kconfig has it: bool, tristate, int, hex, string. */
  readonly type: string;
  /** Of the first definition that has one; else empty. */
  readonly prompt: string;
}

const fileName = (folder: string): string => `${digestText(folder)}.symbols`;

/** Keeps them for a folder and all below it. Names that are there already stay unless the model `isNew`. */
export function keepNames(cache: Cache, folders: readonly string[], model: Model, isNew: boolean): void {
  for (const folder of new Set(folders)) {
    if (!isNew && cache.read(fileName(folder)) !== undefined) continue;
    const lines: string[] = [];
    for (const symbol of model.definedSymbols()) {
      // A macro can write any name, and a shell puts what it is given on the command line.
      if (!/^\w+$/.test(symbol.name)) continue;
      const prompt = symbol.propertiesOf("prompt")[0]?.text ?? "";
      lines.push(`${symbol.name} ${symbol.type} ${prompt.replace(/\s+/g, " ")}\n`);
    }
    cache.write(fileName(folder), encodeText(lines.join("")));
  }
}

/**
 * Those that begin with a text, in capitals or not, of the nearest folder, from the host's upwards, for which names are
 * kept. A large tree has twenty thousand: the others are not looked at one by one.
 */
export function keptNames({ cache, folder }: Host, start: string): readonly KeptName[] {
  for (let at: string | undefined = folder; at !== undefined; at = parentFolder(at)) {
    const bytes = cache?.read(fileName(at));
    if (bytes === undefined) continue;
    const own = start.replace(/\W/g, "\\$&");
    const line = new RegExp(`^(${own}\\S*) (\\S+) (.*)$`, "gim");
    return [...decodeText(bytes).matchAll(line)].map(([, name, type, prompt]) => ({ name, type, prompt }));
  }
  return [];
}
