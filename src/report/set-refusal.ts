/** What `kcfg set` says of values that do not hold as they are: why, what would make them hold, or why nothing does. */
import { showValue } from "../check/request.ts";
import { locateUnmet, unmetSelect } from "../check/unmet.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import type { Plan, PlannedSetting, PlanWarning } from "../resolve/plan.ts";
import { definedElsewhere, prefixOf } from "../service/names.ts";
import type { OpenTree } from "../service/open-tree.ts";
import type { Assignment, Planned } from "../service/plan.ts";
import type { UnknownSet } from "../service/set.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { areasText, areaText } from "./area-words.ts";
import { namesText, offerText, unmetOutcome, unmetText } from "./change-lines.ts";
import { settingsTitle } from "./check-words/fixes.ts";
import { refusalOf } from "./check-words/refusal.ts";
import { unmetWords } from "./check-words/unmet.ts";
import type { Finding, WordedFix } from "./check-words/worded.ts";
import { conflictDiagnostic } from "./conflict.ts";
import { unknownDiagnostic, unknownFileDiagnostic } from "./unknown.ts";

/** Names of the ways to choose from, the least change first. */
export const WAYS: readonly string[] = ["A", "B", "C"];

/** Command lines that a person could run instead. */
export interface Retry {
  /** The same with these options more. */
  withOptions(options: string): string;
  /** The same with these assignments before the others. */
  withSettings(settings: readonly string[]): string;
}

/** Why the assignments are refused. With `retry` also what could be run to have them; a question needs no such advice. */
export function refusalFindings(
  tree: OpenTree,
  { failing, ways, way, holds, conflict, unmet, unmetWays, plain }: Planned,
  retry?: Retry,
): readonly Finding[] {
  const refusals = failing.map(refusalOf);
  // Where the number itself is wrong, its range says more than that no configuration has it.
  const isProven = conflict !== undefined && !refusals.some(({ code }) => code === "out-of-range");
  if (isProven && conflict.facts.length > 0)
    return [conflictDiagnostic(conflict, { elsewhere: (name) => definedElsewhere(tree, name) })];
  const prefix = prefixOf(tree);
  // A value that would hold, but not without selecting another symbol against its dependencies.
  const told = [...refusals, ...(refusals.length > 0 ? [] : unmet.map((each) => unmetFinding(plain, each)))];
  const [last = KEPT_LOST] = told.slice(-1);
  const before = told.slice(0, -1);
  if (unmetWays.length > 0 && !isProven) {
    const help = [...(last.help ?? []), ...unmetAdvice(unmetWays[0], prefix, retry)];
    return [...before, { ...last, help }];
  }
  if (!holds || way === undefined) {
    const isSaid = refusals.some((each) => each.isFinal);
    const advice = isProven ? "no configuration has it" : "no change was found that gives the value";
    return [...before, { ...last, help: [...(last.help ?? []), ...(isSaid ? [] : [advice])] }];
  }
  const help = [
    ...(last.help ?? []),
    ...(retry === undefined ? [] : adviceFor(ways, way, { retry, prefix })),
  ];
  return [...before, { ...last, help, fixes: ways.map((each) => fixOf(each, prefix)) }];
}

function adviceFor(
  ways: readonly Plan[],
  taken: Plan,
  { retry, prefix }: { readonly retry: Retry; readonly prefix: string },
): readonly string[] {
  const others = ways.flatMap((way, index) =>
    way === taken ? [] : [`or ${WAYS[index]}: ${settingsText(way, prefix)}${drawbackText(way)}`],
  );
  const pick =
    others.length === 0 ? "" : `   (--pick ${WAYS.slice(1, ways.length).join(" or ")} for another way)`;
  const settings = taken.needed.map(({ symbol, value }) => `${symbol.name}=${value}`);
  return [
    `${settingsTitle(taken.needed, prefix)}${drawbackText(taken)}`,
    ...taken.warnings.flatMap(bigHelp),
    ...taken.needed.flatMap((each) => keepText(each, prefix)),
    ...taken.offers.map(offerText),
    ...others,
    `run: ${retry.withOptions("--fix")}${pick}`,
    `or: ${retry.withSettings(settings)}`,
  ];
}

/** What C takes with a warning: which settings, what of them is wrong, and how to have them all the same. */
function unmetAdvice({ needed, unmet }: Plan, prefix: string, retry?: Retry): readonly string[] {
  const told = unmet.map((each) => `but then ${unmetText(each)}: ${unmetOutcome(each)}`);
  return [
    ...(needed.length === 0 ? unmet.slice(0, 1).map(unmetOutcome) : [settingsTitle(needed, prefix), ...told]),
    ...(retry === undefined
      ? []
      : [`run: ${retry.withOptions(needed.length === 0 ? "--allow-unmet" : "--fix --allow-unmet")}`]),
  ];
}

/** The ways to choose from, one a line, as a question shows them. `prefix`: that of the names in a .config. */
export function wayLines(ways: readonly Plan[], prefix: string): readonly string[] {
  return ways.map((way, index) => `  ${WAYS[index]}  ${settingsText(way, prefix)}${drawbackText(way)}`);
}

function settingsText({ needed }: Plan, prefix: string): string {
  if (needed.length === 0) return "nothing more";
  return needed.map(({ symbol, value }) => `${prefix}${symbol.name}=${showValue(symbol, value)}`).join(", ");
}

