/** Fixes applied to the fragments themselves: as many together as an evaluation confirms, round by round. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { Span } from "../text/source-file.ts";
import { changesBetween } from "./change.ts";
import type { CheckResult } from "./check-fragments.ts";
import type { CheckFinding, RefusedFix } from "./finding.ts";
import type { Fix } from "./fix.ts";
import { editLines, type LineEdit } from "./line-edits.ts";
import { type Merge, merge } from "./merge.ts";
import { type Request, showRequest } from "./request.ts";
import { unmetIn } from "./unmet.ts";
import { requestHolds } from "./verdict.ts";

export interface AppliedFix {
  readonly finding: CheckFinding;
  readonly fix: Fix;
}

export interface FixedFragments {
  readonly fragments: readonly DotConfig[];
  readonly applied: readonly AppliedFix[];
  /** Of the fragments as they are now. */
  readonly result: CheckResult;
}

export interface FixOptions {
  /** Whether fixes count that a person should decide on. */
  readonly takesUnsafe: boolean;
  /** Whether a fragment may be changed, by its path; all may if absent. */
  readonly mayChange?: (path: string) => boolean;
}

/** A round mends what the one before made mendable; more than this is no repair any more. */
const MOST_ROUNDS = 20;

/**
 * Applies the fixes that `check` finds. After each step all requests that held before hold, and either one more does,
 * a name that had no effect has been replaced, or no value changed. Comments and the order of lines stay.
 */
export function applyFixes(
  base: Configuration,
  fragments: readonly DotConfig[],
  check: (fragments: readonly DotConfig[]) => CheckResult,
  { takesUnsafe, mayChange = () => true }: FixOptions,
): FixedFragments {
  let current = fragments;
  let result = check(current);
  const applied: AppliedFix[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const offers = result.findings.flatMap((finding) => {
      const fix = finding.fixes?.find(({ automatic }) => takesUnsafe || automatic !== false);
      const isOffered = finding.suppressed === undefined && mayChange(finding.location?.path ?? "");
      return fix === undefined || !isOffered ? [] : [{ finding, fix }];
    });
    const step = tryAll(base, current, offers);
    if (step.applied.length === 0) {
      result = { ...result, findings: withRefusals(base, current, result.findings, offers) };
      break;
    }
    current = step.fragments;
    applied.push(...step.applied);
    result = check(current);
  }
  // Of two fixes that share a line, one request may not hold after all.
  const failing = applied.length === 0 ? undefined : failingRequests(merge(base, current));
  const holdsNow = ({ finding: { location, symbol, requested } }: AppliedFix) => {
    const fragment = current.findIndex(({ source }) => source.path === location?.path);
    return failing?.has(`${fragment} ${symbol}=${requested}`) !== true;
  };
  return { fragments: current, applied: applied.filter(holdsNow), result };
}

type Step = Pick<FixedFragments, "fragments" | "applied">;

/** All at once if that is fine, else one after the other. */
function tryAll(base: Configuration, fragments: readonly DotConfig[], offers: readonly AppliedFix[]): Step {
  const before = merge(base, fragments);
  const together = editAll(fragments, offers);
  if (together.applied.length > 0 && isBetter(before, merge(base, together.fragments), together.applied))
    return together;
  for (const offer of offers) {
    const alone = editAll(fragments, [offer]);
    // Line numbers of the others may be wrong now: the next round finds them anew.
    if (alone.applied.length > 0 && isBetter(before, merge(base, alone.fragments), alone.applied))
      return alone;
  }
  return { fragments, applied: [] };
}

/** Findings whose fixes were not taken, with the reason; such a fix is a person's decision now. */
function withRefusals(
  base: Configuration,
  fragments: readonly DotConfig[],
  findings: readonly CheckFinding[],
  offers: readonly AppliedFix[],
): readonly CheckFinding[] {
  const before = merge(base, fragments);
  const refused = new Map(offers.map((offer) => [offer.finding, offer]));
  return findings.map((finding) => {
    const offer = refused.get(finding);
    if (offer === undefined) return finding;
    const alone = editAll(fragments, [offer]);
    const why: RefusedFix =
      alone.applied.length === 0 ? { kind: "unwritable" } : refusal(before, merge(base, alone.fragments));
    return {
      ...finding,
      refused: why,
      fixes: finding.fixes?.map((fix) => ({ ...fix, automatic: false as const })),
    };
  });
}

/** Why an edit is not `isBetter`. */
function refusal(before: Merge, after: Merge): RefusedFix {
  const known = failingRequests(before);
  const broken = [...failingRequests(after)].filter(([key]) => !known.has(key));
  if (broken.length === 0) return { kind: "useless" };
  const stood = new Map(before.requests.map((each) => [keyOf(each), each]));
  return {
    kind: "breaks",
    lines: broken.map(([key, text]) => ({ text, location: stood.get(key)?.location })),
  };
}

