/** A choice for people and for programs: which member is chosen and why, and what keeps the others from it. */
import { letterOf, M } from "../evaluate/tristate.ts";
import type { ChoiceExplanation, ExplainedMember } from "../explain/choice.ts";
import { sourceText } from "../explain/statements.ts";
import { helpLines, pathLines } from "./explanation.ts";
import { wireReason } from "./explanation-json.ts";
import { choiceText } from "./expression-text.ts";
import { withFileLinks } from "./file-links.ts";
import { outlineLines, type Row } from "./outline.ts";
import { reasonRows, requestRow } from "./reason-rows.ts";
import { placeText } from "./reason-words.ts";
import { safeLine } from "./safe-text.ts";
import type { WhyOptions } from "./why-lines.ts";

/** The whole text; ends with a newline. */
export function renderChoice(explanation: ChoiceExplanation, options: WhyOptions): string {
  const { style } = options;
  const sections = [
    headLines(explanation, options),
    chosenLines(explanation, options),
    memberLines(explanation, options),
    helpLines(explanation, style),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return withFileLinks(`${text}\n`, style);
}

function headLines(
  { choice, chosen, mode, definitions, menuPath }: ChoiceExplanation,
  { style }: WhyOptions,
) {
  const value = chosen?.name ?? letterOf(mode);
  const [first, ...more] = definitions.map(({ place }) => placeText(place));
  return [
    `${style.bold(`${safeLine(choiceText(choice))} = ${value}`)}   ${style.cyan(safeLine(first ?? ""))}`,
    ...(more.length > 0 ? [`  also defined at ${safeLine(more.join(", "))}`] : []),
    ...(menuPath.length > 1 ? pathLines(menuPath.map(safeLine), style) : []),
  ];
}

function chosenLines(
  { chosen, user, byDefault, blocked, mode }: ChoiceExplanation,
  options: WhyOptions,
): readonly string[] {
  const { style, lines } = options;
  if (blocked !== undefined)
    return [
      `${style.bold("why none")}  It cannot be seen yet:`,
      ...outlineLines(reasonRows(blocked, options), style),
    ];
  if (chosen === undefined) {
    const why = mode === M ? "It is m: each member can be m for itself" : "No member can be seen";
    return [`${style.bold("why none")}  ${why}`];
  }
  const title = style.bold(`why ${chosen.name}`);
  if (user !== undefined) {
    const { statement = "set here, not in a file", place } = requestRow(user, lines);
    return [`${title}  It is requested:`, ...outlineLines([{ depth: 0, text: statement, place }], style)];
  }
  if (byDefault === undefined)
    return [`${title}  No member is requested, and it is the first that can be chosen`];
  const row = { depth: 0, text: sourceText(byDefault), place: placeText(byDefault.place) };
  return [`${title}  No member is requested, and this default applies:`, ...outlineLines([row], style)];
}

function memberLines({ members, chosen }: ChoiceExplanation, options: WhyOptions): readonly string[] {
  const { style } = options;
  const title = style.bold("members");
  const width = Math.max(0, ...members.map(({ symbol }) => symbol.name.length));
  const rows = members.flatMap((member) =>
    memberRows(member, { isChosen: member.symbol.id === chosen?.id, width }, options),
  );
  const other = members.find(({ symbol, blocked }) => symbol.id !== chosen?.id && blocked === undefined);
  return [
    title,
    ...outlineLines(rows, style),
    ...(other === undefined ? [] : [`  another one: kcfg set ${other.symbol.name}=y`]),
  ];
}

/** The member, and below it what keeps it from being chosen: the first step, or with `isWhole` all of them. */
function memberRows(
  { symbol, value, blocked }: ExplainedMember,
  { isChosen, width }: { readonly isChosen: boolean; readonly width: number },
  options: WhyOptions,
): readonly Row[] {
  const [prompt] = symbol.propertiesOf("prompt");
  const place = symbol.definitions[0]?.place;
  const state = isChosen
    ? "is chosen"
    : blocked !== undefined
      ? "cannot be chosen"
      : value === M
        ? "is m"
        : "can be chosen";
  const head: Row = {
    depth: 0,
    text: `${symbol.name.padEnd(width)}  ${state}`,
    statement: prompt === undefined ? "" : `"${prompt.text}"`,
    ...(place !== undefined && { place: placeText(place) }),
  };
  const below = blocked === undefined ? [] : reasonRows(blocked, options);
  const shown = options.isWhole ? below : below.filter(({ depth }) => depth === 0);
  return [head, ...shown.map((row) => ({ ...row, depth: row.depth + 1 }))];
}

/** The wire form. */
export function wireChoice(explanation: ChoiceExplanation): unknown {
  const { choice, definitions, menuPath, mode, chosen, user, byDefault, blocked, members } = explanation;
  return {
    choice: choice.propertiesOf("prompt")[0]?.text ?? choice.name,
    mode: letterOf(mode),
    chosen: chosen?.name ?? null,
    requested: user?.value ?? null,
    location: user?.origin ?? null,
    default: byDefault === undefined ? null : { statement: sourceText(byDefault), location: byDefault.place },
    menuPath,
    definitions: definitions.map(({ place }) => place),
    blocked: blocked === undefined ? null : wireReason(blocked),
    members: members.map(({ symbol, value, blocked: reason }) => ({
      symbol: symbol.name,
      value: letterOf(value),
      blocked: reason === undefined ? null : wireReason(reason),
    })),
    help: explanation.help ?? null,
  };
}
