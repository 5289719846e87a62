/** Words and expressions of statements: macros expanded, names looked up. */
import { isDeferred } from "../../preprocess/deferred.ts";
import { referenceEnd } from "../../preprocess/reference.ts";
import { isUnknown } from "../../preprocess/unknown.ts";
import type { Atom, ComparisonOperator, ExpressionSyntax, LooseWord } from "../../syntax/tree.ts";
import type { Span } from "../../text/source-file.ts";
import { NO, type SymbolId, YES } from "../columns.ts";
import { type ExpressionId, NONE, Op, type OpCode } from "../expressions.ts";
import { type PendingWord, settlePending } from "../pending.ts";
import { EarlyValues } from "./early-values.ts";
import { type Context, type Reading, STOPPED } from "./reading.ts";

const comparisonOps: Readonly<Record<ComparisonOperator, OpCode>> = {
  "=": Op.equal,
  "!=": Op.unequal,
  "<": Op.less,
  "<=": Op.lessEqual,
  ">": Op.greater,
  ">=": Op.greaterEqual,
};

/** Makes text and expressions of what stands in a file. */
export class Words {
  readonly #reading: Reading;
  /** Words of expressions that wait for a command. */
  readonly #pending: PendingWord[] = [];
  readonly #earlyValues: EarlyValues;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#earlyValues = new EarlyValues(reading.draft);
  }

  /** Whether a macro of the word that was expanded last is an error; only a tolerant reading goes on then. */
  #hasFailed = false;

  /** Text for people, of a word or string with its macros expanded; waits for commands in it. */
  expand(atom: Atom, context: Context): string {
    const { preprocessor, draft } = this.#reading;
    const text = this.#expandDeferring(atom, context);
    draft.unknownTexts.push(...preprocessor.unknownIn(text));
    return preprocessor.show(text);
  }

  /** As `expand`, where the text decides something: undefined, and told, if nobody knows it. `what` is decided by it. */
  decided(atom: Atom, what: string, context: Context): string | undefined {
    const text = this.#reading.preprocessor.settle(this.#expandDeferring(atom, context));
    return this.#reading.refusesUnknown(text, what, atom, context) ? undefined : text;
  }

  /** As `#expand`, but what a command has not answered yet may be held by a stand-in. */
  #expandDeferring(atom: Atom, context: Context): string {
    const { pieces } = atom;
    this.#hasFailed = false;
    if (pieces === undefined) return this.#expandOldStyle(atom.text, atom, context);
    const place = { path: context.source.path, line: context.source.lineAt(atom.start) };
    let text = pieces[0];
    let words = 0;
    for (let index = 1; index < pieces.length; index += 2) {
      const { preprocessor } = this.#reading;
      let expanded = preprocessor.expand(pieces[index], place);
      if (expanded === undefined) {
        if (!this.#reading.isTolerant) throw STOPPED;
        this.#hasFailed = true;
        expanded = "";
      }
      if (atom.isRun) {
        expanded = preprocessor.settle(expanded);
        if (expanded !== "") words += 1;
      }
      text += expanded + pieces[index + 1];
    }
    if (words > 1) this.#refuseSecondWord(atom, text, context);
    return this.#expandOldStyle(text, atom, context);
  }

  /** `$NAME` without parentheses, as Kconfig had it before macros, and `${NAME}`; as they stand where NAME is not set. */
  #expandOldStyle(text: string, span: Span, context: Context): string {
    if (!this.#reading.dialect.expandsBareDollar || !text.includes("$")) return text;
    return text.replace(
      /\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})/g,
      (whole, plain: string | undefined, braced = "") => {
        const name = plain ?? braced;
        return this.#reading.options.environment[name] ?? this.hidden(name, span, context) ?? whole;
      },
    );
  }

  /**
   * A path or title with `$NAME` as the value that the symbol NAME has by now, where the dialect has it so; a name that
   * nobody mentioned is nothing.
   */
  withSymbols(text: string): string {
    const { dialect } = this.#reading;
    if (!dialect.expandsSymbols || !text.includes("$")) return text;
    return text.replace(/\$([A-Za-z0-9_]*)/g, (_, name: string) => this.#earlyValues.of(name));
  }

  /** A text that stands for a variable that is set but may not be read. */
  hidden(name: string, span: Span, { source }: Context): string | undefined {
    const { options, preprocessor } = this.#reading;
    if (options.hidden?.has(name) !== true) return undefined;
    return preprocessor.expand(`$(${name})`, { path: source.path, line: source.lineAt(span.start) });
  }

  /** Expands a word that is part of no entry. */
  expandLoose({ kind, word }: LooseWord, context: Context): void {
    if (kind === "vanishing") this.checkVanishes(word, context);
    else this.#expandDeferring(word, context);
  }

  /** Expands a word that must come to nothing, and tells if it does not. */
  checkVanishes(atom: Atom, context: Context): void {
    const text = this.decided(atom, "whether this is a statement", context);
    if (text === undefined || text === "") return;
    const { source } = context;
    const location = source.locate(atom);
    const before = source.text.slice(source.text.lastIndexOf("\n", atom.start) + 1, atom.start);
    const startsLine = before.trim() === "";
    const place = `${location.path}:${location.line}`;
    // Before it says so, C has read the next word, with the macros in and before it.
    if (startsLine) this.#reading.expandLooseBefore(endOfMacros(source.text, atom.end), context);
    this.#reading.report({
      code: startsLine ? "unknown-statement" : "syntax-error",
      severity: "error",
      message: startsLine
        ? `unknown statement '${text}', which is what this macro expands to`
        : `there is no room here for '${text}', which is what this macro expands to`,
      location,
      classic: { text: startsLine ? `${place}: unknown statement "${text}"` : `${place}: syntax error` },
    });
  }

  /** A name; undefined (and reported) if its macros expand to nothing. */
  name(atom: Atom, context: Context): string | undefined {
    if (atom.isMissing) return undefined;
    const text = this.decided(atom, "a name", context);
    if (text !== "") return text;
    if (!this.#hasFailed) this.#refuseEmpty(atom, context);
    return undefined;
  }

  #refuseSecondWord(atom: Atom, text: string, context: Context): void {
    const location = context.source.locate(atom);
    this.#reading.report({
      code: "syntax-error",
      severity: "error",
      message: `there is room for one word here, and these macros expand to several: ${text}`,
      location,
      classic: { text: `${location.path}:${location.line}: syntax error` },
    });
  }

  #refuseEmpty(atom: Atom, context: Context): SymbolId {
    const location = context.source.locate(atom);
    this.#reading.report({
      code: "syntax-error",
      severity: "error",
      message: "this macro expands to nothing where a word is needed",
      location,
      classic: { text: `${location.path}:${location.line}: syntax error` },
    });
    return NO;
  }

  /** Of a word that cannot be read, which only a tolerant reading meets: y, so that what it guards can be seen. */
  symbolOf(atom: Atom, context: Context): SymbolId {
    this.#reading.draft.noteOperand(atom);
    if (atom.isMissing) return YES;
    if (atom.pieces !== undefined) {
      const text = this.#expandDeferring(atom, context);
      if (this.#hasFailed) return YES;
      if (isDeferred(text)) {
        const symbol = this.#reading.draft.addPending();
        this.#pending.push({ symbol, text, isConstant: atom.kind === "text" });
        return symbol;
      }
      if (isUnknown(text)) return this.unknownSymbol(text, atom.pieces.join(""));
      if (atom.kind === "text") return this.#reading.draft.constant(text);
      return text === "" ? this.#refuseEmpty(atom, context) : this.#reading.draft.lookup(text);
    }
    if (atom.kind === "text") {
      const text = this.#expandDeferring(atom, context);
      return isUnknown(text) ? this.unknownSymbol(text, atom.text) : this.#reading.draft.constant(text);
    }
    const name = this.name(atom, context);
    return name === undefined ? 0 : this.#reading.draft.lookup(name);
  }

  /** A constant whose text nobody knows; the same one for the same text. */
  unknownSymbol(text: string, written: string): SymbolId {
    const { draft, preprocessor } = this.#reading;
    return draft.unknownConstant(text, { written, sources: preprocessor.unknownIn(text) });
  }

  expression(syntax: ExpressionSyntax | undefined, context: Context): ExpressionId {
    if (syntax === undefined) return NONE;
    const { expressions } = this.#reading.draft;
    switch (syntax.kind) {
      case "word":
      case "text":
        this.#reading.budget.spend("terms", 1);
        return expressions.symbol(this.symbolOf(syntax, context));
      case "not":
        return expressions.not(this.expression(syntax.operand, context));
      case "comparison": {
        this.#reading.budget.spend("terms", 2);
        const left = this.symbolOf(syntax.left, context);
        return expressions.make(comparisonOps[syntax.operator], left, this.symbolOf(syntax.right, context));
      }
      case "and":
      case "or": {
        // Chains lean left and may be long: down the spine in a loop, then up again.
        const spine: { readonly op: OpCode; readonly right: ExpressionSyntax }[] = [];
        let at: ExpressionSyntax = syntax;
        while (at.kind === "and" || at.kind === "or") {
          spine.push({ op: at.kind === "and" ? Op.and : Op.or, right: at.right });
          at = at.left;
        }
        let value = this.expression(at, context);
        for (let index = spine.length - 1; index >= 0; index--) {
          value = expressions.make(spine[index].op, value, this.expression(spine[index].right, context));
        }
        return value;
      }
    }
  }

  /** False if a word that was not waited for is empty. */
  settlePending(): boolean {
    if (this.#pending.length === 0) return true;
    return settlePending(this.#reading.draft, this.#pending, (text) =>
      this.#reading.preprocessor.settle(text),
    );
  }
}

/** Where the macros end that stand behind a word, with blanks between them. */
function endOfMacros(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (text[at] === " " || text[at] === "\t") at++;
    const end = text.startsWith("$(", at) ? referenceEnd(text, at) : -1;
    if (end < 0) return at;
    at = end;
  }
}
