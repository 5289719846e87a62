/** Words and quoted texts: what the image of a token is, with the macro calls in it. */
import type { Token } from "../../grammar/builder.ts";
import { isMissing } from "../../grammar/repair.ts";
import { referenceEnd } from "../../grammar/scan.ts";
import { isRun } from "../../grammar/vanishing.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { LexicalRules } from "./lexical-rules.ts";
import type { Atom } from "./tree.ts";
import type { Report } from "./wrong-text.ts";

export function makeWord(token: Token): Atom {
  const image = token.image;
  const start = token.startOffset;
  const end = start + image.length;
  if (image === "" && isMissing(token)) return { kind: "word", text: "", start, end, isMissing: true };
  if (!image.includes("$(")) return { kind: "word", text: image, start, end };
  const pieces = splitMacros(image);
  return isRun(token)
    ? { kind: "word", text: image, pieces, start, end, isRun: true }
    : { kind: "word", text: image, pieces, start, end };
}

function splitMacros(image: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let at = image.indexOf("$("); at >= 0; at = image.indexOf("$(", from)) {
    const end = referenceEnd(image, at);
    pieces.push(image.slice(from, at), image.slice(at, end));
    from = end;
  }
  pieces.push(image.slice(from));
  return pieces;
}

export function makeText(source: SourceFile, token: Token, report: Report, rules: LexicalRules): Atom {
  const image = token.image;
  const start = token.startOffset;
  const end = start + image.length;
  const quote = image[0];
  const { text, pieces, closed } = readString(image, quote, rules);
  const brokenMacro = pieces !== undefined && !pieces[pieces.length - 2].endsWith(")");
  if (!closed && !brokenMacro && end < source.text.length) {
    const location = source.locate({ start, end });
    const told = rules.tellsAtStatements ? startOfStatement(source.text, start) : start;
    report(start, {
      code: "unfinished-string",
      severity: "warning",
      message: "this string does not end on its line",
      location,
      help: [`add the closing ${quote}`],
      classic: {
        text: `${source.path}:${source.lineAt(told)}:warning: multi-line strings not supported`,
        ...(rules.printsUnfinishedStrings && { stream: "stdout" }),
      },
    });
  }
  return { kind: "text", text, pieces, start, end };
}

const lineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;

/** Where the line begins that holds the offset, and those that a backslash joins with it. */
function startOfStatement(text: string, offset: number): number {
  let start = lineStart(text, offset);
  while (start > 1 && text[start - 2] === "\\") start = lineStart(text, start - 1);
  return start;
}

function readString(
  image: string,
  quote: string,
  { hasMacros, joinsAllLines }: LexicalRules,
): { readonly text: string; readonly pieces?: readonly string[]; readonly closed: boolean } {
  const closing = image.indexOf(quote, 1);
  if (!image.includes("\\") && !image.includes("$(")) {
    return { text: closing < 0 ? image.slice(1) : image.slice(1, closing), closed: closing >= 0 };
  }
  const pieces: string[] = [];
  let literal = "";
  let at = 1;
  let closed = false;
  while (at < image.length) {
    const character = image[at];
    if (character === quote) {
      closed = true;
      break;
    }
    if (character === "\\" && image[at + 1] === "\n" && joinsAllLines) at += 2;
    else if (character === "\\") {
      literal += image[at + 1] ?? "";
      at += 2;
    } else if (character === "$" && image[at + 1] === "(" && hasMacros) {
      const end = referenceEnd(image, at);
      pieces.push(literal, image.slice(at, end));
      literal = "";
      at = end;
    } else {
      literal += character;
      at++;
    }
  }
  pieces.push(literal);
  return { text: pieces.join(""), pieces: pieces.length > 1 ? pieces : undefined, closed };
}
