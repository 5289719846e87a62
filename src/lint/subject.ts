/** What a finding of lint is about: all that its words are made of, a kind for each that has words of its own. */
import type { ConfigSymbol, MenuNode, Place, Property } from "../model/model.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import type { SuppressionProblem } from "../text/suppression.ts";

export type LintSubject =
  /** Told when the files were read. */
  | { readonly kind: "reading"; readonly diagnostic: Diagnostic }
  /** An entry whose conditions exclude each other. */
  | { readonly kind: "contradiction"; readonly node: MenuNode }
  /** A definition whose conditions are never met; with a number or string that stands as one of them. */
  | {
      readonly kind: "idle-definition";
      readonly symbol: ConfigSymbol | undefined;
      readonly notLogical?: ConfigSymbol;
    }
  /** A statement whose conditions are never met; as above. */
  | { readonly kind: "idle-statement"; readonly property: Property; readonly notLogical?: ConfigSymbol }
  /** A default that others come before; with the one that does so alone, if one does. */
  | { readonly kind: "shadowed-default"; readonly blocker: Property | undefined }
  /** Two prompts of one symbol; the other one is the earlier. */
  | { readonly kind: "two-prompts"; readonly symbol: ConfigSymbol | undefined; readonly other: Property }
  | { readonly kind: "missing-help"; readonly symbol: ConfigSymbol }
  /** A select or imply of a choice's member. */
  | { readonly kind: "select-of-member"; readonly property: Property }
  /** A select of what has a prompt; with the first of the target's dependencies. */
  | {
      readonly kind: "select-of-visible";
      readonly target: ConfigSymbol;
      readonly dependency: Property | undefined;
    }
  /** A select that can turn on its target against the target's dependencies; with the first of these. */
  | {
      readonly kind: "unmet-select";
      readonly selector: ConfigSymbol;
      readonly target: ConfigSymbol;
      readonly dependency: Property | undefined;
    }
  /** A former name whose value nothing takes over. */
  | { readonly kind: "unused-transitional"; readonly symbol: ConfigSymbol }
  /** A condition that others require; none where it is always true. */
  | {
      readonly kind: "redundant-depends";
      readonly node: MenuNode;
      /** As it is shown; and whether the text shows where it stands. */
      readonly text: string;
      readonly hasPlace: boolean;
      readonly grounds: readonly RequiredBy[];
    }
  | { readonly kind: "trailing-blanks" }
  /** Blanks before an attribute, or before the text of a help where that is what stands wrong. */
  | { readonly kind: "indentation"; readonly keyword: string | undefined; readonly indent: string }
  | { readonly kind: "old-keyword"; readonly keyword: string; readonly usual: string }
  /** A name that no file that was read defines. */
  | {
      readonly kind: "undefined-symbol";
      readonly name: string;
      readonly effect: UndefinedEffect;
      /** Where files that were not read define it. */
      readonly elsewhere: readonly Place[];
      /** Symbols that may have been meant. */
      readonly near: readonly ConfigSymbol[];
    }
  | { readonly kind: "dead-symbol"; readonly symbol: ConfigSymbol }
  | { readonly kind: "always-on"; readonly symbol: ConfigSymbol }
  /** A comment that suppresses nothing: why. */
  | { readonly kind: "malformed-suppression"; readonly problem: SuppressionProblem }
  /** A comment that no finding needs. */
  | { readonly kind: "unused-suppression"; readonly rule: string };

/** A condition that requires another one. */
export interface RequiredBy {
  /** Whether it is the entry's own, and no block's around it. */
  readonly isOwn: boolean;
  readonly location: Location;
}

/** What becomes of a name in its statement: the statement does nothing, the name is n, or it is no more than a text. */
export type UndefinedEffect =
  | { readonly kind: "idle"; readonly statement: Property["kind"] }
  | { readonly kind: "n" }
  | { readonly kind: "text" };
