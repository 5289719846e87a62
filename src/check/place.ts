/** Places in Kconfig files: of a property, or of the one word in it that matters. */
import type { Property } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import { type Need, symbolNeeds } from "./need.ts";

/** Where a property is written; if a need is about one symbol only, where that symbol's name stands in it. */
export function locateProperty(property: Property, need?: Need): Location {
  const { model, id, span } = property;
  const { files, properties } = model.data;
  const file = files[properties.file[id]];
  const names = need === undefined ? [] : symbolNeeds(need).map(({ symbol }) => symbol.name);
  const [name, second] = new Set(names);
  if (name !== undefined && second === undefined) {
    const text = file.text.slice(span.start, span.end);
    const found = new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`).exec(text);
    if (found !== null) {
      const start = span.start + found.index;
      return file.locate({ start, end: start + name.length });
    }
  }
  return file.locate(span);
}

/** `drivers/vfio/Kconfig:65` */
export function showPlace({ path, line }: { readonly path: string; readonly line: number }): string {
  return `${path}:${line}`;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
