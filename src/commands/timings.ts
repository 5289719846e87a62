/** `--timings`: where the time of a run went. */
import type { Stopwatch } from "../text/stopwatch.ts";

/** A line for each kind of work, and their sum: milliseconds of wall time since the process began. */
export function timingsText(stopwatch: Stopwatch | undefined): string {
  if (stopwatch === undefined) return "";
  const rooms = stopwatch.rooms();
  const total = rooms.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  return [...rooms, ["total", total] as const]
    .map(([name, milliseconds]) => `${milliseconds.toFixed(1).padStart(8)} ms  ${name}\n`)
    .join("");
}
