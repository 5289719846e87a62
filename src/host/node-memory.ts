/** How much memory V8 takes before it looks for what is no longer needed. */
import { createRequire as requireFrom } from "node:module";
import type { LargeWork } from "../text/host.ts";

const load = requireFrom(import.meta.url);

/**
 * Before a tree is read, the space for new objects is told to stay as it is, instead of growing to 48 MB: reading Linux
 * takes 135 MB then, instead of 165, and no longer. A search makes more of them in passing, and takes a third longer in
 * a small space. But all of the memory grows by two fifths between two collections, where V8 lets it double and more if
 * the machine has much: lint of 100,000 defaults takes 0.8 GB, instead of 1.3, and no longer. Neither is for short runs.
 */
export function prepareMemory(work: LargeWork): void {
  setFlags(`--semi-space-growth-factor=${work === "reading" ? 1 : 2}`, "--heap-growing-percent=40");
}

/** Takes that back. V8 takes kept code only under the flags that it was kept under. */
export function letMemoryGrow(): void {
  setFlags("--semi-space-growth-factor=2", "--heap-growing-percent=0");
}

/** node:v8 takes 3 ms to load, which short runs on a kept model need not wait for. */
function setFlags(...flags: readonly string[]): void {
  const v8: typeof import("node:v8") = load("node:v8");
  for (const flag of flags) v8.setFlagsFromString(flag);
}
