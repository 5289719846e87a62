/** Requests that are lost for one cause, as one: the cause once, the requests under it, and what they need beyond it. */
import { COMPILE_ONLY } from "../explain/compile-only.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { FEWEST_OF_A_GROUP, requestRows } from "./group-rows.ts";
import type { WireDiagnostic, WireEdit, WireFix } from "./json.ts";
import { type NameGroup, nameGroupDiagnostic, nameGroups } from "./name-groups.ts";
import { list, SHOWN_NAMES } from "./reason-words.ts";

/** What all findings of a group need and do not have. */
interface Root {
  readonly symbol: string;
  readonly actual: string;
  readonly needs: readonly string[];
  readonly kind: string;
  /** The line that gives the value. */
  readonly location?: Location;
  /** What would do as well, of a condition that COMPILE_TEST alone can meet here. */
  readonly instead?: readonly string[];
}

export type FindingGroup = CauseGroup | NameGroup;

/** Findings of one rule, of the same runs, that need one symbol. */
interface CauseGroup {
  readonly kind: "cause";
  readonly code: string;
  readonly severity: Severity;
  readonly root: Root;
  readonly members: readonly WireDiagnostic[];
}

/**
 * The findings in their order, those of one cause as a group where the first of them stands. `fragments` are the files
 * that are checked: a line of theirs that is in the way is for a person to decide on.
 */
export function groupedFindings(
  findings: readonly WireDiagnostic[],
  fragments: readonly string[],
): readonly (WireDiagnostic | FindingGroup)[] {
  const lost = findings.filter(isLostRequest);
  const advice = new Map<string, number>();
  for (const text of lost.flatMap(adviceOf)) advice.set(text, (advice.get(text) ?? 0) + 1);
  const isShared = (text: string) => (advice.get(text) ?? 0) > 1;
  const candidates = lost.map((finding) => {
    const { code, on, cause } = finding;
    const roots = rootsOf(cause).flatMap((root) => {
      const advices = adviceIn(finding, root);
      const shared = advices.filter(isShared);
      // Advice of its own would be lost in a group, but for that to remove the line which is in the way.
      if (shared.length < advices.length && !isRequest(root, fragments)) return [];
      return { root, key: JSON.stringify([code, on, root.symbol, root.kind, shared]) };
    });
    return { finding, roots };
  });
  const groupOf = new Map<WireDiagnostic, FindingGroup>();
  for (const group of nameGroups(findings)) for (const member of group.members) groupOf.set(member, group);
  for (;;) {
    const sets = new Map<string, { readonly root: Root; readonly members: WireDiagnostic[] }>();
    for (const { finding, roots } of candidates) {
      if (groupOf.has(finding)) continue;
      for (const { root, key } of roots) {
        const set = sets.get(key) ?? { root, members: [] };
        set.members.push(finding);
        sets.set(key, set);
      }
    }
    const [largest] = [...sets.values()].toSorted((a, b) => b.members.length - a.members.length);
    if (largest === undefined || largest.members.length < FEWEST_OF_A_GROUP) break;
    const { root, members } = largest;
    const [{ code, severity }] = members;
    const group: CauseGroup = { kind: "cause", code, severity, root, members };
    for (const member of members) groupOf.set(member, group);
  }
  return [...new Set(findings.map((finding) => groupOf.get(finding) ?? finding))];
}

const VERBS: Readonly<Record<string, readonly [of: string, all: string]>> = {
  "unmet-dependency": ["are dropped", "all need"],
  "not-visible": ["have no effect", "their prompts need"],
  "limited-to-m": ["are limited to m", "for y all need"],
};

function isLostRequest({ code, suppressed, location, symbol, requested }: WireDiagnostic): boolean {
  return (
    Object.hasOwn(VERBS, code) &&
    suppressed === null &&
    location !== null &&
    symbol !== null &&
    requested !== null
  );
}

/** What is said to do, or of doing it, beyond the fix. */
function adviceOf({ fixes, help }: WireDiagnostic): readonly string[] {
  return help.slice(fixes.length > 0 ? 1 : 0);
}

/** As `adviceOf`, without what a group says of its root for all. */
function adviceIn(finding: WireDiagnostic, { kind }: Root): readonly string[] {
  const advice = adviceOf(finding);
  return kind === BY_COMPILE_TEST
    ? advice.filter((text) => !text.startsWith(`but ${COMPILE_ONLY} `))
    : advice;
}

function isRequest({ location }: Root, fragments: readonly string[]): boolean {
  return location !== undefined && fragments.includes(location.path);
}

// --- roots -----------------------------------------------------------------------------------------------------

/** A reason as `wireReason` writes it; a report can come from a file, so that all may be missing. */
interface WiredReason {
  readonly kind?: unknown;
  readonly symbol?: unknown;
  readonly actual?: unknown;
  readonly needs?: unknown;
  readonly repeated?: unknown;
  readonly location?: unknown;
  readonly ways?: unknown;
  readonly blockers?: unknown;
}

