/** Why a symbol has its value, and what stands in the way of another: the middle of an explanation. */
import { quoteString } from "../dotconfig/string-value.ts";
import type { Explanation } from "../explain/explain.ts";
import type { Origin } from "../explain/origin.ts";
import type { Probe, Reason } from "../explain/reason.ts";
import { sourceText } from "../explain/statements.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import type { WhyNot } from "../service/explained.ts";
import { choiceText } from "./expression-text.ts";
import { outlineLines, type Row } from "./outline.ts";
import { type LinesOf, type RowOptions, reasonRows, requestRow } from "./reason-rows.ts";
import { ownerText, placeText } from "./reason-words.ts";
import { safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

export interface WhyOptions extends RowOptions {
  readonly style: Style;
}

/**
 * First where the value comes from, then what stands in the way of another; on one line where the first has no
 * statement to show.
 */
export function whyLines(explanation: Explanation, options: WhyOptions): string[] {
  const { style } = options;
  const { value, type, blocked } = explanation;
  const origin = originText(explanation, options.lines);
  const hindrance = hindranceText(explanation);
  const isSaid = hindrance === undefined || blocked === undefined || isDeadEnd(blocked);
  const blockers = isSaid ? [] : reasonRows(blocked, options);
  const title = `${style.bold(`why ${safeLine(type === "string" ? quoteString(value) : value)}`)}  `;
  if (origin.rows.length === 0) {
    const sentence = inARow([origin.sentence, ...(origin.also ?? []), ...(hindrance ? [hindrance] : [])]);
    return [
      `${title}${safeLine(sentence)}${blockers.length === 0 ? "" : ":"}`,
      ...outlineLines(blockers, style),
    ];
  }
  const rows = [...origin.rows];
  if (blockers.length > 0 && hindrance) rows.push({ depth: 0, text: `${capitalized(hindrance)}:` });
  return [
    `${title}${safeLine(inARow([origin.sentence, ...(origin.also ?? [])]))}:`,
    ...outlineLines([...rows, ...blockers], style),
  ];
}

/** Where the value comes from alone, for who asks about another one. */
export function originLines(explanation: Explanation, { style, lines }: WhyOptions): string[] {
  const { value, type } = explanation;
  const { sentence, also, rows } = originText(explanation, lines);
  const words = safeLine(inARow([sentence, ...(also ?? [])]));
  return [
    `${style.bold(`why ${safeLine(type === "string" ? quoteString(value) : value)}`)}  ${words}${rows.length === 0 ? "" : ":"}`,
    ...outlineLines(rows, style),
  ];
}

/** What stands against one value that was asked about. */
export function whyNotLines(
  { symbol, value: current, origin }: Explanation,
  { value, reason }: WhyNot,
  options: WhyOptions,
): string[] {
  const { style } = options;
  if (reason.kind === "holds")
    return [`${style.bold(`${symbol.name} is ${safeLine(reason.wanted)}`)}  nothing to do`];
  // Where the value comes from was told before.
  const isTold = isDeadEnd(reason) || (reason.kind === "settable" && origin.user !== undefined);
  const rows = isTold ? [] : reasonRows(reason, options);
  const title = style.bold(value === undefined ? "why no other" : `why not ${safeLine(value)}`);
  const isOff = current === "n" && symbol.type !== "string";
  return [
    `${title}  ${againstText(reason, isOff)}${rows.length === 0 ? "" : ":"}`,
    ...outlineLines(rows, style),
  ];
}

/** A sentence without its end; the rows behind it say more. */
function againstText(reason: Reason, isOff: boolean): string {
  switch (reason.kind) {
    case "holds":
      return "It has this value";
    case "settable":
      return "Nothing prevents it";
    case "unmet":
    case "forced":
      return capitalized(limitText(reason.kind, isOff));
    case "limited":
      return "It can be m at most";
    case "choice-conflict":
      return reason.chosen?.id === reason.symbol.id
        ? "It is the chosen member of its choice"
        : "Another member of its choice is the chosen one";
    case "promptless":
      return capitalized(promptlessText(reason));
    case "given":
      return "It has no prompt: its defaults decide";
    case "probe":
      return "It is a fact that was found when the files were read";
    case "no-modules":
      return "There are no modules";
    case "out-of-range":
      return "It is out of range";
    case "wrong-type":
      return "It has no such value";
    case "undefined":
      return "It is not defined";
    case "cut":
      return "That rests on too much to tell";
  }
}

/** What cannot be done with it, as a clause. */
function limitText(kind: "unmet" | "forced", isOff: boolean): string {
  if (kind === "forced") return "it cannot be less";
  return isOff ? "it cannot be set yet" : "it cannot be changed";
}

/** That it has no prompt, as a clause. */
function promptlessText(reason: Reason): string {
  return isDeadEnd(reason) ? "it has neither a prompt nor anything that selects it" : "it has no prompt";
}

/** Whether a symbol has nothing that could ever give it the value; then the sentence says it all. */
export function isDeadEnd(reason: Reason): boolean {
  return reason.kind === "promptless" && reason.ways.length === 0;
}

/** `a`, `a and b`, `a, b, and c` */
function inARow(clauses: readonly string[]): string {
  if (clauses.length < 3) return clauses.join(" and ");
  return `${clauses.slice(0, -1).join(", ")}, and ${clauses.at(-1)}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface Told {
  readonly sentence: string;
  /** Further clauses of the sentence. */
  readonly also?: readonly string[];
  readonly rows: readonly Row[];
}

/** Where the value comes from: a sentence without its end, and the statements that say so. */
function originText(explanation: Explanation, lines: LinesOf): Told {
  const { symbol, value, origin } = explanation;
  const ignored = ignoredRequest(origin, value, lines);
  switch (origin.kind) {
    case "user":
      return {
        sentence: (value === "n" ? "It is turned off" : "It is requested") + formerNameOf(explanation),
        rows: [requestOnly(origin, lines)],
      };
    case "limited":
      return {
        sentence: `${origin.user?.value} is requested, but ${value} is the most that it can be`,
        rows: [requestOnly(origin, lines)],
      };
    case "clamped":
      return {
        sentence: `${origin.from} is ${origin.user?.value === origin.from ? "requested" : "the default"}, but out of range`,
        rows: [...ignored.rows, propertyRow(origin.range)],
      };
    case "default": {
      const { setting } = origin.property;
      const given = origin.probe === undefined ? BY_DEFAULT : { clause: probeSentence(origin.probe) };
      const came = setting === undefined ? given : { clause: settingSentence(setting) };
      return {
        sentence: joined(ignored.sentence, came),
        rows: [...ignored.rows, ...defaultRows(symbol, origin.property)],
      };
    }
    case "kept": {
      const own = symbol.propertiesOf("default").filter(({ setting }) => setting === undefined);
      return {
        sentence: joined(ignored.sentence, {
          clause: "the .config calls it the default, and that is kept",
        }),
        rows: [
          ...ignored.rows,
          { depth: 0, text: "The Kconfig files give another one by now:" },
          ...own.slice(0, MOST_DEFAULTS).map(propertyRow),
        ],
      };
    }
    case "select":
    case "imply": {
      const shown = origin.by.slice(0, MOST_SELECTORS);
      const rows = shown.map((property) => ({
        ...propertyRow(property),
        text: `by ${ownerText(property)}`,
        statement: sourceText(property),
      }));
      const rest = origin.by.length - shown.length;
      const more = rest > 0 ? [{ depth: 0, text: `and by ${rest} more` }] : [];
      const word = origin.kind === "select" ? "selected" : "implied";
      const came = { clause: `it is ${word}`, alone: capitalized(word) };
      return { sentence: joined(ignored.sentence, came), rows: [...ignored.rows, ...rows, ...more] };
    }
    case "choice":
      return choiceOrigin(symbol, origin, lines);
    case "none":
      return ignored.rows.length > 0 ? ignored : nothingGiven(explanation);
  }
}

/** By which name it was set, if that is not its own. */
function formerNameOf({ symbol, origin }: Explanation): string {
  const former = origin.user?.formerName;
  return former === undefined ? "" : ` by its former name ${symbol.model.symbolAt(former).name}`;
}

function nothingGiven({ symbol, blocked }: Explanation): Told {
  const defaults = symbol.propertiesOf("default");
  const nothing = defaults.length === 0 ? "there is no default" : "no default applies";
  // A number or string without prompt: its defaults are all that there is.
  const rows = blocked?.kind === "given" ? defaults.slice(0, MOST_DEFAULTS).map(propertyRow) : [];
  return { sentence: "No value is requested", also: [nothing], rows };
}

/** What gave a value: as a clause, and as a sentence of its own where that is shorter. */
interface Given {
  readonly clause: string;
  readonly alone?: string;
}

const BY_DEFAULT: Given = { clause: "the default applies", alone: "By default" };

/** What was asked for, and what came of it; the short form where nothing was asked for. */
function joined(asked: string, { clause, alone = capitalized(clause) }: Given): string {
  return asked === "" ? alone : `${asked}: ${clause}`;
}

function settingSentence(setting: Property): string {
  return setting.kind === "set" ? `${ownerText(setting)} sets it` : `${ownerText(setting)} sets its default`;
}

function probeSentence({ isCommand }: Probe): string {
  return isCommand
    ? "it is the result of a probe of the build tools"
    : "a macro gave it when the files were read";
}

const MOST_DEFAULTS = 5;

/** The default that counts; where nobody can set the symbol, the others as well: they are what can be had instead. */
function defaultRows(symbol: ConfigSymbol, active: Property): readonly Row[] {
  const others = symbol.propertiesOf("default").filter((each) => each.id !== active.id);
  if (symbol.hasPrompt || others.length === 0) return [propertyRow(active)];
  const rest = others.length - MOST_DEFAULTS;
  return [
    propertyRow(active),
    { depth: 0, text: "Defaults under other conditions:" },
    ...others.slice(0, MOST_DEFAULTS).map(propertyRow),
    ...(rest > 0 ? [{ depth: 0, text: `and ${rest} more` }] : []),
  ];
}

const MOST_SELECTORS = 5;

function propertyRow(property: Property): Row {
  return { depth: 0, text: sourceText(property), place: placeText(property.place) };
}

/** The line that asks, as a row of its own. */
function requestOnly({ user }: Origin, lines: LinesOf): Row {
  const { statement, place } = user === undefined ? {} : requestRow(user, lines);
  return place === undefined
    ? { depth: 0, text: "set here, not in a file" }
    : { depth: 0, text: statement ?? "", place };
}

function choiceOrigin(
  symbol: ConfigSymbol,
  origin: Origin & { readonly kind: "choice" },
  lines: LinesOf,
): Told {
  const { choice, chosen, isDefault, user } = origin;
  if (chosen?.id !== symbol.id)
    return { sentence: "Another member of its choice is the chosen one", rows: [] };
  const place = choice.definitions[0];
  const rows: Row[] = [];
  if (place !== undefined) rows.push({ depth: 0, text: choiceText(choice), place: placeText(place.place) });
  if (!isDefault && user !== undefined) rows.push(requestOnly(origin, lines));
  return {
    sentence: isDefault ? "It is its choice's default" : "It is the chosen member of its choice",
    rows,
  };
}

/** A request that did not come true: said first. */
function ignoredRequest(origin: Origin, value: string, lines: LinesOf): Told {
  const { user } = origin;
  if (user === undefined || user.value === value) return { sentence: "", rows: [] };
  const asked = user.value === "" ? '""' : user.value;
  return { sentence: `${asked} is requested, but has no effect`, rows: [requestOnly(origin, lines)] };
}

/**
 * What to say before the reasons against another value; an empty text where they say it themselves, undefined
 * where nothing stands in the way or all was said.
 */
function hindranceText({ symbol, value, blocked, origin }: Explanation): string | undefined {
  if (blocked === undefined) return undefined;
  const isOff = value === "n" && symbol.type !== "string";
  switch (blocked.kind) {
    case "holds":
    case "settable":
      return undefined;
    case "choice-conflict":
      return isOff ? "" : undefined;
    case "unmet":
      return limitText("unmet", isOff);
    case "promptless":
      return promptlessText(blocked);
    case "limited":
      return origin.kind === "limited" ? "" : "it cannot be y";
    case "forced":
      return origin.kind === "select" ? undefined : limitText("forced", isOff);
    case "given":
      return undefined;
    case "probe":
      return origin.kind === "none" ? "" : undefined;
    default:
      return "";
  }
}
