/** Patterns that people write for names and paths, as regular expressions. */

/** Whether a word has a sign that stands for others. */
export const isPattern = (word: string): boolean => /[*?]/.test(word);

/** `*` is any text without a slash, `**` any text, `?` one character; all else stands for itself. */
export function globPattern(glob: string): RegExp {
  return new RegExp(`^${globSource(glob)}$`, "u");
}

/** A file, a folder (everything below it), or a glob of either. `.` is the whole tree. */
export function placePattern(place: string): RegExp {
  const clean = place.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "");
  return clean === "." || clean === "" ? /^/ : new RegExp(`^${globSource(clean)}(?:/|$)`, "u");
}

function globSource(glob: string): string {
  return glob.replace(/\*{2,}\/?|[*?]|[^\w/]/gu, (piece) => {
    if (piece.startsWith("**") && piece.endsWith("/")) return "(?:.*/)?";
    if (piece.startsWith("**")) return ".*";
    if (piece === "*") return "[^/]*";
    if (piece === "?") return "[^/]";
    return `\\u{${(piece.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
