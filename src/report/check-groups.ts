/** Requests that are lost for one cause, as one: the cause once, the requests under it, and what they need beyond it. */
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import type { WireDiagnostic, WireEdit, WireFix } from "./json.ts";
import { list } from "./reason-words.ts";
import { padText, safeLine, textWidth } from "./safe-text.ts";

/** Fewer findings are read one by one. */
const FEWEST = 3;
/** Requests under a cause that are shown. */
const MOST_ROWS = 40;

/** What all findings of a group need and do not have. */
interface Root {
  readonly symbol: string;
  readonly actual: string;
  readonly needs: readonly string[];
  readonly kind: string;
  /** The line that gives the value. */
  readonly location?: Location;
}

/** Findings of one rule, of the same runs, that need one symbol. */
export interface FindingGroup {
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
    const advices = adviceOf(finding);
    const shared = advices.filter(isShared);
    // Advice of its own would be lost in a group, but for that to remove the line which is in the way.
    const roots = rootsOf(cause).filter(
      (root) => shared.length === advices.length || isRequest(root, fragments),
    );
    const keyOf = ({ symbol, kind }: Root) => JSON.stringify([code, on, symbol, kind, shared]);
    return { finding, roots: roots.map((root) => ({ root, key: keyOf(root) })) };
  });
  const groupOf = new Map<WireDiagnostic, FindingGroup>();
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
    if (largest === undefined || largest.members.length < FEWEST) break;
    const { root, members } = largest;
    const group = { code: members[0].code, severity: members[0].severity, root, members };
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
        const compared = term && comparedIn(term);
        if (compared !== undefined) found.set(compared.symbol, compared);
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
      { message: rows(members, common).join("\n") },
      ...(words.onRuns === undefined ? [] : [{ message: words.onRuns }]),
    ],
    help: helpOf(group, common, words),
  };
}

/** `PAHOLE_VERSION >= 116, and PAHOLE_VERSION is 0`, `NET, which is n`, `EXPERT = n, which is y`, `ARCH_QCOM, which is not defined here`. */
function rootText({ symbol, actual, needs, kind, location }: Root): string {
  if (kind === "comparison") return `${symbol}, and ${actual}`;
  if (kind === "undefined") return `${symbol}, which is not defined here`;
  const isPlain = actual === "n" && !needs.includes("n");
  const wanted = isPlain || needs.length === 0 ? symbol : `${symbol} = ${needs.join(" or ")}`;
  const requested =
    isPlain && kind === "settable" && location === undefined ? ", and nothing requests it" : "";
  return `${wanted}, which is ${actual}${requested}`;
}

/** Each request with its place, and the lines that it needs beyond those of all. */
function rows(members: readonly WireDiagnostic[], common: readonly string[]): readonly string[] {
  const shown = members.slice(0, MOST_ROWS).map((member) => {
    const { location, symbol, requested, fixes } = member;
    const place = safeLine(`${location?.path}:${location?.line}`);
    const request = safeLine(`${symbol}=${requested}`);
    const [fix] = fixes;
    if (fix === undefined) return { place, request, more: common.length === 0 ? "" : "no fix is known" };
    const others = settingsOf(fix).filter((text) => !common.includes(text));
    const more =
      others.length === 0
        ? ""
        : `${common.length === 0 ? "needs" : "also needs"} ${others.map(safeLine).join(", ")}`;
    return { place, request, more };
  });
  const widths = [
    Math.max(...shown.map(({ place }) => textWidth(place))),
    Math.max(...shown.map(({ request }) => textWidth(request))),
  ];
  const left = members.length - shown.length;
  return [
    ...shown.map(({ place, request, more }) =>
      `${padText(place, widths[0])}  ${padText(request, widths[1])}  ${more}`.trimEnd(),
    ),
    ...(left > 0 ? [`and ${left} more`] : []),
  ];
}

function helpOf(
  { root, members }: FindingGroup,
  common: readonly string[],
  { fragments, offersFix, isFixable }: GroupWords,
): readonly string[] {
  const fixed = members.filter(({ fixes }) => fixes.length > 0);
  const enough = fixed.filter(({ fixes: [fix] }) => settingsOf(fix).length === common.length).length;
  const shared = adviceOf(members[0]).filter((text) => members.every(({ help }) => help.includes(text)));
  const mark = offersFix && fixed.length > 0 && fixed.every(isFixable) ? "  (fixable)" : "";
  const isExcluded = fixed.length === 0 && shared.length === 0 && isRequest(root, fragments);
  return [
    ...(common.length === 0 ? [] : [`${fixText(common, enough, members.length)}${mark}`]),
    ...(isExcluded
      ? [`change ${root.location?.path}:${root.location?.line}, or these requests: they exclude it`]
      : []),
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
