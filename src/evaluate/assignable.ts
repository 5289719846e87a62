/** Which values a bool or tristate gets if they are asked for. */
import { isLogicalType, Type } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Configuration } from "./configuration.ts";
import { letterOf, M, N, Y } from "./tristate.ts";

/**
 * The values that asking for them gives, the lowest first; none for what cannot be seen, for other types, and for a
 * choice of which one member is y in any case.
 */
export function assignableValues(configuration: Configuration, symbol: ConfigSymbol): readonly string[] {
  const { id, choice, isChoice, isTransitional } = symbol;
  const type = configuration.effectiveType(id);
  if (!isLogicalType(type) || isTransitional) return [];
  const most = configuration.visibility(id);
  if (most === N) return [];
  const isModal = configuration.model.data.dialect.choices === "modal";
  if (isChoice && !isModal) return [];
  // Of a choice where just one can be y, another one takes the place of the one that is.
  if (choice !== undefined && !(isModal && configuration.tristate(choice.id) === M)) return [letterOf(Y)];
  const hasM = type === Type.tristate && !configuration.isKeptFromM(id);
  const least = configuration.reverseDependency(id);
  return ([N, M, Y] as const)
    .filter((value) => value >= least && value <= most && (value !== M || hasM))
    .map(letterOf);
}
