/** node:child_process, loaded by the first command: most runs on a kept model start none, and it takes 6 ms. */
import { createRequire as requireFrom } from "node:module";

const load = requireFrom(import.meta.url);

export function processes(): typeof import("node:child_process") {
  return load("node:child_process");
}
