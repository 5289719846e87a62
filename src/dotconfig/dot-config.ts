/** The text of a .config, line by line, as the C tool takes each line. What a value means is not decided here. */
import type { SourceFile, Span } from "../text/source-file.ts";

/** One line. `start` and `end` leave out its end, LF or CR LF. */
export type DotConfigLine = Span & { /** From 1. */ readonly number: number } & (
    | {
        /** `CONFIG_NAME=value` */
        readonly kind: "assignment";
        /** Everything between the prefix and the first `=`: may be empty or hold blanks. */
        readonly name: string;
        /** Everything after the `=`, as written: quotes, blanks, comments and all. */
        readonly value: string;
        readonly isDefault?: true;
      }
    | {
        /** `# CONFIG_NAME is not set` */
        readonly kind: "unset";
        readonly name: string;
        /** Marked as a default: nobody asked for it. */
        readonly isDefault?: true;
      }
    | {
        readonly kind: "comment";
        /** `# default:`, which says that of the next line that names a symbol. */
        readonly isMark?: true;
      }
    | { readonly kind: "blank" }
    | {
        readonly kind: "malformed";
        /** What C shows after "unexpected data: ". */
        readonly text: string;
        /** Set if the C tool of this dialect passes over the line without a word. */
        readonly isSilent: boolean;
      }
  );

/**
 * Which C tool's reader to follow. `6.1` takes `# CONFIG_X is not set` with anything behind it, drops
 * `CONFIG_X` without `=` in silence, and holds a line that starts with CR for a blank one. `5.10` does so too, and
 * takes any character for the blank after the `#`. `sdkconfig` is ESP-IDF's reader, which does as 6.1 but for blanks at
 * the end of a line, which are no part of it; `# default:` before a line says that nobody asked for it, and the block of
 * deprecated names counts for nothing.
 */
export type DotConfigDialect = "6.12" | "6.1" | "5.10" | "sdkconfig";

export interface DotConfigOptions {
  /** What stands before each name: the environment variable `CONFIG_` of the C tool. May be empty. */
  readonly prefix?: string;
  readonly dialect?: DotConfigDialect;
}

export interface DotConfig {
  readonly source: SourceFile;
  readonly prefix: string;
  readonly dialect: DotConfigDialect;
  /** All lines; a line end at the end of the file starts no further line. */
  readonly lines: readonly DotConfigLine[];
}

export const DEFAULT_PREFIX = "CONFIG_";

const CARRIAGE_RETURN = 13;
/** What stands in an sdkconfig before a line that is a default. */
export const DEFAULT_MARK = "# default:";
/** What encloses the old names of symbols at the end of an sdkconfig. */
export const DEPRECATED_BLOCK = [
  "# Deprecated options for backward compatibility",
  "# End of deprecated options",
] as const;

/** Length of `# `. */
const UNSET_MARK = 2;
const IS_NOT_SET = " is not set";

/**
 * Reads every line; there are no errors, only malformed lines.
 *
 * As in C, a line ends at LF, one CR before the LF is not part of it, a CR anywhere else is a character like any
 * other, and from a NUL byte to the end of the line nothing counts.
 */
export function parseDotConfig(source: SourceFile, options: DotConfigOptions = {}): DotConfig {
  const { prefix = DEFAULT_PREFIX, dialect = "6.12" } = options;
  const { text } = source;
  const lines: DotConfigLine[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    let end = newline < 0 ? text.length : newline;
    if (newline > start && text.charCodeAt(newline - 1) === CARRIAGE_RETURN) end--;
    // Searches go through this piece, never through the rest of the file: a million lines stay linear.
    const place = { number: lines.length + 1, start, end };
    lines.push(readLine(text.slice(start, end), place, { prefix, dialect }));
    start = newline < 0 ? text.length : newline + 1;
  }
  return { source, prefix, dialect, lines: dialect === "sdkconfig" ? withMarks(lines, text) : lines };
}

/** The lines with what marks and the block of deprecated names make of them. */
function withMarks(lines: readonly DotConfigLine[], text: string): readonly DotConfigLine[] {
  const [opening, closing] = DEPRECATED_BLOCK;
  let isMarked = false;
  let isInBlock = false;
  return lines.map((line): DotConfigLine => {
    const { number, start, end } = line;
    const content = text.slice(start, end).trim();
    if (content === opening || content === closing) {
      isInBlock = content === opening;
      isMarked = false;
      return line;
    }
    if (content === DEFAULT_MARK) {
      isMarked = true;
      return { number, start, end, kind: "comment", isMark: true };
    }
    if (isInBlock) return { number, start, end, kind: "comment" };
    if (line.kind !== "assignment" && line.kind !== "unset") return line;
    const isDefault = isMarked;
    isMarked = false;
    return isDefault ? { ...line, isDefault } : line;
  });
}

/** One line, without its end, that stands at a place. */
export function readLine(
  written: string,
  { number, start, end }: Span & { readonly number: number },
  { prefix, dialect }: Pick<DotConfig, "prefix" | "dialect">,
): DotConfigLine {
  const nul = written.indexOf("\0");
  const startsWithNul = nul === 0;
  const before = nul < 0 ? written : written.slice(0, nul);
  const content = dialect === "sdkconfig" ? before.trimEnd() : before;
  if (content.startsWith("#")) {
    const name = unsetName(content, prefix, dialect);
    return name === undefined
      ? { number, start, end, kind: "comment" }
      : { number, start, end, kind: "unset", name };
  }
  const hasPrefix = content.startsWith(prefix);
  const equals = hasPrefix ? content.indexOf("=", prefix.length) : -1;
  if (equals >= 0) {
    const name = content.slice(prefix.length, equals);
    return { number, start, end, kind: "assignment", name, value: content.slice(equals + 1) };
  }
  if (dialect !== "6.12") {
    if (content.startsWith("\r") || (content === "" && !startsWithNul))
      return { number, start, end, kind: "blank" };
    const carriageReturn = content.indexOf("\r");
    const text = carriageReturn < 0 ? content : content.slice(0, carriageReturn);
    return { number, start, end, kind: "malformed", text, isSilent: hasPrefix };
  }
  if (content === "") return { number, start, end, kind: "blank" };
  return { number, start, end, kind: "malformed", text: content, isSilent: false };
}

/** The name in `# CONFIG_NAME is not set`, with exactly these blanks; undefined for any other comment. */
function unsetName(content: string, prefix: string, dialect: DotConfigDialect): string | undefined {
  if (dialect !== "5.10" && content[1] !== " ") return undefined;
  if (!content.startsWith(prefix, UNSET_MARK)) return undefined;
  const start = UNSET_MARK + prefix.length;
  const blank = content.indexOf(" ", start);
  if (blank < 0 || !content.startsWith(IS_NOT_SET, blank)) return undefined;
  if (dialect === "6.12" && content.length !== blank + IS_NOT_SET.length) return undefined;
  return content.slice(start, blank);
}
