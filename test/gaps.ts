/** Puts a Kconfig file together again from its tokens and what lies between them. */
import { tokenize } from "../grammar/tokens.ts";

export interface Gaps {
  /** Tokens and gaps, in order: the file's text if nothing was lost. */
  readonly rebuilt: string;
  /** Gaps that hold more than blanks, comments and line continuations. */
  readonly foreign: readonly string[];
}

export function gapsOf(text: string): Gaps {
  const complete = text.endsWith("\n") || text === "" ? text : `${text}\n`;
  const { tokens, unsupported } = tokenize(complete);
  const skipped = new Set(unsupported);
  const parts: string[] = [];
  const foreign: string[] = [];
  let at = 0;
  const takeGap = (end: number) => {
    const gap = complete.slice(at, end);
    const known = [...gap].filter((_, index) => !skipped.has(at + index)).join("");
    if (!/^(?:[ \t]|\\\n|#[^\n]*)*$/.test(known)) foreign.push(gap);
    parts.push(gap);
  };
  for (const { startOffset, image } of tokens) {
    if (startOffset < at) foreign.push(`overlap at ${startOffset}`);
    takeGap(startOffset);
    if (complete.slice(startOffset, startOffset + image.length) !== image)
      foreign.push(`image at ${startOffset}`);
    parts.push(image);
    at = startOffset + image.length;
  }
  takeGap(complete.length);
  return { rebuilt: parts.join("").slice(0, text.length), foreign };
}