function keepText({ symbol, value, keeps }: PlannedSetting, prefix: string): readonly string[] {
  if (keeps === undefined) return [];
  return [`${prefix}${symbol.name}=${showValue(symbol, value)} is not needed, but keeps ${namesText(keeps)}`];
}

/** What the short words of a way's drawbacks leave open. */
function bigHelp(warning: PlanWarning): readonly string[] {
  const isTold = warning.kind !== "large" && !(warning.kind === "enables-broad-option" && warning.compiles);
  return isTold ? [] : [`but ${areaText(warning)}`];
}

/** What a way costs that its settings do not show. */
function drawbackText({ warnings, lost }: Plan): string {
  const areas = warnings.flatMap((each) => (each.kind === "enables-broad-option" ? [each.symbol] : []));
  const parts = [
    ...warnings.flatMap((each) => (each.kind === "word-size" ? [`makes it a ${each.bits}-bit kernel`] : [])),
    ...(areas.length === 0 ? [] : [areasText(areas)]),
    ...(lost.length === 0 ? [] : [`loses ${namesText(lost)}`]),
  ];
  return parts.length === 0 ? "" : `   (${parts.join("; ")})`;
}

function fixOf(way: Plan, prefix: string): WordedFix {
  const { needed, follows } = way;
  return {
    title: settingsTitle(needed, prefix),
    edits: needed.map(({ symbol, value }) => ({ kind: "set" as const, symbol: symbol.name, value })),
    effects: follows.map(({ symbol, after = "n" }) => `${symbol.name}=${showValue(symbol, after)}`),
    verified: true,
  };
}

/** That a symbol is selected against its dependencies, told where it is selected. */
function unmetFinding(configuration: Configuration, symbol: ConfigSymbol): Finding {
  const unmet = unmetSelect(configuration, symbol);
  return {
    code: "unmet-select",
    severity: "error",
    symbol: symbol.name,
    actual: unmet.value,
    location: locateUnmet(unmet),
    ...unmetWords({ unmet }),
  };
}

/** Every assignment holds, but not without changing what is to be kept. */
const KEPT_LOST: Finding = {
  code: "other-value",
  severity: "error",
  message: "something that is to be kept would change",
};

/** What is true of a plan that holds, and may not be wanted. */
export function setWarnings({ warnings, unmet, configuration }: Planned): readonly Diagnostic[] {
  return [
    ...warnings.map(warningDiagnostic),
    ...unmet.map((each) => ({ ...unmetFinding(configuration, each), severity: "warning" as const })),
  ];
}

/** What a person should know of what is switched on. */
function warningDiagnostic(warning: PlanWarning): Diagnostic & Pick<Finding, "symbol"> {
  if (warning.kind === "large")
    return { severity: "warning", code: "enables-broad-option", message: areaText(warning) ?? "" };
  const { name } = warning.symbol;
  const about = {
    severity: "warning",
    location: warning.symbol.definitions[0]?.place,
    symbol: name,
  } as const;
  if (warning.kind === "word-size")
    return { ...about, code: "enables-broad-option", message: `this makes it a ${warning.bits}-bit kernel` };
  if (warning.kind === "declared")
    return { ...about, code: "unsafe-symbol", message: `${name}: ${warning.text}` };
  if (warning.kind === "decimal-digits") return { ...about, ...decimalDigits(name, warning.value) };
  return warning.kind === "enables-broad-option"
    ? { ...about, code: "enables-broad-option", message: openedText(warning) }
    : { ...about, code: "unsafe-symbol", message: `${name}: its help says "${warning.line}"` };
}

function decimalDigits(
  name: string,
  value: string,
): Pick<Diagnostic, "message" | "help"> & { readonly code: "hex-without-prefix" } {
  return {
    code: "hex-without-prefix",
    message: `${name}=${value} is 0x${value}: a hex without 0x is hexadecimal, too`,
    help: [`if ${value} is meant in decimal, write ${name}=0x${BigInt(value).toString(16)}`],
  };
}

function openedText(warning: PlanWarning & { readonly kind: "enables-broad-option" }): string {
  const { symbol, compiles } = warning;
  return compiles === undefined
    ? `${symbol.name} is switched on, which opens much more than this`
    : (areaText(warning) ?? "");
}

/** That nobody knows whether assignments hold, or what stands in the rest of the .config. */
export function unknownSetDiagnostics({ open, part }: UnknownSet, model: Model): readonly Diagnostic[] {
  const told = open.map(({ assignment: { symbol, value }, isProof, rests }) =>
    unknownDiagnostic(
      `whether ${symbol.name}=${value} ${isProof ? "is possible" : "takes effect"}`,
      rests,
      model,
    ),
  );
  if (part === undefined) return told;
  const why = unknownFileDiagnostic(part, model);
  const help = [...(why.help ?? []), "-o FRAGMENT writes the lines alone, --dry-run shows them"];
  return [...told, { ...why, help }];
}

/** A value that holds until the file is read again. */
export function forgotten({ symbol, value }: Assignment): Diagnostic {
  return {
    code: "other-value",
    severity: "error",
    message: `${symbol.name}=${value} would be lost when the written file is read again`,
    location: symbol.definitions[0]?.place,
  };
}
