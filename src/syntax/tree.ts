/** The typed tree of one Kconfig file: what its text says, before any macro, any other file or any value. */

import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile, Span } from "../text/source-file.ts";

// `start` and `end` of entries and attributes are those of their keyword, where the C tool counts their line from, those
// of errors and of words are all of it. `spans.ts` tells all that a node takes.

/** A word or a quoted string. */
export interface Atom extends Span {
  readonly kind: "word" | "text";
  /** Quotes and escapes resolved; macros still as written. */
  readonly text: string;
  /** Several macros that stand together where one word has room: all but one must expand to nothing. */
  readonly isRun?: true;
  /** Set where a word is missing or what stands there is none: the text is empty, and told as an error. */
  readonly isMissing?: true;
  /**
   * Present if there are macros: the text in pieces, by turns literal and `$(…)` as written, beginning with a
   * literal one (maybe empty).
   */
  readonly pieces?: readonly string[];
}

export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

interface Grouped {
  /** With its parentheses, where it has any: from the first outer one to the last. */
  readonly outer?: Span;
}

export type ExpressionSyntax = Grouped &
  (
    | Atom
    | { readonly kind: "not"; readonly operand: ExpressionSyntax; readonly start: number }
    | { readonly kind: "and" | "or"; readonly left: ExpressionSyntax; readonly right: ExpressionSyntax }
    | {
        readonly kind: "comparison";
        readonly operator: ComparisonOperator;
        readonly left: Atom;
        readonly right: Atom;
      }
  );

export type TypeName = "bool" | "tristate" | "int" | "hex" | "string" | "float";

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
    | { readonly kind: "set" | "set default"; readonly symbol: Atom; readonly value: Atom }
    | { readonly kind: "warning"; readonly text: Atom }
    | { readonly kind: "range"; readonly low: Atom; readonly high: Atom }
    | { readonly kind: "visible if" }
    | { readonly kind: "help"; readonly blockEnd: number }
    | { readonly kind: "modules" | "optional" | "transitional" }
    | { readonly kind: "option"; readonly name: Atom; readonly value?: Atom }
    | { readonly kind: "error" }
  );

interface Block extends Span {
  readonly entries: readonly Entry[];
  /** The word that closes it; absent where that is missing. */
  readonly close?: Span;
}

export type ConfigEntry = Span & {
  /** `configdefault` adds defaults to a symbol that other entries define. */
  readonly kind: "config" | "menuconfig" | "configdefault";
  readonly name: Atom;
  readonly attributes: readonly Attribute[];
  /** Offset of the first token after the entry, or the length of the text. */
  readonly next: number;
};
export type ChoiceEntry = Block & {
  readonly kind: "choice";
  readonly name?: Atom;
  readonly attributes: readonly Attribute[];
};
export type MenuEntry = Block & {
  readonly kind: "menu";
  readonly title: Atom;
  readonly attributes: readonly Attribute[];
};
export type IfEntry = Block & { readonly kind: "if"; readonly condition: ExpressionSyntax };
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
/** Nothing that loading has to follow: a word alone on its line, whose macros must come to nothing, or an end too many. */
export type NoEntry = Span & { readonly kind: "none" };
/** A line, or the rest of one, that makes no sense; it is told. There is none but in the tree of a repaired file. */
export type ErrorEntry = Span & { readonly kind: "error" };

export type Entry =
  | ConfigEntry
  | ChoiceEntry
  | MenuEntry
  | IfEntry
  | CommentEntry
  | SourceEntry
  | MainmenuEntry
  | AssignmentEntry
  | NoEntry
  | ErrorEntry;

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
