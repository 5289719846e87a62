/** What a finding is about: all that its words are made of, a kind for each that has words of its own. */
import type { Rest } from "../evaluate/certainty.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import type { Rename } from "../model/renames.ts";
import type { SuppressionProblem } from "../text/suppression.ts";
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import type { Exclusion } from "./exclusions.ts";
import type { LostRequest } from "./lost-request.ts";
import type { Prospect, Remedy } from "./remedy.ts";
import type { Request } from "./request.ts";
import type { UnknownName } from "./unknown-name.ts";
import type { UnmetSelect } from "./unmet.ts";

export type Subject =
  /** A request that does not hold. */
  | { readonly kind: "lost"; readonly lost: LostRequest; readonly prospect: Prospect }
  /** One that other lines exclude only together. */
  | {
      readonly kind: "conflict";
      readonly lost: LostRequest;
      readonly lines: Exclusion;
      /** Absent where another finding of the request has it. */
      readonly remedy: Remedy | undefined;
    }
  /** Two lines about one symbol, of which the later one counts. */
  | { readonly kind: "repeat"; readonly earlier: Request; readonly later: Request }
  /** A line whose value holds without it. */
  | { readonly kind: "needless"; readonly request: Request }
  /** A line that cannot be read, what it was meant to be where that is clear, and what names begin with in such lines. */
  | {
      readonly kind: "malformed-line";
      readonly hasByteOrderMark: boolean;
      readonly meant: string | undefined;
      readonly prefix: string;
    }
  | { readonly kind: "not-utf8" }
  /** A name that no Kconfig file defines; empty where the line names none. */
  | { readonly kind: "unknown-symbol"; readonly name: string; readonly known?: UnknownName }
  /** A former name. */
  | {
      readonly kind: "renamed";
      readonly name: string;
      readonly rename: Rename;
      /** The line that says the same by today's names, where there is one. */
      readonly meant?: string;
      /** Why what is meant does not hold either. */
      readonly lost?: LostRequest;
    }
  /** A former name whose value nothing takes over. */
  | { readonly kind: "no-successor"; readonly name: string }
  /** A request or a rule that rests on what is not known. */
  | {
      readonly kind: "denied-probe";
      readonly about: Request | PlacedPolicyRule;
      readonly rests: readonly Rest[];
      readonly model: Model;
    }
  | {
      readonly kind: "policy";
      readonly rule: PlacedPolicyRule;
      /** Undefined if no Kconfig file defines it. */
      readonly symbol: ConfigSymbol | undefined;
      readonly value: string | undefined;
      /** Whether a line requests this value: it is told there. */
      readonly isRequested: boolean;
    }
  /** A rule that applies nowhere, whatever is requested. */
  | {
      readonly kind: "unreachable-policy-rule";
      readonly rule: PlacedPolicyRule;
      readonly why: UnreachableBy;
      /** All that there are; absent where nobody can tell. */
      readonly architectures: readonly string[] | undefined;
    }
  /** A symbol that is selected against its dependencies; with the line that brings it there, if one does. */
  | { readonly kind: "unmet-select"; readonly unmet: UnmetSelect; readonly request?: Request }
  /** Symbols that a whole .config does not have; each with its line's value, as `NAME=value`. */
  | { readonly kind: "stale-config"; readonly added: readonly string[] }
  /** A comment that suppresses nothing: why. */
  | { readonly kind: "malformed-suppression"; readonly problem: SuppressionProblem }
  /** A comment that no finding needs. */
  | { readonly kind: "unused-suppression"; readonly rule: string };

/** Why a rule never applies: the tree has no version, no architecture is known, or none of those that it names is checked. */
export type UnreachableBy = "version" | "no-architecture" | "architectures";
