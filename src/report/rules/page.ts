/** The page of a rule as Markdown: what `kcfg rule` prints and what docs/rules/ holds. */
import { type CodeEntry, codes, isDiagnosticCode } from "../../text/codes.ts";
import { wrappedText } from "../help-ending.ts";
import { findRule, type Rule, rules } from "./register.ts";
import type { Example } from "./rule.ts";

/** Columns of running text, on a terminal that has as many. */
export const PAGE_WIDTH = 100;

/** The page of a rule or of any other code, for so many columns; undefined for a name that no finding has. */
export function pageOf(name: string, columns = PAGE_WIDTH): string | undefined {
  const rule = findRule(name);
  if (rule !== undefined) return rulePage(rule, Math.min(columns, PAGE_WIDTH));
  return isDiagnosticCode(name) ? codePage(name, codes[name]) : undefined;
}

/** The list of all rules, a line each. */
export function rulesTable(): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  return rules
    .map(
      ({ name, severity, title }) =>
        `${name.padEnd(width)}  ${severity.padEnd("warning".length)}  ${title}\n`,
    )
    .join("");
}

/** docs/rules/README.md. */
export function rulesIndex(): string {
  return [
    "# Rules",
    "",
    "What `kcfg check` and `kcfg lint` report. `kcfg rule NAME` prints a page without a network. These pages are generated from",
    "`src/report/rules/`; a test keeps them current and runs their examples.",
    "",
    "| rule | severity | meaning |",
    "|---|---|---|",
    ...rules.map(({ name, severity, title }) => `| [${name}](${name}.md) | ${severity} | ${title} |`),
    "",
  ].join("\n");
}

function rulePage({ name, severity, title, about, remedy, bad, good }: Rule, columns: number): string {
  const comment = `A comment on the line before ${bad.verb === "lint" ? "the statement" : "the request"} keeps the finding out of the verdict and in the report:`;
  return [
    `# ${name}`,
    "",
    `${capitalized(severity)}: ${title}.`,
    "",
    ...about.flatMap((paragraph) => [wrappedText(paragraph, columns), ""]),
    "## What to do",
    "",
    ...remedy.map((sentence) => wrappedText(sentence, columns, "- ", "  ")),
    "",
    "## Reported",
    "",
    ...exampleLines(bad),
    "## Not reported",
    "",
    ...exampleLines(good),
    "## If it is meant",
    "",
    wrappedText(comment, columns),
    "",
    ...block("", `# kcfg: ignore[${name}] why this is right here\n`),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function codePage(name: string, { severity, title }: CodeEntry): string {
  return `# ${name}\n\n${capitalized(severity)}: ${title}.\n`;
}

function exampleLines(example: Example): readonly string[] {
  const { kconfig, fragments = {}, files = {} } = example;
  const texts = { Kconfig: kconfig, ...files, ...fragments };
  return [
    ...Object.entries(texts).flatMap(([name, text]) => [`\`${name}\``, "", ...block(languageOf(name), text)]),
    ...block("sh", `${commandOf(example)}\n`),
  ];
}

/** The command line of an example. */
export function commandOf({ verb = "check", options, fragments = {} }: Example): string {
  return [`kcfg ${verb}`, ...(options === undefined ? [] : [options]), ...Object.keys(fragments)].join(" ");
}

function block(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, ...text.replace(/\n$/, "").split("\n"), "```", ""];
}

function languageOf(name: string): string {
  if (name === "Kconfig") return "kconfig";
  return name.endsWith(".json") ? "json" : "ini";
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
