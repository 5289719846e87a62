/** What could be done about a request that does not hold, as data. */
import type { Conflict } from "../resolve/conflict.ts";
import type { Plan, PlanWarning } from "../resolve/plan.ts";
import type { Exclusion } from "./exclusions.ts";
import type { Fix } from "./fix.ts";
import type { Request } from "./request.ts";

export type Remedy =
  | { readonly kind: "fix"; readonly fix: Fix; readonly warnings: readonly PlanWarning[] }
  /** No configuration has what it asks for. */
  | { readonly kind: "impossible"; readonly conflict: Conflict }
  /** It holds without these lines of other requests, which no fix takes away; with what changes then. */
  | { readonly kind: "removal"; readonly lines: readonly Request[]; readonly effects: readonly string[] }
  /** Only plans that select symbols against their dependencies, which nobody writes unasked; of the least one. */
  | ({ readonly kind: "unmet"; readonly prefix: string } & Pick<Plan, "needed" | "unmet">)
  /** There is something to do, but not without breaking another request; or nothing was looked for. */
  | { readonly kind: "none" };

/** What was found about a request that does not hold. */
export interface Prospect {
  readonly remedy: Remedy;
  /** Lines of other requests that cannot hold together with it. */
  readonly exclusions: readonly Exclusion[];
}
