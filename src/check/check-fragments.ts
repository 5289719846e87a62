/** Checks configuration fragments: the fate of every line after all of them were merged over a base. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import { printLine } from "../dotconfig/print-line.ts";
import { quoteString } from "../dotconfig/string-value.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { Rename, Renames } from "../model/renames.ts";
import { firstEscapedByte } from "../text/encoding.ts";
import type { Location } from "../text/source-file.ts";
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import type { CheckFinding, Fate } from "./finding.ts";
import { FixFinder, planFix } from "./fixes.ts";
import { LineFixer, type Rewrite } from "./line-fixes.ts";
import { lostFindings } from "./lost.ts";
import { type LostRequest, lostRequest } from "./lost-request.ts";
import { type Merge, merge } from "./merge.ts";
import { checkPolicy } from "./policy.ts";
import { renamesOf } from "./renames.ts";
import { describeRepeat, type Repeat, repeatsIn } from "./repeats.ts";
import { counts, locate, malformedLines, type Request, requestIn } from "./request.ts";
import { isWholeConfig, staleFinding } from "./stale.ts";
import { suppress } from "./suppressions.ts";
import { UnknownAnswers } from "./unknown-answers.ts";
import type { UnknownName } from "./unknown-name.ts";
import { locateUnmet, unmetIn, unmetSelect } from "./unmet.ts";
import { unmetMatter } from "./unmet-fixes.ts";
import { idleRules } from "./unreachable-policy-rule.ts";
import { requestHolds } from "./verdict.ts";

export interface CheckOptions {
  /** What is known of a name that no Kconfig file that was read defines. */
  readonly unknownName?: (name: string) => UnknownName;
  /** Whether lines are told whose values hold without them. */
  readonly redundant?: boolean;
  /** Codes of findings by which the check does not fail. */
  readonly allowed?: readonly string[];
  /** Symbols with a new name, beside the transitional ones of the tree. */
  readonly renames?: Renames;
  /** What the final configuration must and must not have. */
  readonly policy?: readonly PlacedPolicyRule[];
  readonly architecture?: string;
  /** All that are checked, or that the tree has; absent where nobody can tell. */
  readonly architectures?: readonly string[];
  /** The tree's version, for rules that are about some versions only. */
  readonly version?: string;
}

/** One request and what became of it. */
export interface Verdict {
  readonly request: Request;
  readonly fate: Fate;
  /** Whether the request is fulfilled, or a later line was meant to take its place. */
  readonly holds: boolean;
}

export interface FragmentSummary {
  readonly path: string;
  readonly requests: number;
  readonly malformed: number;
  /** How many requests met each fate, in the order of the first. */
  readonly fates: ReadonlyMap<Fate, number>;
}

export interface CheckResult {
  /** By file and line of the fragments; several of one line in the order in which they were found. */
  readonly findings: readonly CheckFinding[];
  readonly verdicts: readonly Verdict[];
  readonly fragments: readonly FragmentSummary[];
  /** The base with the fragments merged over it. */
  readonly configuration: Configuration;
  /** Whether every request holds and every line can be read. */
  readonly holds: boolean;
}

/**
 * Merges `fragments` over `base` in order, a later line of a symbol in place of an earlier one, and tells the fate
 * of every line. `base` stays as it is. Codes: those of `Fate`, and `malformed-line`.
 */
