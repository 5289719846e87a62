/** Short digests of texts and bytes: enough to notice a change or a damage, not to withstand an attacker. */

/** 64 bits as 16 hexadecimal digits. */
export function digestText(text: string): string {
  let a = SEED_A;
  let b = SEED_B;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, PRIME_A);
    b = Math.imul(b ^ unit, PRIME_B);
    b ^= b >>> 15;
  }
  return hex(finish(a, b, text.length)) + hex(finish(b, a, text.length));
}

/** Two words of 32 bits over words of 32 bits. */
export function digestWords(words: Int32Array): readonly [number, number] {
  let a = SEED_A;
  let b = SEED_B;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    a = Math.imul(a ^ word, PRIME_A);
    b = Math.imul((b << 5) ^ (b >>> 27) ^ word, PRIME_B);
  }
  return [finish(a, b, words.length), finish(b, a, words.length)];
}

const SEED_A = 0x2b5a1e6f;
const SEED_B = 0x6d2f0c3b;
/** Odd factors with bits all over, of the kind that murmur hashes use. */
const PRIME_A = 0x9e3779b1 | 0;
const PRIME_B = 0x85ebca6b | 0;

function finish(a: number, b: number, length: number): number {
  let value = a ^ Math.imul(b ^ length, 0xc2b2ae35);
  value ^= value >>> 16;
  value = Math.imul(value, PRIME_B);
  return value ^ (value >>> 13);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
