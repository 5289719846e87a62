/** Settings of other symbols after which a request holds, as the explanation proposes them. */

import type { Configuration } from "../evaluate/configuration.ts";
import { N, type Tristate, tristateOf, Y } from "../evaluate/tristate.ts";
import { propose } from "../explain/proposal.ts";
import type { Blocker, Reason } from "../explain/reason.ts";
import { setOf, type ValueSet } from "../explain/value-set.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { blockersOf } from "./cause.ts";

export interface Setting {
  readonly symbol: ConfigSymbol;
  readonly value: Tristate;
}

/**
 * What to set, in this order, for `symbol` to have a value that it does not have for this reason; undefined if nothing simple is known.
 * Proposed only: whoever uses it evaluates the whole before he says so.
 */
export function settingsFor(
  configuration: Configuration,
  symbol: ConfigSymbol,
  wanted: string,
  reason: Reason,
): readonly Setting[] | undefined {
  if (reason.kind === "forced") return selectorsOff(reason.by);
  if (reason.kind === "no-modules") return reason.modules && [{ symbol: reason.modules, value: Y }];
  if (symbol.type === "bool" || symbol.type === "tristate") {
    const value = tristateOf(wanted);
    return value === undefined ? undefined : proposed(configuration, symbol, setOf(value));
  }
  const found: Setting[] = [];
  for (const blocker of blockersOf(reason)) {
    const settings = settingsAgainst(configuration, blocker);
    if (settings === undefined) return undefined;
    found.push(...settings);
  }
  return found.length === 0 ? undefined : found;
}

/** All who select a symbol, turned off; undefined if one of them has no prompt. */
function selectorsOff(selects: readonly Property[]): readonly Setting[] | undefined {
  const symbols = selects.flatMap(({ node }) => node.symbol ?? []);
  return symbols.every((each) => each.hasPrompt)
    ? symbols.map((symbol) => ({ symbol, value: N }))
    : undefined;
}

/** A number or string has no value that one could ask for; its prompt's conditions do. */
function settingsAgainst(configuration: Configuration, { term }: Blocker): readonly Setting[] | undefined {
  if (term.kind !== "symbol") return undefined;
  const others = proposed(configuration, term.symbol, term.needs);
  if (others === undefined) return undefined;
  const value = ([1, 2, 0] as const).find((each) => (term.needs & setOf(each)) !== 0) ?? 2;
  return term.symbol.hasPrompt ? [...others, { symbol: term.symbol, value }] : others;
}

function proposed(
  configuration: Configuration,
  symbol: ConfigSymbol,
  needs: ValueSet,
): readonly Setting[] | undefined {
  const proposal = propose(configuration, symbol, needs);
  if (proposal.kind !== "checked") return undefined;
  return proposal.others.map((other) => ({ symbol: other.symbol, value: tristateOf(other.value) ?? 2 }));
}
