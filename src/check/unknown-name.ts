/** A name that a tree does not define, and what may have been meant. */
import type { ConfigSymbol } from "../model/model.ts";

export interface UnknownName {
  readonly code: "unknown-symbol";
  readonly name: string;
  /** The architecture that the tree was read for. */
  readonly architecture: string | undefined;
  /** Where files that were not read define it; then nothing else is told. */
  readonly elsewhere: readonly { readonly path: string; readonly line: number }[];
  /** Some of the symbols that depend on it, where the tree mentions it all the same. */
  readonly dependents?: readonly ConfigSymbol[];
  /** Symbols that may have been meant, best first. */
  readonly near: readonly ConfigSymbol[];
  /** The words by which a search found them, and whether it found more. */
  readonly search?: { readonly words: readonly string[]; readonly hasMore: boolean };
  /** Whether the tree has errors, so that it may be defined in what could not be read. */
  readonly isPartial: boolean;
}