export function checkFragments(
  base: Configuration,
  fragments: readonly DotConfig[],
  options: CheckOptions = {},
): CheckResult {
  const merged = merge(base, fragments);
  const repeats = repeatsIn(merged);
  const repeated = new Map(repeats.map((repeat) => [repeat.earlier, repeat]));
  const renames = new Map([...renamesOf(base.model), ...(options.renames ?? [])]);
  const unknown = UnknownAnswers.of(merged.configuration);
  const tools: Tools = {
    options,
    renames,
    fixes: new FixFinder(merged),
    lines: new LineFixer(merged),
    unknown,
  };
  const found: CheckFinding[] = [];
  const verdicts: Verdict[] = [];
  for (const request of merged.requests) {
    const repeat = repeated.get(request);
    const { verdict, findings } =
      repeat === undefined
        ? judge(merged, request, tools)
        : { verdict: { request, fate: repeat.code, holds: true }, findings: [] };
    verdicts.push(verdict);
    found.push(...findings);
  }
  found.push(...repeatFindings(repeats, tools), ...lineFindings(merged, tools));
  const { architecture, version, policy = [] } = options;
  const { requests } = merged;
  found.push(...checkPolicy(policy, merged.configuration, { architecture, version, requests, unknown }));
  found.push(...idleRules(policy, options));
  if (unknown === undefined) found.push(...unmetFindings(merged));
  for (const fragment of fragments) {
    const stale = isWholeConfig(fragment) ? staleFinding(fragment, merged.configuration) : undefined;
    if (stale !== undefined) found.push(stale);
  }
  if (options.redundant) found.push(...redundantFindings(verdicts, tools));
  const order = new Map(fragments.map(({ source }, index) => [source.path, index]));
  const place = ({ location }: CheckFinding) => [order.get(location?.path ?? "") ?? 0, location?.line ?? 0];
  const allowed = new Set(options.allowed);
  const judged = found.map((each) => (allowed.has(each.code) ? tolerated(each) : each));
  const findings = suppress(judged, fragments).toSorted((a, b) => {
    const [[fileA, lineA], [fileB, lineB]] = [place(a), place(b)];
    return fileA - fileB || lineA - lineB;
  });
  return {
    findings,
    verdicts,
    fragments: fragments.map((fragment, index) => summarize(fragment, index, verdicts)),
    configuration: merged.configuration,
    holds: !findings.some(({ fails, suppressed }) => fails && suppressed === undefined),
  };
}

/** A finding that a person allows is told, and the check does not fail by it. */
function tolerated(finding: CheckFinding): CheckFinding {
  return { ...finding, fails: false, severity: finding.severity === "error" ? "warning" : finding.severity };
}

/** Symbols that the result selects against their dependencies, at the line that asks for what selects them. */
function unmetFindings(merged: Merge): readonly CheckFinding[] {
  const { configuration, effective, fragments } = merged;
  const all = unmetIn(configuration);
  if (all.length === 0) return [];
  const { symbols, plan, requestFor } = unmetMatter(merged);
  return all.map((symbol) => {
    const unmet = unmetSelect(configuration, symbol);
    const isNew = symbols.some(({ id }) => id === symbol.id);
    const request =
      unmet.selects
        .flatMap(({ node }) => (node.symbol === undefined ? [] : (effective.get(node.symbol.id) ?? [])))
        .find((each) => requestHolds(configuration, each)) ?? (isNew ? requestFor(symbol) : undefined);
    const fix =
      request !== undefined && isNew && plan
        ? planFix(merged, fragments[request.fragment].prefix, plan)
        : undefined;
    return {
      code: "unmet-select",
      severity: "error",
      fails: true,
      location: request === undefined ? locateUnmet(unmet) : request.location,
      subject: { kind: "unmet-select", unmet, request },
      symbol: symbol.name,
      actual: unmet.value,
      ...(fix && { fixes: [plan?.warnings.length === 0 ? fix : { ...fix, automatic: false as const }] }),
    };
  });
}

/** What looks for fixes, and how to check. */
interface Tools {
  readonly options: CheckOptions;
  readonly renames: Renames;
  readonly fixes: FixFinder;
  readonly lines: LineFixer;
  /** What is not known, where commands were denied. */
  readonly unknown?: UnknownAnswers;
}

/** The earlier line of a file that sets a symbol twice is dead. */
function repeatFindings(repeats: readonly Repeat[], { lines }: Tools): readonly CheckFinding[] {
  const dead = repeats.filter(({ code }) => code === "duplicate").map(({ earlier }) => earlier);
  const removals = lines.removals(dead, "earlier");
  return repeats.map((repeat) => {
    const fix = removals.get(repeat.earlier);
    const finding = describeRepeat(repeat);
    return fix === undefined ? finding : { ...finding, fixes: [fix] };
  });
}

function redundantFindings(verdicts: readonly Verdict[], { lines, unknown }: Tools): readonly CheckFinding[] {
  const took = verdicts
    .filter(({ fate }) => fate === "took")
    .map(({ request }) => request)
    .filter(({ symbol }) => symbol === undefined || unknown?.mayReach(symbol) !== true);
  const removals = lines.removals(took, "line");
  return [...removals].map(([request, fix]) => ({
    code: "redundant",
    severity: "info",
    fails: false,
    location: request.location,
    subject: { kind: "needless", request },
    symbol: request.name,
    requested: request.wanted,
    actual: request.wanted,
    fixes: [fix],
  }));
}

