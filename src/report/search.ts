/** What a search found: for people two lines a hit, for programs all of it. */
import { quoteString } from "../dotconfig/string-value.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { menuPathOf } from "../explain/explain.ts";
import type { ConfigSymbol, MenuNode } from "../model/model.ts";
import { successorsOf } from "../model/successors.ts";
import { type HelpMatch, helpLine } from "../query/help-search.ts";
import type { SearchHit } from "../query/search.ts";
import { pathLines } from "./explanation.ts";
import { symbolText } from "./expression-text.ts";
import { withFileLinks } from "./file-links.ts";
import { placeText } from "./reason-words.ts";
import { safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** Ends with a newline, unless there is no hit. */
export function renderSearch(configuration: Configuration, hits: readonly SearchHit[], style: Style): string {
  const text = hits.map((hit) => `${hitLines(configuration, hit, style).join("\n")}\n`).join("");
  return withFileLinks(text, style);
}

function hitLines(
  configuration: Configuration,
  { symbol, help }: SearchHit,
  style: Style,
): readonly string[] {
  const { prompt, place } = entryOf(symbol);
  const value = shownValue(configuration, symbol);
  const shown = symbol.type === "string" ? quoteString(value) : value === "" ? '""' : value;
  const head = [
    style.bold(safeLine(`${symbolText(symbol)} = ${shown}`)),
    ...(symbol.isChoice || prompt === undefined ? [] : [`"${safeLine(prompt)}"`]),
    style.cyan(safeLine(placeText(place))),
  ];
  const path = menuOf(symbol).map(safeLine);
  return [
    head.join("   "),
    ...(path.length === 0 ? [] : pathLines(path, style).map(style.dim)),
    ...(symbol.isTransitional ? [formerNameText(symbol)] : []),
    ...(help === undefined ? [] : [helpText(help, style)]),
  ];
}

/** A former name is not what somebody looks for who searches: the name of today is. */
function formerNameText(symbol: ConfigSymbol): string {
  const successors = successorsOf(symbol.model).get(symbol.id) ?? [];
  const names = successors.map(({ name }) => safeLine(name)).join(", ");
  return successors.length === 0 ? "  a former name of nothing" : `  a former name of ${names}`;
}

function helpText(match: HelpMatch, style: Style): string {
  const { line, place } = helpLine(match);
  return `  help ${style.signs.dot} ${safeLine(line)}   ${style.cyan(safeLine(placeText(place)))}`;
}

/** The line of a help text that a hit was found by. */
export function helpLineText(match: HelpMatch): string {
  return helpLine(match).line;
}

/** A hit as `--format json` has it. */
export function wireHit(configuration: Configuration, { symbol, rank, help }: SearchHit): unknown {
  const { prompt, place } = entryOf(symbol);
  return {
    kind: symbol.isChoice ? "choice" : "symbol",
    symbol: symbol.name === "" ? null : symbol.name,
    type: symbol.type,
    value: shownValue(configuration, symbol),
    prompt: prompt ?? null,
    menuPath: menuOf(symbol),
    location: place,
    match: rank,
    help: help === undefined ? null : wireHelp(help),
  };
}

function wireHelp(match: HelpMatch): unknown {
  const { line, place } = helpLine(match);
  return { line, location: place };
}

/** The entry that people see, else the first one. */
function shownNode({ definitions }: ConfigSymbol): MenuNode {
  return definitions.find((node) => node.prompt !== undefined) ?? definitions[0];
}

function entryOf(symbol: ConfigSymbol) {
  const node = shownNode(symbol);
  return { prompt: node.prompt?.text, place: node.place };
}

/** Titles of the menus around, without the symbol's own prompt. */
function menuOf(symbol: ConfigSymbol): readonly string[] {
  const { parent } = shownNode(symbol);
  return parent === undefined ? [] : menuPathOf(parent);
}

/** A choice has the name of the member that is chosen; `n` if none is. */
function shownValue(configuration: Configuration, symbol: ConfigSymbol): string {
  const chosen = symbol.isChoice ? configuration.chosenMember(symbol.id) : undefined;
  return chosen === undefined ? configuration.value(symbol.id) : symbol.model.symbolAt(chosen).name;
}
