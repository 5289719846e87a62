/** Columns of numbers and lists of texts in one block of bytes that is read back without copying or parsing it. */
import { digestWords } from "./digest.ts";
import { decodeText, encodeText } from "./encoding.ts";

//   words of 32 bits, in this machine's byte order
//   0 magic   1 format   2 bytes in all   3, 4 digest of all that follows   5 sections
//   6… start and length in bytes of each section
//   the sections, each on a boundary of 8 bytes
//
// Who reads takes the sections in the order in which they were put. The magic number also tells the byte order.

const MAGIC = 0x6b636667;
/** Raised with every change of this layout. */
const FORMAT = 1;
const HEADER_WORDS = 6;
const ALIGNMENT = 8;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

type Column = Uint8Array | Int32Array | Float64Array;

/** Takes sections one after another. */
export class FlatWriter {
  readonly #sections: Uint8Array[] = [];
  #isLossless = true;

  numbers(column: Column): void {
    this.#sections.push(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }

  text(text: string): void {
    const bytes = encodeText(text);
    // Two halves of an invalid sequence can make a valid one when they are put side by side.
    if (decodeText(bytes).length !== text.length) this.#isLossless = false;
    this.#sections.push(bytes);
  }

  texts(texts: readonly string[]): void {
    const ends = new Int32Array(texts.length);
    let end = 0;
    for (let index = 0; index < texts.length; index++) {
      end += texts[index].length;
      ends[index] = end;
    }
    this.numbers(ends);
    this.text(texts.join(""));
  }

  /** All sections as one block; undefined if a text cannot be written without loss. */
  bytes(): Uint8Array | undefined {
    if (!this.#isLossless) return undefined;
    const start = aligned((HEADER_WORDS + 2 * this.#sections.length) * 4);
    const size = this.#sections.reduce((sum, section) => sum + aligned(section.byteLength), start);
    const bytes = new Uint8Array(size);
    const words = new Int32Array(bytes.buffer);
    let at = start;
    for (const [index, section] of this.#sections.entries()) {
      words[HEADER_WORDS + 2 * index] = at;
      words[HEADER_WORDS + 2 * index + 1] = section.byteLength;
      bytes.set(section, at);
      at += aligned(section.byteLength);
    }
    words[0] = MAGIC;
    words[1] = FORMAT;
    words[2] = size;
    words[5] = this.#sections.length;
    [words[3], words[4]] = digestWords(words.subarray(5));
    return bytes;
  }
}

/** Gives the sections back in the order in which they were put. */
export class FlatReader {
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  #next = 0;

  private constructor(bytes: Uint8Array, words: Int32Array) {
    this.#bytes = bytes;
    this.#words = words;
  }

  /** Undefined for what no `FlatWriter` made, or was damaged since. Columns are views of `given` where they can be. */
  static open(given: Uint8Array): FlatReader | undefined {
    if (given.byteLength < HEADER_WORDS * 4 || given.byteLength % ALIGNMENT !== 0) return undefined;
    const bytes = given.byteOffset % ALIGNMENT === 0 ? given : new Uint8Array(given);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    if (words[0] !== MAGIC || words[1] !== FORMAT || words[2] !== bytes.byteLength) return undefined;
    const [a, b] = digestWords(words.subarray(5));
    return words[3] === a && words[4] === b ? new FlatReader(bytes, words) : undefined;
  }

  bytes(): Uint8Array {
    const { start, length } = this.#take();
    return new Uint8Array(this.#bytes.buffer, start, length);
  }

  integers(): Int32Array {
    const { start, length } = this.#take();
    return new Int32Array(this.#bytes.buffer, start, length / 4);
  }

  floats(): Float64Array {
    const { start, length } = this.#take();
    return new Float64Array(this.#bytes.buffer, start, length / 8);
  }

  text(): string {
    return decodeText(this.bytes());
  }

  texts(): FlatTexts {
    const ends = this.integers();
    return new FlatTexts(ends, this.bytes());
  }

  #take(): { readonly start: number; readonly length: number } {
    const at = HEADER_WORDS + 2 * this.#next++;
    return { start: this.#bytes.byteOffset + this.#words[at], length: this.#words[at + 1] };
  }
}

/** A list of texts that is decoded when the first of them is asked for. */
export class FlatTexts {
  readonly #ends: Int32Array;
  readonly #bytes: Uint8Array;
  #joined: string | undefined;

  constructor(ends: Int32Array, bytes: Uint8Array) {
    this.#ends = ends;
    this.#bytes = bytes;
  }

  at(index: number): string | undefined {
    if (index < 0 || index >= this.#ends.length) return undefined;
    this.#joined ??= decodeText(this.#bytes);
    return this.#joined.slice(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }

  all(): string[] {
    const joined = decodeText(this.#bytes);
    const texts: string[] = new Array(this.#ends.length);
    let start = 0;
    for (let index = 0; index < texts.length; index++) {
      const end = this.#ends[index];
      texts[index] = joined.slice(start, end);
      start = end;
    }
    return texts;
  }
}
