/** Why a request does not hold, as data; `words.ts` says it. */
import type { ConfigSymbol, Property } from "../model/model.ts";
import type { Obstacle } from "./obstacle.ts";
import type { Request } from "./request.ts";

/** A select that is in force. */
export interface Selector {
  readonly symbol: ConfigSymbol;
  readonly property: Property;
}

export type Cause =
  | { readonly code: "unknown-symbol" }
  | { readonly code: "wrong-type"; readonly reason: "value" | "string" | "unset" }
  | {
      /** Nobody can set it: its value comes from defaults, selects and implies. */
      readonly code: "promptless";
      /** Who selects it, in force or not. */
      readonly selectors: readonly Selector[];
    }
  | {
      readonly code: "unmet-dependency" | "not-visible" | "limited-to-m";
      /** What fails, each for itself; at least one. */
      readonly obstacles: readonly Obstacle[];
    }
  | { readonly code: "forced-by-select"; readonly selectors: readonly Selector[] }
  | { readonly code: "no-modules" }
  | { readonly code: "out-of-range"; readonly range: Property; readonly low: string; readonly high: string }
  | {
      readonly code: "lost-choice";
      readonly choice: ConfigSymbol;
      /** The member that is y instead, and the line that asks for it. */
      readonly winner: ConfigSymbol | undefined;
      readonly request: Request | undefined;
    }
  | {
      /** The value is another one by a rule that has no name of its own here. */
      readonly code: "other-value";
    };

export type CauseCode = Cause["code"];
