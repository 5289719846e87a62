/** How much memory V8 takes before it looks for what is no longer needed, and how hard it works on code. */
import { runInNewContext } from "node:vm";
import type { LargeWork } from "../text/host.ts";
import { v8 } from "./node-modules.ts";

/** Bytes of `inlining`; USUAL is V8's own limit. */
const [LITTLE, USUAL] = [150, 920];

/**
 * Before a tree is read, the space for new objects is told to stay as it is, instead of growing to 48 MB: reading Linux
 * takes 135 MB then, instead of 165, and no longer. A search makes more of them in passing, and takes a third longer in
 * a small space. But all of the memory grows by two fifths between two collections, where V8 lets it double and more if
 * the machine has much: lint of 100,000 defaults takes 0.8 GB, instead of 1.3, and no longer. Neither is for short runs.
 */
export function prepareMemory(work: LargeWork): void {
  const newSpace = `--semi-space-growth-factor=${work === "reading" ? 1 : 2}`;
  setFlags(newSpace, "--heap-growing-percent=40", inlining(work === "reading" ? LITTLE : USUAL));
}

/** Takes that back. V8 takes kept code only under the flags that it was kept under. */
export function letMemoryGrow(): void {
  setFlags("--semi-space-growth-factor=2", "--heap-growing-percent=0", inlining(USUAL));
}

/**
 * Bytes of bytecode that V8 puts into a function that it compiles for good. Most of what its compiler takes, in threads
 * beside the reading, is for that, and a run of a second or two does not get it back: with a sixth of V8's own limit a
 * cold run takes an eighth less of the processors. A search is long enough: lint of Linux takes longer with less.
 */
function inlining(bytes: number): string {
  return `--max-inlined-bytecode-size-cumulative=${bytes}`;
}

/** Bytes that may gather whatever was left. */
const LEAST_GROWTH = 8 * 1024 * 1024;
/** Bytes that this thread's last collection left. */
let left = 0;
let collect: (() => void) | undefined;

/**
 * Gives back what is no longer needed, once `growth` times of what was in use after the last time has gathered. By itself V8
 * lets half a gigabyte gather before it collects for the first time, in each thread: the language server took 840 MB after
 * twenty minutes of edits to Linux, of which 110 were in use. A collection takes some 50 ms; a thorough one takes half as
 * much again, and moves all that is kept together: else a third of the memory is holes.
 */
export function releaseMemory(growth: number, { isThorough = false } = {}): void {
  if (inUse() < (1 + growth) * left + LEAST_GROWTH) return;
  if (collect === undefined) {
    setFlags("--expose-gc");
    // Only a context that is made afterwards has it.
    collect = runInNewContext("gc") as () => void;
  }
  if (isThorough) setFlags("--compact-on-every-full-gc");
  collect();
  if (isThorough) setFlags("--no-compact-on-every-full-gc");
  left = inUse();
}

function inUse(): number {
  const { used_heap_size, external_memory } = v8().getHeapStatistics();
  return used_heap_size + external_memory;
}

function setFlags(...flags: readonly string[]): void {
  for (const flag of flags) v8().setFlagsFromString(flag);
}