/** What has to change whatever else does: along blockers that must all go, to where nothing stands behind. */
function rootsOf(cause: unknown): readonly Root[] {
  const found = new Map<string, Root>();
  const follow = (reason: WiredReason, depth: number): void => {
    const { kind, blockers, ways } = reason;
    const isWay = kind === "unmet" || kind === "limited";
    // Below the request itself, what can also be selected does not need its dependencies.
    if (isWay && (depth === 0 || listOf(ways).length === 0)) {
      if (depth > MOST_DEPTH) return;
      for (const blocker of listOf(blockers)) {
        const term = field(blocker, "term");
        const end = term && (comparedIn(term) ?? compiledIn(term));
        if (end !== undefined) found.set(end.symbol, end);
        const because = term && reasonBehind(term);
        if (because !== undefined) follow(because, depth + 1);
      }
      return;
    }
    const root = depth === 0 ? undefined : rootFrom(reason);
    if (root !== undefined && !found.has(root.symbol)) found.set(root.symbol, root);
  };
  const reason = field(cause, "reason");
  if (reason !== undefined) follow(reason, 0);
  return [...found.values()];
}

/** Deeper than any chain of dependencies; a report from a file may have any shape. */
const MOST_DEPTH = 100;

const field = (value: unknown, name: string): object | undefined => {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === "object" && found !== null ? found : undefined;
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Of a term that is one symbol. */
function reasonBehind(term: object): WiredReason | undefined {
  return Reflect.get(term, "kind") === "symbol" ? field(term, "because") : undefined;
}

/** A comparison that has to be true: what is compared can be the answer of a command, behind which nothing stands. */
function comparedIn(term: object): Root | undefined {
  const [kind, expression, wanted] = ["kind", "expression", "wanted"].map(
    (name) => Reflect.get(term, name) as unknown,
  );
  if (kind !== "comparison" || wanted !== true || typeof expression !== "string") return undefined;
  const root = rootFrom(field(term, "because") ?? {});
  return root && { symbol: expression, actual: `${root.symbol} is ${root.actual}`, kind, needs: [] };
}

/** Of a root: a condition with COMPILE_TEST beside symbols that cannot be here. */
const BY_COMPILE_TEST = "compile-only";

/** An `A || COMPILE_TEST` of which nothing but COMPILE_TEST can be met, because no file that was read defines A. */
function compiledIn(term: object, depth = 0): Root | undefined {
  const [kind, expression, wanted] = ["kind", "expression", "wanted"].map(
    (name) => Reflect.get(term, name) as unknown,
  );
  if (kind !== "any" || wanted !== true || typeof expression !== "string") return undefined;
  const operands = expression.split(" || ");
  const instead = operands.filter((operand) => operand !== COMPILE_ONLY);
  if (instead.length === operands.length || !instead.every((operand) => /^\w+$/.test(operand)))
    return undefined;
  const reasons = listOf(Reflect.get(term, "alternatives")).map((terms) => {
    const [only, ...others] = listOf(terms);
    const isOne = typeof only === "object" && only !== null && others.length === 0;
    return isOne ? reasonBehind(only) : undefined;
  });
  const isAbsent = (reason: WiredReason | undefined) =>
    reason?.symbol === COMPILE_ONLY || (reason !== undefined && isElsewhere(reason, depth));
  if (reasons.length === 0 || !reasons.every(isAbsent)) return undefined;
  const own = reasons.find((reason) => reason?.symbol === COMPILE_ONLY);
  const root = { symbol: COMPILE_ONLY, actual: "n", needs: [], ...(own && rootFrom(own)) };
  return { ...root, kind: BY_COMPILE_TEST, instead };
}

/** Whether a symbol is not defined, or needs one that is not, whatever else it needs. */
function isElsewhere({ kind, blockers, ways }: WiredReason, depth: number): boolean {
  if (kind !== "unmet" || depth > MOST_DEPTH || listOf(ways).length > 0) return kind === "undefined";
  return listOf(blockers).some((blocker) => {
    const term = field(blocker, "term");
    if (term === undefined) return false;
    const because = reasonBehind(term);
    return because === undefined
      ? compiledIn(term, depth + 1) !== undefined
      : isElsewhere(because, depth + 1);
  });
}

function rootFrom({ kind, symbol, actual, needs, location }: WiredReason): Root | undefined {
  if (typeof symbol !== "string" || typeof actual !== "string" || typeof kind !== "string") return undefined;
  const [path, line] = ["path", "line"].map((name) => Reflect.get(Object(location), name) as unknown);
  const isPlace = typeof path === "string" && typeof line === "number";
  return {
    symbol,
    actual,
    kind,
    needs: listOf(needs).filter((each) => typeof each === "string"),
    ...(isPlace && { location: location as Location }),
  };
}

// --- words -----------------------------------------------------------------------------------------------------

export interface GroupWords {
  /** Fragments that are checked: a line of theirs is a request as well. */
  readonly fragments: readonly string[];
  readonly offersFix: boolean;
  readonly isFixable: (finding: WireDiagnostic) => boolean;
  /** What is told of the runs that have it, if there are several. */
  readonly onRuns?: string;
}

/** A group as any diagnostic: its place is the line that all of it rests on. */
export function groupDiagnostic(group: FindingGroup, words: GroupWords): Diagnostic {
  return group.kind === "names" ? nameGroupDiagnostic(group, words.onRuns) : causeDiagnostic(group, words);
}

function causeDiagnostic(group: CauseGroup, words: GroupWords): Diagnostic {
  const { code, severity, root, members } = group;
  const [are, need] = VERBS[code];
  const location = root.location ?? undefined;
  const label =
    location &&
    members
      .flatMap(({ related }) => related)
      .find((note) => note.location?.path === location.path && note.location.line === location.line)?.message;
  const common = commonSettings(members);
  return {
    code,
    severity,
    message: `${members.length} requests ${are}: ${need} ${rootText(root)}`,
    location,
    label,
    notes: [
      { message: requestRows(members, (member) => needsOf(member, common, root)) },
      ...(words.onRuns === undefined ? [] : [{ message: words.onRuns }]),
    ],
    help: helpOf(group, common, words),
  };
}

/** `PAHOLE_VERSION >= 116, and PAHOLE_VERSION is 0`, `NET, which is n`, `EXPERT = n, which is y`, `ARCH_QCOM, which is not defined here`. */
function rootText({ symbol, actual, needs, kind, location }: Root): string {
  if (kind === "comparison") return `${symbol}, and ${actual}`;
  if (kind === "undefined") return `${symbol}, which is not defined here`;
  if (kind === BY_COMPILE_TEST) return `a symbol that is not defined here, or ${symbol}, which is ${actual}`;
  const isPlain = actual === "n" && !needs.includes("n");
  const wanted = isPlain || needs.length === 0 ? symbol : `${symbol} = ${needs.join(" or ")}`;
  const requested =
    isPlain && kind === "settable" && location === undefined ? ", and nothing requests it" : "";
  return `${wanted}, which is ${actual}${requested}`;
}

/** What a request needs beyond what all do: lines of its fix, and what it is for. */
function needsOf(member: WireDiagnostic, common: readonly string[], root: Root): string {
  const { instead } =
    (root.kind === BY_COMPILE_TEST && rootsOf(member.cause).find(({ kind }) => kind === root.kind)) || root;
  const hardware = instead === undefined ? [] : [`for ${insteadText(instead)}`];
  const [fix] = member.fixes;
  if (fix === undefined) return [...hardware, ...(common.length === 0 ? [] : ["no fix is known"])].join("; ");
  const others = settingsOf(fix).filter((text) => !common.includes(text));
  const verb = common.length === 0 ? "needs" : "also needs";
  return [...hardware, ...(others.length === 0 ? [] : [`${verb} ${others.join(", ")}`])].join("; ");
}

/** `ARCH_BCM2835 or ARCH_BRCMSTB`. */
function insteadText(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES);
  const left = names.length - shown.length;
  return list([...shown, ...(left > 0 ? [`${left} more`] : [])], "or");
}

