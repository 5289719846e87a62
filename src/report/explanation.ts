/** An explanation for people: the value, why it is so, what it would take, who uses the symbol, its help. */

import { quoteString } from "../dotconfig/string-value.ts";
import { letterOf } from "../evaluate/tristate.ts";
import type { Reference } from "../explain/explain.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { EffectsOfValue, Explained } from "../service/explained.ts";
import { appearedText, causeText, changeRow, layOutChanges, lostText } from "./change-lines.ts";
import { counted } from "./counted.ts";
import { expressionText, symbolText } from "./expression-text.ts";
import { withFileLinks } from "./file-links.ts";
import { listed } from "./listed.ts";
import { outlineLines } from "./outline.ts";
import { type ProposalOptions, proposalLines, proposalLinesFor } from "./proposal-lines.ts";
import { conditionText, statementWords } from "./reason-rows.ts";
import { ownerText, placeText } from "./reason-words.ts";
import { safeLine, safeText } from "./safe-text.ts";
import type { Style } from "./style.ts";
import { unknownLines } from "./unknown.ts";
import { originLines, type WhyOptions, whyLines, whyNotLines } from "./why-lines.ts";

export interface ExplanationOptions extends WhyOptions, ProposalOptions {
  /** Whether long lists are shown in full, as they are with all conditions. */
  readonly showsAll?: boolean;
}

