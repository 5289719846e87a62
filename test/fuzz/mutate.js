/** Damage to bytes: what files look like after bad disks, bad merges, bad editors and bad people. */

/** Words that mean something to one of the readers; in the right place they do more than random bytes. */
const WORDS = [
  ..."config menuconfig choice endchoice menu endmenu if endif comment source rsource osource mainmenu".split(
    " ",
  ),
  ..."bool tristate string int hex def_bool prompt default select imply range help depends on visible".split(
    " ",
  ),
  ..."optional modules transitional option env= && || ! = != < <= > >= ( ) $( $(shell, $(info, $(error-if,y,".split(
    " ",
  ),
  ..."$(1) $(filename) $(lineno) := += , \\ # y m n CONFIG_ =y =m = is_not_set 0x -1 99999999999999999999".split(
    " ",
  ),
  ...'{ } [ ] : null true false 1e999 \\u0000 \\ud800 "" policy check findings runs diagnostics kcfg'.split(
    " ",
  ),
  "# CONFIG_A is not set\n",
  "\tdepends on A\n",
  "config A\n\tbool\n",
  "---help---\n",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "\f",
  "\v",
  '"',
  "'",
].map((word) => Buffer.from(word.replace("is_not_set", " is not set"), "latin1"));

/** Bytes with a meaning of their own: ends of text, marks, halves of characters. */
const BYTES = [
  0, 1, 9, 10, 11, 12, 13, 27, 32, 34, 35, 36, 39, 40, 41, 44, 61, 92, 127, 128, 0xc0, 0xe2, 0xed, 0xef, 0xfe,
  0xff,
];

/** No input grows beyond this: what is tried is damage, not size. */
export const SIZE_LIMIT = 64 * 1024;
/** Copies of one piece, at most: deep nesting and long lists come from it. */
const MOST_COPIES = 2000;

/**
 * A damaged copy of one of `documents`, bytes as a Buffer.
 * @param {Buffer[]} documents also where pieces for others are taken from
 */
export function mutated(random, documents) {
  let bytes = window(random, random.pick(documents));
  for (let count = random.pick([1, 1, 2, 3, 5, 10, 30]); count > 0; count--)
    bytes = damaged(random, bytes, documents);
  return bytes.subarray(0, SIZE_LIMIT);
}

/** A large document as it is would make every case slow: a part of it does as well. */
function window(random, document) {
  const most = random.pick([200, 1000, 4000, 16_000]);
  if (document.length <= most) return document;
  const start = random.int(document.length - most);
  // From a line's start, so that the part still means something.
  return document.subarray(document.lastIndexOf(10, start) + 1, start + most);
}

function damaged(random, bytes, documents) {
  const at = random.int(bytes.length + 1);
  const end = Math.min(bytes.length, at + random.pick([1, 1, 2, 5, 20, 100, 1000]));
  const insert = (piece, until = at) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(until)]);
  switch (random.int(12)) {
    case 0:
      return insert(Buffer.of(bytes[at] ^ (1 << random.int(8))), Math.min(bytes.length, at + 1));
    case 1:
      return insert(Buffer.of(random.pick(BYTES)), Math.min(bytes.length, at + 1));
    case 2:
      return insert(Buffer.of(random.pick(BYTES)));
    case 3:
      return insert(Buffer.from(Array.from({ length: random.int(20) }, () => random.int(256))));
    case 4:
    case 5:
      return insert(random.pick(WORDS));
    case 6:
      return insert(Buffer.alloc(0), end);
    case 7:
      return insert(bytes.subarray(at, end));
    case 8: {
      const other = random.pick(documents);
      const from = random.int(other.length + 1);
      return insert(other.subarray(from, from + random.int(200)));
    }
    case 9: {
      const piece = random.chance(0.5) ? random.pick(WORDS) : bytes.subarray(at, Math.min(end, at + 20));
      return insert(Buffer.concat(Array(random.pick([2, 10, 100, MOST_COPIES])).fill(piece))).subarray(
        0,
        SIZE_LIMIT,
      );
    }
    case 10:
      return random.chance(0.2)
        ? bytes.subarray(0, at)
        : insert(Buffer.concat([bytes.subarray(at, end), Buffer.of(10)]));
    default: {
      // Two pieces change places.
      const other = random.int(at + 1);
      return Buffer.concat([
        bytes.subarray(0, other),
        bytes.subarray(at, end),
        bytes.subarray(other, at),
        bytes.subarray(end),
      ]);
    }
  }
}
