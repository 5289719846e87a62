/** What differs between two trees, in Markdown for a comment on a pull request. */
import type { ChangedSymbol, TreeDifference } from "../diff/trees.ts";
import type { ValueDifferences } from "../diff/values.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { changeWords, symbolWords, valueCauseText, type Words } from "./change-words.ts";
import { symbolText } from "./expression-text.ts";
import { listed } from "./listed.ts";
import { safeLine, withoutMentions } from "./safe-text.ts";
import { makeStyle } from "./style.ts";
import { type DiffedTrees, placeOf, splitByPlace, totalsText } from "./tree-diff.ts";

/**
 * A comment has 65,536 characters on GitHub; a line with its notes takes some 300, and nobody reads more of them.
 */
const MOST_ENTRIES = 40;
/** Longer groups are folded. */
const FOLDED_FROM = 8;
const MOST_NAMES = 20;
/** A condition that is longer is cut. */
const LONGEST = 300;

const { signs } = makeStyle({ color: false, ascii: false, width: 0 });

export function treeDiffMarkdown(
  difference: TreeDifference,
  values: readonly ValueDifferences[],
  trees: DiffedTrees,
  { architecture }: { readonly architecture?: string } = {},
): string {
  const about = [`${code(trees.before)} ${signs.arrow} ${code(trees.after)}`];
  if (architecture !== undefined) about.push(code(architecture));
  const { own, around } = splitByPlace(difference.changed);
  const blocks = [
    "### Kconfig",
    `**${totalsText(difference)}** (${about.join(", ")})`,
    ...group("Added", difference.added, symbolItem),
    ...group("Removed", difference.removed, (symbol) => itemHead(symbol)),
    ...group("Renamed", difference.renamed, (each) =>
      changedItem(each, `${code(symbolText(each.before))} ${signs.arrow} ${code(symbolText(each.after))}`),
    ),
    ...group("Changed", own, (each) => changedItem(each, code(symbolText(each.after)))),
    ...group(
      "Changed by what is around them",
      around,
      ({ relation, names }) => `- ${plain(relation)} (${names.length}): ${code(listed(names, MOST_NAMES))}`,
    ),
    ...group("Choices", difference.choices, (each) => changedItem(each, code(symbolText(each.after)))),
    ...values.flatMap(valueBlocks),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function group<Entry>(
  title: string,
  entries: readonly Entry[],
  itemOf: (entry: Entry) => string,
): readonly string[] {
  if (entries.length === 0) return [];
  const items = entries.slice(0, MOST_ENTRIES).map(itemOf);
  if (entries.length > MOST_ENTRIES) items.push(`- … and ${entries.length - MOST_ENTRIES} more`);
  return folded(`${title} (${entries.length})`, items.join("\n"), entries.length);
}

function folded(title: string, body: string, count: number): readonly string[] {
  return count < FOLDED_FROM
    ? [`#### ${title}`, body]
    : [`<details><summary>${title}</summary>`, body, "</details>"];
}

function itemHead(symbol: ConfigSymbol, name = code(symbolText(symbol))): string {
  const type = symbol.isChoice ? "" : `${symbol.type}, `;
  return `- **${name}** (${type}${code(placeOf(symbol))})`;
}

function symbolItem(symbol: ConfigSymbol): string {
  return [itemHead(symbol), ...symbolWords(symbol).map(wordItem)].join("\n");
}

function changedItem({ after, changes }: ChangedSymbol, name: string): string {
  return [itemHead(after, name), ...changes.map((change) => wordItem(changeWords(change, signs)))].join("\n");
}

function wordItem({ label, lead, text, notes = [] }: Words): string {
  const isProse = label === "warning" || label === "by default" || label === "help";
  const said = lead === undefined ? [] : [plain(lead)];
  if (text !== "") said.push(isProse ? plain(text) : code(text));
  return [`  - ${label}: ${said.join(": ")}`, ...notes.map((note) => `    - ${code(note)}`)].join("\n");
}

function valueBlocks({ path, differences, questions }: ValueDifferences): readonly string[] {
  const title = `Values of ${code(path)} (${differences.length})`;
  const show = (value: string | undefined) =>
    value === undefined ? signs.none : code(value === "" ? '""' : value).replaceAll("|", "\\|");
  const rows = differences
    .slice(0, MOST_ENTRIES)
    .map(
      (each) =>
        `| ${code(each.symbol.name)} | ${show(each.before)} | ${show(each.after)} | ${plain(valueCauseText(each))} |`,
    );
  const table = ["| symbol | before | after | why |", "|---|---|---|---|", ...rows].join("\n");
  const blocks = differences.length === 0 ? [`#### ${title}`] : folded(title, table, differences.length);
  const more: string[] = [];
  if (differences.length > MOST_ENTRIES) more.push(`… and ${differences.length - MOST_ENTRIES} more`);
  if (questions.length > 0)
    more.push(
      `${questions.length} new, which oldconfig asks about: ${code(
        listed(
          questions.map(({ name }) => name),
          MOST_NAMES,
        ),
      )}`,
    );
  return [...blocks, ...more];
}

/** Text that Markdown leaves alone. */
function plain(text: string): string {
  return withoutMentions(clipped(safeLine(text)).replace(/[\\`*_{}[\]<>|~]|#(?!\d)/g, "\\$&"));
}

/** A code span; its fence is longer than any row of backquotes in it. */
function code(text: string): string {
  const shown = clipped(safeLine(text));
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([row]) => row.length));
  const fence = "`".repeat(longest + 1);
  const gap = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${gap}${shown}${gap}${fence}`;
}

function clipped(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}
