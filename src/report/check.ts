/** The text of `kcfg check` behind its findings: a line for each fragment, and the sum. */
import type { FragmentSummary } from "../check/check-fragments.ts";
import type { Fate, Finding } from "../check/finding.ts";
import { padText, safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  took: "took",
  override: "overridden",
  duplicate: "repeated",
  redundant: "redundant",
  "unmet-dependency": "unmet",
  "not-visible": "not visible",
  "limited-to-m": "limited to m",
  "forced-by-select": "forced",
  "no-modules": "without modules",
  "out-of-range": "out of range",
  "lost-choice": "lost in a choice",
  "wrong-type": "wrong type",
  "unknown-symbol": "unknown",
  promptless: "no effect",
  "other-value": "other value",
};
const FATES = Object.keys(FATE_WORDS) as readonly Fate[];

export interface CheckSurroundings {
  /** How the base is called. */
  readonly base: string;
  readonly architecture?: string;
}

/** `a.config  3 requests  2 took  1 overridden`, a line for each fragment. */
export function fragmentLines(fragments: readonly FragmentSummary[]): string {
  const paths = fragments.map(({ path }) => safeLine(path));
  const counts = fragments.map(({ requests }) => plural(requests, "request"));
  const wide = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  return fragments
    .map(({ fates, malformed }, index) => {
      const words = FATES.filter((fate) => fates.has(fate)).map(
        (fate) => `${fates.get(fate)} ${FATE_WORDS[fate]}`,
      );
      if (malformed > 0) words.push(`${malformed} malformed`);
      const start = `${padText(paths[index], wide(paths))}  ${padText(counts[index], wide(counts))}`;
      return `${[start, ...words].join("  ").trimEnd()}\n`;
    })
    .join("");
}

/** `2 errors, 2 warnings · base + 2 fragments · x86`, or that all requests hold. */
export function totalLine(
  findings: readonly Finding[],
  fragments: readonly FragmentSummary[],
  { base, architecture }: CheckSurroundings,
  style: Style,
): string {
  const count = (severity: Finding["severity"]) =>
    findings.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const requests = fragments.reduce((sum, each) => sum + each.requests, 0);
  const parts = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ];
  const verdict = parts.length > 0 ? parts.join(", ") : holdText(requests);
  const what = `${safeLine(base)} + ${plural(fragments.length, "fragment")}`;
  return `${[verdict, what, ...(architecture === undefined ? [] : [architecture])].join(` ${style.signs.dot} `)}\n`;
}

function holdText(requests: number): string {
  if (requests === 0) return "no requests";
  return requests === 1 ? "the request holds" : `all ${requests} requests hold`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
