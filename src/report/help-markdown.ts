/** A verb's help as Markdown, for its page in docs/commands/. */
import { type Ending, exitRows } from "./help-ending.ts";
import { type ManualOption, type ManualSubject, OWN_OPTIONS, withFacts } from "./manual-page.ts";

/** Usage, arguments, the verb's own options, the names of those that it shares, and the words behind them. */
export function helpInMarkdown({ verb, usage, terms, groups, ending }: ManualSubject): string {
  const own = groups.filter(({ title }) => title === OWN_OPTIONS).flatMap(({ options }) => options);
  const shared = groups.filter(({ title }) => title !== OWN_OPTIONS).flatMap(({ options }) => options);
  const blocks = [
    ["```text", `kcfg ${verb} ${usage}`, "```"],
    table([
      ...terms.map(({ term, description }) => [term, description] as const),
      ...own.map((option) => [option.flags, withFacts(option)] as const),
    ]),
    shared.length === 0
      ? []
      : [`And [the options of all commands](../options.md): ${shared.map(linkName).join(", ")}.`],
    ...(ending === undefined ? [] : endingBlocks(ending)),
  ];
  return joined(blocks);
}

/** The options that verbs share, a table for each group. */
export function optionsTable(groups: ManualSubject["groups"]): string {
  return joined(
    groups.flatMap(({ title, options }) => [
      [`### ${title.replace(/ \(.*\)|:$/g, "")}`],
      table(options.map((option) => [option.flags, withFacts(option)])),
    ]),
  );
}

/** Verbs with a line each. */
export function verbsTable(subjects: readonly ManualSubject[]): string {
  return joined([
    table(
      subjects.map(({ verb, terms, summary }) => [
        ["kcfg", verb, ...terms.map(({ term }) => `[${term}]`)].join(" "),
        summary,
      ]),
    ),
  ]);
}

function linkName({ flags }: ManualOption): string {
  return `\`${/--[\w-]+/.exec(flags)?.[0] ?? flags}\``;
}

function table(rows: readonly (readonly [name: string, text: string])[]): readonly string[] {
  if (rows.length === 0) return [];
  return ["| | |", "|---|---|", ...rows.map(([name, text]) => `| ${code(name)} | ${cell(text)} |`)];
}

function endingBlocks(ending: Ending): readonly (readonly string[])[] {
  return [
    ...(ending.about ?? []).map((text) => [angles(text)]),
    [ending.examples.length === 1 ? "Example:" : "Examples:"],
    ["```sh", ...ending.examples, "```"],
    [
      "| exit code | |",
      "|---|---|",
      ...exitRows(ending).map(([code, text]) => `| ${code} | ${cell(text)} |`),
    ],
  ];
}

function joined(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function cell(text: string): string {
  return angles(text).replaceAll("|", "\\|").replaceAll("*", "\\*").replace(/\s+/g, " ");
}

/** Angle brackets would be read as HTML. */
function angles(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
