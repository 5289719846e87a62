/** Causes in sentences: what became of a request, what failed, and what stands behind that. */
import { blockersOf, type Cause, firstReasons } from "../../check/cause.ts";
import type { LostRequest } from "../../check/lost-request.ts";
import { showRequest, showValue } from "../../check/request.ts";
import { quoteString } from "../../dotconfig/string-value.ts";
import { readTyped } from "../../evaluate/read.ts";
import type { Blocker, Reason } from "../../explain/reason.ts";
import { locate } from "../../explain/statements.ts";
import type { SymbolId } from "../../model/columns.ts";
import type { ConfigSymbol, Property } from "../../model/model.ts";
import type { Note } from "../../text/diagnostic.ts";
import type { Location } from "../../text/source-file.ts";
import {
  list,
  listNeeds,
  locateBlocker,
  modulesText,
  nameOf,
  needText,
  ownerText,
  placeText,
  rangeText,
  SHOWN_NAMES,
} from "../reason-words.ts";
import { notOfTypeText, typeText, valuesOfTypeText } from "../type-words.ts";
import type { Words } from "./words.ts";

/** Longer rows of causes are cut. */
const MOST_NOTES = 6;

/** What to say of a request that does not hold. */
export function wordsFor(lost: LostRequest): Words {
  const { cause, request, symbol } = lost;
  if (cause.code === "wrong-type") return wrongTypeWords(cause.problem, lost);
  const { reason } = cause;
  const asked = showRequest(request);
  const result = resultText(lost);
  const blockers = reason.kind === "promptless" ? [] : blockersOf(reason);
  const behind = blockers.length === 0 ? undefined : notesBehind(blockers, lost);
  switch (cause.code) {
    case "promptless":
      return {
        message: `${symbol.name} has no prompt: the line has no effect`,
        label: result,
        help: givenBy(reason),
      };
    case "unmet-dependency":
      return {
        message: `${asked} is dropped, ${result}`,
        label: `needs ${listNeeds(blockers)}`,
        notes: behind,
      };
    case "not-visible": {
      const setting = blockers.find(({ statement }) => statement.kind === "set")?.statement;
      if (setting !== undefined) {
        const place = placeText(setting.place);
        return {
          message: `${asked} has no effect, ${result}`,
          label: `${ownerText(setting)} sets it (${place}), unless ${listNeeds(blockers)}`,
          notes: behind,
        };
      }
      return {
        message: `${asked} has no effect while its prompt is not visible, ${result}`,
        label: blockers.length === 0 ? undefined : `the prompt needs ${listNeeds(blockers)}`,
        notes: behind,
      };
    }
    case "limited-to-m":
      return { message: `${asked} is limited to m`, label: `y needs ${listNeeds(blockers)}`, notes: behind };
    case "forced-by-select": {
      const by = reason.kind === "forced" ? reason.by : [];
      return {
        message: `${asked} does not take effect, ${result}`,
        label: `selected by ${list(by.map(ownerText))}`,
        notes: by.slice(0, SHOWN_NAMES).map((select) => selectNote(select, lost)),
      };
    }
    case "no-modules": {
      const modules = reason.kind === "no-modules" ? reason.modules : undefined;
      return { message: `${asked} becomes y`, label: modulesText(modules, " = y") };
    }
    case "out-of-range": {
      if (reason.kind !== "out-of-range") return { message: `${asked} is out of range, ${result}` };
      const label = `${rangeText(reason)} (${placeText(reason.range.place)})`;
      return { message: `${asked} is out of range, ${result}`, label };
    }
    case "choice-conflict":
      return lostChoiceWords(reason, lost);
    case "other-value":
      return { message: `${asked} does not take effect, ${result}` };
  }
}

/** `the result is m`, or that there is none. */
export function resultText({ symbol, actual }: LostRequest): string {
  if (actual !== undefined) return `the result is ${showValue(symbol, actual)}`;
  const isLogical = symbol.isLogical;
  return isLogical ? "the result is n" : "the result does not have it";
}

