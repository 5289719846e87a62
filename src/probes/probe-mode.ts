/** What becomes of the commands of a tree: run, denied, recorded, or answered from a recording. */

export type ProbeMode =
  | { readonly kind: "run" | "deny" }
  /** `path` as it was written, relative to where it was written. */
  | { readonly kind: "record" | "replay"; readonly path: string };

export const RUN: ProbeMode = { kind: "run" };

/** How the modes are written. */
export const PROBE_MODES = "run, deny, record=FILE or replay=FILE";

/** Reads `run`, `deny`, `record=FILE` or `replay=FILE`; undefined for anything else. */
export function parseProbeMode(text: string): ProbeMode | undefined {
  if (text === "run" || text === "deny") return { kind: text };
  const match = /^(record|replay)=([^\0]+)$/.exec(text);
  if (match === null) return undefined;
  return { kind: match[1] === "record" ? "record" : "replay", path: match[2] };
}