/** What is wrong with lines as text. */
function lineFindings({ fragments, base }: Merge, { lines }: Tools): readonly CheckFinding[] {
  const isSymbol = (name: string) => base.model.symbol(name)?.isDefined === true;
  return fragments.flatMap((fragment, index) => {
    const found = malformedLines(fragment).map((line) => {
      const at = locate(fragment, line);
      const text = rewritten(line.text, fragment.prefix, isSymbol);
      const finding = malformed(line.text, at, { meant: text, prefix: fragment.prefix });
      const fix =
        text === undefined
          ? undefined
          : lines.rewrite({ fragment: index, line: line.number, text, shown: text });
      return fix === undefined ? finding : { ...finding, fixes: [fix] };
    });
    const odd = firstEscapedByte(fragment.source.text);
    if (odd < 0) return found;
    const at = fragment.source.locate({ start: odd, end: odd + 1 });
    return [...found, notUtf8(at)];
  });
}

function notUtf8(location: Location): CheckFinding {
  return {
    code: "not-utf8",
    severity: "warning",
    fails: false,
    location,
    subject: { kind: "not-utf8" },
  };
}

interface Judged {
  readonly verdict: Verdict;
  readonly findings: readonly CheckFinding[];
}

function judge(merged: Merge, request: Request, tools: Tools): Judged {
  const { symbol } = request;
  const { configuration } = merged;
  const holds = requestHolds(configuration, request);
  const denied = symbol === undefined ? undefined : tools.unknown?.ofRequest(request, symbol);
  if (denied !== undefined)
    return { verdict: { request, fate: "denied-probe", holds: false }, findings: [denied] };
  const rename = tools.renames.get(request.name);
  if (rename !== undefined && (symbol === undefined || symbol.isTransitional)) {
    const finding = renamedFinding(merged, request, rename, tools);
    return { verdict: { request, fate: "renamed", holds: !finding.fails }, findings: [finding] };
  }
  if (symbol?.isTransitional) {
    return {
      verdict: { request, fate: "promptless", holds: false },
      findings: [withoutSuccessor(request)],
    };
  }
  if (symbol === undefined) {
    return {
      verdict: { request, fate: "unknown-symbol", holds },
      findings: [unknownFinding(request, holds, tools)],
    };
  }
  if (holds) return { verdict: { request, fate: "took", holds }, findings: [] };
  const lost = lostRequest(merged, request, symbol);
  const { cause } = lost;
  const prospect = tools.fixes.find(request, symbol, cause);
  const rewrite = cause.code === "wrong-type" ? tools.lines.rewrite(retyped(request)) : undefined;
  const findings = lostFindings(lost, prospect, rewrite);
  return { verdict: { request, fate: findings[0].code, holds }, findings };
}

/** A line that only asks for nothing is harmless, though its name may be a slip. */
function unknownFinding(request: Request, holds: boolean, { options }: Tools): CheckFinding {
  const known = request.name === "" ? undefined : options.unknownName?.(request.name);
  return {
    code: "unknown-symbol",
    severity: holds ? "warning" : "error",
    fails: !holds,
    location: request.location,
    // Names that look alike are told. That one is meant is no more than a guess, and never written.
    subject: { kind: "unknown-symbol", name: request.name, known },
    symbol: request.name,
    requested: request.wanted,
  };
}

/** The old name may still work for a while; where what is meant does not hold, the request is lost. */
function renamedFinding(merged: Merge, request: Request, rename: Rename, { lines }: Tools): CheckFinding {
  const { name, isInverted, others = [] } = rename;
  const { base, configuration, fragments } = merged;
  const { fragment } = request;
  const writtenAnew = isInverted ? inverted(request, name) : renamed(request, name);
  const meant = writtenAnew && requestIn(writtenAnew.text, base.model, fragments[fragment], fragment);
  const holds = meant !== undefined && requestHolds(configuration, meant);
  const isClear = others.length === 0 && meant !== undefined && counts(meant);
  const fix = isClear && writtenAnew !== undefined ? lines.rewrite(writtenAnew) : undefined;
  return {
    code: "renamed",
    severity: holds ? "warning" : "error",
    fails: !holds,
    location: request.location,
    subject: {
      kind: "renamed",
      name: request.name,
      rename,
      meant: isClear ? writtenAnew?.text : undefined,
      lost: meant && lostMeant(merged, meant),
    },
    symbol: request.name,
    requested: request.wanted,
    fixes: fix && [fix],
  };
}

