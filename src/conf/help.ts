/** The help of a symbol or choice as the C tool prints it: its text, its values, where and how it is defined. */

import { printExpression, printSymbol, type ValueNote } from "../evaluate/print-expression.ts";
import { letterOf, M, N, Y } from "../evaluate/tristate.ts";
import type { SymbolType } from "../model/columns.ts";
import { type ExpressionId, NONE, Op, operandsOf } from "../model/expressions.ts";
import type { ConfigSymbol, MenuNode, Property } from "../model/model.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";
import { isNodeShown } from "./menu-visibility.ts";
import { areEqual, isAlways } from "./same-condition.ts";

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
  if (configuration.model.data.dialect.conf.helpLayout === "text alone")
    return help === undefined ? "Sorry, no help available for this option yet.\n" : cut(help);
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
      `Type  : ${symbol.type === "bool" ? model.data.dialect.conf.boolName : typeWords[symbol.type]}\n`,
      rangeLine(configuration, symbol, note),
    );
  }
  const { definitions } = symbol;
  const { helpLayout } = model.data.dialect.conf;
  const isByPrompt = helpLayout !== "by definition";
  if (isByPrompt) {
    for (const prompt of symbol.propertiesOf("prompt")) pieces.push(describePrompt(prompt));
    if (!symbol.isChoice) pieces.push(describeFirst(definitions[0]));
  } else {
    for (const node of definitions) if (node.prompt !== undefined) pieces.push(describeNode(node));
    for (const node of definitions) if (node.prompt === undefined) pieces.push(describeNode(node));
  }
  const indent = isByPrompt ? "  " : "";
  const by = helpLayout === "by prompt, undivided" ? undivided : sources;
  pieces.push(
    targets(`${indent}Selects: `, symbol.propertiesOf("select")),
    by(`${indent}Selected by`, symbol.reverseDependency),
    targets(`${indent}Implies: `, symbol.propertiesOf("imply")),
    by(`${indent}Implied by`, symbol.weakReverseDependency),
    "\n\n",
  );
  return pieces.join("");

  function describePrompt(prompt: Property): string {
    return `${cut(`Prompt: ${prompt.text}\n`)}${location(configuration, prompt.node)}`;
  }

  function describeFirst(node: MenuNode): string {
    const { path, line } = node.place;
    return `${cut(`  Defined at ${path}:${line}\n`)}${conditionLine("  Depends on: ", node.dependency)}`;
  }

  function describeNode(node: MenuNode): string {
    const { path, line } = node.place;
    const defined = cut(`Defined at ${path}:${line}\n`);
    const dependency = conditionLine("  Depends on: ", node.dependency);
    const { prompt } = node;
    if (prompt === undefined) return defined + dependency;
    const visible = areEqual(model.data.expressions, node.dependency, prompt.condition)
      ? ""
      : conditionLine("  Visible if: ", prompt.condition);
    return `${defined}${cut(`  Prompt: ${prompt.text}\n`)}${dependency}${visible}${location(configuration, node)}`;
  }

  function conditionLine(title: string, condition: ExpressionId): string {
    return isAlways(model.data.expressions, condition)
      ? ""
      : `${title}${printExpression(configuration, condition, note)}\n`;
  }

  function targets(title: string, properties: readonly Property[]): string {
    if (properties.length === 0) return "";
    const names = properties.map((property) => printSymbol(model.data, property.target.id, note));
    return `${title}${names.join(" && ")}\n`;
  }

  function undivided(title: string, id: ExpressionId): string {
    return id === NONE ? "" : `${title}: ${printExpression(configuration, id, note)}\n`;
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

/** A piece of text as C formats it, cut by bytes and not by characters. */
function cut(text: string): string {
  // No UTF-16 unit needs more than three bytes.
  if (text.length * 3 <= PIECE_LIMIT) return text;
  const bytes = encodeText(text);
  return bytes.length <= PIECE_LIMIT ? text : decodeText(bytes.subarray(0, PIECE_LIMIT));
}
