/** The text of an int, hex or string, as cases. */
import { isInside, limitToRange } from "../evaluate/range.ts";
import { isLogicalType, Kind, type SymbolId, Type, YES } from "../model/columns.ts";
import { isValidNumber } from "../model/definition-check.ts";
import { Op } from "../model/expressions.ts";
import { normalFloat } from "../model/python-numbers.ts";
import { always, type Cases, chooseCases, mapCases } from "./cases.ts";
import type { Edit } from "./edits.ts";
import type { Encoding } from "./encoding.ts";
import type { Literal } from "./solver.ts";

/** The text that counts: what the user asks for, else the first default that holds, within the first range. */
export function encodeText(encoder: Encoding, symbol: SymbolId): Cases {
  const { gates, base } = encoder;
  const visible = encoder.visibility(symbol).m;
  const before = base.hasUserValue(symbol) ? base.userValue(base.model.symbolAt(symbol))?.value : undefined;
  let cases: Cases;
  if (visible === gates.no) cases = givenText(encoder, symbol);
  else {
    const edit = textEdit(encoder, symbol);
    const isSet = gates.or([edit.edited, before === undefined ? gates.no : gates.yes]);
    const asked = chooseCases(gates, edit.edited, edit.texts, () => always(gates, before ?? ""));
    const counts = gates.and([visible, isSet, takenNumber(encoder, symbol, asked)]);
    cases = chooseCases(gates, counts, asked, () => givenText(encoder, symbol));
  }
  return encoder.data.symbols.type[symbol] === Type.string ? cases : withinRange(encoder, symbol, cases);
}

/** Any of the texts that conditions can tell apart. */
export function anyText({ gates, domains }: Encoding, symbol: SymbolId): Cases {
  const texts = new Map(domains.textsFor(symbol, []).map((text) => [text, gates.variable()]));
  gates.exactlyOne([...texts.values()]);
  return texts;
}

function textEdit(encoder: Encoding, symbol: SymbolId): Edit & { readonly kind: "text" } {
  const { gates, data } = encoder;
  const type = data.symbols.type[symbol];
  const wanted = encoder.options.texts?.get(symbol) ?? [];
  const texts = new Map<string, Literal>();
  for (const text of new Set([...wanted, ...encoder.domains.textsFor(symbol, wanted)])) {
    if (type === Type.string || isValidNumber(type, text, data.dialect.numbers))
      texts.set(text, gates.variable());
  }
  const edited = gates.variable();
  // One of them, edited or not, so that the cases stay complete.
  gates.exactlyOne([...texts.values()]);
  const edit = { kind: "text", symbol, edited, texts } as const;
  encoder.edits.set(symbol, edit);
  return edit;
}

/** The literal that a number which is asked for is taken: inside of its range, where the dialect takes no other. */
function takenNumber(encoder: Encoding, symbol: SymbolId, asked: Cases): Literal {
  const { gates, data } = encoder;
  const { properties, symbols, dialect } = data;
  const type = symbols.type[symbol];
  if (dialect.outOfRange === "limit" || type === Type.string) return gates.yes;
  let taken = gates.yes;
  for (const property of [...encoder.propertiesOf(symbol, Kind.range)].reverse()) {
    const [lower, upper] = [properties.value[property], properties.upper[property]];
    const inside: Literal[] = [];
    for (const [text, isText] of asked) {
      for (const [low, isLow] of rawText(encoder, lower)) {
        for (const [high, isHigh] of rawText(encoder, upper)) {
          const limits = [
            { type: symbols.type[lower], text: low },
            { type: symbols.type[upper], text: high },
          ] as const;
          if (isInside(type, text, ...limits, dialect.numbers))
            inside.push(gates.and([isText, isLow, isHigh]));
        }
      }
    }
    taken = gates.choose(encoder.expression(properties.condition[property]).m, gates.or(inside), taken);
  }
  return taken;
}

function givenText(encoder: Encoding, symbol: SymbolId): Cases {
  const { gates, data } = encoder;
  const { properties, expressions, symbols } = data;
  const { zeroInt, zeroHex } = data.dialect;
  const type = symbols.type[symbol];
  const zero = always(gates, type === Type.int ? zeroInt : type === Type.hex ? zeroHex : "");
  const kept = encoder.base.keptDefault(symbol);
  let cases = zero;
  if (kept !== undefined)
    cases = chooseCases(gates, encoder.holdsEverywhere(symbol), always(gates, kept), () => zero);
  for (const property of [...encoder.defaultsOf(symbol)].reverse()) {
    const value = properties.value[property];
    const source = expressions.operator[value] === Op.symbol ? expressions.left[value] : undefined;
    const raw = source === undefined ? zero : rawText(encoder, source);
    const given =
      type === Type.float ? mapCases(gates, raw, (text) => always(gates, normalFloat(text))) : raw;
    const rest = cases;
    cases = chooseCases(gates, encoder.expression(properties.condition[property]).m, given, () => rest);
  }
  return cases;
}

/** A symbol's text as defaults and ranges see it: in C that of a bool or tristate is "n", whatever its value. */
function rawText(encoder: Encoding, symbol: SymbolId): Cases {
  const { gates, data } = encoder;
  const { type, name } = data.symbols;
  if (symbol <= YES) return always(gates, name[symbol]);
  if (isLogicalType(type[symbol])) {
    if (data.dialect.textOfLogical === "n") return always(gates, "n");
    const { m, y } = encoder.levels(symbol);
    const orM = () => chooseCases(gates, m, always(gates, "m"), () => always(gates, "n"));
    return chooseCases(gates, y, always(gates, "y"), orM);
  }
  return encoder.cases(symbol);
}

function withinRange(encoder: Encoding, symbol: SymbolId, cases: Cases): Cases {
  const { gates, data } = encoder;
  const { properties } = data;
  let limited = cases;
  for (const property of [...encoder.propertiesOf(symbol, Kind.range)].reverse()) {
    const [lower, upper] = [properties.value[property], properties.upper[property]];
    const clamped = mapCases(gates, cases, (text) =>
      mapCases(gates, rawText(encoder, lower), (low) =>
        mapCases(gates, rawText(encoder, upper), (high) =>
          always(gates, clamp(encoder, symbol, text, [lower, low], [upper, high])),
        ),
      ),
    );
    const rest = limited;
    limited = chooseCases(gates, encoder.expression(properties.condition[property]).m, clamped, () => rest);
  }
  return limited;
}

function clamp(
  { data }: Encoding,
  symbol: SymbolId,
  text: string,
  [lower, low]: readonly [SymbolId, string],
  [upper, high]: readonly [SymbolId, string],
): string {
  const { type } = data.symbols;
  return limitToRange(
    type[symbol],
    text,
    () => ({ type: type[lower], text: low }),
    () => ({ type: type[upper], text: high }),
    data.dialect,
  );
}
