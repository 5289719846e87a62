/** Findings of one request that does not hold: its cause, and each set of lines that excludes it only together. */
import type { Plan, PlanWarning } from "../resolve/plan.ts";
import type { Note } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { areaText } from "./area-words.ts";
import type { Cause } from "./cause.ts";
import { writtenValue } from "./change.ts";
import type { Exclusion } from "./exclusions.ts";
import type { CheckFinding, Fate, Fix } from "./finding.ts";
import { type Prospect, type Remedy, settingsTitle } from "./fixes.ts";
import { impossibleText } from "./impossible.ts";
import { list, showPlace } from "./need-words.ts";
import { type Request, showRequest } from "./request.ts";
import { type Question, showResult, type Words, wordsFor } from "./words.ts";

/** A finding whose code is a fate: what became of the request. */
export type LostFinding = CheckFinding & { readonly code: Fate };

/**
 * At least one finding. The first is of the cause, which names each line that excludes the request by itself; but where
 * only several together do, it is a `conflict`. `rewrite` is a fix of the line itself.
 */
export function lostFindings(
  cause: Cause,
  question: Question,
  { remedy, exclusions }: Prospect,
  rewrite: Fix | undefined,
): readonly [LostFinding, ...LostFinding[]] {
  const words = wordsFor(cause, question);
  const alone = exclusions.filter(({ length }) => length === 1).flat();
  const together = exclusions.filter(({ length }) => length > 1);
  const fixes = remedy.kind === "fix" ? [fixOf(remedy, cause)] : rewrite && [rewrite];
  const conflicts = together.map((lines) => conflictFinding(cause, question, words, lines));
  const [first, ...others] = conflicts;
  if (first !== undefined && alone.length === 0) {
    const isHelp = remedy.kind === "fix" || remedy.kind === "removal";
    const help = isHelp ? remedyHelp(remedy) : first.help;
    return [{ ...first, help, fixes }, ...others];
  }
  const inConflict = together.flat();
  const notes = (words.notes ?? []).filter(({ location }) => !isOneOf(location, inConflict));
  const finding: LostFinding = {
    ...common(cause, question),
    code: cause.code,
    severity: cause.code === "promptless" ? "warning" : "error",
    ...words,
    notes: [...notes, ...untold(exclusions.length > 0 ? alone.map(placeOf) : removed(remedy), notes)],
    help: [...remedyHelp(remedy), ...(words.help ?? [])],
    fixes,
  };
  return [finding, ...conflicts];
}

function common(cause: Cause, { request, symbol, configuration }: Question) {
  return {
    fails: true,
    location: request.location,
    symbol: symbol.name,
    requested: request.wanted,
    actual: writtenValue(configuration, symbol),
    cause,
  };
}

/** A set of lines that excludes the request: the steps in Kconfig files that lead to it, and every line. */
function conflictFinding(cause: Cause, question: Question, words: Words, lines: Exclusion): LostFinding {
  const { request, symbol, configuration, effective } = question;
  const steps = (words.notes ?? []).filter(({ location }) => !isOneOf(location, [...effective.values()]));
  const asked = list(lines.map(showRequest));
  const places = [...lines, request].map(({ location }) => showPlace(location));
  return {
    ...common(cause, question),
    code: "conflict",
    severity: "error",
    message: `${showRequest(request)} conflicts with ${asked}, ${showResult(configuration, symbol)}`,
    label: words.label,
    notes: [
      ...steps,
      ...lines.map((line) => ({ message: `${showRequest(line)} is requested`, location: line.location })),
    ],
    help: [`change or remove one of them: ${list(places, "or")}`],
  };
}

const placeOf = ({ location }: Request): Location => location;

/** Lines without which the request holds stand against it. */
function removed(remedy: Remedy): readonly Location[] {
  return remedy.kind === "removal" ? remedy.lines : [];
}

function untold(places: readonly Location[], told: readonly Note[]): readonly Note[] {
  const isTold = (place: Location) => told.some(({ location }) => isSameLine(place, location));
  return places
    .filter((place) => !isTold(place))
    .map((location) => ({ message: "conflicts with this line", location }));
}

function isOneOf(place: Location | undefined, lines: readonly Request[]): boolean {
  return lines.some(({ location }) => isSameLine(location, place));
}

function isSameLine(a: Location, b: Location | undefined): boolean {
  return a.path === b?.path && a.line === b.line;
}

/**
 * What opens a whole area or is unsafe is for a person to decide; so is what gives a symbol without prompt its value: its
 * line was perhaps never meant.
 */
function fixOf({ fix, warnings }: Remedy & { readonly kind: "fix" }, { code }: Cause): Fix {
  return warnings.length === 0 && code !== "promptless" ? fix : { ...fix, automatic: false };
}

/** What a fix that switches on EXPERT and its like comes with; what asks for it anyway is the request's own affair. */
function areaHelp(warning: PlanWarning): readonly string[] {
  const text = areaText(warning);
  return text === undefined ? [] : [`but ${text}`];
}

function remedyHelp(remedy: Remedy): readonly string[] {
  switch (remedy.kind) {
    case "fix":
      return [remedy.fix.title, ...remedy.warnings.flatMap(areaHelp)];
    case "impossible":
      return [impossibleText(remedy.conflict)];
    case "removal":
      return [remedy.title];
    case "unmet":
      return unmetHelp(remedy.plans[0]);
    case "none":
      return [];
  }
}

/** C takes it with a warning: a person may, kcfg does not by itself. */
function unmetHelp({ needed, unmet }: Plan): readonly string[] {
  const names = list(unmet.map(({ name }) => name));
  const [are, depend] = unmet.length === 1 ? ["is", "its dependencies"] : ["are", "their dependencies"];
  const what = needed.length === 0 ? "it holds" : settingsTitle(needed);
  return [`${what}, but only if ${names} ${are} selected against ${depend}, of which C warns`];
}
