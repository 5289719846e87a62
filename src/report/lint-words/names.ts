/** What is said of names in Kconfig files that nothing defines. */
import type { UndefinedEffect } from "../../lint/subject.ts";
import { namesWithPlaces } from "../unknown-name.ts";
import type { About, Words } from "./words.ts";

export function undefinedSymbolWords({ name, effect, elsewhere, near }: About<"undefined-symbol">): Words {
  if (elsewhere.length > 0) {
    const places = [...new Set(elsewhere.map(({ path }) => folderOf(path)))];
    return {
      message: `${name} is defined only under ${listed(places)}`,
      label: `${effectText(effect)} here`,
      notes: elsewhere.slice(0, 1).map((location) => ({ message: "defined here", location })),
    };
  }
  return {
    message: `no Kconfig file defines ${name}`,
    label: effectText(effect),
    help: near.length === 0 ? [] : [`did you mean ${namesWithPlaces(near)}?`],
  };
}

function effectText(effect: UndefinedEffect): string {
  switch (effect.kind) {
    case "idle":
      return `this ${effect.statement} does nothing`;
    case "n":
      return "always n";
    case "text":
      return "only the text of its name";
  }
}

const SHOWN_FOLDERS = 4;

function listed(places: readonly string[]): string {
  const more = places.length - SHOWN_FOLDERS;
  return places.slice(0, SHOWN_FOLDERS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** `arch/arm64`; the file where it is no architecture's. */
function folderOf(path: string): string {
  return /^arch\/[^/]+/.exec(path)?.[0] ?? path;
}
