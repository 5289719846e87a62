/** Which symbols take over what a transitional one is set to, and what they would become. */
import type { Configuration } from "../evaluate/configuration.ts";
import { Y } from "../evaluate/tristate.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { successorsOf } from "../model/successors.ts";

/** One symbol that has a transitional one for its default. */
export interface Succession {
  readonly symbol: ConfigSymbol;
  /** The default that names the former name. */
  readonly property: Property;
  /** Its value now. */
  readonly value: string;
  /** For a bool or tristate with a former name that is not y: its value if that were y. */
  readonly ifOn?: string;
}

/** The successors of a transitional symbol; none for any other. */
export function successionOf(configuration: Configuration, former: ConfigSymbol): readonly Succession[] {
  if (!former.isTransitional) return [];
  const successors = successorsOf(former.model).get(former.id) ?? [];
  const trial =
    former.isLogical && configuration.tristate(former.id) !== Y ? configuration.clone() : undefined;
  if (trial !== undefined) {
    // What they took over before would count as their own.
    for (const each of successors)
      if (configuration.userValue(each)?.formerName === former.id) trial.clearUserValue(each.id);
    trial.setTristate(former.id, Y);
  }
  return successors.flatMap((symbol) => {
    const property = symbol.propertiesOf("default").find((each) => names(each, former));
    if (property === undefined) return [];
    const ifOn = trial === undefined ? {} : { ifOn: trial.value(symbol.id) };
    return [{ symbol, property, value: configuration.value(symbol.id), ...ifOn }];
  });
}

function names(property: Property, former: ConfigSymbol): boolean {
  const value = former.model.expression(property.value);
  return value.kind === "symbol" && value.symbol.id === former.id;
}
