/** node:child_process, loaded by the first command: most runs on a kept model start none, and it takes 6 ms. */
import { createRequire as requireFrom } from "node:module";

const load = requireFrom(import.meta.url);

export function processes(): typeof import("node:child_process") {
  return load("node:child_process");
}

/** Ends what is left of a process group: the leader, and what it left running in the background. */
export function endGroup(leader: number | undefined): void {
  if (!leader) return; // it never started; and 0 would mean this process's own group
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nothing is left of it.
  }
}
