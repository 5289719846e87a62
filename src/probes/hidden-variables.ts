/** Variables that a tree may not read, and why: those that its commands' mode hides, and those that nobody asked. */
import type { Environment } from "../text/host.ts";
import type { Probes } from "./probes.ts";

/** Why a variable is hidden that the caller has set. */
const NOT_LISTED = "a tree whose commands are denied may not read this variable";

/** `given` is what the tree gets, `unknown` what would have come from commands that were not run, each with its command. */
export function hiddenVariables(
  { hidden }: Probes,
  given: Environment = {},
  unknown: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const names = [...hidden].filter((name) => given[name] === undefined);
  return new Map([
    ...names.map((name) => [name, NOT_LISTED] as const),
    ...[...unknown].map(([name, command]) => [name, `${command} was not run`] as const),
  ]);
}
