/** What `kcfg diff` says of two configurations: text for people, and the wire form. */
import type { ConfigDifference, Difference, LineDifference } from "../diff/configurations.ts";
import type { TurningFragment } from "../diff/fragment.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { OtherRelease } from "../service/diff.ts";
import { appearedText, causeText, changeRow, layOutChanges, namesText } from "./change-lines.ts";
import { wireCause } from "./explanation-json.ts";
import { listed } from "./listed.ts";
import { padText, safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** The two files as people name them. */
export interface DiffedFiles {
  readonly before: string;
  readonly after: string;
}

/** More lines of one group than this are counted; `-v` shows all. */
const MOST_LINES = 40;
const MOST_ROOTS = 3;

export interface DiffTextOptions {
  readonly mostLines?: number;
  readonly otherReleases?: readonly OtherRelease[];
}

/** One line that counts, then the groups, the shortest way to the cause first. */
export function configDiffText(
  difference: ConfigDifference,
  files: DiffedFiles,
  style: Style,
  { mostLines = MOST_LINES, otherReleases = [] }: DiffTextOptions = {},
): string {
  const { asked, follows, appeared, vanished, unknown, idle } = difference;
  const formerNames = new Map(
    unknown.flatMap(({ name, successor }) => (successor === undefined ? [] : [[successor.id, name]])),
  );
  const total = asked.length + follows.length;
  const text = [
    `${safeLine(files.before)} ${style.signs.arrow} ${safeLine(files.after)}: ${countText(total)}`,
    ...otherReleases.flatMap(otherReleaseLines),
  ];
  const rows = layOutChanges([
    ...asked.slice(0, mostLines).map((each) => {
      const former = formerNames.get(each.symbol.id);
      const was = former === undefined ? "" : `  perhaps no change: see ${safeLine(former)} below`;
      return changeRow(each, `${askedText(each)}${was}`, style);
    }),
    ...follows.slice(0, mostLines).map((each) => {
      const why = causeText(each.cause, each.symbol);
      const roots = each.roots.map(({ name }) => name).filter((name) => !why.split(/\W+/).includes(name));
      return changeRow(each, roots.length === 0 ? why : `${why}  from ${listed(roots, MOST_ROOTS)}`, style);
    }),
  ]);
  const shown = Math.min(asked.length, mostLines);
  const group = (title: string, lines: readonly string[], count: number) => {
    if (count === 0) return;
    text.push("", style.bold(title), ...lines);
    if (lines.length < count) text.push(`  and ${count - lines.length} more: -v shows all`);
  };
  group("requested differently", rows.slice(0, shown), asked.length);
  group("follows", rows.slice(shown), follows.length);
  const lineRows = (lines: readonly LineDifference[]) => layOutLines(lines.slice(0, mostLines), style);
  // What is no loss first.
  const sorted = [...unknown].sort((a, b) => Number(!a.successor) - Number(!b.successor));
  group("unknown to this tree", lineRows(sorted), unknown.length);
  group("without effect: the values are the same", lineRows(idle), idle.length);
  if (appeared.length + vanished.length > 0) text.push("");
  if (appeared.length > 0) text.push(appearedText(appeared));
  if (vanished.length > 0) text.push(vanishedText(vanished));
  return text.map((line) => `${line}\n`).join("");
}

/** That a name may stand for something else, or for nothing, in this tree; and what compares the releases. */
function otherReleaseLines({ path, release, version }: OtherRelease): readonly string[] {
  return [
    `  note: ${safeLine(path)} was written by release ${safeLine(release)}, and is read with the symbols of this tree, ${safeLine(version)}`,
    `        a symbol that was renamed is listed under both names; kcfg diff --tree compares the releases`,
  ];
}

function countText(total: number): string {
  if (total === 0) return "no value differs";
  return total === 1 ? "1 symbol differs" : `${total.toLocaleString("en-US")} symbols differ`;
}

/** Where the second file asks for it; where it does not, what gives the value. */
function askedText({ symbol, cause, after }: Difference): string {
  if (cause.kind !== "given" || cause.origin.user?.origin === undefined)
    return `${after === undefined ? "no line" : "no line of its own"}: ${causeText(cause, symbol)}`;
  const { path, line } = cause.origin.user.origin;
  return `${safeLine(path)}:${line}`;
}

function vanishedText(symbols: readonly ConfigSymbol[]): string {
  const are = symbols.length === 1 ? "symbol that is n is" : "symbols that are n are";
  return `  ${symbols.length} ${are} no longer visible: ${namesText(symbols)}`;
}

function layOutLines(lines: readonly LineDifference[], style: Style): readonly string[] {
  const width = Math.max(0, ...lines.map(({ name }) => name.length));
  const show = (value: string | undefined) => (value === undefined ? style.signs.none : safeLine(value));
  return lines.map(
    ({ name, before, after, successor }) =>
      `  ${padText(safeLine(name), width)}  ${show(before?.value)} ${style.signs.arrow} ${show(after?.value)}${successor === undefined ? "" : `  perhaps ${successor.name} now, with the same value`}`,
  );
}

/** The fragment as a file; what it does not reach is said in comments. */
export function turningFragmentText(
  { lines, open }: TurningFragment,
  { before, after }: DiffedFiles,
): string {
  const head = `# ${safeLine(before)} with these lines is ${safeLine(after)}\n`;
  const rest =
    open.length === 0
      ? ""
      : `# except for ${open.length}, which no line can set: ${listed(
          open.map(({ name }) => name),
          MOST_LINES,
        )}\n`;
  return `${head}${rest}${lines.map((line) => `${line}\n`).join("")}`;
}

export function wireConfigDiff(
  { asked, follows, appeared, vanished, unknown, idle }: ConfigDifference,
  fragment: TurningFragment,
  files: DiffedFiles,
): unknown {
  const names = (symbols: readonly ConfigSymbol[]) => symbols.map(({ name }) => name);
  return {
    kind: "configurations",
    ...files,
    asked: asked.map(wireDifference),
    follows: follows.map((each) => ({
      ...wireDifference(each),
      from: names(each.from),
      roots: names(each.roots),
    })),
    appeared: names(appeared),
    vanished: names(vanished),
    unknown: unknown.map(wireLine),
    idle: idle.map(wireLine),
    fragment: { lines: fragment.lines, open: names(fragment.open) },
  };
}

function wireDifference({ symbol, before, after, cause }: Difference) {
  return {
    symbol: symbol.name,
    type: symbol.type,
    before: before ?? null,
    after: after ?? null,
    location: (cause.kind === "given" && cause.origin.user?.origin) || null,
    cause: wireCause(cause),
  };
}

function wireLine({ name, before, after, successor }: LineDifference) {
  return {
    symbol: name,
    before: before ?? null,
    after: after ?? null,
    ...(successor !== undefined && { successor: successor.name }),
  };
}
