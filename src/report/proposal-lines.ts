/** What it would take for another value: the end of an explanation's reasons. */

import { quoteString } from "../dotconfig/string-value.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Plan, PlanWarning } from "../resolve/plan.ts";
import type { Proposal, Setting } from "../resolve/proposal.ts";
import type { Explained, WhyNot } from "../service/explained.ts";
import { printedWord } from "../text/shell-word.ts";
import { areasText, areaText } from "./area-words.ts";
import { lostText, namesText, offerText, unmetOutcome, unmetText } from "./change-lines.ts";
import { type ConflictOptions, derivationOf, remedyTexts } from "./conflict.ts";
import { counted } from "./counted.ts";
import { outlineLines } from "./outline.ts";
import { placeText } from "./reason-words.ts";
import { safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

export interface ProposalOptions extends ConflictOptions {
  readonly style: Style;
  /** Stands before names in a .config. */
  readonly prefix: string;
  /** What a command needs beside the assignments to be about the same tree and .config. */
  readonly treeWords: readonly string[];
}

/** The answer for the next value upwards. */
export function proposalLines(
  { symbol, value, proposal }: Explained,
  options: ProposalOptions,
): readonly string[] {
  if (proposal === undefined) return [];
  const isNamed = proposal.kind === "checked" && proposal.value !== value;
  return linesFor(
    symbol,
    proposal,
    "to set it",
    isNamed ? ` for ${symbol.name}=${proposal.value}` : "",
    options,
  );
}

/** The answer for one value that was asked about. */
export function proposalLinesFor(
  symbol: ConfigSymbol,
  { value, proposal }: WhyNot,
  options: ProposalOptions,
): readonly string[] {
  if (proposal === undefined) return [];
  return linesFor(
    symbol,
    proposal,
    value === undefined ? "to set it" : `to have ${safeLine(value)}`,
    "",
    options,
  );
}

function linesFor(
  symbol: ConfigSymbol,
  proposal: Proposal,
  words: string,
  purpose: string,
  options: ProposalOptions,
): readonly string[] {
  const { style } = options;
  const title = style.bold(words);
  switch (proposal.kind) {
    case "unknown":
      return [`${title}  neither a change nor a proof that there is none was found`];
    case "impossible":
      return impossibleLines(symbol.name, proposal, title, options);
    case "checked":
    case "unmet":
      return settingLines(symbol, proposal, title, purpose, options);
  }
}

type Tried = Proposal & { readonly kind: "checked" | "unmet" };

function settingLines(
  symbol: ConfigSymbol,
  proposal: Tried,
  title: string,
  purpose: string,
  { prefix, treeWords }: ProposalOptions,
): readonly string[] {
  const { others, plan, kind } = proposal;
  const assignments = others.map((setting) => `${setting.symbol.name}=${setting.value}`);
  if (proposal.isOwnNeeded) assignments.push(`${symbol.name}=${proposal.value}`);
  const words = [...assignments, ...treeWords].map(printedWord);
  const run = ["kcfg set", ...words, ...(kind === "unmet" ? ["--allow-unmet"] : [])].join(" ");
  const drawbacks = [
    ...plan.warnings.flatMap((warning) => areaLine(symbol, warning)),
    ...(plan.lost.length === 0 ? [] : [`  but ${lostText(plan.lost).trim()}`]),
    ...plan.unmet.map((each) => `  but ${unmetText(each)}: ${unmetOutcome(each)}`),
    ...plan.offers.map((offer) => `  ${offerText(offer)}`),
  ];
  const ways = proposal.alternatives.map((each, index) => {
    const letter = WAY_LETTERS[index];
    const own = `${symbol.name}=${proposal.value}`;
    const pick = ["kcfg set", ...[own, ...treeWords].map(printedWord), `--fix --pick ${letter}`].join(" ");
    return `  or ${letter}: ${wayText(each, symbol, prefix)}   run: ${pick}`;
  });
  if (others.length === 0) return [`${title}  ${run}`, ...drawbacks];
  const count = counted(others.length, `${proposal.isOwnNeeded ? "other " : ""}change`);
  return [
    `${title}  ${count}${purpose}, checked against the whole tree:`,
    ...others.map((setting) => settingLine(setting, prefix)),
    ...drawbacks,
    `  run: ${run}`,
    ...ways,
  ];
}

/** Names of the ways behind the first one. */
const WAY_LETTERS = ["B", "C"] as const;

/** `CONFIG_A=y, CONFIG_B=m (EXPERT opens much more; 2 settings are lost: C, D)`. */
function wayText({ needed, lost, warnings }: Plan, asked: ConfigSymbol, prefix: string): string {
  const others = needed.filter(({ symbol }) => symbol.id !== asked.id);
  const lines = others.map(({ symbol, value }) =>
    settingLine({ symbol, value, orValues: [] }, prefix).trim(),
  );
  const opened = warnings.flatMap((each) => (each.kind === "enables-broad-option" ? [each.symbol] : []));
  const drawbacks = [
    ...(opened.length === 0 ? [] : [areasText(opened)]),
    ...(lost.length === 0 ? [] : [lostText(lost).trim()]),
  ];
  return `${lines.join(", ")}${drawbacks.length === 0 ? "" : ` (${drawbacks.join("; ")})`}`;
}

/** The symbol itself is known; what it needs may open more than a person wants. */
function areaLine(asked: ConfigSymbol, warning: PlanWarning): readonly string[] {
  const text = areaText(warning);
  const isAsked = warning.kind === "enables-broad-option" && warning.symbol.id === asked.id;
  return text === undefined || isAsked ? [] : [`  but ${text}`];
}

function settingLine({ symbol, value, orValues, keeps = [] }: Setting, prefix: string): string {
  const text = symbol.type === "string" ? quoteString(value) : value;
  const line =
    symbol.type !== "string" && value === "n"
      ? `# ${prefix}${symbol.name} is not set`
      : `${prefix}${symbol.name}=${safeLine(text)}`;
  const notes = [
    ...(orValues.length === 0 ? [] : [`or ${orValues.join(" or ")}`]),
    ...(keeps.length === 0 ? [] : [`not needed, but it keeps ${namesText(keeps)}`]),
  ];
  return `  ${line}${notes.length === 0 ? "" : `   (${notes.join("; ")})`}`;
}

function impossibleLines(
  name: string,
  { value, conflict }: Proposal & { readonly kind: "impossible" },
  title: string,
  options: ProposalOptions,
): readonly string[] {
  const [remedy, ...more] = remedyTexts(conflict, options);
  // What was just said of the symbol itself needs no second word.
  if (conflict.facts.length === 1 && conflict.facts[0].leaf !== undefined)
    return [
      `${title}  impossible${remedy === undefined ? " in every configuration" : `: ${remedy}`}`,
      ...more.map((text) => `  ${text}`),
    ];
  const rows = derivationOf(conflict).map(({ message, location }) => ({
    depth: 0,
    text: message,
    ...(location !== undefined && { place: placeText(location) }),
  }));
  return [
    `${title}  impossible: no configuration has ${name}=${value}${rows.length === 0 ? "" : ", because"}`,
    ...outlineLines(rows, options.style),
    ...(remedy === undefined ? [] : [remedy, ...more]).map((text) => `  ${text}`),
  ];
}
