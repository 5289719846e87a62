/** The help of a symbol or choice as the C tool prints it: its text, its values, where and how it is defined. */

import { printExpression, printSymbol, type ValueNote } from "../evaluate/print-expression.ts";
import { letterOf, M, N, Y } from "../evaluate/tristate.ts";
import { NO, type SymbolId, type SymbolType, YES } from "../model/columns.ts";
import { type ExpressionId, NONE, Op, operandsOf } from "../model/expressions.ts";
import type { ConfigSymbol, MenuNode, Model, Property } from "../model/model.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";
import { isNodeShown } from "./menu-visibility.ts";

/** Bytes of one formatted piece that C keeps; the rest of a longer help text is lost, with its newline. */
const PIECE_LIMIT = 9999;

/** Levels of menus under "Location:", the innermost ones. */
const LOCATION_LEVELS = 8;

const typeWords: Readonly<Record<SymbolType, string>> = {
  unknown: "unknown",
  bool: "bool",
  tristate: "tristate",
  int: "integer",
  hex: "hex",
  string: "string",
  float: "float",
};

/**
 * Help of a node's symbol, from the words at this node to all that selects it. (Behaviour of C conf 6.1 and 6.12.)
 *
 * Quirk: values are those of the last calculation, which an answer may have outdated since; what was never
 * calculated is n or (null).
 */
export function classicHelp(configuration: ConfConfiguration, node: MenuNode, prefix: string): string {
  const { symbol, help } = node;
  let text = "";
  if (help === undefined) text += "There is no help available for this option.\n";
  else {
    if (symbol !== undefined && symbol.name !== "") text += cut(`${prefix}${symbol.name}:\n\n`);
    text += cut(`${help}\n`);
  }
  return symbol === undefined ? text : text + describeSymbol(configuration, symbol);
}

function describeSymbol(configuration: ConfConfiguration, symbol: ConfigSymbol): string {
  const { model } = configuration;
  const note: ValueNote = (id) => cut(` [=${configuration.lastValue(id)}]`);
  const pieces: string[] = [];
  if (symbol.name !== "") {
    pieces.push(
      cut(`Symbol: ${symbol.name} [=${configuration.lastValue(symbol.id)}]\n`),
      `Type  : ${typeWords[symbol.type]}\n`,
      rangeLine(configuration, symbol, note),
    );
  }
  const { definitions } = symbol;
  for (const node of definitions) if (node.prompt !== undefined) pieces.push(describeNode(node));
  for (const node of definitions) if (node.prompt === undefined) pieces.push(describeNode(node));
  pieces.push(
    targets("Selects: ", symbol.propertiesOf("select")),
    sources("Selected by", symbol.reverseDependency),
    targets("Implies: ", symbol.propertiesOf("imply")),
    sources("Implied by", symbol.weakReverseDependency),
    "\n\n",
  );
  return pieces.join("");

  function describeNode(node: MenuNode): string {
    const { path, line } = node.place;
    const defined = cut(`Defined at ${path}:${line}\n`);
    const dependency = conditionLine("  Depends on: ", node.dependency);
    const { prompt } = node;
    if (prompt === undefined) return defined + dependency;
    const visible = areEqual(model, node.dependency, prompt.condition)
      ? ""
      : conditionLine("  Visible if: ", prompt.condition);
    return `${defined}${cut(`  Prompt: ${prompt.text}\n`)}${dependency}${visible}${location(configuration, node)}`;
  }

  function conditionLine(title: string, condition: ExpressionId): string {
    return isAlways(model, condition) ? "" : `${title}${printExpression(configuration, condition, note)}\n`;
  }

  function targets(title: string, properties: readonly Property[]): string {
    if (properties.length === 0) return "";
    const names = properties.map((property) => printSymbol(model.data, property.target.id, note));
    return `${title}${names.join(" && ")}\n`;
  }

  /** The terms of a reverse dependency, by their values. A term is calculated just before it is printed. */
  function sources(title: string, id: ExpressionId): string {
    if (id === NONE) return "";
    const terms = operandsOf(model.data.expressions, Op.or, id);
    let text = "";
    for (const value of [Y, M, N]) {
      let heading = `${title} [${letterOf(value)}]:\n`;
      for (const term of terms) {
        if (configuration.evaluate(term) !== value) continue;
        text += `${heading}  - ${printExpression(configuration, term, note)}\n`;
        heading = "";
      }
    }
    return text;
  }
}

