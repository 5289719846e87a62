/** JSON with places: one object's members and where each stands, and every error of the file at once. */
import type { SourceFile, Span } from "../text/source-file.ts";

export interface JsonValue {
  readonly type: "string" | "object" | "array" | "other";
  readonly span: Span;
  /** The text of a string; of a number, true, false or null as written. */
  readonly text: string;
  /** The members of an object, in the order of the file. */
  readonly members: readonly JsonMember[];
  /** The entries of an array. */
  readonly items: readonly JsonValue[];
}

/** One `"name": value` of an object. */
export interface JsonMember {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: JsonValue;
}

export interface JsonProblem {
  readonly fault: JsonFault;
  readonly span: Span;
}

/** What is wrong at a place. */
export type JsonFault =
  | { readonly kind: "no-object" | "too-deep" | "escape" }
  | {
      readonly kind: "expected";
      readonly what: "end" | "value" | "name" | Colon | Comma;
      /** What stands there instead; empty at the end of the file. */
      readonly found: string;
    };

/** A colon behind a name. */
interface Colon {
  readonly after: string;
}

/** A comma, or what closes the list. */
interface Comma {
  readonly close: string;
}

/** Lists within lists that are still read: far more than a settings file has, far less than the stack takes. */
const DEPTH_LIMIT = 100;

interface Token {
  readonly kind: "string" | "mark" | "literal" | "junk" | "end";
  readonly source: string;
  readonly span: Span;
}

/** The value that `file` holds, as far as it can be read, and everything wrong with its syntax. */
export function parseJson(file: SourceFile): {
  readonly value: JsonValue;
  readonly problems: readonly JsonProblem[];
} {
  const parser = new Parser(tokenize(file.text));
  const value = parser.value();
  parser.end();
  return { value, problems: parser.problems };
}

/** The members of the object that `file` holds, as far as it can be read, and everything wrong with its syntax. */
export function parseJsonObject(file: SourceFile): {
  readonly members: readonly JsonMember[];
  readonly problems: readonly JsonProblem[];
} {
  const parser = new Parser(tokenize(file.text));
  const { type, members, span } = parser.value();
  if (type !== "object" && parser.problems.length === 0) parser.complain({ kind: "no-object" }, span);
  parser.end();
  return { members, problems: parser.problems };
}

const TOKEN =
  /[ \t\r\n]*(?:("(?:[^"\\\0-\x1f]|\\.)*")|([{}[\],:])|((?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.+-]))|("[^\n]*|[^ \t\r\n{}[\],:"]+)|$)/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const scanner = new RegExp(TOKEN);
  for (;;) {
    const [matched, string, mark, literal, junk] = scanner.exec(text)!;
    const source = string ?? mark ?? literal ?? junk ?? "";
    const kind = string ? "string" : mark ? "mark" : literal ? "literal" : junk ? "junk" : "end";
    const end = scanner.lastIndex;
    // The end of the file is shown where its last word ends.
    const start = kind === "end" ? end - matched.length : end - source.length;
    tokens.push({ kind, source, span: { start, end: kind === "end" ? start : end } });
    if (kind === "end") return tokens;
  }
}

class Parser {
  readonly problems: JsonProblem[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  complain(fault: JsonFault, span: Span): void {
    this.problems.push({ fault, span });
  }

  /** After the value of the file, nothing. */
  end(): void {
    if (this.#next.kind !== "end" && this.problems.length === 0) this.#expected("end");
  }

  value(): JsonValue {
    const first = this.#next;
    const { kind, source, span } = first;
    if (source === "{" || source === "[") {
      if (this.#depth === DEPTH_LIMIT) return this.#giveUp({ kind: "too-deep" }, span);
      this.#depth += 1;
      const list = source === "{" ? this.#object() : this.#array();
      this.#depth -= 1;
      return list;
    }
    if (kind === "string") return { type: "string", span, text: this.#string(), members: [], items: [] };
    if (kind === "literal") this.#at += 1;
    else this.#expected("value");
    return { type: "other", span, text: source, members: [], items: [] };
  }

  #giveUp(fault: JsonFault, span: Span): JsonValue {
    this.complain(fault, span);
    this.#at = this.#tokens.length - 1;
    return { type: "other", span, text: "", members: [], items: [] };
  }

  #object(): JsonValue {
    const members: JsonMember[] = [];
    const span = this.#list("}", () => {
      if (this.#next.kind !== "string") return this.#expected("name");
      const nameSpan = this.#next.span;
      const name = this.#string();
      if (!this.#take(":")) return this.#expected({ after: name });
      members.push({ name, nameSpan, value: this.value() });
    });
    return { type: "object", span, text: "", members, items: [] };
  }

  #array(): JsonValue {
    const items: JsonValue[] = [];
    const span = this.#list("]", () => void items.push(this.value()));
    return { type: "array", span, text: "", members: [], items };
  }

  /** Entries between commas up to a closing mark. After an error it goes on behind the next comma. */
  #list(close: "}" | "]", entry: () => void): Span {
    const { start } = this.#next.span;
    this.#at += 1;
    if (this.#take(close)) return this.#spanFrom(start);
    for (;;) {
      const before = this.problems.length;
      entry();
      if (this.problems.length === before && this.#next.source !== "," && this.#next.source !== close) {
        this.#expected({ close });
      }
      while (!["end", "mark"].includes(this.#next.kind) || ![",", close, ""].includes(this.#next.source))
        this.#at += 1;
      if (this.#take(",")) continue;
      this.#take(close);
      return this.#spanFrom(start);
    }
  }

  #string(): string {
    const { source, span } = this.#next;
    this.#at += 1;
    try {
      return String(JSON.parse(source));
    } catch {
      this.complain({ kind: "escape" }, span);
      return "";
    }
  }

  #expected(what: "end" | "value" | "name" | Colon | Comma): void {
    const { source, span } = this.#next;
    this.complain({ kind: "expected", what, found: source }, span);
  }

  #take(mark: string): boolean {
    if (this.#next.kind !== "mark" || this.#next.source !== mark) return false;
    this.#at += 1;
    return true;
  }

  #spanFrom(start: number): Span {
    return { start, end: this.#tokens[this.#at - 1].span.end };
  }

  get #next(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)];
  }
}
