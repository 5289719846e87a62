/** What it would take for another value: the end of an explanation's reasons. */
import type { Explanation } from "../explain/explain.ts";
import type { Fact, Proposal, Setting } from "../explain/proposal.ts";
import { symbolText } from "./expression-text.ts";
import { listed } from "./listed.ts";
import type { Style } from "./style.ts";
import { isDeadEnd } from "./why-lines.ts";

export interface ProposalOptions {
  readonly style: Style;
  /** Stands before names in a .config. */
  readonly prefix: string;
}

export function proposalLines(
  { symbol, value, blocked, proposal }: Explanation,
  { style, prefix }: ProposalOptions,
): string[] {
  if (proposal === undefined || blocked === undefined) return [];
  const title = style.bold("to set it");
  // What was just said of the symbol itself needs no second word.
  if (["probe", "given", "undefined"].includes(blocked.kind) || isDeadEnd(blocked)) return [];
  if (proposal.kind === "unknown") return unknownLines(proposal, title, prefix);
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

function settingLine({ symbol, value, orValues }: Setting, prefix: string): string {
  const line = value === "n" ? `# ${prefix}${symbol.name} is not set` : `${prefix}${symbol.name}=${value}`;
  return `  ${line}${orValues.length === 0 ? "" : `   (or ${orValues.join(" or ")})`}`;
}

function unknownLines(
  { others, facts }: Proposal & { readonly kind: "unknown" },
  title: string,
  prefix: string,
): string[] {
  if (facts.length > 0) return [`${title}  no setting does: ${factsText(facts)}`];
  if (others.length === 0) return [];
  return [
    `${title}  no setting was found that does; these would be needed, and are not enough:`,
    ...others.map((setting) => settingLine(setting, prefix)),
  ];
}

const MOST_FACTS = 4;

/** `A and B are not defined here; C is a probe of the build tools` */
function factsText(facts: readonly Fact[]): string {
  const kinds = ["undefined", "probe", "macro", "fixed"] as const;
  const kindOf = ({ kind, probe }: Fact) => (kind === "probe" && !probe?.isCommand ? "macro" : kind);
  return kinds
    .flatMap((kind) => {
      const some = facts.filter((fact) => kindOf(fact) === kind);
      const names = some.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbolText(symbol)]));
      const [one, several, nameless] = FACT_WORDS[kind];
      return [
        ...(names.length === 0 ? [] : [`${listed(names, MOST_FACTS)} ${names.length === 1 ? one : several}`]),
        ...(names.length === some.length ? [] : [nameless]),
      ];
    })
    .join("; ");
}

/** For one symbol, for several, for a condition without any. */
const FACT_WORDS = {
  undefined: ["is not defined here", "are not defined here", "a symbol is not defined here"],
  probe: [
    "is a probe of the build tools",
    "are probes of the build tools",
    "a probe of the build tools is against it",
  ],
  macro: ["is given by a macro", "are given by macros", "a macro is against it"],
  fixed: ["cannot be set", "cannot be set", "a condition never holds"],
} as const;