/** Whether nothing that held is lost, and something is gained or at least no value changes. */
function isBetter(before: Merge, after: Merge, applied: readonly AppliedFix[]): boolean {
  const failing = failingRequests(after);
  const known = failingRequests(before);
  if ([...failing.keys()].some((each) => !known.has(each))) return false;
  // To C a line with a name that is gone asks for nothing, so that it never fails there.
  const mendsName = applied.some(({ finding }) => finding.code === "renamed" && finding.fails);
  const mendsUnmet =
    applied.some(({ finding }) => finding.code === "unmet-select") &&
    unmetIn(after.configuration).length < unmetIn(before.configuration).length;
  return (
    failing.size < known.size ||
    mendsName ||
    mendsUnmet ||
    changesBetween(before.configuration, after.configuration).length === 0
  );
}

/** Requests that do not hold, by file, name and value, each as it is shown; lines that are none as well. */
function failingRequests({
  requests,
  effective,
  configuration,
  fragments,
}: Merge): ReadonlyMap<string, string> {
  const failing = new Map<string, string>();
  for (const request of requests) {
    const isOvertaken =
      request.symbol !== undefined && (effective.get(request.symbol.id) ?? request) !== request;
    if (isOvertaken || requestHolds(configuration, request)) continue;
    failing.set(keyOf(request), showRequest(request));
  }
  fragments.forEach(({ lines, source }, index) => {
    for (const { kind, start, end } of lines)
      if (kind === "malformed") {
        const text = source.text.slice(start, end);
        failing.set(`${index} ${text}`, text);
      }
  });
  return failing;
}

/** The same for a request before and after an edit, which moves its line. */
function keyOf({ fragment, name, wanted }: Request): string {
  return `${fragment} ${name}=${wanted}`;
}

/** The fragments with the edits of fixes that do not touch each other's lines. */
function editAll(fragments: readonly DotConfig[], offers: readonly AppliedFix[]): Step {
  const edits = new Map<string, Map<number, LineEdit>>();
  const added = new Set<string>();
  const applied: AppliedFix[] = [];
  for (const offer of offers) {
    const changes = changesOf(fragments, offer);
    if (
      changes === undefined ||
      changes.some(({ path, line, edit }) => collides(edits.get(path)?.get(line), edit))
    )
      continue;
    applied.push(offer);
    for (const { path, line, edit, setting } of changes) {
      if (setting !== undefined && added.has(setting)) continue;
      if (setting !== undefined) added.add(setting);
      const ofFile = edits.get(path) ?? new Map<number, LineEdit>();
      const known = ofFile.get(line);
      ofFile.set(line, {
        before: [...(known?.before ?? []), ...(edit.before ?? [])],
        change: edit.change ?? known?.change,
      });
      edits.set(path, ofFile);
    }
  }
  const edited = fragments.map((fragment) => {
    const ofFile = edits.get(fragment.source.path);
    return ofFile === undefined ? fragment : editLines(fragment, ofFile);
  });
  return { fragments: edited, applied };
}

function asksOtherwise(
  fragments: readonly DotConfig[],
  path: string,
  { start, end }: Span,
  text: string,
): boolean {
  const fragment = fragments.find(({ source }) => source.path === path);
  return fragment?.source.text.slice(start, end) !== text;
}

function collides(known: LineEdit | undefined, { change }: LineEdit): boolean {
  return known?.change !== undefined && change !== undefined;
}

/** What a fix does to one line of a fragment. */
export interface Change {
  readonly path: string;
  readonly line: number;
  readonly edit: LineEdit;
  /** `path NAME` of a symbol that gets a line of its own: one is enough. */
  readonly setting?: string;
}

/**
 * The edits of one fix; undefined if it cannot be written into these files. A setting takes the place of the symbol's
 * line in the fragment that asks, or stands before the line that asks.
 */
export function changesOf(
  fragments: readonly DotConfig[],
  { finding, fix }: AppliedFix,
): readonly Change[] | undefined {
  const { location } = finding;
  const changes: Change[] = [];
  for (const edit of fix.edits) {
    if (edit.kind === "remove")
      changes.push({ path: edit.path, line: edit.line, edit: { change: "remove" } });
    else if (edit.kind === "replace")
      changes.push({ path: edit.path, line: edit.line, edit: { change: { text: edit.text } } });
    else if (edit.text === undefined || location === undefined) return undefined;
    else {
      const { path } = location;
      const known = fragments
        .find(({ source }) => source.path === path)
        ?.lines.findLast((line) => "name" in line && line.name === edit.symbol);
      // What the files ask for is never made something else for the sake of another line.
      if (
        known !== undefined &&
        edit.symbol !== finding.symbol &&
        asksOtherwise(fragments, path, known, edit.text)
      )
        return undefined;
      const setting = `${path}\0${edit.symbol}`;
      changes.push(
        known === undefined
          ? { path, line: location.line, edit: { before: [edit.text] }, setting }
          : { path, line: known.number, edit: { change: { text: edit.text } }, setting },
      );
    }
  }
  return changes;
}
