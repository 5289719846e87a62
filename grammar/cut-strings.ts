/** Strings that their line cuts: to the tools before Linux 5.0 some of them are no words. */
import type { IToken } from "chevrotain";
import type { LexicalRules } from "./lexical-rules.ts";
import { referenceEnd } from "./scan.ts";
import { Text } from "./tokens.ts";

/**
 * Whether a string is no word to the parser. Quirk: those tools end a cut string where plain text or an escape meets the
 * end of the line. One that ends with its opening quote, the other quote, a `$` or a macro is told of and left out.
 */
export function isLostString(
  { tokenType, image }: IToken,
  { losesCutStrings, hasMacros }: LexicalRules,
): boolean {
  if (!losesCutStrings || tokenType !== Text) return false;
  let isText = false;
  let at = 1;
  while (at < image.length) {
    const sign = image[at];
    if (sign === image[0]) return false;
    const isMacro = hasMacros && sign === "$";
    isText = !isMacro && sign !== '"' && sign !== "'";
    if (sign === "\\") at += 2;
    else at = isMacro && image[at + 1] === "(" ? referenceEnd(image, at) : at + 1;
  }
  return !isText;
}
