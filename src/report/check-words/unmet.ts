/** What is said of a symbol that is selected against its dependencies: what C warns of. */
import type { Fix } from "../../check/fix.ts";
import { locateUnmet, type UnmetSelect } from "../../check/unmet.ts";
import { letterOf } from "../../evaluate/tristate.ts";
import { locate, sourceText } from "../../explain/statements.ts";
import type { Note } from "../../text/diagnostic.ts";
import { list, ownerText } from "../reason-words.ts";
import { fixTitle } from "./fixes.ts";
import type { About, Words } from "./words.ts";

/** More selectors and dependencies than these are not read. */
const MOST_NOTES = 4;

/** Told at the line that brings it there, or at the select. */
export function unmetWords(
  { unmet, request }: Omit<About<"unmet-select">, "kind">,
  fixes?: readonly Fix[],
): Words {
  const message = unmetText(unmet);
  const label = selectText(unmet);
  const notes = notesOf(unmet);
  if (request === undefined) return { message, label, notes };
  const location = locateUnmet(unmet);
  const select = location === undefined ? [] : [{ message: label ?? "selected here", location }];
  return { message, notes: [...select, ...notes], help: fixes?.map(fixTitle) };
}

/** `B=y: A selects it, although its dependencies are n`. */
function unmetText({ symbol, value, direct, selects }: UnmetSelect): string {
  const by = list(selects.map(ownerText));
  return `${symbol.name}=${value}: ${by} ${selects.length === 1 ? "selects" : "select"} it, although its dependencies are ${letterOf(direct)}`;
}

function selectText({ selects: [first] }: UnmetSelect): string | undefined {
  return first && `${ownerText(first)} selects it`;
}

function notesOf({ symbol, selects, failing }: UnmetSelect): readonly Note[] {
  return [
    ...selects.slice(1).map((each) => ({
      message: `${ownerText(each)} selects it as well`,
      location: locate(each, symbol.name),
    })),
    ...failing.map(({ property, value }) => ({
      message: `${symbol.name} depends on ${sourceText(property)}, which is ${letterOf(value)}`,
      location: locate(property),
    })),
  ].slice(0, MOST_NOTES);
}
