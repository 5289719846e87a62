/** Types of kconfig.js, as far as tests need them. */
import type { Random } from "./random.js";

export interface RandomTree {
  readonly files: Readonly<Record<string, string>>;
  readonly symbols: readonly { readonly name: string; readonly type: string }[];
}
export function makeTree(
  random: Random,
  version: "newest" | "6.12" | "6.1" | "5.10" | "kconfiglib",
): RandomTree;
