/** What a configuration made of what was asked: the user values that are not the values. */

import { ABSENT, SymbolFlag, Type } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Configuration } from "./configuration.ts";

/** A symbol whose value is another one than was asked for. */
export interface ChangedInput {
  readonly symbol: ConfigSymbol;
  /** As text: a letter, a number as it is spelled, a string without quotes. */
  readonly asked: string;
  readonly value: string;
}

/** All of them, in the order of the menu, each once. (Behaviour of C conf, KCONFIG_WARN_CHANGED_INPUT.) */
export function changedInputs(configuration: Configuration): readonly ChangedInput[] {
  const { model } = configuration;
  const { symbols, nodes } = model.data;
  const seen = new Set<number>();
  const changed: ChangedInput[] = [];
  for (const node of model.menuOrder()) {
    const id = nodes.symbol[node];
    if (id === ABSENT || seen.has(id)) continue;
    seen.add(id);
    if ((symbols.flags[id] & SymbolFlag.choice) !== 0 || symbols.type[id] === Type.unknown) continue;
    if (!configuration.hasUserValue(id)) continue;
    const symbol = model.symbolAt(id);
    const asked = configuration.userValue(symbol)?.value ?? "";
    const value = configuration.value(id);
    if (asked !== value) changed.push({ symbol, asked, value });
  }
  return changed;
}
