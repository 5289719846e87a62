/** Why an expansion ends without a text, and the words for it: ours and those of the C tool. */
import type { Diagnostic } from "../text/diagnostic.ts";

export type ExpansionFailure =
  /** `rest` is the line after `$(`. */
  | { readonly kind: "unterminated"; readonly rest: string }
  /** More fields than any reference may have. */
  | { readonly kind: "crowded" }
  /** A function got too few or too many arguments. */
  | { readonly kind: "argument-count"; readonly name: string; readonly wrong: "few" | "many" }
  /** A variable called without arguments while its own expansion was under way. */
  | { readonly kind: "self-reference"; readonly name: string }
  /** A variable called with arguments, too often in itself. */
  | { readonly kind: "too-deep"; readonly name: string }
  /** A limit of kcfg, where C has none: it uses up its stack, its memory or the user's patience. */
  | { readonly kind: "limit"; readonly of: "nesting" | "calls" | "length" }
  /** The called function has reported why. */
  | { readonly kind: "reported" };

/** Failures that still have to be told. */
export type UntoldFailure = Exclude<ExpansionFailure, { kind: "reported" }>;

/** A diagnostic without its place; `classic` is what C prints after `FILE:LINE: `, absent where C has no words. */
export interface FailureWords extends Pick<Diagnostic, "code" | "message" | "help"> {
  readonly classic?: string;
}

export function describeFailure(failure: UntoldFailure): FailureWords {
  switch (failure.kind) {
    case "unterminated":
      return {
        code: "macro-unterminated",
        message: `the ')' that closes '$(${failure.rest}' is missing`,
        help: ["close the reference on the line where it begins; quotes do not protect parentheses"],
        classic: `unterminated reference to '${failure.rest}': missing ')'`,
      };
    case "crowded":
      return {
        code: "macro-arguments",
        message: "a reference takes at most 15 arguments",
        help: ["write a comma that belongs to an argument as '$(comma)', with 'comma := ,' before"],
        classic: "too many function arguments",
      };
    case "argument-count":
      return {
        code: "macro-arguments",
        message: `'${failure.name}' is called with too ${failure.wrong} arguments`,
        ...(failure.wrong === "many" && {
          help: ["write a comma that belongs to an argument as '$(comma)', with 'comma := ,' before"],
        }),
        classic: `too ${failure.wrong} function arguments passed to '${failure.name}'`,
      };
    case "self-reference":
      return {
        code: "macro-recursion",
        message: `the variable '${failure.name}' refers to itself`,
        help: ["assign with ':=' if the value so far is meant"],
        classic: `Recursive variable '${failure.name}' references itself (eventually)`,
      };
    case "too-deep":
      return {
        code: "macro-recursion",
        message: `the variable '${failure.name}' calls itself more than 1000 times`,
        classic: "Too deep recursive expansion",
      };
    case "limit":
      return { code: "macro-limit", message: LIMITS[failure.of] };
  }
}

const LIMITS = {
  nesting: "this expansion nests more than 100,000 references",
  calls: "this expansion calls more than 1,000,000 references",
  length: "this expansion grows beyond 16 Mi characters",
} as const;
