/** What the parts of an encoding know of the whole: literals for values, and what they are made from. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { Tristate } from "../evaluate/tristate.ts";
import type { ModelData, PropertyId, SymbolId } from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import type { Cases } from "./cases.ts";
import type { Edit } from "./edits.ts";
import type { Gates } from "./gates.ts";
import type { Literal } from "./solver.ts";
import type { TextDomains } from "./text-domains.ts";

/** A tristate: at least m, and y. */
export interface Levels {
  readonly m: Literal;
  readonly y: Literal;
}

/** What a user asks for, if anything. */
export interface UserLevels extends Levels {
  readonly isSet: Literal;
}

/** What the members of a modal choice share. */
export interface ModalChoice {
  /** The mode that the user asks for. */
  readonly own: Levels;
  /** While the mode is y, the one member that is. */
  readonly isChosen: ReadonlyMap<SymbolId, Literal>;
}

export interface EncoderOptions {
  /** Texts that goals name, by symbol. */
  readonly texts?: ReadonlyMap<SymbolId, readonly string[]>;
  /**
   * Bools and tristates for which a line is written in any case, and its value: what the base has for them is the same
   * question then, and gives the same clauses.
   */
  readonly written?: ReadonlyMap<SymbolId, Tristate>;
  /**
   * Whether what has a prompt counts as asked for, as far as its possible values are the same then. For whoever looks for
   * what is possible, not for what is to be written: it needs fewer literals, and no edit is left out.
   */
  readonly asksForAll?: true;
  /** Members of choices to which the goals themselves say n. */
  readonly refused?: ReadonlySet<SymbolId>;
  /** Whether each definition holds only while a guard of its own does, to learn which ones a conflict rests on. */
  readonly hasGuards?: true;
  /**
   * Symbols that may have any value, whatever defines them: what is proven then holds however they are defined.
   * Names that nothing defines can be among them.
   */
  isFree?(symbol: SymbolId): boolean;
}

export interface Encoding {
  readonly gates: Gates;
  readonly base: Configuration;
  readonly data: ModelData;
  readonly domains: TextDomains;
  readonly options: EncoderOptions;
  readonly edits: Map<SymbolId, Edit>;
  /** The value of a bool or tristate; n for anything else. */
  levels(symbol: SymbolId): Levels;
  /** The literal that a bool or tristate has exactly this value. */
  isValue(symbol: SymbolId, value: Tristate): Literal;
  expression(id: ExpressionId): Levels;
  /** The value of any symbol as text. */
  cases(symbol: SymbolId): Cases;
  visibility(symbol: SymbolId): Levels;
  /** The user value that the base has for a bool or tristate. */
  baseUser(symbol: SymbolId): Tristate | undefined;
  /** The edit of a bool or tristate with a prompt. */
  editOf(symbol: SymbolId): Edit & { readonly kind: "logical" };
  /** Makes a symbol's literals equal to its formula. */
  equate(symbol: SymbolId, formula: Levels): void;
  propertiesOf(symbol: SymbolId, kind: number): readonly PropertyId[];
  /** The defaults that count: those that no .config has replaced. */
  defaultsOf(symbol: SymbolId): readonly PropertyId[];
  /** The literal that each entry of a symbol has what it depends on. */
  holdsEverywhere(symbol: SymbolId): Literal;
  membersOf(choice: SymbolId): readonly SymbolId[];
}
