/**
 * Modules of Node that most runs do without: each is loaded by the first who needs it, which takes as long as a thirtieth of
 * the start of Node.
 */
import { fstatSync } from "node:fs";
import { createRequire as requireFrom } from "node:module";
import { isNull } from "./node-system.ts";

const load = requireFrom(import.meta.url);

export function processes(): typeof import("node:child_process") {
  return load("node:child_process");
}

export function v8(): typeof import("node:v8") {
  return load("node:v8");
}

export function zlib(): typeof import("node:zlib") {
  return load("node:zlib");
}

/** Whether a descriptor is a terminal. Only of a device that is not /dev/null has node:tty to be asked. */
export function isTerminal(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    if (!status.isCharacterDevice() || isNull(status)) return false;
  } catch {
    return false;
  }
  const tty: typeof import("node:tty") = load("node:tty");
  return tty.isatty(descriptor);
}
