/** Which statements of the Kconfig files a property's condition is made of. */
import type { ExpressionId } from "../model/expressions.ts";
import type { MenuNode, Property } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import type { Probe } from "./reason.ts";

/** One condition as it is written: a `depends on`, an `if`, a `visible if`, or what follows `if` in a property. */
export interface Statement {
  readonly kind: "dependency" | "visibility" | "source";
  readonly property: Property;
  readonly condition: ExpressionId;
}

/**
 * The conditions that stand around a property and in it: its own, its entry's, then those of the blocks around,
 * from the inside out. `visible if` counts for prompts alone.
 */
export function statementsOf(property: Property): readonly Statement[] {
  const isPrompt = property.kind === "prompt";
  const own: Statement = {
    kind: isPrompt ? "visibility" : "source",
    property,
    condition: property.ownCondition,
  };
  return [own, ...statementsAround(property.node, { withVisibility: isPrompt })];
}

/** The dependencies of an entry and of the blocks around it; with those of visibility, if asked for. */
export function statementsAround(node: MenuNode, { withVisibility = false } = {}): readonly Statement[] {
  const found: Statement[] = [];
  for (let at: MenuNode | undefined = node; at !== undefined; at = at.block) {
    for (const property of at.conditions) {
      if (property.kind === "visible if" && !withVisibility) continue;
      const kind = property.kind === "visible if" ? "visibility" : "dependency";
      found.push({ kind, property, condition: property.value });
    }
  }
  return found;
}

/** The text of a property as its file has it, on one line. */
export function sourceText(property: Property): string {
  const { files, properties } = property.model.data;
  const { start, end } = property.span;
  const file = files[properties.file[property.id]].text;
  const { before, behind } = parenthesesAround(file, start, end);
  const text = file.slice(start - before, end + behind);
  return text.replace(/\\\n/g, " ").replace(/\s+/g, " ").trim();
}

/**
 * Spans go from the first operand to the last: how many characters the parentheses around take that belong to what
 * is between.
 */
function parenthesesAround(
  text: string,
  start: number,
  end: number,
): { readonly before: number; readonly behind: number } {
  let depth = 0;
  let lowest = 0;
  for (const character of text.slice(start, end)) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    lowest = Math.min(lowest, depth);
  }
  const left = [...text.slice(Math.max(0, start - MAX_PARENTHESES), start)].reverse();
  const right = [...text.slice(end, end + MAX_PARENTHESES)];
  return { before: lengthOf("(", -lowest, left), behind: lengthOf(")", depth - lowest, right) };
}

/** Up to the last of `count` parentheses, with blanks between them. */
function lengthOf(parenthesis: string, count: number, characters: readonly string[]): number {
  let missing = count;
  let length = 0;
  for (const [index, character] of characters.entries()) {
    if (missing === 0 || !(character === parenthesis || character === " " || character === "\t")) break;
    if (character !== parenthesis) continue;
    missing -= 1;
    length = index + 1;
  }
  return length;
}

/** More parentheses and blanks than anybody writes in a row. */
const MAX_PARENTHESES = 64;

/** Where a property is written; with a name, the first place in it that has the name. */
export function locate(property: Property, name?: string): Location {
  const { files, properties } = property.model.data;
  const file = files[properties.file[property.id]];
  const { start, end } = property.span;
  const offset = name === undefined || name === "" ? -1 : wordOffset(file.text.slice(start, end), name);
  return file.locate(
    offset < 0 ? { start, end } : { start: start + offset, end: start + offset + (name ?? "").length },
  );
}

function wordOffset(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? "") && !/\w/.test(text[at + word.length] ?? "")) return at;
  }
  return -1;
}

/** The probe that a property's text holds: a macro, and the command that ran for it on the property's line. */
export function probeOf(property: Property): Probe | undefined {
  const text = sourceText(property);
  if (!text.includes("$(")) return undefined;
  const { path, line } = property.place;
  const records = property.model.data.probes.filter((probe) => probe.path === path && probe.line === line);
  // Of several commands on one line nobody can tell which one is meant.
  const only = records.length === 1 ? records[0] : undefined;
  return {
    text,
    statement: property,
    isCommand: records.length > 0,
    ...(records.some((probe) => probe.isUnknown) && { isUnknown: true }),
    command: only?.command,
    output: only?.output,
  };
}
