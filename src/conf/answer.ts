/** A person's answers taken as user values: what is refused, and what else an answer decides. */

import { M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { isWithinRange } from "../evaluate/within-range.ts";
import { ABSENT, isLogicalType, type NodeId, type SymbolId, Type } from "../model/columns.ts";
import { isValidNumber } from "../model/definition-check.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";

// Values are thrown away only where an answer changes one, as in C: help shows values of the last calculation, and
// each calculation warns anew of unmet dependencies.

/** Called before calculated values are thrown away. */
export type BeforeChange = () => void;

/** Whether a bool or tristate can be set to `value`: not above its visibility, not below what selects demand. */
export function admits(configuration: ConfConfiguration, symbol: SymbolId, value: Tristate): boolean {
  const visible = configuration.visibility(symbol);
  const type = configuration.effectiveType(symbol);
  const isMember = isModalMember(configuration, symbol) && visible === Y;
  if (!isLogicalType(type)) return false;
  if (value === M && (type === Type.bool || isMember)) return false;
  if (!configuration.isChangeable(symbol)) return false;
  if (value === M && configuration.isKeptFromM(symbol)) return false;
  // One member of a choice that is y replaces another; none can just be turned off.
  if (isMember) return value === Y;
  return value >= configuration.reverseDependency(symbol) && value <= visible;
}

/**
 * Sets a bool, tristate or modal choice; false if the value is refused. Before the rewrite, the value that it has
 * already is never refused.
 */
export function answerTristate(
  configuration: ConfConfiguration,
  symbol: SymbolId,
  value: Tristate,
  beforeChange: BeforeChange,
): boolean {
  const { symbols, dialect } = configuration.model.data;
  const changes = configuration.tristate(symbol) !== value;
  const isModal = dialect.choices === "modal";
  if ((changes || !isModal) && !admits(configuration, symbol, value)) return false;
  if (isModalMember(configuration, symbol) && value === Y) {
    const choice = symbols.choice[symbol];
    configuration.keepMember(choice, symbol);
    configuration.keepTristate(choice);
    for (const member of membersOf(configuration, choice)) {
      if (configuration.visibility(member) !== N) configuration.keepTristate(member);
    }
  }
  configuration.keepTristate(symbol, value);
  if (changes) throwAway(configuration, beforeChange);
  return true;
}

/** Sets an int, hex or string; false if the text is no such value or out of its range. */
export function answerText(
  configuration: ConfConfiguration,
  symbol: SymbolId,
  text: string,
  beforeChange: BeforeChange,
): boolean {
  const type = configuration.model.data.symbols.type[symbol];
  if (type !== Type.string) {
    if (
      !isValidNumber(type, text, configuration.model.data.dialect.numbers) ||
      !isWithinRange(configuration, symbol, text)
    )
      return false;
  }
  const lacksPrefix = type === Type.hex && !/^0[xX]/.test(text);
  const before = configuration.rememberedText(symbol);
  configuration.keepText(symbol, lacksPrefix ? `0x${text}` : text);
  if (lacksPrefix || before !== text) throwAway(configuration, beforeChange);
  return true;
}

/** Makes one member of an exclusive choice y and all others that can be seen n. */
export function answerChoice(
  configuration: ConfConfiguration,
  choice: NodeId,
  chosen: SymbolId,
  beforeChange: BeforeChange,
): void {
  const { nodes } = configuration.model.data;
  let changes = false;
  for (let child = nodes.child[choice]; child !== ABSENT; child = nodes.next[child]) {
    const member = nodes.symbol[child];
    if (member === ABSENT || configuration.visibility(member) === N) continue;
    const value = member === chosen ? Y : N;
    changes ||= configuration.tristate(member) !== value;
    configuration.keepTristate(member, value);
    configuration.keepMember(nodes.symbol[choice], member);
  }
  if (changes) throwAway(configuration, beforeChange);
}

function throwAway(configuration: ConfConfiguration, beforeChange: BeforeChange): void {
  beforeChange();
  configuration.outdate();
}

function isModalMember(configuration: ConfConfiguration, symbol: SymbolId): boolean {
  const { symbols, dialect } = configuration.model.data;
  return dialect.choices === "modal" && symbols.choice[symbol] !== ABSENT;
}

function membersOf(configuration: ConfConfiguration, choice: SymbolId): Int32Array {
  const { starts, items } = configuration.model.data.symbols.members;
  return items.subarray(starts[choice], starts[choice + 1]);
}
