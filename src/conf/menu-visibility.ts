/** Which entries of the menu tree the asking modes show, and which of their symbols are new. */

import { N, Y } from "../evaluate/tristate.ts";
import { ABSENT, Node, type NodeId, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";

/**
 * Whether an entry is shown: its prompt can be seen, or its symbol is not n and something in its submenu is shown.
 *
 * Quirk: before the rewrite, a symbol that is shown for its submenu's sake counts as set from then on.
 */
export function isNodeShown(configuration: ConfConfiguration, node: NodeId): boolean {
  const { nodes, properties, symbols, dialect } = configuration.model.data;
  const prompt = nodes.prompt[node];
  if (prompt === ABSENT) return false;
  if (configuration.evaluate(nodes.visibility[node]) === N) return false;
  const symbol = nodes.symbol[node];
  if (symbol !== ABSENT && symbols.type[symbol] === Type.unknown) return false;
  // Also to have it calculated: what help shows of it later is the value of now.
  const value = symbol === ABSENT ? N : configuration.tristate(symbol);
  const visible =
    symbol === ABSENT
      ? configuration.evaluate(properties.condition[prompt])
      : configuration.promptVisibility(prompt, symbol);
  if (visible !== N) return true;
  if (value === N) return false;
  for (let child = nodes.child[node]; child !== ABSENT; child = nodes.next[child]) {
    if (!isNodeShown(configuration, child)) continue;
    if (dialect.choices === "modal") configuration.keepTristate(symbol);
    return true;
  }
  return false;
}

/** Whether the user can change a symbol. An exclusive choice has no value of its own that could change. */
export function canChange(configuration: ConfConfiguration, symbol: SymbolId): boolean {
  const { symbols, dialect } = configuration.model.data;
  const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
  return !(isChoice && dialect.choices === "exclusive") && configuration.isChangeable(symbol);
}

/**
 * Calls `found` for `node` and the entries below it whose symbol has no user value and could have one, in menu
 * order. What `found` changes counts for the entries that follow.
 */
export function visitNewSymbols(
  configuration: ConfConfiguration,
  node: NodeId,
  found: (node: NodeId, symbol: SymbolId) => "go on" | "stop",
): "go on" | "stop" {
  const { nodes } = configuration.model.data;
  if (!isNodeShown(configuration, node)) return "go on";
  const symbol = nodes.symbol[node];
  if (symbol !== ABSENT && isNew(configuration, symbol) && found(node, symbol) === "stop") return "stop";
  for (let child = nodes.child[node]; child !== ABSENT; child = nodes.next[child]) {
    if (visitNewSymbols(configuration, child, found) === "stop") return "stop";
  }
  return "go on";
}

function isNew(configuration: ConfConfiguration, symbol: SymbolId): boolean {
  if (configuration.hasUserValue(symbol)) return false;
  if (canChange(configuration, symbol)) return true;
  // A modal choice that must be y still asks for its member.
  const { symbols, dialect } = configuration.model.data;
  const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
  return isChoice && dialect.choices === "modal" && configuration.tristate(symbol) === Y;
}

/** Whether an entry is one that people open: a menu, a menuconfig, the main menu. */
export function isMenu(configuration: ConfConfiguration, node: NodeId): boolean {
  const { kind, prompt } = configuration.model.data.nodes;
  const isKind = kind[node] === Node.menu || kind[node] === Node.menuconfig || kind[node] === Node.mainmenu;
  return isKind && prompt[node] !== ABSENT;
}
