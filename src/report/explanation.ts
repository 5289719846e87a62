/** An explanation for people: the value, why it is so, what it would take, who uses the symbol, its help. */
import { quoteString } from "../dotconfig/string-value.ts";
import type { Reference } from "../explain/explain.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Explained } from "./explained.ts";
import { symbolText } from "./expression-text.ts";
import { listed } from "./listed.ts";
import { type ProposalOptions, proposalLines } from "./proposal-lines.ts";
import { ownerText, placeText } from "./reason-rows.ts";
import { safeLine, safeText } from "./safe-text.ts";
import type { Style } from "./style.ts";
import { type WhyOptions, whyLines } from "./why-lines.ts";

export type ExplanationOptions = WhyOptions & ProposalOptions;

/** The whole text; ends with a newline. */
export function renderExplanation(explanation: Explained, options: ExplanationOptions): string {
  const { style } = options;
  const sections = [
    headLines(explanation, style),
    whyLines(explanation, options),
    proposalLines(explanation, options),
    usedByLines(explanation, style),
    helpLines(explanation, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

// --- head ------------------------------------------------------------------------------------------------------

function headLines(
  { symbol, value, type, definitions, prompts, menuPath, range }: Explained,
  style: Style,
): string[] {
  const { signs } = style;
  const shown = type === "string" ? quoteString(value) : value === "" ? '""' : value;
  const [first, ...more] = definitions.map((node) => placeText(node.place));
  const lines = [
    `${style.bold(`${symbol.name} = ${safeLine(shown)}`)}   ${style.dim(`${type} ${signs.dot}`)} ${style.cyan(safeLine(first ?? ""))}`,
  ];
  if (more.length > 0) lines.push(`  also defined at ${listed(more, MOST_PLACES)}`);
  if (prompts.length === 0) lines.push("  no prompt: nobody sets it by hand");
  else lines.push(`  "${safeLine(prompts[0].text)}"`);
  if (menuPath.length > 1) lines.push(...pathLines(menuPath.map(safeLine), style));
  if (range !== undefined)
    lines.push(`  from ${range.low} to ${range.high} (${placeText(range.property.place)})`);
  return lines;
}

const MOST_PLACES = 4;

/** The menu path, broken before a step where it would be too long. */
function pathLines(path: readonly string[], { signs, width }: Style): string[] {
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

// --- used by, help ---------------------------------------------------------------------------------------------

const MOST_NAMES = 6;

function usedByLines({ selectedBy, impliedBy, dependents }: Explained, style: Style): string[] {
  const title = style.bold("used by");
  const parts = [
    ...referenceParts("select", selectedBy, style),
    ...referenceParts("imply", impliedBy, style),
    ...dependentParts(dependents, style),
  ];
  if (parts.length === 0) return [`${title}  no symbol depends on, selects or implies it`];
  return [title, ...parts.map((part) => `  ${part}`)];
}

function dependentParts(dependents: readonly ConfigSymbol[], { width }: Style): string[] {
  if (dependents.length === 0) return [];
  const words = `${counted(dependents.length, "symbol")} depend${dependents.length === 1 ? "s" : ""} on it: `;
  return [words + listed(dependents.map(symbolText), MOST_NAMES, width - words.length)];
}

function referenceParts(
  kind: "select" | "imply",
  references: readonly Reference[],
  { width }: Style,
): string[] {
  const names = (some: readonly Reference[]) => [...new Set(some.map(({ property }) => ownerText(property)))];
  const active = names(references.filter(({ value }) => value > 0));
  const idle = names(references).filter((name) => !active.includes(name));
  const verb = kind === "select" ? "selected" : "implied";
  const part = (words: string, all: readonly string[]) =>
    all.length === 0 ? [] : [words + listed(all, MOST_NAMES, width - words.length)];
  return [...part(`${verb} by `, active), ...part(`could be ${verb} by `, idle)];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function helpLines({ help }: Explained, style: Style): string[] {
  if (help === undefined || help.trim() === "") return [];
  const lines = safeText(help.trimEnd()).split("\n");
  return [style.bold("help"), ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
}