/** The whole text; ends with a newline. */
export function renderExplanation(explanation: Explained, options: ExplanationOptions): string {
  const { style } = options;
  const { whyNot, effects = [], unknown } = explanation;
  const told =
    whyNot === undefined
      ? [whyLines(explanation, options), proposalLines(explanation, options)]
      : [
          originLines(explanation, options),
          ...whyNot.flatMap((each) => [
            whyNotLines(explanation, each, options),
            proposalLinesFor(explanation.symbol, each, options),
          ]),
        ];
  const isGuess = unknown?.about === "value" || unknown?.about === "setting";
  const answers = [
    ...(isGuess ? [] : told),
    ...(isGuess || explanation.unmet.length === 0 ? [] : [unmetLines(explanation, style)]),
    ...(unknown === undefined ? [] : [unknownLines(unknown, explanation, style)]),
  ];
  // Who asks about values has no use for the rest.
  const rest = whyNot === undefined ? [usedByLines(explanation, options), helpLines(explanation, style)] : [];
  const sections = [
    headLines(explanation, style),
    ...answers,
    successionLines(explanation, style),
    ...(options.isFull ? [conditionLines(explanation, style)] : []),
    ...effects.map((each) => effectLines(explanation.symbol, each, options)),
    ...rest,
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return withFileLinks(`${text}\n`, options.style);
}

/** Of a symbol that is selected against its dependencies: which ones these are. */
function unmetLines({ unmet, symbol }: Explained, style: Style): string[] {
  const rows = unmet.map(({ statement, part, value }) => ({
    depth: 0,
    text: `${symbol.name} depends on ${expressionText(part)}, which is ${letterOf(value)}`,
    place: placeText(statement.place),
  }));
  const title = style.bold("unmet");
  return [
    `${title}  It is selected although its dependencies are not met, of which C warns:`,
    ...outlineLines(rows, style),
  ];
}

// --- head ------------------------------------------------------------------------------------------------------

function headLines(
  { symbol, value, type, definitions, prompts, menuPath, range, unknown }: Explained,
  style: Style,
): string[] {
  const { signs } = style;
  const isKnown = unknown?.about !== "value";
  const shown = !isKnown ? "unknown" : type === "string" ? quoteString(value) : value === "" ? '""' : value;
  const main = definitions.find(({ prompt }) => prompt !== undefined) ?? definitions[0];
  const first = main && placeText(main.place);
  const more = definitions.filter((node) => node !== main).map((node) => placeText(node.place));
  const lines = [
    `${style.bold(`${symbol.name} = ${safeLine(shown)}`)}   ${style.dim(`${type} ${signs.dot}`)} ${style.cyan(safeLine(first ?? ""))}`,
  ];
  if (more.length > 0) lines.push(`  also defined at ${listed(more, MOST_PLACES)}`);
  if (symbol.isTransitional)
    lines.push("  transitional: a former name, which is read from a .config and never written");
  else if (prompts.length === 0) lines.push("  no prompt: it cannot be set directly");
  else lines.push(`  "${safeLine(prompts[0].text)}"`);
  if (menuPath.length > 1) lines.push(...pathLines(menuPath.map(safeLine), style));
  for (const { warning } of definitions)
    if (warning !== undefined) lines.push(`  warning: ${safeLine(warning)}`);
  if (range !== undefined)
    lines.push(`  from ${range.low} to ${range.high} (${placeText(range.property.place)})`);
  return lines;
}

const MOST_PLACES = 4;

/** The menu path, broken before a step where it would be too long. */
export function pathLines(path: readonly string[], { signs, width }: Style): string[] {
  const lines: string[] = [];
  let line = "  ";
  for (const [index, step] of path.entries()) {
    const piece = index === 0 ? step : ` ${signs.step} ${step}`;
    if (index > 0 && line.length + piece.length > width) {
      lines.push(line);
      line = `    ${signs.step} ${step}`;
    } else line += piece;
  }
  return [...lines, line];
}

// --- conditions, effects ---------------------------------------------------------------------------------------

/** All that stands around the symbol, what holds and what fails. */
function conditionLines({ conditions }: Explained, style: Style): readonly string[] {
  const title = style.bold("conditions");
  if (conditions.length === 0) return [`${title}  none`];
  const rows = conditions.map(({ statement, ...condition }, index) => {
    const isFirst = conditions[index - 1]?.statement.id !== statement.id;
    return {
      depth: 0,
      sign: condition.value === 0 ? ("fails" as const) : ("holds" as const),
      text: conditionText(condition),
      ...(isFirst && { statement: statementWords(statement), place: placeText(statement.place) }),
    };
  });
  return [title, ...outlineLines(rows, style)];
}

/** Longer lists are cut, unless all is asked for. */
const MOST_EFFECTS = 20;

function effectLines(
  symbol: ConfigSymbol,
  { value, plan, follows, appeared }: EffectsOfValue,
  { style, isFull, showsAll = isFull }: ExplanationOptions,
): readonly string[] {
  const others = plan.needed.filter((each) => each.symbol.id !== symbol.id);
  const names = others.map((each) => `${each.symbol.name}=${each.value}`);
  const what = `${symbol.name}=${value}${names.length === 0 ? "" : ` with ${names.join(" ")}`}`;
  const title = `${style.bold("effects")}  ${safeLine(what)}`;
  const shown = follows.slice(0, showsAll ? follows.length : MOST_EFFECTS);
  const rest = follows.length - shown.length;
  return [
    `${title}${follows.length === 0 ? ": no other symbol changes" : ` changes ${counted(follows.length, "other symbol")}:`}`,
    ...layOutChanges(shown.map((each) => changeRow(each, causeText(each.cause, each.symbol), style))),
    ...(rest === 0 ? [] : [`  and ${rest} more: -v shows all`]),
    ...(appeared.length === 0 ? [] : [appearedText(appeared)]),
    ...(plan.lost.length === 0 ? [] : [lostText(plan.lost)]),
  ];
}

/** What a former name stands for today. */
function successionLines({ symbol, successors }: Explained, style: Style): string[] {
  if (!symbol.isTransitional) return [];
  const title = style.bold("feeds");
  if (successors.length === 0)
    return [`${title}  no symbol: no default is ${symbol.name}, so that a line with it has no effect`];
  const rows = successors.map(({ symbol: successor, property, value, ifOn }) => {
    const shown = successor.type === "string" ? quoteString(value) : value;
    const change = ifOn !== undefined && ifOn !== value ? `; ${symbol.name}=y would make it ${ifOn}` : "";
    return {
      depth: 0,
      text: safeLine(`${successor.name} = ${shown}${change}`),
      statement: statementWords(property),
      place: placeText(property.place),
    };
  });
  return [title, ...outlineLines(rows, style)];
}

// --- used by, help ---------------------------------------------------------------------------------------------

const MOST_NAMES = 6;

function usedByLines(
  { selectedBy, impliedBy, dependents }: Explained,
  { style, isFull, showsAll = isFull }: ExplanationOptions,
): string[] {
  const title = style.bold("used by");
  const namesIn = (all: readonly string[], words: string) =>
    words + (showsAll ? listed(all, all.length) : listed(all, MOST_NAMES, style.width - words.length));
  const parts = [
    ...referenceParts("select", selectedBy, namesIn),
    ...referenceParts("imply", impliedBy, namesIn),
    ...dependentParts(dependents, namesIn),
  ];
  if (parts.length === 0) return [`${title}  no symbol depends on, selects or implies it`];
  return [title, ...parts.map((part) => `  ${part}`)];
}

/** Names in a row behind some words, as many as there is room for. */
type NamesIn = (names: readonly string[], words: string) => string;

function dependentParts(dependents: readonly ConfigSymbol[], namesIn: NamesIn): string[] {
  if (dependents.length === 0) return [];
  const words = `${counted(dependents.length, "symbol")} depend${dependents.length === 1 ? "s" : ""} on it: `;
  return [namesIn(dependents.map(symbolText), words)];
}

function referenceParts(
  kind: "select" | "imply",
  references: readonly Reference[],
  namesIn: NamesIn,
): string[] {
  const names = (some: readonly Reference[]) => [...new Set(some.map(({ property }) => ownerText(property)))];
  const active = names(references.filter(({ value }) => value > 0));
  const idle = names(references).filter((name) => !active.includes(name));
  const verb = kind === "select" ? "selected" : "implied";
  const part = (words: string, all: readonly string[]) => (all.length === 0 ? [] : [namesIn(all, words)]);
  return [...part(`${verb} by `, active), ...part(`could be ${verb} by `, idle)];
}

export function helpLines({ help }: Pick<Explained, "help">, style: Style): string[] {
  if (help === undefined || help.trim() === "") return [];
  const lines = safeText(help.trimEnd()).split("\n");
  return [style.bold("help"), ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
}
