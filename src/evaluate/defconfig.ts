/** The minimal configuration: only what differs from what would be there by default. */
import { DEFAULT_MARK, DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import {
  ABSENT,
  isLogicalType,
  isOwnProperty,
  Kind,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
} from "../model/columns.ts";
import { Op } from "../model/expressions.ts";
import type { Configuration } from "./configuration.ts";
import { isForced, isMarkedDefault } from "./marked-defaults.ts";
import { and, letterOf, M, N, or, type Tristate, Y } from "./tristate.ts";
import { isTitleShown, lineOf, type WriteOptions } from "./write.ts";

/** The text of a defconfig file: in menu order, without a header. (Behaviour of C conf --savedefconfig.) */
export function writeDefconfig(configuration: Configuration, options: WriteOptions = {}): string {
  const { model } = configuration;
  const { nodes, symbols } = model.data;
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const isSdkconfig = model.data.dialect.conf.dotConfig === "sdkconfig";
  const seen = new Uint8Array(symbols.count);
  let text = isSdkconfig ? headOfDefaults(configuration, options) : "";
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
    if (line === undefined) continue;
    text += isSdkconfig ? lineOfDefaults(configuration, symbol, line) : `${line}\n`;
  }
  return text;
}

/** The head of an sdkconfig.defaults, with the target where that is not the first one that there was. */
function headOfDefaults(configuration: Configuration, options: WriteOptions): string {
  const { prefix = DEFAULT_PREFIX, version = "" } = options;
  const target = configuration.model.symbol("IDF_TARGET");
  const line =
    target === undefined || configuration.value(target.id) === "esp32" || !configuration.isWritten(target.id)
      ? undefined
      : lineOf(configuration, target.id, prefix);
  return [
    "# This file was generated using idf.py save-defconfig or menuconfig [D] key. It can be edited manually.\n",
    `# Espressif IoT Development Framework (ESP-IDF) ${version} Project Minimal Configuration\n#\n`,
    ...(target === undefined || line === undefined ? [] : [lineOfDefaults(configuration, target.id, line)]),
  ].join("");
}

/** A line with its mark; what is not set stands as `=n`. */
function lineOfDefaults(configuration: Configuration, symbol: SymbolId, line: string): string {
  const unset = /^# (.*) is not set$/.exec(line)?.[1];
  const mark = isMarkedDefault(configuration, symbol) ? `${DEFAULT_MARK}\n` : "";
  return `${mark}${unset === undefined ? line : `${unset}=n`}\n`;
}

/** Whether the minimal configuration has to say what the symbol is: the user can change it, and it is not its default. */
export function isInDefconfig(configuration: Configuration, symbol: SymbolId): boolean {
  return (
    configuration.isWritten(symbol) &&
    (configuration.isChangeable(symbol) || isShownThoughForced(configuration, symbol)) &&
    configuration.value(symbol) !== defaultText(configuration, symbol) &&
    !isChosenByDefault(configuration, symbol)
  );
}

/** Whether a symbol that another one sets could be seen if that were not so. */
function isShownThoughForced(configuration: Configuration, symbol: SymbolId): boolean {
  const { data } = configuration.model;
  if (data.dialect.conf.dotConfig !== "sdkconfig" || !isForced(configuration, symbol)) return false;
  const { symbols, properties, nodes } = data;
  const { starts, items } = symbols.properties;
  return items.subarray(starts[symbol], starts[symbol + 1]).some((property) => {
    if (properties.kind[property] !== Kind.prompt) return false;
    const node = properties.node[property];
    const conditions = [properties.ownCondition[property], nodes.dependency[node]];
    for (let at = nodes.block[node]; at !== ABSENT; at = nodes.block[at])
      conditions.push(nodes.visibility[at]);
    return conditions.every((each) => configuration.evaluate(each) !== N);
  });
}

/**
 * What the symbol would be if nobody asked. Quirk: this is another calculation than that of values: an imply is
 * not capped by the direct dependency, and no range applies.
 */
function defaultText(configuration: Configuration, symbol: SymbolId): string {
  const { symbols, properties, expressions } = configuration.model.data;
  const type = symbols.type[symbol];
  const property = ownDefault(configuration, symbol);
  const kept = configuration.activeKeptDefault(symbol);
  if (isLogicalType(type)) {
    let value: Tristate = kept === "y" ? Y : N;
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
  let text = kept ?? "";
  if (property !== undefined && expressions.operator[properties.value[property]] === Op.symbol) {
    text = configuration.rawText(expressions.left[properties.value[property]]);
  }
  if (text !== "") return text;
  const { zeroInt, zeroHex } = configuration.model.data.dialect;
  return type === Type.int ? zeroInt : type === Type.hex ? zeroHex : "";
}

/** The default that counts of those in the symbol's own entries. */
function ownDefault(configuration: Configuration, symbol: SymbolId): PropertyId | undefined {
  const { data } = configuration.model;
  const active = configuration.activeDefault(symbol);
  if (active === undefined || isOwnProperty(data, symbol, active)) return active;
  const { starts, items } = data.symbols.properties;
  const { kind, condition } = data.properties;
  if (configuration.keptDefault(symbol) !== undefined) return undefined;
  return items
    .subarray(starts[symbol], starts[symbol + 1])
    .find(
      (each) =>
        kind[each] === Kind.default &&
        isOwnProperty(data, symbol, each) &&
        configuration.evaluate(condition[each]) !== N,
    );
}

function isChosenByDefault(configuration: Configuration, symbol: SymbolId): boolean {
  const { symbols } = configuration.model.data;
  const choice = symbols.choice[symbol];
  if (choice === ABSENT || symbols.type[symbol] !== Type.bool) return false;
  if ((symbols.flags[choice] & SymbolFlag.optional) !== 0) return false;
  return configuration.defaultMember(choice) === symbol && configuration.tristate(symbol) === Y;
}
