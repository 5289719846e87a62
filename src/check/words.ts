/** Causes in sentences: what failed, where that is written, and what stands behind it. */
import { quoteString } from "../dotconfig/string-value.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N } from "../evaluate/tristate.ts";
import type { ConfigSymbol, SymbolId } from "../model/model.ts";
import type { Note } from "../text/diagnostic.ts";
import type { Cause, Selector } from "./cause.ts";
import { writtenValue } from "./change.ts";
import { showNeed, type SymbolNeed } from "./need.ts";
import { isSettable, type Obstacle, wayToRoot } from "./obstacle.ts";
import { locateProperty, showPlace } from "./place.ts";
import type { Question } from "./question.ts";
import { showRequest, showValue } from "./request.ts";
import { selectorsOf } from "./rules/select.ts";

export interface Words {
  readonly message: string;
  readonly label?: string;
  readonly notes?: readonly Note[];
  readonly help?: readonly string[];
}

/** More names than this are counted, not listed. */
const SHOWN_NAMES = 3;

/** A request that did not come true, for the line that asks for it. `unknown-symbol` is for others to say. */
export function wordsFor(cause: Exclude<Cause, { code: "unknown-symbol" }>, question: Question): Words {
  const { request, symbol, configuration } = question;
  const asked = showRequest(request);
  const result = showResult(configuration, symbol);
  switch (cause.code) {
    case "wrong-type":
      return wrongTypeWords(cause.reason, question);
    case "promptless":
      return {
        message: `${symbol.name} has no prompt: the line has no effect`,
        label: result,
        help: turnedOnBy(cause.selectors, symbol),
      };
    case "unmet-dependency":
      return {
        message: `${asked} is dropped, ${result}`,
        label: `needs ${listObstacles(cause.obstacles)}`,
        notes: waysOf(cause.obstacles, question),
      };
    case "not-visible":
      return {
        message: `${asked} has no effect while its prompt is not visible, ${result}`,
        label: `the prompt needs ${listObstacles(cause.obstacles)}`,
        notes: waysOf(cause.obstacles, question),
      };
    case "limited-to-m":
      return {
        message: `${asked} is limited to m`,
        label: `y needs ${listObstacles(cause.obstacles)}`,
        notes: waysOf(cause.obstacles, question),
      };
    case "forced-by-select":
      return {
        message: `${asked} does not hold, ${result}`,
        label: `selected by ${list(cause.selectors.map((each) => each.symbol.name))}`,
        notes: cause.selectors.slice(0, SHOWN_NAMES).map((each) => selectNote(each, question)),
      };
    case "no-modules": {
      const { modules } = configuration.model.data;
      const name = configuration.model.symbolAt(modules);
      const why = modules === 0 ? "this tree knows no modules" : `m needs ${name.name} = y`;
      return { message: `${asked} becomes y`, label: why };
    }
    case "out-of-range": {
      const place = showPlace(cause.range.place);
      return {
        message: `${asked} is out of range, ${result}`,
        label: `must be from ${cause.low} to ${cause.high} (${place})`,
      };
    }
    case "lost-choice":
      return lostChoiceWords(cause, question);
    case "other-value":
      return { message: `${asked} does not hold, ${result}` };
  }
}

/** `the result is m`, or that there is none. */
export function showResult(configuration: Configuration, symbol: ConfigSymbol): string {
  const value = writtenValue(configuration, symbol);
  if (value !== undefined) return `the result is ${showValue(symbol, value)}`;
  return symbol.type === "bool" || symbol.type === "tristate" ? "the result is n" : "the result does not have it";
}

/** `VFIO_GROUP = y (drivers/vfio/Kconfig:65)`, several joined by "and". */
export function listObstacles(obstacles: readonly Obstacle[]): string {
  return list(
    obstacles.map(({ need, location }) => {
      const text = showNeed(need);
      return `${need.kind === "any" && obstacles.length > 1 ? `(${text})` : text} (${showPlace(location)})`;
    }),
  );
}

/** Who can turn on a symbol that has no prompt. */
export function turnedOnBy(selectors: readonly Selector[], symbol: ConfigSymbol): readonly string[] | undefined {
  if (selectors.length === 0) {
    return symbol.propertiesOf("default").length > 0 ? [`only its defaults give ${symbol.name} a value`] : undefined;
  }
  const named = selectors.map((each) => `${each.symbol.name} (${showPlace(each.property.place)})`);
  return [`${symbol.name} is turned on by ${list(named, "or")}`];
}

/** The ways from obstacles to what is at their root, a note a step. */
export function waysOf(obstacles: readonly Obstacle[], question: Question): readonly Note[] {
  const notes: Note[] = [];
  const seen = new Set<SymbolId>();
  for (const obstacle of obstacles.slice(0, SHOWN_NAMES)) {
    for (const step of wayToRoot(question.configuration, obstacle)) {
      const { symbol } = step.need;
      if (seen.has(symbol.id)) break;
      seen.add(symbol.id);
      const note =
        step.obstacle === undefined
          ? rootNote(step.need, question)
          : {
              message: `${symbol.name} needs ${showNeed(step.obstacle.need)}`,
              location: step.obstacle.location,
            };
      if (note !== undefined) notes.push(note);
    }
  }
  return notes;
}

