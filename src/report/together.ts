/** Several values at once, in words and as JSON. */
import { showValue } from "../check/request.ts";
import type { Conflict } from "../resolve/conflict.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Plan, PlannedSetting } from "../resolve/plan.ts";
import type { Together } from "../service/together.ts";
import type { Note } from "../text/diagnostic.ts";
import { printedWord } from "../text/shell-word.ts";
import { areaText } from "./area-words.ts";
import { lostText, unmetOutcome, unmetText } from "./change-lines.ts";
import { derivationOf, remedyTexts } from "./conflict.ts";
import { choiceText } from "./expression-text.ts";
import { withFileLinks } from "./file-links.ts";
import { outlineLines } from "./outline.ts";
import type { ProposalOptions } from "./proposal-lines.ts";
import { placeText } from "./reason-words.ts";

export function renderTogether({ goals, outcome }: Together, options: ProposalOptions): string {
  const title = options.style.bold("together");
  const asked = goals.map(goalText).join(" and ");
  switch (outcome.kind) {
    case "holds":
      return `${title}  ${asked}: so it is now\n`;
    case "unknown":
      return `${title}  ${asked}: neither a change nor a proof that there is none was found\n`;
    case "possible":
    case "unmet":
      return `${planLines(outcome.plans[0], title, asked, options).join("\n")}\n`;
    case "impossible": {
      const { conflict } = outcome;
      const rows = factsOf(conflict).map(({ message, location }) => ({
        depth: 0,
        text: message,
        ...(location !== undefined && { place: placeText(location) }),
      }));
      const lines = [
        `${title}  impossible: ${conflictText(conflict.goals)}${rows.length === 0 ? "" : ", because"}`,
        ...outlineLines(rows, options.style),
        ...[...remedyTexts(conflict, options), ...alonesTexts(conflict.goals)].map((text) => `  ${text}`),
      ];
      return withFileLinks(`${lines.join("\n")}\n`, options.style);
    }
  }
}

function planLines(
  plan: Plan,
  title: string,
  asked: string,
  { prefix, treeWords }: ProposalOptions,
): readonly string[] {
  const { needed, unmet } = plan;
  // A goal that leaves its value open has a line among those that are needed.
  const lines = [
    ...needed,
    ...plan.asked.filter(({ symbol }) => !needed.some((each) => each.symbol === symbol)),
  ];
  const words = lines.map(({ symbol, value }) => `${symbol.name}=${value}`);
  const allow = unmet.length > 0 ? ["--allow-unmet"] : [];
  return [
    `${title}  ${lines.length === 1 ? "1 setting gives" : `${lines.length} settings give`} ${asked}, checked against the whole tree:`,
    ...lines.map((each) => `  ${settingText(each, prefix)}`),
    ...plan.warnings.flatMap((warning) => {
      const text = areaText(warning);
      return text === undefined ? [] : [`  but ${text}`];
    }),
    ...(plan.lost.length === 0 ? [] : [`  but ${lostText(plan.lost).trim()}`]),
    ...unmet.map((each) => `  but ${unmetText(each)}: ${unmetOutcome(each)}`),
    `  run: ${["kcfg set", ...[...words, ...treeWords].map(printedWord), ...allow].join(" ")}`,
  ];
}

function settingText({ symbol, value }: PlannedSetting, prefix: string): string {
  const isOff = value === "n" && symbol.type !== "string";
  return isOff
    ? `# ${prefix}${symbol.name} is not set`
    : `${prefix}${symbol.name}=${showValue(symbol, value)}`;
}

/** `A=y and B=y exclude each other`; of one goal, that it cannot be had at all. */
function conflictText(goals: readonly Goal[]): string {
  const asked = goals.filter(({ role }) => role === "asked").map(goalText);
  const kept = goals.filter(({ role }) => role === "kept").map(goalText);
  if (asked.length === 2 && kept.length === 0) return `${asked.join(" and ")} exclude each other`;
  const keeps = kept.length === 0 ? "" : `${asked.length === 0 ? "" : " and "}keeps ${kept.join(" and ")}`;
  return `no configuration ${asked.length === 0 ? "" : `has ${asked.join(" and ")}`}${keeps}`;
}

function factsOf(conflict: Conflict): readonly Note[] {
  return conflict.facts.length > 0 ? derivationOf(conflict) : rivalry(conflict.goals);
}

/** That goals are members of one choice; empty if they are not. */
function rivalry(goals: readonly Goal[]): readonly Note[] {
  const choice = goals[0]?.symbol.choice;
  if (choice === undefined || goals.some(({ symbol }) => symbol.choice?.id !== choice.id)) return [];
  const message = `${choiceText(choice)} has one member that is y`;
  return [{ message, location: choice.definitions[0]?.place }];
}

/** The goals of a conflict are the fewest: without any of them the others can be had. */
function alonesTexts(goals: readonly Goal[]): readonly string[] {
  if (goals.length < 2) return [];
  if (goals.length === 2) return ["each of them is possible without the other"];
  return [`without any one of ${goals.map(goalText).join(", ")} the others are possible`];
}

function goalText({ symbol, value, orMore }: Goal): string {
  return orMore ? `${symbol.name}=m or y` : `${symbol.name}=${showValue(symbol, value)}`;
}

/** As `--format json` has it. */
export function wireTogether({ goals, outcome }: Together): unknown {
  const plan = outcome.kind === "possible" || outcome.kind === "unmet" ? outcome.plans[0] : undefined;
  const conflict = outcome.kind === "impossible" ? outcome.conflict : undefined;
  const setting = ({ symbol, value }: PlannedSetting) => ({ symbol: symbol.name, value });
  return {
    together: goals.map(({ symbol, value, orMore }) => ({
      symbol: symbol.name,
      values: orMore ? [value, "y"] : [value],
    })),
    kind: outcome.kind,
    needed: (plan?.needed ?? []).map(setting),
    asked: (plan?.asked ?? []).map(setting),
    lost: (plan?.lost ?? []).map(({ name }) => name),
    unmet: (plan?.unmet ?? []).map(({ name }) => name),
    excluding: (conflict?.goals ?? []).map(({ symbol, value, role }) => ({
      symbol: symbol.name,
      value,
      role,
    })),
    facts: (conflict === undefined ? [] : factsOf(conflict)).map(({ message, location }) => ({
      message,
      location: location ?? null,
    })),
  };
}
