/** A verb's manual page, in the man macros of roff: what its --help says. */

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
  /** What --help says behind the options: paragraphs, `Title:` before lines that are indented. */
  readonly more: string;
  /** Names of pages, without their section. */
  readonly related: readonly string[];
}

export function manualPage(subject: ManualSubject): string {
  const { verb, version, date, summary, usage, terms, groups, more, related } = subject;
  const name = verb === undefined ? "kcfg" : `kcfg-${verb}`;
  const blocks = more.split(/\n{2,}/).flatMap(blockOf);
  const lines = [
    `.TH ${name.toUpperCase().replaceAll("-", "\\-")} 1 "${date}" "kcfg ${version}" "kcfg manual"`,
    ".SH NAME",
    ...wrapped(`${escaped(name)} \\- ${escaped(summary)}`),
    ".SH SYNOPSIS",
    `.B kcfg${verb === undefined ? "" : ` ${escaped(verb)}`}`,
    guarded(escaped(usage)),
    ".SH DESCRIPTION",
    ...textLines(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    ...blocks.filter(({ title }) => title === undefined).flatMap(({ lines: text }) => [".PP", ...text]),
    ...terms.flatMap(({ term, description }) => [".TP", `.I ${escaped(term)}`, ...textLines(description)]),
    ...groups.flatMap(({ title, options }) => [
      `.SH ${escaped(title.replace(/ \(.*\)|:$/g, "").toUpperCase())}`,
      ...options.flatMap(optionLines),
    ]),
    ...blocks.flatMap(({ title, lines: text }) => (title === undefined ? [] : [`.SH ${title}`, ...text])),
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

interface Block {
  /** Of a section; absent for a paragraph. */
  readonly title?: string;
  readonly lines: readonly string[];
}

/** A paragraph, or what is below a `Title:`; what is indented keeps its lines. */
function blockOf(text: string): readonly Block[] {
  const lines = text.split("\n").filter((line) => line !== "");
  if (lines.length === 0) return [];
  const [, title] = /^([A-Z][A-Za-z ]*):$/.exec(lines[0]) ?? [];
  const body = title === undefined ? lines : lines.slice(1);
  const shown: string[] = [];
  for (const { isLiteral, run } of runsOf(body)) {
    if (isLiteral) shown.push(".nf", ...run.map((line) => guarded(escaped(line.slice(2)))), ".fi");
    else shown.push(...textLines(run.join("\n")));
  }
  return [{ ...(title && { title: title.toUpperCase() }), lines: shown }];
}

/** Lines next to each other that are indented, or not. */
function runsOf(
  lines: readonly string[],
): readonly { readonly isLiteral: boolean; readonly run: string[] }[] {
  const runs: { readonly isLiteral: boolean; readonly run: string[] }[] = [];
  for (const line of lines) {
    const isLiteral = line.startsWith("  ");
    const last = runs.at(-1);
    if (last?.isLiteral === isLiteral) last.run.push(line);
    else runs.push({ isLiteral, run: [line] });
  }
  return runs;
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
