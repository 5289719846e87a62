/** The minimal configuration: only what differs from what would be there by default. */
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { Op } from "../model/expressions.ts";
import { ABSENT, SymbolFlag, type SymbolId, Type } from "../model/model.ts";
import type { Configuration } from "./configuration.ts";
import { and, letterOf, M, N, or, type Tristate, Y } from "./tristate.ts";
import { isTitleShown, lineOf, type WriteOptions } from "./write.ts";

/** The text of a defconfig file: in menu order, without a header. (Behaviour of C conf --savedefconfig.) */
export function writeDefconfig(configuration: Configuration, options: WriteOptions = {}): string {
  const { model } = configuration;
  const { nodes, symbols } = model.data;
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const seen = new Uint8Array(symbols.count);
  let text = "";
  for (const node of model.menuOrder()) {
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT) {
      // C looks whether the title is visible, which calculates what its condition names; see `#calculateMember` of
      // Calculation for where that shows.
      isTitleShown(configuration, node);
      continue;
    }
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0 || seen[symbol] === 1) continue;
    if (!configuration.isWritten(symbol)) continue;
    seen[symbol] = 1;
    if (!isInDefconfig(configuration, symbol)) continue;
    const line = lineOf(configuration, symbol, prefix);
    if (line !== undefined) text += `${line}\n`;
  }
  return text;
}

/** Whether the minimal configuration has to say what the symbol is: the user can change it, and it is not its default. */
export function isInDefconfig(configuration: Configuration, symbol: SymbolId): boolean {
  return (
    configuration.isWritten(symbol) &&
    configuration.isChangeable(symbol) &&
    configuration.value(symbol) !== defaultText(configuration, symbol) &&
    !isChosenByDefault(configuration, symbol)
  );
}

/**
 * What the symbol would be if nobody asked. Quirk: this is another calculation than that of values: an imply is
 * not capped by the direct dependency, and no range applies.
 */
function defaultText(configuration: Configuration, symbol: SymbolId): string {
  const { symbols, properties, expressions } = configuration.model.data;
  const type = symbols.type[symbol];
  const property = configuration.activeDefault(symbol);
  if (type === Type.bool || type === Type.tristate) {
    let value: Tristate = N;
    if (property !== undefined) {
      value = and(
        configuration.evaluate(properties.value[property]),
        configuration.evaluate(properties.condition[property]),
      );
    }
    value = or(value, configuration.reverseDependency(symbol));
    if (value === M && (type === Type.bool || !configuration.modulesEnabled)) value = Y;
    return letterOf(or(value, configuration.weakReverseDependency(symbol)));
  }
  let text = "";
  if (property !== undefined && expressions.operator[properties.value[property]] === Op.symbol) {
    text = configuration.rawText(expressions.left[properties.value[property]]);
  }
  if (text !== "") return text;
  const { zeroInt, zeroHex } = configuration.model.data.dialect;
  return type === Type.int ? zeroInt : type === Type.hex ? zeroHex : "";
}

function isChosenByDefault(configuration: Configuration, symbol: SymbolId): boolean {
  const { symbols } = configuration.model.data;
  const choice = symbols.choice[symbol];
  if (choice === ABSENT || symbols.type[symbol] !== Type.bool) return false;
  if ((symbols.flags[choice] & SymbolFlag.optional) !== 0) return false;
  return configuration.defaultMember(choice) === symbol && configuration.tristate(symbol) === Y;
}
