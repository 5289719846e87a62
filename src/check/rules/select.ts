/** Selects: who turns a symbol on, and whether that is more than was asked for. */
import type { Configuration } from "../../evaluate/configuration.ts";
import { and, N, type Tristate, tristateOf } from "../../evaluate/tristate.ts";
import { type ConfigSymbol, Kind } from "../../model/model.ts";
import type { Cause, Selector } from "../cause.ts";
import type { Question } from "../question.ts";

/** `forced-by-select`: selects demand more than the request, and what they demand is what came out. */
export function forcedBySelect({ request, symbol, configuration }: Question): Cause | undefined {
  const wanted = tristateOf(request.wanted);
  if (wanted === undefined) return undefined;
  const demanded = configuration.reverseDependency(symbol.id);
  if (demanded <= wanted || configuration.tristate(symbol.id) > demanded) return undefined;
  return { code: "forced-by-select", selectors: selectorsOf(configuration, symbol, demanded) };
}

/** The selects of a symbol, in the order of the text; with `least`, those in force with at least this value. */
export function selectorsOf(
  configuration: Configuration,
  target: ConfigSymbol,
  least: Tristate = N,
): readonly Selector[] {
  const { model } = configuration;
  const { properties, nodes } = model.data;
  const found: Selector[] = [];
  for (let id = 0; id < properties.count; id++) {
    if (properties.kind[id] !== Kind.select || properties.value[id] !== target.id) continue;
    const symbol = model.symbolAt(nodes.symbol[properties.node[id]]);
    const value = and(configuration.tristate(symbol.id), configuration.evaluate(properties.condition[id]));
    // What a bool demands with m is y.
    if (value === N ? least === N : value >= least || target.type === "bool" || !configuration.modulesEnabled) {
      found.push({ symbol, property: model.property(id) });
    }
  }
  return found;
}
