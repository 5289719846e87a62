/**
 * Bytes to text and back without loss. Kconfig files and .config files are bytes to the C tool; kcfg reads
 * them as UTF-8 and keeps each byte that is no part of a valid sequence as a lone surrogate U+DC80..U+DCFF,
 * so that what was read can be written again byte for byte (the scheme of Python's "surrogateescape").
 */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Text of `bytes`; invalid bytes become lone surrogates. A byte order mark is kept. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeEscaping(bytes);
  }
}

/** Bytes of `text`; lone surrogates U+DC80..U+DCFF become the bytes that they stand for. */
export function encodeText(text: string): Uint8Array {
  if (!hasEscapedByte(text)) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isEscapedByte(text, at)) continue;
    if (at > from) parts.push(encoder.encode(text.slice(from, at)));
    parts.push(Uint8Array.of(text.charCodeAt(at) & 0xff));
    from = at + 1;
  }
  parts.push(encoder.encode(text.slice(from)));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Whether `text` holds a byte that was not valid UTF-8. */
export function hasEscapedByte(text: string): boolean {
  return /[\udc80-\udcff]/.test(text) && firstEscapedByte(text) >= 0;
}

/** Offset of the first byte that was not valid UTF-8, or -1. */
export function firstEscapedByte(text: string): number {
  for (let at = 0; at < text.length; at++) if (isEscapedByte(text, at)) return at;
  return -1;
}

function isEscapedByte(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0xdc80 || code > 0xdcff) return false;
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  return before < 0xd800 || before > 0xdbff;
}

/** Length of the valid UTF-8 sequence that starts at `at`, or 0. (Table 3-7 of the Unicode standard.) */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1];
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) if ((bytes[next] & 0xc0) !== 0x80) return 0;
  return length;
}

function decodeEscaping(bytes: Uint8Array): string {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > from) parts.push(strict.decode(bytes.subarray(from, at)));
    parts.push(String.fromCharCode(0xdc00 + bytes[at]));
    at += 1;
    from = at;
  }
  if (at > from) parts.push(strict.decode(bytes.subarray(from, at)));
  return parts.join("");
}