function rootNote(need: SymbolNeed, { configuration, effective }: Question): Note | undefined {
  const { symbol, bound } = need;
  if (symbol.isConstant || (!symbol.isDefined && !symbol.isChoice)) return undefined;
  const name = symbol.isChoice ? "the choice" : symbol.name;
  const value = configuration.value(symbol.id);
  const request = effective.get(symbol.id);
  if (request !== undefined && symbol.hasPrompt) {
    const turned = bound === "at most" ? "on" : value === "m" ? "into a module" : "off";
    return { message: `but this turns it ${turned}`, location: request.location };
  }
  const origin = configuration.userValue(symbol)?.origin;
  if (origin !== undefined && symbol.hasPrompt) return { message: `${name} is ${value} here`, location: origin };
  if (bound === "at most") {
    const [selector] = configuration.reverseDependency(symbol.id) > need.value ? selectorsInForce(configuration, symbol) : [];
    if (selector !== undefined) {
      return { message: `${selector.symbol.name} selects ${name}`, location: locateProperty(selector.property) };
    }
    return { message: `${name} is ${value}`, location: symbol.definitions[0]?.place };
  }
  const why = isSettable(configuration, need)
    ? `${name} is ${value} and nothing asks for it`
    : symbol.hasPrompt
      ? `${name} is ${value}`
      : `${name} has no prompt, and nothing turns it on`;
  return { message: why, location: symbol.definitions[0]?.place };
}

function selectorsInForce(configuration: Configuration, symbol: ConfigSymbol): readonly Selector[] {
  return selectorsOf(configuration, symbol, M);
}

function selectNote({ symbol, property }: Selector, { effective }: Question): Note {
  const request = effective.get(symbol.id);
  const asked = request === undefined ? "" : `, which ${showPlace(request.location)} asks for`;
  return { message: `by ${symbol.name}${asked}`, location: locateProperty(property) };
}

function wrongTypeWords(
  reason: Extract<Cause, { code: "wrong-type" }>["reason"],
  { request, symbol }: Question,
): Words {
  const { name, type } = symbol;
  switch (reason) {
    case "unset":
      return {
        message: `${name} is ${withArticle(type)} and cannot be "not set": the line has no effect`,
        help: [type === "string" ? `write ${name}="" for the empty string` : "leave the line out to have the default"],
      };
    case "string":
      return { message: `the string for ${name} has no closing quote`, label: "the line has no effect" };
    case "value": {
      const quoted = /^"(.*)"$/.exec(request.wanted)?.[1];
      const help =
        type === "string"
          ? `write ${quoteString(request.wanted)}`
          : quoted !== undefined
            ? `write ${quoted} without quotes`
            : undefined;
      return {
        message: `${request.wanted === "" ? "nothing" : request.wanted} is no value for the ${type} ${name}`,
        label: `${withArticle(type)} is ${VALUES[type]}`,
        help: help === undefined ? undefined : [help],
      };
    }
  }
}

const VALUES: Readonly<Record<ConfigSymbol["type"], string>> = {
  bool: "y or n",
  tristate: "y, m or n",
  int: "a whole number such as 10 or -1",
  hex: "a hexadecimal number such as 0x1f",
  string: "a text between double quotes",
  unknown: "nothing that can be set",
};

const withArticle = (type: ConfigSymbol["type"]): string => `${type === "int" ? "an" : "a"} ${type}`;

function lostChoiceWords(
  { choice, winner, request: other }: Extract<Cause, { code: "lost-choice" }>,
  { request, symbol, configuration }: Question,
): Words {
  const title = choice.propertiesOf("prompt")[0]?.text;
  const place = choice.definitions[0]?.place;
  const named = `the choice${title === undefined ? "" : ` "${title}"`}`;
  const where: Note[] = place === undefined ? [] : [{ message: "the choice", location: place }];
  const asked = showRequest(request);
  const result = showResult(configuration, symbol);
  if (winner === undefined || winner.id === symbol.id) {
    const others = choice.members.filter((each) => each.id !== symbol.id && configuration.visibility(each.id) !== N);
    return {
      message: `${asked} does not hold, ${result}`,
      label: `one member of ${named} must be y, and nothing asks for another`,
      notes: where,
      help:
        others.length === 0
          ? [`no other member can be seen now`]
          : [`ask for another member: ${list(others.map((each) => `${each.name}=y`), "or")}`],
    };
  }
  const note: Note[] = other === undefined ? [] : [{ message: "but this asks for it later", location: other.location }];
  return {
    message: `${asked} loses to ${winner.name}, ${result}`,
    label: `only one member of ${named} can be y`,
    notes: [...note, ...where],
  };
}

function list(names: readonly string[], conjunction: "and" | "or" = "and"): string {
  const shown = names.slice(0, SHOWN_NAMES);
  if (names.length > SHOWN_NAMES) shown.push(`${names.length - SHOWN_NAMES} more`);
  return shown.length <= 1
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} ${conjunction} ${shown[shown.length - 1]}`;
}