/** What gives a symbol without prompt its value. */
export function givenBy(reason: Reason): readonly string[] | undefined {
  const help = (properties: readonly Property[], others: number) => {
    const texts = [...properties.map(giverText), ...(others > 0 ? [`${others} more`] : [])];
    return texts.length === 0 ? undefined : [`it gets its value from: ${texts.join(", ")}`];
  };
  if (reason.kind === "promptless") {
    const ways = reason.ways.filter(({ cost }) => cost < Number.POSITIVE_INFINITY);
    return help(
      (ways.length > 0 ? ways : reason.ways).map(({ property }) => property),
      reason.otherWays,
    );
  }
  if (reason.kind === "forced" || reason.kind === "given") return help(reason.by, 0);
  if (reason.kind === "probe") return help([reason.probe.statement], 0);
  return undefined;
}

function giverText(property: Property): string {
  const place = placeText(property.place);
  return property.kind === "default"
    ? `its default (${place})`
    : `${property.kind} in ${ownerText(property)} (${place})`;
}

/** The way from each blocker down to what is at its root, a note a step. */
export function notesBehind(blockers: readonly Blocker[], lost: LostRequest): readonly Note[] {
  return stepsBehind(blockers, lost).map(({ note }) => note);
}

/** The notes of that way about what needs something. */
export function needsBehind(blockers: readonly Blocker[], lost: LostRequest): readonly Note[] {
  return stepsBehind(blockers, lost).flatMap(({ reason, note }) =>
    blockersOf(reason).length > 0 ? [note] : [],
  );
}

/** What is said of one reason on the way. */
interface Step {
  readonly reason: Reason;
  readonly note: Note;
}

function stepsBehind(blockers: readonly Blocker[], lost: LostRequest): readonly Step[] {
  const steps: Step[] = [];
  const seen = new Set<SymbolId>();
  const queue = blockers.flatMap(({ term }) => firstReasons(term));
  for (let at = 0; at < queue.length && steps.length < MOST_NOTES; at++) {
    const reason = queue[at];
    if (seen.has(reason.symbol.id)) continue;
    seen.add(reason.symbol.id);
    const note = noteFor(reason, lost);
    if (note !== undefined) steps.push({ reason, note });
    const [next] = blockersOf(reason);
    if (next !== undefined) queue.splice(at + 1, 0, ...firstReasons(next.term));
  }
  return steps;
}

/** `VFIO_GROUP needs VFIO = y`, where the file says so. */
export function needNote(symbol: ConfigSymbol, blocker: Blocker): Note {
  return { message: `${nameOf(symbol)} needs ${needText(blocker)}`, location: locateBlocker(blocker) };
}

function noteFor(reason: Reason, { effective }: LostRequest): Note | undefined {
  const { symbol, actual } = reason;
  const name = nameOf(symbol);
  switch (reason.kind) {
    case "unmet":
    case "limited": {
      const [first] = blockersOf(reason);
      return first && needNote(symbol, first);
    }
    case "settable":
    case "choice-conflict": {
      const { user } = reason;
      const request = effective.get(symbol.id);
      const isRequest = request !== undefined && isSamePlace(request.location, user?.origin);
      if (isRequest) {
        const isLogical = symbol.isLogical;
        const message = isLogical
          ? `but this turns it ${turned(actual)}`
          : `but this requests ${showValue(symbol, actual)}`;
        return { message, location: request.location };
      }
      if (user?.origin !== undefined) return { message: `${name} is ${actual} here`, location: user.origin };
      return { message: `nothing requests ${name}`, location: symbol.definitions[0]?.place };
    }
    case "forced": {
      const [select] = reason.by;
      return (
        select && {
          message: `${ownerText(select)} selects ${name}`,
          location: locate(select, symbol.name),
        }
      );
    }
    case "promptless": {
      const [first] = blockersOf(reason);
      return first === undefined
        ? {
            message: `${name} has no prompt, and nothing turns it on`,
            location: symbol.definitions[0]?.place,
          }
        : {
            message: `${name}, which has no prompt, needs ${needText(first)}`,
            location: locateBlocker(first),
          };
    }
    case "probe":
      return {
        message: `${name} is ${actual}, the ${reason.probe.isCommand ? "result of a probe of the build tools" : "value of a macro"}`,
        location: locate(reason.probe.statement),
      };
    case "given":
      return { message: `${name} is ${actual}`, location: symbol.definitions[0]?.place };
    case "no-modules":
      return { message: `${name} cannot be m without modules`, location: symbol.definitions[0]?.place };
    case "holds":
    case "undefined":
    case "wrong-type":
    case "out-of-range":
    case "cut":
      return undefined;
  }
}

