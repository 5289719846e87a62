/** A verb's manual page, in the man macros of roff: what its --help says. */

import { type Ending, exitRows } from "./help-ending.ts";

/** Characters of a line of the source. */
const WIDTH = 78;

/** The title of the options that a verb declares itself. */
export const OWN_OPTIONS = "Options:";

export interface ManualOption {
  /** As in `-C, --directory <dir>`. */
  readonly flags: string;
  readonly description: string;
  /** Its choices, and its default as a person writes it; absent where there are none. */
  readonly choices?: readonly string[];
  readonly standard?: string;
}

export interface ManualSubject {
  /** Of the verb; absent for the page of kcfg itself. */
  readonly verb?: string;
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly summary: string;
  /** What is behind the verb on a command line. */
  readonly usage: string;
  readonly terms: readonly { readonly term: string; readonly description: string }[];
  readonly groups: readonly { readonly title: string; readonly options: readonly ManualOption[] }[];
  /** What --help says behind the options. */
  readonly ending?: Ending;
  /** Names of pages, without their section. */
  readonly related: readonly string[];
}

export function manualPage(subject: ManualSubject): string {
  const { verb, version, date, summary, usage, terms, groups, ending, related } = subject;
  const name = verb === undefined ? "kcfg" : `kcfg-${verb}`;
  const lines = [
    `.TH ${name.toUpperCase().replaceAll("-", "\\-")} 1 "${date}" "kcfg ${version}" "kcfg manual"`,
    ".SH NAME",
    ...wrapped(`${escaped(name)} \\- ${escaped(summary)}`),
    ".SH SYNOPSIS",
    `.B kcfg${verb === undefined ? "" : ` ${escaped(verb)}`}`,
    guarded(escaped(usage)),
    ".SH DESCRIPTION",
    ...textLines(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    ...(ending?.about ?? []).flatMap((text) => [".PP", ...textLines(text)]),
    ...terms.flatMap(({ term, description }) => [".TP", `.I ${escaped(term)}`, ...textLines(description)]),
    ...groups.flatMap(({ title, options }) => [
      `.SH ${escaped(title.replace(/ \(.*\)|:$/g, "").toUpperCase())}`,
      ...options.flatMap(optionLines),
    ]),
    ...(ending === undefined ? [] : endingLines(ending)),
    ".SH SEE ALSO",
    related.map((each) => `.BR ${escaped(each)} (1)`).join(" ,\n"),
  ];
  return `${lines.join("\n")}\n`;
}

function optionLines(option: ManualOption): readonly string[] {
  return [".TP", `.B ${escaped(option.flags)}`, ...textLines(withFacts(option))];
}

/** What an option does, with its choices and its default. */
export function withFacts({ description, choices, standard }: ManualOption): string {
  const facts = [
    ...(choices === undefined ? [] : [`choices: ${choices.join(", ")}`]),
    ...(standard === undefined ? [] : [`default: ${standard}`]),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}

function endingLines(ending: Ending): readonly string[] {
  const { examples } = ending;
  return [
    `.SH ${examples.length === 1 ? "EXAMPLE" : "EXAMPLES"}`,
    ".nf",
    ...examples.map((line) => guarded(escaped(line))),
    ".fi",
    ".SH EXIT STATUS",
    ...exitRows(ending).flatMap(([code, text]) => [".TP", `.B ${code}`, ...textLines(text)]),
  ];
}

/** Words in lines of a width that roff likes; it fills them anew. */
function textLines(text: string): readonly string[] {
  return wrapped(escaped(text.trim())).map(guarded);
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** No character of a text means something to roff. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
}

/** A line does not begin a request by chance. */
function guarded(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}
