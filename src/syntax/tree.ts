/** The typed tree of one Kconfig file: what its text says, before any macro, any other file or any value. */

import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile, Span } from "../text/source-file.ts";

// Spans of entries and attributes are those of their keyword, where the C tool counts their line from.

/** A word or a quoted string. */
export interface Atom extends Span {
  readonly kind: "word" | "text";
  /** Quotes and escapes resolved; macros still as written. */
  readonly text: string;
  /** Several macros that stand together where one word has room: all but one must expand to nothing. */
  readonly isRun?: true;
  /**
   * Present if there are macros: the text in pieces, by turns literal and `$(…)` as written, beginning with a
   * literal one (maybe empty).
   */
  readonly pieces?: readonly string[];
}

export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

export type ExpressionSyntax =
  | Atom
  | { readonly kind: "not"; readonly operand: ExpressionSyntax; readonly start: number }
  | { readonly kind: "and" | "or"; readonly left: ExpressionSyntax; readonly right: ExpressionSyntax }
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: Atom;
      readonly right: Atom;
    };

export type TypeName = "bool" | "tristate" | "int" | "hex" | "string";

interface AttributeBase extends Span {
  /** The keyword as written: `bool`, `boolean`, `def_bool`, `---help---`… Dialects differ in what they know. */
  readonly keyword: string;
  readonly condition?: ExpressionSyntax;
}

export type Attribute = AttributeBase &
  (
    | {
        readonly kind: "type";
        readonly type: TypeName;
        readonly prompt?: Atom;
        readonly value?: ExpressionSyntax;
      }
    | { readonly kind: "prompt"; readonly prompt: Atom }
    | { readonly kind: "default"; readonly value: ExpressionSyntax }
    | { readonly kind: "depends on"; readonly value: ExpressionSyntax }
    | { readonly kind: "select" | "imply"; readonly symbol: Atom }
    | { readonly kind: "range"; readonly low: Atom; readonly high: Atom }
    | { readonly kind: "visible if" }
    | { readonly kind: "help"; readonly blockEnd: number }
    | { readonly kind: "modules" | "optional" | "transitional" }
    | { readonly kind: "option"; readonly name: string; readonly value?: Atom }
  );

interface Block extends Span {
  readonly attributes: readonly Attribute[];
  readonly entries: readonly Entry[];
}

export type ConfigEntry = Span & {
  readonly kind: "config" | "menuconfig";
  readonly name: Atom;
  readonly attributes: readonly Attribute[];
  /** Offset of the first token after the entry, or the length of the text. */
  readonly next: number;
};
export type ChoiceEntry = Block & { readonly kind: "choice"; readonly name?: Atom };
export type MenuEntry = Block & { readonly kind: "menu"; readonly title: Atom };
export type IfEntry = Span & {
  readonly kind: "if";
  readonly condition: ExpressionSyntax;
  readonly entries: readonly Entry[];
};
export type CommentEntry = Span & {
  readonly kind: "comment";
  readonly title: Atom;
  readonly attributes: readonly Attribute[];
};
export type SourceEntry = Span & { readonly kind: "source"; readonly keyword: string; readonly path: Atom };
export type MainmenuEntry = Span & { readonly kind: "mainmenu"; readonly title: Atom };
export type AssignmentEntry = Span & {
  readonly kind: "assignment";
  readonly name: string;
  readonly operator: "=" | ":=" | "+=";
  readonly value: string;
};
/** A line that made no sense; it is told. */
export type NoEntry = Span & { readonly kind: "none" };

export type Entry =
  | ConfigEntry
  | ChoiceEntry
  | MenuEntry
  | IfEntry
  | CommentEntry
  | SourceEntry
  | MainmenuEntry
  | AssignmentEntry
  | NoEntry;

/**
 * A word with macros that no entry has. `vanishing`: it must expand to nothing, such as `$(info,…)` alone on its line or
 * before a keyword, or any macro where there is no room for a word. `dropped`: part of a statement that did not parse;
 * C expands it all the same.
 */
export interface LooseWord {
  readonly kind: "vanishing" | "dropped";
  readonly word: Atom;
  /** The offset at which reading meets it: of a dropped statement's words, where the statement begins. */
  readonly at: number;
}

/** One parsed file. Depends on the file's text alone. */
export interface KconfigSyntax {
  readonly source: SourceFile;
  readonly entries: readonly Entry[];
  /** In the order of the text. */
  readonly looseWords: readonly LooseWord[];
  /** Errors and warnings in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** For each diagnostic, the offset at which reading the file meets it. */
  readonly diagnosticOffsets: readonly number[];
}

/** Where an expression stands in its file. */
export function spanOf(expression: ExpressionSyntax): Span {
  switch (expression.kind) {
    case "word":
    case "text":
      return expression;
    case "not":
      return { start: expression.start, end: spanOf(expression.operand).end };
    case "comparison":
      return { start: expression.left.start, end: expression.right.end };
    case "and":
    case "or":
      return { start: leftmost(expression).start, end: spanOf(expression.right).end };
  }
}

/** `a && b && c` is a spine that leans left; followed in a loop, so that its length costs no stack. */
function leftmost(expression: ExpressionSyntax): Span {
  let at = expression;
  while (at.kind === "and" || at.kind === "or") at = at.left;
  return spanOf(at);
}