function helpOf(
  { root, members }: CauseGroup,
  common: readonly string[],
  { fragments, offersFix, isFixable }: GroupWords,
): readonly string[] {
  const fixed = members.filter(({ fixes }) => fixes.length > 0);
  const enough = fixed.filter(({ fixes: [fix] }) => settingsOf(fix).length === common.length).length;
  const shared = adviceIn(members[0], root).filter((text) =>
    members.every(({ help }) => help.includes(text)),
  );
  const mark = offersFix && fixed.length > 0 && fixed.every(isFixable) ? "  (fixable)" : "";
  const isExcluded = fixed.length === 0 && shared.length === 0 && isRequest(root, fragments);
  return [
    ...(common.length === 0 ? [] : [`${fixText(common, enough, members.length)}${mark}`]),
    ...(isExcluded
      ? [`change ${root.location?.path}:${root.location?.line}, or these requests: they exclude it`]
      : []),
    ...(root.kind === BY_COMPILE_TEST ? [`but ${root.symbol} only lets them be compiled`] : []),
    ...shared,
    "-v shows each of them with its reasons",
  ];
}

function fixText(common: readonly string[], enough: number, all: number): string {
  const lines = list(common);
  const verb = common.length === 1 ? "satisfies" : "satisfy";
  if (enough === all) return `${lines} ${verb} all of them`;
  if (enough === 0) return `each needs ${lines} and the lines beside it`;
  return `${lines} ${verb} ${enough} of them; the others need the lines beside them as well`;
}

/** Lines that all fixes of a group have. */
function commonSettings(members: readonly WireDiagnostic[]): readonly string[] {
  const fixed = members.flatMap(({ fixes: [fix] }) => (fix === undefined ? [] : [settingsOf(fix)]));
  const [first = [], ...others] = fixed;
  return first.filter((text) => others.every((each) => each.includes(text)));
}

function settingsOf({ edits }: WireFix): readonly string[] {
  return edits.filter((edit): edit is WireEdit & { kind: "set" } => edit.kind === "set").map(settingText);
}

/** As `fixTitle` shows it. */
const settingText = ({ symbol, value, text }: WireEdit & { kind: "set" }) =>
  text?.replace(/^# (.*) is not set$/, "$1=n") ?? `CONFIG_${symbol}=${value}`;
