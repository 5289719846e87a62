/** What lint says: findings, and the claims that become findings once the solver has proven them. */
import type { ConfigSymbol, Model, Place } from "../model/model.ts";
import type { Fact } from "../resolve/facts.ts";
import type { Literal } from "../resolve/solver.ts";
import type { DiagnosticCode } from "../text/codes.ts";
import type { Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import type { Effort } from "./effort.ts";
import type { LintFix } from "./fix.ts";
import type { Openness } from "./openness.ts";
import type { LintSubject } from "./subject.ts";
import type { WholeTree } from "./whole-tree.ts";
import type { Scope } from "./worlds.ts";

/** A line of a .config that shows a finding. */
export interface Setting {
  readonly symbol: string;
  /** A string's without quotes. */
  readonly value: string;
  /** The value as the line has it: a string's with quotes and escapes. */
  readonly spelled: string;
}

/** What was found about a statement, as data; `report/lint-words/` has the words. */
export interface LintFinding {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly location?: Location;
  /** What its words are made of. */
  readonly subject: LintSubject;
  readonly symbol?: string;
  /** The statement that it is about, as written. */
  readonly statement?: string;
  /** How far a proven claim reaches; absent where the language's rules decide. */
  readonly scope?: Scope;
  /** A configuration that shows it, checked by an evaluation. */
  readonly witness?: readonly Setting[];
  /** What a proof rests on. */
  readonly facts?: readonly Fact[];
  readonly suppressed?: { readonly kind: "comment"; readonly reason?: string };
  /** What mends it and changes no value in any configuration. */
  readonly fix?: LintFix;
}

/** Something that is never so, if the solver agrees. */
export interface Claim {
  /** Unique among all claims: `dead:17`. */
  readonly key: string;
  readonly rule: DiagnosticCode;
  /** What the claim says is never true. */
  readonly literal: (tree: WholeTree) => Literal;
  /** The readings of the tree in which it may be proven. */
  readonly scopes: readonly Scope[];
  /** Keys of claims: where one of them is proven as far as this one, this one is no news. */
  readonly within?: Iterable<string>;
  /** `areNever` asks the solver once more, in the reading of the proof: for what only the words of a finding need. */
  readonly finding: (
    scope: Scope,
    areNever: (literals: (tree: WholeTree) => readonly Literal[]) => readonly boolean[],
  ) => LintFinding;
}

/** What can be so, if the solver finds a configuration and an evaluation agrees. */
export interface Suspicion {
  readonly rule: DiagnosticCode;
  /** What must be possible for it to be so; several may share it, and it is asked first. */
  readonly condition?: (tree: WholeTree) => Literal;
  readonly literal: (tree: WholeTree) => Literal;
  /** The finding with a configuration that shows it; undefined if none could be confirmed. */
  readonly confirm: () => LintFinding | undefined;
}

/** What a rule makes of a tree. */
export interface RuleOutput {
  readonly findings?: Iterable<LintFinding>;
  readonly claims?: Iterable<Claim>;
  readonly suspicions?: Iterable<Suspicion>;
  /** Questions that were not even put, because there would be too many, by rule. */
  readonly unasked?: ReadonlyMap<DiagnosticCode, number>;
}

export interface LintContext {
  readonly model: Model;
  readonly openness: Openness;
  /** What all searches together may take. */
  readonly effort: Effort;
  /** Whether information is wanted, or only errors and warnings. */
  readonly wantsInformation: boolean;
  /** Symbols whose names are near to a wrong one. */
  readonly near: (name: string) => readonly ConfigSymbol[];
  /** Where files that were not read define a name. */
  readonly elsewhere: (name: string) => readonly Place[];
  /** Whether a file is one that is reported about. */
  readonly isWanted: (path: string) => boolean;
}
