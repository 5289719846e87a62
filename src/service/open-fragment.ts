/** A fragment that is open in an editor, judged beside those that kcfg.json merges it with. */
import type { ConfigSymbol } from "../model/model.ts";
import { resolvePath } from "../text/path.ts";
import type { Location, Span } from "../text/source-file.ts";
import { findSettings } from "../workspace/find-tree.ts";
import type { Cancellation } from "./cancellation.ts";
import { type CheckAnswer, type CheckQuestion, check } from "./check.ts";
import { type Cell, planOf } from "./check-plan.ts";
import { configFileOf } from "./config-file.ts";
import { amongMerged } from "./merged-fragments.ts";
import { unknownName } from "./names.ts";
import type { Trouble } from "./problem.ts";
import type { OpenSession } from "./session.ts";
import { possibleValues } from "./value.ts";

/** Absolute path to text, of what is open and may not be saved. */
export type OpenTexts = ReadonlyMap<string, string>;

/**
 * The check of the fragment at an absolute path. Where a set of kcfg.json has it, all of the set is merged, and its base
 * and policy count; where the tree's build merges it, all that this merges. Locations have absolute paths.
 */
export function checkOpenFragment(
  session: OpenSession,
  path: string,
  texts: OpenTexts,
  cancellation?: Cancellation,
): CheckAnswer | readonly Trouble[] {
  const { caller } = session;
  const folder = resolvePath(path, "..");
  const settings = findSettings({}, caller.at(folder));
  const plan = planOf({ words: [], policy: [], renames: [] }, settings, caller);
  const cell = "cells" in plan ? plan.cells.find((each) => isAbout(session, each, path)) : undefined;
  const named = cell?.words ?? [path];
  const merged = cell?.base === undefined ? amongMerged(session, named) : named;
  const paths = merged.map((word) => resolvePath(caller.folder, word));
  const words: CheckQuestion["words"] = paths.map((each) => {
    const text = texts.get(each);
    return text === undefined ? each : configFileOf(session, each, text);
  });
  const rules = "rules" in plan ? plan.rules : undefined;
  return check(session, { words, base: cell?.base, ...(rules && { rules }) }, cancellation);
}

/** A line whose name no symbol has. */
export interface UnknownLine {
  /** Without prefix. */
  readonly name: string;
  readonly nameSpan: Span;
  /** From 1. */
  readonly number: number;
}

/** A text for a part of a line. */
export interface Correction {
  readonly text: string;
  readonly takesEffect: boolean;
}

/**
 * Names that it may have meant, the nearest first: those with which the line takes effect; where there are none, the only
 * one that is near.
 */
export function correctNames(
  session: OpenSession,
  path: string,
  texts: OpenTexts,
  { name, nameSpan, number }: UnknownLine,
): readonly Correction[] {
  const near = unknownName(session, name).near.map((symbol) => symbol.name);
  const tried = near.map((text) => ({
    text,
    takesEffect: takesEffect(session, path, texts, { ...nameSpan, number }, text),
  }));
  const found = tried.filter((each) => each.takesEffect);
  return found.length === 0 && tried.length === 1 ? tried : found;
}

/** The value nearest to one that a symbol cannot have, as far as the line takes effect with it. */
export function correctValue(
  session: OpenSession,
  path: string,
  texts: OpenTexts,
  line: { readonly name: string; readonly valueSpan: Span; readonly number: number },
): string | undefined {
  const symbol = session.model.symbol(line.name);
  const { start, end } = line.valueSpan;
  const written = (texts.get(path) ?? "").slice(start, end);
  if (symbol === undefined) return undefined;
  const text =
    symbol.type === "bool" ? (written === "m" ? "y" : undefined) : nearestValue(session, symbol, written);
  const place = { ...line.valueSpan, number: line.number };
  return text !== undefined && takesEffect(session, path, texts, place, text) ? text : undefined;
}

function nearestValue(session: OpenSession, symbol: ConfigSymbol, written: string): string | undefined {
  const wanted = Number(written);
  if (!Number.isFinite(wanted)) return undefined;
  const distance = ({ value }: { readonly value: string }) => Math.abs(Number(value) - wanted);
  return possibleValues(session, symbol).toSorted((a, b) => distance(a) - distance(b))[0]?.value;
}

/** Whether a line of a fragment takes effect with a text in place of a part of it. */
function takesEffect(
  session: OpenSession,
  path: string,
  texts: OpenTexts,
  { start, end, number }: Span & { readonly number: number },
  text: string,
): boolean {
  const old = texts.get(path) ?? "";
  const corrected = new Map([...texts, [path, old.slice(0, start) + text + old.slice(end)]]);
  const answer = checkOpenFragment(session, path, corrected);
  if (!("result" in answer)) return false;
  const isHere = ({ path: each, line }: Location) => each === path && line === number;
  return answer.result.verdicts.some(({ request, fate }) => fate === "took" && isHere(request.location));
}

/** Whether a run of the matrix merges the fragment, for the architecture that the session is about. */
function isAbout({ caller, tree }: OpenSession, { words, arch }: Cell, path: string): boolean {
  if (arch !== undefined && arch !== tree.architecture) return false;
  return words.some((word) => resolvePath(caller.folder, word) === path);
}
