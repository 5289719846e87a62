/** Which member of a choice is y. */

import { Kind, type ModelData, type SymbolId } from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import { N, type Tristate, Y } from "./tristate.ts";

/** What the selection must know of a configuration. */
export interface ChoiceAccess {
  readonly data: ModelData;
  visibility(symbol: SymbolId): Tristate;
  /** Visibility as it was calculated last, n if never. */
  lastVisibility(symbol: SymbolId): Tristate;
  expression(id: ExpressionId): Tristate;
  user(symbol: SymbolId): Tristate | undefined;
  /** Members, the one that was set last first. */
  priority(choice: SymbolId): readonly SymbolId[];
  /** The member of a modal choice that was set to y last. */
  pick(choice: SymbolId): SymbolId | undefined;
  /** The member that a .config calls the default, while the choice's entries hold. */
  keptMember(choice: SymbolId): SymbolId | undefined;
  forgetUser(symbol: SymbolId): void;
}

/**
 * Linux 6.10 and later: exactly one of the members that can be seen. In this order: the one asked for last; the
 * default, unless the user said n to it; the first about which the user said nothing; the one to which the user
 * said n first.
 */
export function chooseExclusive(access: ChoiceAccess, choice: SymbolId): SymbolId | undefined {
  const byPriority = access.priority(choice);
  const isVisible = (member: SymbolId) => access.visibility(member) !== N;
  // C looks at no member behind the one that it finds here; see `outdate` of Configuration for what comes of that.
  const asked = byPriority.find((member) => isVisible(member) && access.user(member) === Y);
  if (asked !== undefined) return asked;
  const byDefault = defaultMember(access, choice);
  // A default that is no member may have been set to y.
  if (byDefault === undefined || access.user(byDefault) !== N) return byDefault;
  const members = membersOf(access.data, choice);
  const untouched = members.find((member) => isVisible(member) && access.user(member) === undefined);
  return untouched ?? [...byPriority].reverse().find((member) => isVisible(member));
}

/**
 * Before the rewrite, for a choice whose mode is y: the member that was set to y last if it can be seen, else the
 * default.
 *
 * Quirk: in C the choice forgets that it was set if one of its visible members was not.
 */
export function chooseModal(access: ChoiceAccess, choice: SymbolId): SymbolId | undefined {
  const forgets = access.data.dialect.modalChoices === "first entry";
  for (const member of membersOf(access.data, choice)) {
    const isVisible = access.visibility(member) !== N;
    if (forgets && isVisible && access.user(member) === undefined) access.forgetUser(choice);
  }
  const picked = access.pick(choice);
  return picked !== undefined && access.visibility(picked) !== N ? picked : defaultMember(access, choice);
}

/**
 * The first default that holds and can be seen, else the first member that can be seen.
 *
 * Quirk: a default that is no member counts, as a choice of none, if it has been found visible by then.
 */
export function defaultMember(access: ChoiceAccess, choice: SymbolId): SymbolId | undefined {
  const { symbols, properties, expressions } = access.data;
  const members = membersOf(access.data, choice);
  const kept = access.keptMember(choice);
  if (kept !== undefined)
    return access.visibility(kept) === N ? members.find((member) => access.visibility(member) !== N) : kept;
  const { starts, items } = symbols.properties;
  for (let at = starts[choice]; at < starts[choice + 1]; at++) {
    const property = items[at];
    if (properties.kind[property] !== Kind.default) continue;
    if (access.expression(properties.condition[property]) === N) continue;
    const symbol = expressions.left[properties.value[property]];
    const visible = members.includes(symbol) ? access.visibility(symbol) : access.lastVisibility(symbol);
    if (visible !== N) return symbol;
  }
  return members.find((member) => access.visibility(member) !== N);
}

function membersOf(data: ModelData, choice: SymbolId): SymbolId[] {
  const { starts, items } = data.symbols.members;
  return Array.from(items.subarray(starts[choice], starts[choice + 1]));
}
