/** Fragments merged over a base, the later line of a symbol in place of the earlier, as conf reads them in a row. */
import type { DotConfig, DotConfigLine } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { changesBySettling, readDotConfig, settle } from "../evaluate/read.ts";
import type { SymbolId } from "../model/columns.ts";
import { counts, type NamingLine, type Request, requestsOf } from "./request.ts";

export interface Merge {
  readonly base: Configuration;
  readonly fragments: readonly DotConfig[];
  /** The base with all fragments read over it, as it settles. */
  readonly configuration: Configuration;
  /** All requests, in the order of reading. */
  readonly requests: readonly Request[];
  /** The request that counts for a symbol: the last one whose value fits its type. */
  readonly effective: ReadonlyMap<SymbolId, Request>;
  /** The same merge as if these lines were not there. */
  without(lines: readonly NamingLine[]): Configuration;
}

/** Merges fragments in order. The base stays as it is. */
export function merge(base: Configuration, fragments: readonly DotConfig[]): Merge {
  const requests = fragments.flatMap((fragment, index) => requestsOf(base.model, fragment, index));
  const effective = new Map<SymbolId, Request>();
  for (const request of requests) {
    if (request.symbol !== undefined && counts(request)) effective.set(request.symbol.id, request);
  }
  return {
    base,
    fragments,
    configuration: readOver(base, fragments),
    requests,
    effective,
    without: (lines) =>
      readOver(
        base,
        fragments.map((fragment) => withoutLines(fragment, new Set<DotConfigLine>(lines))),
      ),
  };
}

function readOver(base: Configuration, fragments: readonly DotConfig[]): Configuration {
  const configuration = base.clone();
  for (const fragment of fragments) readDotConfig(configuration, fragment);
  // Where it changes nothing it only takes the time of calculating all values, of which one or two may be asked for.
  if (changesBySettling(base.model)) settle(configuration);
  return configuration;
}

function withoutLines(fragment: DotConfig, left: ReadonlySet<DotConfigLine>): DotConfig {
  return fragment.lines.some((each) => left.has(each))
    ? { ...fragment, lines: fragment.lines.filter((each) => !left.has(each)) }
    : fragment;
}
