/** What differs between two trees, as text for a terminal. */
import type { ChangedSymbol, RenamedSymbol, TreeDifference } from "../diff/trees.ts";
import type { ValueDifferences } from "../diff/values.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { ComparedTree, TreesAnswer } from "../service/diff-trees.ts";
import { changeRow, layOutChanges } from "./change-lines.ts";
import { changeWords, symbolWords, valueCauseText, type Words, wordsText } from "./change-words.ts";
import { symbolText } from "./expression-text.ts";
import { listed } from "./listed.ts";
import { padText, safeLine, textWidth } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** The two trees as people name them. */
export interface DiffedTrees {
  readonly before: string;
  readonly after: string;
}

/** How the trees of a comparison are called. */
export function treeNames({ before, after }: TreesAnswer): DiffedTrees {
  return { before: treeName(before), after: treeName(after) };
}

function treeName({ name = "this tree", patch }: ComparedTree): string {
  return patch === undefined ? name : `${name} with ${patch}`;
}

/** Entries of one group that are shown; `-v` shows all. */
const MOST_ENTRIES = 25;
/** Values of one .config. */
const MOST_VALUES = 40;
const MOST_NAMES = 12;

const INDENT = 6;

export function treeDiffText(
  difference: TreeDifference,
  values: readonly ValueDifferences[],
  trees: DiffedTrees,
  style: Style,
  { showsAll = false } = {},
): string {
  const most = showsAll ? Number.POSITIVE_INFINITY : MOST_ENTRIES;
  const text = [
    `${safeLine(trees.before)} ${style.signs.arrow} ${safeLine(trees.after)}: ${totalsText(difference)}`,
  ];
  const group = <Entry>(title: string, entries: readonly Entry[], linesOf: (entry: Entry) => string[]) => {
    if (entries.length === 0) return;
    text.push("", style.bold(title), ...entries.slice(0, most).flatMap(linesOf));
    if (entries.length > most)
      text.push(`  and ${(entries.length - most).toLocaleString("en-US")} more: -v shows all`);
  };
  const { around, own } = splitByPlace(difference.changed);
  group("added", difference.added, (symbol) => symbolLines(symbol, style));
  group("removed", difference.removed, (symbol) => [headOf(symbol, style)]);
  group("renamed", difference.renamed, (each) => changedLines(each, style, renamedName(each, style)));
  group("changed", own, (each) => changedLines(each, style, symbolText(each.after)));
  group("changed by what is around them", around, (each) => [
    `  ${safeLine(each.relation)}: ${listed(each.names, showsAll ? Number.POSITIVE_INFINITY : MOST_NAMES)}`,
  ]);
  group("choices", difference.choices, (each) => changedLines(each, style, symbolText(each.after)));
  for (const each of values) text.push("", ...valueLines(each, style, showsAll));
  return text.map((line) => `${line}\n`).join("");
}

/** `2 symbols added, 1 removed, 0 renamed, 3 changed`. */
export function totalsText({ added, removed, renamed, changed, choices }: TreeDifference): string {
  const count = (list: readonly unknown[], word: string) => `${list.length.toLocaleString("en-US")} ${word}`;
  const symbols = [
    count(added, added.length === 1 ? "symbol added" : "symbols added"),
    count(removed, "removed"),
    count(renamed, "renamed"),
    count(changed, "changed"),
  ];
  if (choices.length > 0)
    symbols.push(count(choices, choices.length === 1 ? "choice changed" : "choices changed"));
  return symbols.join(", ");
}

/** Symbols that changed by a condition around them alone, by how; the others one by one. */
export function splitByPlace(changed: readonly ChangedSymbol[]): {
  readonly own: readonly ChangedSymbol[];
  readonly around: readonly { readonly relation: string; readonly names: readonly string[] }[];
} {
  const names = new Map<string, string[]>();
  const own: ChangedSymbol[] = [];
  for (const each of changed) {
    const [change] = each.changes;
    const isAround =
      each.changes.length === 1 &&
      (change.kind === "dependency" || change.kind === "visibility") &&
      change.isInherited;
    if (!isAround) {
      own.push(each);
      continue;
    }
    const { relation } = change.verdict;
    const key = `${change.kind} ${relation === "same" ? "written otherwise, means the same" : relation === "undecided" ? "not decided" : relation}`;
    names.set(key, [...(names.get(key) ?? []), each.after.name]);
  }
  return { own, around: [...names].map(([relation, list]) => ({ relation, names: list })) };
}

export function placeOf(symbol: ConfigSymbol): string {
  const place = symbol.definitions[0]?.place;
  return place === undefined ? "" : `${place.path}:${place.line}`;
}

function headOf(symbol: ConfigSymbol, style: Style, name = symbolText(symbol)): string {
  const type = symbol.isChoice ? "" : `  ${symbol.type}`;
  return `  ${style.bold(safeLine(name))}${type}  ${style.cyan(safeLine(placeOf(symbol)))}`;
}

function symbolLines(symbol: ConfigSymbol, style: Style): string[] {
  return [headOf(symbol, style), ...wordLines(symbolWords(symbol))];
}

function renamedName({ before, after }: RenamedSymbol, { signs }: Style): string {
  return `${symbolText(before)} ${signs.arrow} ${symbolText(after)}`;
}

function changedLines({ after, changes }: ChangedSymbol, style: Style, name: string): string[] {
  const words = changes.map((change) => changeWords(change, style.signs));
  return [headOf(after, style, name), ...wordLines(words)];
}

function wordLines(words: readonly Words[]): string[] {
  const width = Math.max(0, ...words.map(({ label }) => textWidth(label)));
  const indent = " ".repeat(INDENT);
  return words.flatMap((each) => [
    `${indent}${padText(each.label, width)}  ${safeLine(wordsText(each))}`,
    ...(each.notes ?? []).map((note) => `${indent}${" ".repeat(width)}  ${safeLine(note)}`),
  ]);
}

function valueLines(
  { path, differences, questions }: ValueDifferences,
  style: Style,
  showsAll: boolean,
): string[] {
  const count = differences.length;
  const head = `${safeLine(path)}: ${count === 0 ? "no value differs" : `${count.toLocaleString("en-US")} ${count === 1 ? "value differs" : "values differ"}`}`;
  const shown = showsAll ? differences : differences.slice(0, MOST_VALUES);
  const rows = layOutChanges(shown.map((each) => changeRow(each, safeLine(valueCauseText(each)), style)));
  const lines = [style.bold(head), ...rows];
  if (count > shown.length) lines.push(`  and ${count - shown.length} more: -v shows all`);
  if (questions.length > 0) {
    const names = questions.map(({ name }) => name);
    lines.push(
      `  ${questions.length} new ${questions.length === 1 ? "symbol" : "symbols"} that oldconfig asks about: ${listed(names, showsAll ? Number.POSITIVE_INFINITY : MOST_NAMES)}`,
    );
  }
  return lines;
}
