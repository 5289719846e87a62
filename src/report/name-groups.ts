/** Requests of names that a tree does not define, as one finding: a file of another release or architecture has hundreds. */
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import { FEWEST_OF_A_GROUP, requestRows } from "./group-rows.ts";
import type { WireDiagnostic } from "./json.ts";
import type { WireUnknownName } from "./unknown-name.ts";

/** Findings of the same runs that say the same of different names. */
export interface NameGroup {
  readonly kind: "names";
  readonly code: string;
  readonly severity: Severity;
  /** The architecture that the tree was read for, where files of others define the names. */
  readonly architecture?: string;
  readonly members: readonly WireDiagnostic[];
}

/** The groups among these findings. A name that may be a slip, or that is mentioned, has a word of its own. */
export function nameGroups(findings: readonly WireDiagnostic[]): readonly NameGroup[] {
  const groups = new Map<string, NameGroup & { readonly members: WireDiagnostic[] }>();
  for (const finding of findings) {
    const { code, severity, symbol, location, help, on, suppressed } = finding;
    if (code !== "unknown-symbol" || suppressed !== null || location === null || symbol === null) continue;
    const cause = causeOf(finding);
    const isElsewhere = cause !== undefined && cause.definedFor.length > 0;
    const isPlain = help.length === 0 && cause?.isMentioned !== true;
    if (!isElsewhere && !isPlain) continue;
    const architecture = isElsewhere ? (cause.architecture ?? "this architecture") : undefined;
    const key = JSON.stringify([severity, architecture, on]);
    const known = groups.get(key);
    if (known !== undefined) known.members.push(finding);
    else
      groups.set(key, {
        kind: "names",
        code,
        severity,
        ...(architecture !== undefined && { architecture }),
        members: [finding],
      });
  }
  return [...groups.values()].filter(({ members }) => members.length >= FEWEST_OF_A_GROUP);
}

/** Undefined where nothing was looked up: a report that another program made may have none. */
function causeOf({ cause }: WireDiagnostic): WireUnknownName | undefined {
  const isOne = typeof cause === "object" && cause !== null && "definedFor" in cause;
  return isOne && Array.isArray(cause.definedFor) ? (cause as WireUnknownName) : undefined;
}

/** A group as any diagnostic: it has no place of its own, each request has one. */
export function nameGroupDiagnostic(
  { code, severity, architecture, members }: NameGroup,
  onRuns: string | undefined,
): Diagnostic {
  const what =
    architecture === undefined
      ? "no symbol of this tree"
      : `symbols that are not defined for ${architecture}`;
  return {
    code,
    severity,
    message: `${members.length} requests name ${what}`,
    notes: [
      {
        message: requestRows(members, (member) => {
          const others = definersOf(member);
          return others.length === 0 ? "" : `defined for ${others.join(", ")}`;
        }),
      },
      ...(onRuns === undefined ? [] : [{ message: onRuns }]),
    ],
    help: [...adviceFor(members), "-v shows each of them"],
  };
}

/** The architecture that defines most of the names. */
function adviceFor(members: readonly WireDiagnostic[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of members.flatMap(definersOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (most === undefined) return [];
  const [name, count] = most;
  return [`try --arch ${name}, which defines ${count === members.length ? "all" : count} of them`];
}

function definersOf(finding: WireDiagnostic): readonly string[] {
  return causeOf(finding)?.definedFor ?? [];
}
