/** What --help says behind the options of a verb, the same way for all of them. */

export interface Ending {
  /** Paragraphs of running text. */
  readonly about?: readonly string[];
  /** Command lines. */
  readonly examples: readonly string[];
  /** What each exit code means; 2 has a meaning of its own where it says more than NO_ANSWER. */
  readonly exits: Readonly<{ 0: string; 1?: string; 2?: string }>;
}

const NO_ANSWER = "no answer: wrong usage, an unreadable file, an error in the Kconfig files";

/** Columns of running text at most, however wide the terminal is. */
const MOST_COLUMNS = 100;
const USUAL_COLUMNS = 80;

/** With a blank line before it, as commander puts it behind the options. */
export function endingText(ending: Ending, columns = USUAL_COLUMNS): string {
  const width = Math.min(columns, MOST_COLUMNS);
  return [
    ...(ending.about ?? []).map((text) => wrappedText(text, width)),
    section(
      ending.examples.length === 1 ? "Example" : "Examples",
      ending.examples.map((line) => `  ${line}`),
    ),
    section(
      "Exit codes",
      exitRows(ending).map(([code, text]) => wrappedText(text, width, `  ${code}  `, "     ")),
    ),
  ]
    .map((part) => `\n${part}`)
    .join("\n");
}

/** The exit codes of a verb with their meanings. */
export function exitRows({ exits }: Ending): readonly (readonly [code: string, text: string])[] {
  return Object.entries({ 2: NO_ANSWER, ...exits });
}

function section(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines].join("\n");
}

/** Words in lines of at most `width` columns; a longer word has a line of its own. */
export function wrappedText(text: string, width: number, first = "", indent = first): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const start = lines.length === 0 ? first : indent;
    if (line !== "" && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push((lines.length === 0 ? first : indent) + line);
  return lines.join("\n");
}
