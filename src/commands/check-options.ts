/** The options of `kcfg check`. */
import type { Shard } from "../service/check-plan.ts";
import type { OutputChoice } from "./outputs.ts";

export interface CheckOptions extends OutputChoice {
  readonly base?: string;
  readonly each?: true;
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly redundant?: true;
  readonly allow: readonly string[];
  readonly policy: readonly string[];
  readonly renames: readonly string[];
  readonly shard?: Shard;
}
