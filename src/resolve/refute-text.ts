/** Why an int, hex or string never is a certain text: what its definition gives it, and what its ranges let through. */
import { compare } from "../evaluate/comparison.ts";
import { probeOf } from "../explain/statements.ts";
import { NONE, Op } from "../model/expressions.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { normalFloat } from "../model/python-numbers.ts";
import type { Fact } from "./facts.ts";

/** Why `symbol` is never `text`, as far as its own definition tells; undefined if it does not. */
export function refuteText(symbol: ConfigSymbol, text: string): readonly Fact[] | undefined {
  const ranges = symbol.propertiesOf("range");
  if (symbol.type !== "string" && ranges.length > 0 && ranges.every((range) => excludes(range, symbol, text)))
    return [...ranges.map((range) => rangeFact(symbol, range)), ...limitsFacts(ranges, symbol, text)];
  const texts = possibleTexts(symbol);
  return texts === undefined || texts.includes(text) ? undefined : [textFact(symbol)];
}

/** Whether a number is outside of a range whatever its limits are. Where no range counts, the solver has the word. */
function excludes(range: Property, symbol: ConfigSymbol, text: string): boolean {
  return excludingLimits(range, symbol, text).length > 0;
}

/** The limits of a range that a number is beyond, whatever value they have. */
function excludingLimits(
  { limits: [low, high] }: Property,
  symbol: ConfigSymbol,
  text: string,
): readonly ConfigSymbol[] {
  const { type } = symbol.model.data.symbols;
  const { numbers } = symbol.model.data.dialect;
  const isBeyond = (limit: ConfigSymbol, operator: number) =>
    possibleTexts(limit)?.every((each) =>
      compare(operator, { type: type[symbol.id], text }, { type: type[limit.id], text: each }, numbers),
    ) === true;
  return [...(isBeyond(low, Op.less) ? [low] : []), ...(isBeyond(high, Op.greater) ? [high] : [])];
}

/** A number's limits, as a range names them. */
export function rangeFact(symbol: ConfigSymbol, range: Property): Fact {
  const [low, high] = range.limits.map(({ name }) => name);
  const ground = { kind: "default", statement: range, symbols: [] } as const;
  return { symbol, claim: { kind: "within", low, high }, grounds: [ground] };
}

function limitsFacts(ranges: readonly Property[], symbol: ConfigSymbol, text: string): readonly Fact[] {
  const limits = ranges.flatMap((range) => excludingLimits(range, symbol, text));
  const named = [...new Set(limits)].filter((limit) => !limit.isConstant && limit.isDefined);
  return named.map((limit) => {
    const fact = textFact(limit);
    const { type } = limit.model.data.symbols;
    const { numbers } = limit.model.data.dialect;
    const order = (a: string, b: string) =>
      compare(Op.less, { type: type[limit.id], text: a }, { type: type[limit.id], text: b }, numbers)
        ? -1
        : 1;
    return fact.claim.kind === "fixed"
      ? { ...fact, claim: { ...fact.claim, texts: [...fact.claim.texts].sort(order) } }
      : fact;
  });
}

/** A fact about a text that only defaults give. */
export function textFact(symbol: ConfigSymbol): Fact {
  const [property] = symbol.propertiesOf("default");
  const probe = property && probeOf(property);
  return {
    symbol,
    claim: { kind: "fixed", texts: possibleTexts(symbol) ?? [] },
    grounds: property === undefined ? [] : [{ kind: "default", statement: property, symbols: [] }],
    ...(probe !== undefined && { leaf: { kind: "probe", probe } }),
  };
}

/** All texts that a symbol can have, as long as nobody can set it; undefined if that is not easily told. */
export function possibleTexts(symbol: ConfigSymbol, depth = 0): readonly string[] | undefined {
  if (symbol.isConstant || !symbol.isDefined) return [symbol.name];
  if (symbol.isTransitional) return undefined;
  if (symbol.isLogical || symbol.hasPrompt || depth > MOST_DEFAULTS_DEEP) return undefined;
  if (symbol.propertiesOf("range").length > 0) return undefined;
  const { zeroInt, zeroHex } = symbol.model.data.dialect;
  const texts = new Set<string>();
  for (const property of symbol.propertiesOf("default")) {
    const value = symbol.model.expression(property.value);
    const given = value.kind === "symbol" ? possibleTexts(value.symbol, depth + 1) : undefined;
    if (given === undefined) return undefined;
    for (const text of given) texts.add(symbol.type === "float" ? normalFloat(text) : text);
    if (property.condition === NONE) return [...texts];
  }
  texts.add(symbol.type === "int" ? zeroInt : symbol.type === "hex" ? zeroHex : "");
  return [...texts];
}

/** A default that names a symbol whose default names a symbol, and so on. */
const MOST_DEFAULTS_DEEP = 8;
