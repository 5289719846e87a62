/** What `$(shell,…)` keeps of a command's standard output. */
import { decodeText, encodeText } from "../text/encoding.ts";
import { MAX_SHELL_BYTES } from "../text/limits.ts";

/**
 * The first 4095 bytes, without any newline at their end, the other newlines as blanks, up to the first NUL byte;
 * in this order, which shows: of `a\n\0` a blank stays behind the `a`.
 */
export function shellOutput(raw: string): string {
  let text = firstBytes(raw);
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  text = text.slice(0, end).replaceAll("\n", " ");
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}

function firstBytes(raw: string): string {
  // A UTF-16 unit is at most three bytes.
  if (raw.length * 3 <= MAX_SHELL_BYTES) return raw;
  const bytes = encodeText(raw.slice(0, MAX_SHELL_BYTES + 1));
  return bytes.length <= MAX_SHELL_BYTES ? raw : decodeText(bytes.subarray(0, MAX_SHELL_BYTES));
}
