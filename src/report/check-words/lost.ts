/** What is said of one request that does not hold: its cause, what excludes it, and what could be done. */
import type { Remedy } from "../../check/remedy.ts";
import { type Request, showRequest } from "../../check/request.ts";
import type { PlanWarning } from "../../resolve/plan.ts";
import type { Note } from "../../text/diagnostic.ts";
import type { Location } from "../../text/source-file.ts";
import { areaText } from "../area-words.ts";
import { list, placeText } from "../reason-words.ts";
import { resultText, wordsFor } from "./cause.ts";
import { fixTitle, settingsTitle, thenText } from "./fixes.ts";
import { impossibleText } from "./impossible.ts";
import type { About, Words } from "./words.ts";

/** The cause, with a note for each line that excludes the request by itself. */
export function lostWords({ lost, prospect: { remedy, exclusions } }: About<"lost">): Words {
  const words = wordsFor(lost);
  const alone = exclusions.filter(({ length }) => length === 1).flat();
  const inConflict = exclusions.filter(({ length }) => length > 1).flat();
  const notes = (words.notes ?? []).filter(({ location }) => !isOneOf(location, inConflict));
  return {
    ...words,
    notes: [...notes, ...untold(exclusions.length > 0 ? alone : removed(remedy), notes)],
    help: [...remedyHelp(remedy, lost.request), ...(words.help ?? [])],
  };
}

/** A set of lines that excludes the request: the steps in Kconfig files that lead to it, and every line. */
export function conflictWords({ lost, lines, remedy }: About<"conflict">): Words {
  const { request, effective } = lost;
  const { label, notes = [] } = wordsFor(lost);
  const steps = notes.filter(({ location }) => !isOneOf(location, [...effective.values()]));
  const asked = list(lines.map(showRequest));
  const places = [...lines, request].map(({ location }) => placeText(location));
  return {
    message: `${showRequest(request)} conflicts with ${asked}, ${resultText(lost)}`,
    label,
    notes: [
      ...steps,
      ...lines.map((line) => ({ message: `${showRequest(line)} is requested`, location: line.location })),
    ],
    help:
      remedy?.kind === "fix" || remedy?.kind === "removal"
        ? remedyHelp(remedy, request)
        : [`change or remove one of them: ${list(places, "or")}`],
  };
}

/** Lines without which the request holds stand against it. */
function removed(remedy: Remedy): readonly Request[] {
  return remedy.kind === "removal" ? remedy.lines : [];
}

function untold(lines: readonly Request[], told: readonly Note[]): readonly Note[] {
  const isTold = (place: Location) => told.some(({ location }) => isSameLine(place, location));
  return lines
    .filter(({ location }) => !isTold(location))
    .map(({ location }) => ({ message: "conflicts with this line", location }));
}

function isOneOf(place: Location | undefined, lines: readonly Request[]): boolean {
  return lines.some(({ location }) => isSameLine(location, place));
}

function isSameLine(a: Location, b: Location | undefined): boolean {
  return a.path === b?.path && a.line === b.line;
}

function remedyHelp(remedy: Remedy, request: Request): readonly string[] {
  switch (remedy.kind) {
    case "fix":
      return [fixTitle(remedy.fix), ...remedy.warnings.flatMap(areaHelp)];
    case "impossible":
      return [impossibleText(remedy.conflict)];
    case "removal":
      return [removalText(remedy, request)];
    case "unmet":
      return unmetHelp(remedy);
    case "none":
      return [];
  }
}

/** What a fix that switches on EXPERT and its like comes with; what asks for it anyway is the request's own affair. */
function areaHelp(warning: PlanWarning): readonly string[] {
  const text = areaText(warning);
  return text === undefined ? [] : [`but ${text}`];
}

function removalText(
  { lines, effects }: Remedy & { readonly kind: "removal" },
  { location }: Request,
): string {
  const there = list(lines.map((line) => placeText(line.location)));
  return `remove ${there}${thenText(effects)}, or remove ${placeText(location)}`;
}

/** C takes it with a warning: a person may, kcfg does not by itself. */
function unmetHelp({ needed, unmet, prefix }: Remedy & { readonly kind: "unmet" }): readonly string[] {
  const names = list(unmet.map(({ name }) => name));
  const [are, depend] = unmet.length === 1 ? ["is", "its dependencies"] : ["are", "their dependencies"];
  const what = needed.length === 0 ? "it holds" : settingsTitle(needed, prefix);
  return [`${what}, but only if ${names} ${are} selected against ${depend}, of which C warns`];
}
