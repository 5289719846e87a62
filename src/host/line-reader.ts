/** Lines out of bytes that come in parts, read no further than the line that is asked for. */
import { decodeText } from "../text/encoding.ts";
import type { InputStream } from "../text/host.ts";

const NEWLINE = 10;

/**
 * `readLine` of an InputStream.
 * @param readPart the next bytes, as many as there are; undefined or none at the end, after which it is not asked again
 */
export function lineReader(readPart: () => Uint8Array | undefined): InputStream["readLine"] {
  let pending = new Uint8Array();
  let ended = false;
  return (limit) => {
    for (;;) {
      const newline = pending.indexOf(NEWLINE);
      const complete = newline >= 0 || pending.length >= limit || ended;
      if (complete) {
        const length = Math.min(newline >= 0 ? newline + 1 : pending.length, limit);
        const line = pending.subarray(0, length);
        pending = pending.subarray(length);
        return length === 0 ? undefined : decodeText(line);
      }
      const part = readPart();
      if (part === undefined || part.length === 0) ended = true;
      else pending = joined(pending, part);
    }
  };
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
}
