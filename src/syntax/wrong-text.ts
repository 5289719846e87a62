/** What is wrong with the text of a file, as diagnostics with places. */
import type { Token } from "../../grammar/builder.ts";
import type { Mistake } from "../../grammar/mistake.ts";
import { writtenKeyword, writtenLength } from "../../grammar/repair.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { encodeText } from "../text/encoding.ts";
import type { SourceFile, Span } from "../text/source-file.ts";

/** Takes a diagnostic of the text at an offset. */
export type Report = (at: number, diagnostic: Diagnostic) => void;

export function unknownStatement(source: SourceFile, span: Span, word: string): Diagnostic {
  const location = source.locate(span);
  return {
    code: "unknown-statement",
    severity: "error",
    message: `unknown statement '${word}'`,
    location,
    classic: { text: `${source.path}:${location.line}: unknown statement "${word}"` },
  };
}

export function reportMistake(source: SourceFile, mistake: Mistake, report: Report): void {
  const { first } = mistake;
  const firstSpan = { start: first.startOffset, end: first.startOffset + firstLine(first).length };
  const tell = (code: string, message: string, more: Partial<Diagnostic> & { readonly span?: Span } = {}) => {
    const { span = firstSpan, ...rest } = more;
    report(span.start, { code, severity: "error", message, location: source.locate(span), ...rest });
  };
  const note = (message: string, token: Token) => ({
    notes: [
      {
        message,
        location: source.locate({ start: token.startOffset, end: token.startOffset + writtenLength(token) }),
      },
    ],
  });
  switch (mistake.kind) {
    case "syntax": {
      const start = mistake.token?.startOffset ?? source.text.length;
      const end = mistake.token === undefined ? start : start + firstLine(mistake.token).length;
      tell("syntax-error", mistake.message, { span: { start, end } });
      return;
    }
    case "unknown-statement": {
      const meant = mistake.meant !== undefined && {
        meant: mistake.meant,
        notes: [{ message: `it is read as '${mistake.meant}'` }],
        help: [`did you mean '${mistake.meant}'?`],
      };
      const isLeftOver = mistake.isBehindHelp && {
        notes: [
          { message: "the help text ends before this line, which is indented less than its first one" },
        ],
      };
      tell("unknown-statement", `unknown statement '${firstLine(first)}'`, { ...meant, ...isLeftOver });
      return;
    }
    case "no-statement":
      tell("invalid-statement", `no statement begins with ${firstLine(first)}`);
      return;
    case "no-entry":
      tell("invalid-statement", `'${keywordOf(first)}' only has a meaning inside an entry`);
      return;
    case "foreign-attribute": {
      const { head } = mistake;
      tell(
        "invalid-statement",
        `a ${head.image} has no '${keywordOf(first)}'`,
        note(`the ${head.image} is here`, head),
      );
      return;
    }
    case "missing-end":
      tell("missing-end", `this '${first.image}' has no 'end${first.image}'`);
      return;
    case "wrong-end": {
      const { open } = mistake;
      tell(
        "wrong-end",
        `unexpected '${first.image}' within ${open.image} block`,
        note(`the ${open.image} block starts here`, open),
      );
      return;
    }
    case "stray-end":
      tell("wrong-end", `'${first.image}' closes nothing: no block that it could close is open in this file`);
      return;
  }
}

/** What a token shows of itself: its keyword as it was written, or its first line. */
const firstLine = (token: Token): string => {
  return writtenKeyword(token) ?? token.image.split("\n", 1)[0];
};

const keywordOf = (token: Token): string => /^\S*/.exec(firstLine(token))?.[0] ?? "";

/** `told`: where the C tool says that it is. */
export function reportUnsupported(
  source: SourceFile,
  offset: number,
  report: Report,
  told: number = offset,
): void {
  const location = source.locate({ start: offset, end: offset + 1 });
  const line = source.lineAt(told);
  const character = source.text[offset];
  // C reads bytes and warns about each of them.
  const classic = [...encodeText(character)].map((byte) => {
    const shown = byte < 0x80 ? String.fromCharCode(byte) : String.fromCharCode(0xdc00 + byte);
    return `${source.path}:${line}:warning: ignoring unsupported character '${shown}'`;
  });
  report(offset, {
    code: "unsupported-character",
    severity: "warning",
    message: `${nameCharacter(character)} has no meaning here and is ignored`,
    location,
    classic: { text: classic.join("\n") },
  });
}

function nameCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 13) return "a carriage return";
  if (code < 32 || code === 127) return `the control character 0x${code.toString(16).padStart(2, "0")}`;
  if (code >= 0xdc80 && code <= 0xdcff) return `the byte 0x${(code - 0xdc00).toString(16)}`;
  return `the character '${character}'`;
}
