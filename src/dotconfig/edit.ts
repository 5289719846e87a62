/** The smallest change to a .config or fragment that makes it say what is wanted. */
import type { DotConfig } from "./dot-config.ts";

export interface DotConfigEdit {
  /** Symbol name without prefix. */
  readonly name: string;
  /** The symbol's new line without a line end (see `printLine`); undefined takes all its lines out. */
  readonly line: string | undefined;
}

/**
 * The new text of the file. A symbol's last line is replaced where it stands, since the last one is the one that
 * counts; its earlier lines go; a symbol without a line gets one at the end, in the order of `edits`. Of two edits
 * of one name the later holds. All other bytes stay: comments, order, malformed lines, the kind of line end, and
 * whether the last line has one.
 */
export function editDotConfig(config: DotConfig, edits: readonly DotConfigEdit[]): string {
  const { lines, source } = config;
  const { text } = source;
  const wanted = new Map(edits.map((edit) => [edit.name, edit.line]));
  const lastLine = new Map<string, number>();
  for (const line of lines) if (isAbout(line, wanted)) lastLine.set(line.name, line.number);

  const pieces: string[] = [];
  let copied = 0;
  for (const line of lines) {
    if (!isAbout(line, wanted)) continue;
    const replacement = lastLine.get(line.name) === line.number ? wanted.get(line.name) : undefined;
    pieces.push(text.slice(copied, line.start));
    if (replacement === undefined) copied = lines[line.number]?.start ?? text.length;
    else {
      pieces.push(replacement);
      copied = line.end;
    }
  }
  pieces.push(text.slice(copied));
  const edited = pieces.join("");

  const added: string[] = [];
  for (const [name, line] of wanted) if (line !== undefined && !lastLine.has(name)) added.push(line);
  if (added.length === 0) return edited;
  const lineEnd = lineEndOf(text);
  const gap = edited === "" || edited.endsWith("\n") ? "" : lineEnd;
  return edited + gap + added.map((line) => line + lineEnd).join("");
}

function isAbout<Line extends DotConfig["lines"][number]>(
  line: Line,
  wanted: ReadonlyMap<string, unknown>,
): line is Extract<Line, { name: string }> {
  return (line.kind === "assignment" || line.kind === "unset") && wanted.has(line.name);
}

/** The line end that the file's last ended line has. */
function lineEndOf(text: string): "\n" | "\r\n" {
  const newline = text.lastIndexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}
