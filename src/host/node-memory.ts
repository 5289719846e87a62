/** How much memory V8 takes before it looks for what is no longer needed, and how hard it works on code. */
import type { LargeWork } from "../text/host.ts";
import { v8 } from "./node-modules.ts";

/**
 * Before a tree is read, the space for new objects is told to stay as it is, instead of growing to 48 MB: reading Linux
 * takes 135 MB then, instead of 165, and no longer. A search makes more of them in passing, and takes a third longer in
 * a small space. But all of the memory grows by two fifths between two collections, where V8 lets it double and more if
 * the machine has much: lint of 100,000 defaults takes 0.8 GB, instead of 1.3, and no longer. Neither is for short runs.
 */
export function prepareMemory(work: LargeWork): void {
  const newSpace = `--semi-space-growth-factor=${work === "reading" ? 1 : 2}`;
  setFlags(newSpace, "--heap-growing-percent=40", inlining(150));
}

/** Takes that back. V8 takes kept code only under the flags that it was kept under. */
export function letMemoryGrow(): void {
  setFlags("--semi-space-growth-factor=2", "--heap-growing-percent=0", inlining(920));
}

/**
 * Bytes of bytecode that V8 puts into a function that it compiles for good. Most of what its compiler takes, in threads
 * beside the reading, is for that, and a run of a second or two does not get it back: with a sixth of V8's own limit a
 * cold run takes an eighth less of the processors.
 */
function inlining(bytes: number): string {
  return `--max-inlined-bytecode-size-cumulative=${bytes}`;
}

function setFlags(...flags: readonly string[]): void {
  for (const flag of flags) v8().setFlagsFromString(flag);
}