function isSamePlace(a: Location, b: Location | undefined): boolean {
  return a.path === b?.path && a.line === b.line;
}

const turned = (actual: string): string => (actual === "n" ? "off" : actual === "m" ? "into a module" : "on");

function selectNote(select: Property, { symbol, effective }: LostRequest): Note {
  const by = select.node.symbol;
  const request = by && effective.get(by.id);
  const asked = request === undefined ? "" : `, which ${placeText(request.location)} requests`;
  return {
    message: `selected here by ${ownerText(select)}${asked}`,
    location: locate(select, symbol.name),
  };
}

function wrongTypeWords(
  problem: Extract<Cause, { code: "wrong-type" }>["problem"],
  lost: LostRequest,
): Words {
  const { request, symbol } = lost;
  const { name, type } = symbol;
  switch (problem) {
    case "unset":
      return {
        message: `${name} is ${typeText(type)} and cannot be "not set": the line has no effect`,
        help: [
          type === "string"
            ? `write ${name}="" for the empty string`
            : "leave the line out to have the default",
        ],
      };
    case "unclosed string":
      return { message: `the string for ${name} has no closing quote`, label: "the line has no effect" };
    case "value":
      return {
        message: notOfTypeText(request.wanted, symbol),
        label: valuesOfTypeText(type),
        help: spellingHelp(lost),
      };
  }
}

function spellingHelp({ request, symbol }: LostRequest): readonly string[] | undefined {
  const { wanted } = request;
  if (symbol.type === "string") return [`write it between double quotes: ${quoteString(wanted)}`];
  const quoted = /^"(.*)"$/.exec(wanted)?.[1];
  if (quoted === undefined) return undefined;
  const { data } = symbol.model;
  const { kind } = readTyped(data.symbols.type[symbol.id], quoted, data.dialect);
  return kind === "invalid" ? undefined : [`write ${quoted} without quotes`];
}

function lostChoiceWords(reason: Reason, lost: LostRequest): Words {
  const { request, symbol, rivals, effective } = lost;
  const asked = showRequest(request);
  const result = resultText(lost);
  if (reason.kind !== "choice-conflict") return { message: `${asked} does not take effect, ${result}` };
  const { choice, chosen } = reason;
  const place = choice.definitions[0]?.place;
  const where: Note[] = place === undefined ? [] : [{ message: nameOf(choice), location: place }];
  if (chosen === undefined || chosen.id === symbol.id) {
    const help =
      rivals.length === 0
        ? "no other member can be seen now"
        : `request another member: ${list(
            rivals.map(({ name }) => `${name}=y`),
            "or",
          )}`;
    return {
      message: `${asked} does not take effect, ${result}`,
      label: "one member of its choice must be y, and no other is requested",
      notes: where,
      help: [help],
    };
  }
  const winner = effective.get(chosen.id);
  const note: Note[] =
    winner === undefined ? [] : [{ message: "but this later line requests it", location: winner.location }];
  return {
    message: `${asked} loses to ${chosen.name}, ${result}`,
    label: "only one member of its choice can be y",
    notes: [...note, ...where],
  };
}