function rangeLine(configuration: ConfConfiguration, symbol: ConfigSymbol, note: ValueNote): string {
  if (!["int", "hex", "float"].includes(symbol.type)) return "";
  const range = configuration.activeRange(symbol.id);
  if (range === undefined) return "";
  const { data } = configuration.model;
  const [low, high] = configuration.model.property(range).limits;
  return `Range : [${printSymbol(data, low.id, note)} ${printSymbol(data, high.id, note)}]\n`;
}

/**
 * The way down to an entry through the menus as people see them. Quirk: C looks whether these are shown, of which
 * `isNodeShown` tells what comes before the rewrite.
 */
function location(configuration: ConfConfiguration, node: MenuNode): string {
  const way: MenuNode[] = [];
  const { locatesEntryItself } = configuration.model.data.dialect.conf;
  for (
    let at: MenuNode | undefined = locatesEntryItself ? node : node.parent;
    at?.parent !== undefined;
    at = at.parent
  )
    way.push(at);
  const levels = way.slice(0, LOCATION_LEVELS);
  for (const at of levels) isNodeShown(configuration, at.id);
  if (levels.length === 0) return "";
  let text = "  Location:\n";
  let indentation = 4;
  for (const at of levels.reverse()) {
    const { symbol } = at;
    text += cut(`${" ".repeat(indentation)}-> ${at.prompt?.text ?? symbol?.name ?? "(null)"}`);
    if (symbol !== undefined) {
      text += cut(` (${symbol.name || "<choice>"} [=${configuration.lastValue(symbol.id)}])`);
    }
    text += "\n";
    indentation += 2;
  }
  return text;
}

function isAlways(model: Model, id: ExpressionId): boolean {
  const { operator, left } = model.data.expressions;
  return id === NONE || (operator[id] === Op.symbol && left[id] === YES);
}

/**
 * Whether C takes two conditions for the same: the order of terms does not matter. Quirk: `y` and `n` are no terms
 * that can be common to both, and where such a constant decides what remains of both, they count as the same.
 */
function areEqual(model: Model, a: ExpressionId, b: ExpressionId): boolean {
  if (a === b) return true;
  const { expressions } = model.data;
  const op = expressions.operator[a];
  if (op === Op.not && expressions.operator[b] === Op.not) {
    return areEqual(model, expressions.left[a], expressions.left[b]);
  }
  if (op !== expressions.operator[b]) return isAlways(model, a) && isAlways(model, b);
  if (op !== Op.and && op !== Op.or) return false;
  const left = operandsOf(expressions, op, a);
  const right = operandsOf(expressions, op, b);
  const remaining = left.filter((term) => {
    const at = isConstant(model, term) ? -1 : right.findIndex((other) => areEqual(model, term, other));
    if (at >= 0) right.splice(at, 1);
    return at < 0;
  });
  const rest = decidedBy(model, op, remaining);
  return rest !== undefined && rest === decidedBy(model, op, right);
}

/** The one symbol that terms come to without the constants that do not matter; undefined if there are several. */
function decidedBy(model: Model, op: number, terms: readonly ExpressionId[]): SymbolId | undefined {
  const { expressions } = model.data;
  const neutral = op === Op.and ? YES : NO;
  const absorbing = op === Op.and ? NO : YES;
  const symbols = terms.map((term) => {
    const inner = expressions.operator[term];
    if (inner === Op.symbol) return expressions.left[term];
    const isChain = inner === Op.and || inner === Op.or;
    return isChain ? decidedBy(model, inner, operandsOf(expressions, inner, term)) : undefined;
  });
  if (symbols.includes(absorbing)) return absorbing;
  const others = symbols.filter((symbol) => symbol !== neutral);
  return others.length === 0 ? neutral : others.length === 1 ? others[0] : undefined;
}

function isConstant(model: Model, id: ExpressionId): boolean {
  const { operator, left } = model.data.expressions;
  return operator[id] === Op.symbol && (left[id] === YES || left[id] === NO);
}

/** A piece of text as C formats it, cut by bytes and not by characters. */
function cut(text: string): string {
  // No UTF-16 unit needs more than three bytes.
  if (text.length * 3 <= PIECE_LIMIT) return text;
  const bytes = encodeText(text);
  return bytes.length <= PIECE_LIMIT ? text : decodeText(bytes.subarray(0, PIECE_LIMIT));
}
