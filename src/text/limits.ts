/** The limits that keep a tree from taking all time and memory: what each is, and why it is where it is. */
import type { Environment } from "./host.ts";

// Where C has a limit, kcfg has the same one with the same outcome. Where C has none it crashes, fills the memory or
// runs for ever; kcfg ends in a diagnostic, far above what any tree needs. docs/untrusted-trees.md lists them.

/** Nesting of `source`: deeper than any real tree; C would run out of file descriptors or memory. `include-depth` */
export const MAX_INCLUDE_DEPTH = 200;

/** Files read in one run, each as often as it is sourced: twelve times those of Linux. `file-count` */
export const MAX_FILES = 20_000;

/** C's limit: a variable called with arguments may be under way once, and 1000 times more inside itself. `macro-recursion` */
export const MAX_RECURSION = 1000;

/** References open at once. C has no such limit and dies when its stack is used up. `macro-limit` */
export const MAX_NESTING = 100_000;

/** Calls in one expansion: stops `a = $(b)$(b)`, `b = $(c)$(c)`… in about a second. `macro-limit` */
export const MAX_CALLS = 1_000_000;

/** Characters in one value: far above every command line, far below what JavaScript can hold (2^29). `macro-limit` */
export const MAX_LENGTH = 1 << 24;

/** Bytes that C keeps of a command's output: its buffer of 4096 less the closing zero. The rest is lost without a word. */
export const MAX_SHELL_BYTES = 4095;

/** Bytes that a command may print before it is ended: room for commands of kcfg's own. `probe-limit` */
export const PROBE_OUTPUT_LIMIT = 16 * 1024 * 1024;

/** Milliseconds that a command may run: the slowest of Linux take a second on a small machine. `probe-limit` */
const PROBE_TIME_LIMIT = 120_000;

/** A machine may need another one: KCFG_PROBE_TIMEOUT, in seconds. */
export function probeTimeLimit({ KCFG_PROBE_TIMEOUT }: Environment): number {
  const seconds = Number(KCFG_PROBE_TIMEOUT || Number.NaN);
  return seconds > 0 && seconds < 1e6 ? Math.ceil(seconds * 1000) : PROBE_TIME_LIMIT;
}
