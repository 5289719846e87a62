/** The default configuration that a name may have meant: one without its ending, or with a slip of the hand. */
import { closest, distance } from "fastest-levenshtein";
import type { Host } from "../text/host.ts";
import { baseName } from "../text/path.ts";

/** More slips make another name. */
const MOST_SLIPS = 2;

/** Of the files that these patterns find; undefined if none is near. */
export function nearDefconfig(
  wanted: string,
  patterns: readonly string[],
  host: Pick<Host, "glob">,
): string | undefined {
  const names = patterns.flatMap((pattern) => host.glob(pattern)).map(baseName);
  const whole = `${wanted}_defconfig`;
  if (names.includes(whole)) return whole;
  const near = names.length === 0 ? undefined : closest(wanted, names);
  return near !== undefined && distance(wanted, near) <= MOST_SLIPS ? near : undefined;
}
