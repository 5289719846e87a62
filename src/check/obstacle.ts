/** What keeps a symbol from being set: the written conditions that fail, and what lies behind them. */
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N, type Tristate } from "../evaluate/tristate.ts";
import type { ExpressionId } from "../model/expressions.ts";
import type { ConfigSymbol, MenuNode, Property } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import { type Need, needAtLeast, type SymbolNeed, symbolNeeds } from "./need.ts";
import { locateProperty } from "./place.ts";

/** One condition, as it is written, that is too low. */
export interface Obstacle {
  /** `dependency`: depends on, and the ifs and menus around. `visibility`: the prompt's own if, and visible if. */
  readonly kind: "dependency" | "visibility";
  readonly need: Need;
  readonly location: Location;
}

/** Longer rows of causes lead nowhere that a reader would follow. */
const DEEPEST = 12;

/**
 * The conditions that keep the user from setting `symbol` to `value` (y for an int, hex or string): of the prompt
 * that lacks least, the own ones first, then from the inside outwards. Empty if it can be set, or has no prompt.
 */
export function obstaclesOf(configuration: Configuration, symbol: ConfigSymbol, value: Tristate): readonly Obstacle[] {
  const level = symbol.type === "tristate" && configuration.modulesEnabled ? value : M;
  let best: readonly Obstacle[] | undefined;
  for (const prompt of symbol.propertiesOf("prompt")) {
    const found = obstaclesOfPrompt(configuration, prompt, level);
    if (found.length === 0) return found;
    if (best === undefined || hardness(found) < hardness(best)) best = found;
  }
  return best ?? [];
}

/** One step on the way to the root of a need. */
export interface Step {
  readonly need: SymbolNeed;
  /** What keeps the need's symbol from being set; none where the way ends. */
  readonly obstacle?: Obstacle;
}

/**
 * The way from an obstacle to its root: the symbol that it needs, what that one needs, and so on up to a symbol
 * that could be set as things are, or that the user cannot set at all. Of alternatives, the first.
 */
export function wayToRoot(configuration: Configuration, obstacle: Obstacle): readonly Step[] {
  const steps: Step[] = [];
  const seen = new Set<number>();
  let at: Obstacle | undefined = obstacle;
  while (at !== undefined && steps.length < DEEPEST) {
    const need: SymbolNeed | undefined = easiest(symbolNeeds(at.need));
    if (need === undefined || seen.has(need.symbol.id)) break;
    seen.add(need.symbol.id);
    const [next]: readonly (Obstacle | undefined)[] =
      need.bound === "at least" ? obstaclesOf(configuration, need.symbol, need.value) : [];
    steps.push({ need, obstacle: next });
    at = next;
  }
  return steps;
}

/** Whether a request of the user's could fulfil the need as things are. */
export function isSettable(configuration: Configuration, { symbol, bound, value }: SymbolNeed): boolean {
  if (symbol.isConstant || symbol.isChoice || !symbol.hasPrompt) return false;
  const visibility = configuration.visibility(symbol.id);
  if (bound === "at most") return visibility !== N && configuration.reverseDependency(symbol.id) <= value;
  return visibility >= (symbol.type === "tristate" ? value : M);
}

function obstaclesOfPrompt(configuration: Configuration, prompt: Property, level: Tristate): readonly Obstacle[] {
  const { model } = configuration;
  if (configuration.evaluate(prompt.condition) >= level) return [];
  const found: Obstacle[] = [];
  const look = (kind: Obstacle["kind"], expression: ExpressionId, property: Property): void => {
    const need = needAtLeast(configuration, model.expression(expression), level);
    if (need !== undefined) found.push({ kind, need, location: locateProperty(property, need) });
  };
  for (const { kind, property } of conditionsAround(prompt.node)) look(kind, property.value, property);
  look("visibility", prompt.ownCondition, prompt);
  if (found.length > 0) return found;
  // Nothing that is written fails by itself: what is left came about when the conditions were put together.
  look("dependency", prompt.condition, prompt);
  return found;
}

function* conditionsAround(node: MenuNode): Iterable<{ readonly kind: Obstacle["kind"]; readonly property: Property }> {
  for (let at: MenuNode | undefined = node; at !== undefined; at = at.block) {
    for (const property of at.conditions) {
      const kind = property.kind === "visible if" ? "visibility" : "dependency";
      yield { kind, property };
    }
    // A choice that nobody can see offers no member.
    const prompt = at.kind === "choice" ? at.prompt : undefined;
    if (prompt !== undefined && prompt.ownCondition !== 0) yield { kind: "visibility", property: prompt };
  }
}

/** Fewer obstacles are easier; one that no setting removes counts for more than all others. */
function hardness(obstacles: readonly Obstacle[]): number {
  const hopeless = obstacles.some(({ need }) => symbolNeeds(need).some(({ symbol }) => !isReal(symbol)));
  return obstacles.length + (hopeless ? 1000 : 0);
}

function easiest(needs: readonly SymbolNeed[]): SymbolNeed | undefined {
  return needs.find(({ symbol }) => isReal(symbol) && symbol.hasPrompt) ?? needs.find(({ symbol }) => isReal(symbol)) ?? needs[0];
}

const isReal = (symbol: ConfigSymbol): boolean => !symbol.isConstant && symbol.isDefined;

