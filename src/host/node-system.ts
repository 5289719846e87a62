/** What the files of this room share of the system: names as it takes them, errors as it tells them. */
import * as fs from "node:fs";
import { getSystemErrorMap } from "node:util";
import { encodeText, hasEscapedByte } from "../text/encoding.ts";

export type NativePath = string | Buffer;

/** A file name is bytes: one that is not UTF-8 goes to the system as the bytes that it came from. */
export function nativePath(path: string): NativePath {
  return hasEscapedByte(path) ? Buffer.from(encodeText(path)) : path;
}

export function kindOf(path: NativePath): "file" | "directory" | undefined {
  try {
    const status = fs.statSync(path, { throwIfNoEntry: false });
    return status && (status.isDirectory() ? "directory" : "file");
  } catch {
    return undefined;
  }
}

export const IRREGULAR = "it is no regular file";

/** Whether it is a device, a pipe or a socket, which may wait for ever. /dev/null never does. */
export function isIrregular(status: fs.Stats): boolean {
  if (status.isFile() || status.isDirectory()) return false;
  return !status.isCharacterDevice() || !isNull(status);
}

/** Whether a device is /dev/null. */
export function isNull({ rdev }: fs.Stats): boolean {
  return rdev === fs.statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

interface SystemError {
  readonly code?: string;
  readonly errno?: number;
  readonly message?: string;
}

// By shape and not by class: an error of Node's own need not be of this realm's Error.
function systemError(error: unknown): SystemError {
  return typeof error === "object" && error !== null ? error : { message: String(error) };
}

export function errorCode(error: unknown): string {
  return systemError(error).code ?? "";
}

/** Node makes this map anew each time that it is asked. */
let messages: ReturnType<typeof getSystemErrorMap> | undefined;

/** What the system says, without Node's code and path: `permission denied`. */
export function errorMessage(error: unknown): string {
  const { errno, message } = systemError(error);
  messages ??= getSystemErrorMap();
  return (errno !== undefined && messages.get(errno)?.[1]) || (message ?? "unknown failure");
}
