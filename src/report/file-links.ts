/** Links to the files that an answer names, for terminals that open them: `drivers/vfio/Kconfig:63` leads there. */
import { encodeText } from "../text/encoding.ts";
import { type FileLinks, hyperlink, SEQUENCE, type StyleOptions } from "./style.ts";

/** The end of a place: `:63`, and a column. */
const NUMBERS = /:(\d+)(?::\d+)?(?![\w:])/g;
/** What can stand before a path. */
const BEFORE = /[\s("'`<,;|]/;
/** Words that a path with blanks may consist of: each is a question to the disk. */
const MOST_WORDS = 4;

/** The text with each `path:line` of a file that is there as a link to it. What is shown stays as it is. */
export function withFileLinks(
  text: string,
  { links, mark = "" }: Pick<StyleOptions, "links" | "mark">,
): string {
  if (links === undefined) return text;
  return text
    .split(SEQUENCE)
    .map((part, index) => (index % 2 === 1 ? part : linked(part, links, mark)))
    .join("");
}

function linked(text: string, links: FileLinks, mark: string): string {
  let done = 0;
  let result = "";
  for (const found of text.matchAll(NUMBERS)) {
    const end = found.index + found[0].length;
    const place = placeBefore(text, done, found.index, links);
    if (place === undefined) continue;
    const shown = text.slice(place.start, end);
    result += text.slice(done, place.start);
    result += hyperlink(shown, fileUri(place.file, found[1], links.hostName), mark);
    done = end;
  }
  return result + text.slice(done);
}

/** The file whose path ends at `end`: the shortest one that is there. */
function placeBefore(text: string, from: number, end: number, { fileOf }: FileLinks) {
  let start = end;
  for (let words = 0; words < MOST_WORDS; words++) {
    do start -= 1;
    while (start > from && !BEFORE.test(text[start - 1]));
    if (start < from || text.slice(start, end).includes("\n")) return undefined;
    const file = BEFORE.test(text[start]) ? undefined : fileOf(text.slice(start, end));
    if (file !== undefined) return { start, file };
  }
  return undefined;
}

/** Bytes of a path that mean only themselves in a URI. */
const PLAIN = /[\w./~-]/;

/** The line is the fragment, as kitty and VS Code read it. Whatever the path is, the result is printable ASCII. */
export function fileUri(path: string, line: string, hostName: string): string {
  const encoded = (part: string) =>
    Array.from(encodeText(part), (byte) => {
      const character = String.fromCharCode(byte);
      return PLAIN.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    }).join("");
  return `file://${encoded(hostName)}${encoded(path)}#${line}`;
}
