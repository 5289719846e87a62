/** How much memory V8 takes before it looks for what is no longer needed. */
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
  setFlags(newSpace, "--heap-growing-percent=40");
}

/** Takes that back. V8 takes kept code only under the flags that it was kept under. */
export function letMemoryGrow(): void {
  setFlags("--semi-space-growth-factor=2", "--heap-growing-percent=0");
}

function setFlags(...flags: readonly string[]): void {
  for (const flag of flags) v8().setFlagsFromString(flag);
}
