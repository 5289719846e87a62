/** What it would take for another value: the end of an explanation's reasons. */
import type { Proposal, Setting } from "../resolve/proposal.ts";
import { type ConflictOptions, derivationOf, remedyText } from "./conflict.ts";
import type { Explained } from "./explained.ts";
import { outlineLines } from "./outline.ts";
import { placeText } from "./reason-rows.ts";
import type { Style } from "./style.ts";

export interface ProposalOptions extends ConflictOptions {
  readonly style: Style;
  /** Stands before names in a .config. */
  readonly prefix: string;
}

export function proposalLines(
  { symbol, value, proposal }: Explained,
  options: ProposalOptions,
): readonly string[] {
  if (proposal === undefined) return [];
  const { style, prefix } = options;
  const title = style.bold("to set it");
  switch (proposal.kind) {
    case "unknown":
      return [`${title}  neither a change nor a proof that there is none was found`];
    case "impossible":
      return impossibleLines(symbol.name, proposal, title, options);
    case "checked": {
      const { others } = proposal;
      const words = others.map((setting) => `${setting.symbol.name}=${setting.value}`);
      if (proposal.isOwnNeeded) words.push(`${symbol.name}=${proposal.value}`);
      const run = `kcfg set ${words.join(" ")}`;
      if (others.length === 0) return [`${title}  ${run}`];
      const count = `${others.length} ${proposal.isOwnNeeded ? "other " : ""}change${others.length === 1 ? "" : "s"}`;
      return [
        `${title}  ${count}${value === proposal.value ? "" : ` for ${symbol.name}=${proposal.value}`}, checked against the whole tree:`,
        ...others.map((setting) => settingLine(setting, prefix)),
        `  run: ${run}`,
      ];
    }
  }
}

function settingLine({ symbol, value, orValues }: Setting, prefix: string): string {
  const line = value === "n" ? `# ${prefix}${symbol.name} is not set` : `${prefix}${symbol.name}=${value}`;
  return `  ${line}${orValues.length === 0 ? "" : `   (or ${orValues.join(" or ")})`}`;
}

function impossibleLines(
  name: string,
  { value, conflict }: Proposal & { readonly kind: "impossible" },
  title: string,
  options: ProposalOptions,
): readonly string[] {
  const remedy = remedyText(conflict, options);
  // What was just said of the symbol itself needs no second word.
  if (conflict.facts.length === 1 && conflict.facts[0].leaf !== undefined)
    return [`${title}  impossible${remedy === undefined ? " in every configuration" : `: ${remedy}`}`];
  const rows = derivationOf(conflict).map(({ message, location }) => ({
    depth: 0,
    text: message,
    ...(location !== undefined && { place: placeText(location) }),
  }));
  return [
    `${title}  impossible: no configuration has ${name}=${value}${rows.length === 0 ? "" : ", because"}`,
    ...outlineLines(rows, options.style),
    ...(remedy === undefined ? [] : [`  ${remedy}`]),
  ];
}