/** Why what is meant by a former name does not hold either. */
function lostMeant(merged: Merge, request: Request): LostRequest | undefined {
  const { symbol } = request;
  return symbol === undefined || requestHolds(merged.configuration, request)
    ? undefined
    : lostRequest(merged, request, symbol);
}

/** A transitional symbol only passes its value on, and this one to nobody. */
function withoutSuccessor({ name, location, wanted }: Request): CheckFinding {
  return {
    code: "promptless",
    severity: "warning",
    fails: true,
    location,
    subject: { kind: "no-successor", name },
    symbol: name,
    requested: wanted,
  };
}

function inverted({ fragment, line, wanted }: Request, name: string): Rewrite | undefined {
  if (wanted !== "y" && wanted !== "n") return undefined;
  const text = printLine("CONFIG_", name, "bool", wanted === "y" ? "n" : "y");
  return { fragment, line: line.number, text, shown: text };
}

function renamed({ fragment, line, text }: Request, name: string): Rewrite {
  const old = line.name;
  const at = text.indexOf(old, text.startsWith("#") ? 1 : 0);
  return {
    fragment,
    line: line.number,
    text: text.slice(0, at) + name + text.slice(at + old.length),
    shown: name,
  };
}

/** A string with the quotes that it lacks, or any other value without the quotes that it does not want. */
function retyped({ fragment, line, text, symbol, wanted }: Request): Rewrite {
  const value = symbol?.type === "string" ? quoted(wanted) : wanted.replace(/^"(.*)"$/, "$1");
  const start = text.slice(0, text.indexOf("=") + 1);
  return { fragment, line: line.number, text: start + value, shown: value };
}

/** Of two quotes one may be there. */
function quoted(written: string): string {
  if (written.indexOf('"') !== written.lastIndexOf('"')) return quoteString(written);
  if (written.startsWith('"')) return `${written}"`;
  return written.endsWith('"') ? `"${written}` : quoteString(written);
}

const BYTE_ORDER_MARK = "\ufeff";

function malformed(
  text: string,
  location: Location,
  words: { readonly meant: string | undefined; readonly prefix: string },
): CheckFinding {
  return {
    code: "malformed-line",
    severity: "error",
    fails: true,
    location,
    subject: { kind: "malformed-line", hasByteOrderMark: text.startsWith(BYTE_ORDER_MARK), ...words },
    requested: text,
  };
}

/** What a line was meant to be, if it can be read in one way only: without the prefix, a name that the tree has. */
function rewritten(text: string, prefix: string, isSymbol: (name: string) => boolean): string | undefined {
  const rest = text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
  const assignment = /^\s*([\w-]+)\s*=\s*(.*)$/.exec(rest);
  if (assignment === null) return rest === text ? undefined : rest;
  const [, word, value] = assignment;
  if (prefix !== "" && word.startsWith(prefix)) return `${word}=${value}`;
  const isPrefixed = word.toLowerCase().startsWith(prefix.toLowerCase());
  const name = isPrefixed ? word.slice(prefix.length) : word;
  // Names are told apart by case; the kernel's are in capitals.
  const meant = [word, name, name.toUpperCase()].find(isSymbol);
  return meant === undefined ? undefined : `${prefix}${meant}=${value}`;
}

function summarize(fragment: DotConfig, index: number, verdicts: readonly Verdict[]): FragmentSummary {
  const own = verdicts.filter(({ request }) => request.fragment === index);
  const fates = new Map<Fate, number>();
  for (const { fate } of own) fates.set(fate, (fates.get(fate) ?? 0) + 1);
  return {
    path: fragment.source.path,
    requests: own.length,
    malformed: malformedLines(fragment).length,
    fates,
  };
}
