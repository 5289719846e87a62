/** What fixes are called, and why one was not applied. */
import type { RefusedFix } from "../../check/finding.ts";
import type { Fix, Setting } from "../../check/fix.ts";
import { showValue } from "../../check/request.ts";
import { DEFAULT_PREFIX } from "../../dotconfig/dot-config.ts";
import { list, placeText } from "../reason-words.ts";

/** A fix in a title with more settings than this is counted; its edits have them all. */
const SHOWN_SETTINGS = 4;
/** Effects beyond this many are counted. */
const SHOWN_EFFECTS = 4;

/** An imperative sentence. */
export function fixTitle({ title, effects, edits }: Fix): string {
  switch (title.kind) {
    case "settings":
      return `${settingsTitle(title.settings, prefixOf(edits))}${thenText(effects)}`;
    case "write":
      return `write ${title.text}`;
    case "remove":
      return title.which === "earlier" ? "remove the earlier line" : "remove the line";
  }
}

/** What stands before the names of a tree, as its lines have it: Buildroot has nothing. */
function prefixOf(edits: Fix["edits"]): string {
  for (const edit of edits) {
    if (edit.kind !== "set" || edit.text === undefined) continue;
    const line = edit.text.replace(/^# /, "");
    const end = line.search(/=| is not set$/);
    if (line.slice(0, end).endsWith(edit.symbol)) return line.slice(0, end - edit.symbol.length);
  }
  return DEFAULT_PREFIX;
}

/** `1 change satisfies it: CONFIG_VFIO=m` */
export function settingsTitle(settings: readonly Setting[], prefix = DEFAULT_PREFIX): string {
  const names = settings
    .slice(0, SHOWN_SETTINGS)
    .map(({ symbol, value }) => `${prefix}${symbol.name}=${showValue(symbol, value)}`);
  if (settings.length === 1) return `1 change satisfies it: ${names[0]}`;
  const more = settings.length - names.length;
  const shown = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `${settings.length} changes satisfy it: ${shown}`;
}

/** ` (then LIBRARY=m)`: what changes with a fix; empty if nothing does. */
export function thenText(effects: readonly string[]): string {
  if (effects.length === 0) return "";
  const shown = effects.slice(0, SHOWN_EFFECTS);
  const more = effects.length - shown.length;
  return ` (then ${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ")})`;
}

/** `not applied: it would break CB=y (my.config:2)`. */
export function refusedText(refused: RefusedFix): string {
  return `not applied: ${refusalText(refused)}`;
}

function refusalText(refused: RefusedFix): string {
  switch (refused.kind) {
    case "unwritable":
      return "it cannot be written into this file";
    case "useless":
      return "it would change other values, and help no request";
    case "breaks": {
      const lines = refused.lines.map(({ text, location }) =>
        location === undefined ? text : `${text} (${placeText(location)})`,
      );
      return `it would break ${list(lines)}`;
    }
  }
}
