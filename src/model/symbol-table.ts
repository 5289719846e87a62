/** The C tool's symbol table: symbols by name, and the order that shows in auto.conf and in some messages. */
import { encodeText } from "../text/encoding.ts";

const OFFSET_BASIS = 2166136261;
const PRIME = 16777619;

/** Constants that are not in the table: n, m and y, the first three symbols. */
const OUTSIDE = 3;

export interface SymbolTable {
  /** Where each bucket starts in `order`, and behind the last one its length. */
  readonly starts: Int32Array;
  /** All symbols, choices and constants but n, m and y, bucket by bucket, the newest of a bucket first. */
  readonly order: Int32Array;
}

/** The table of symbols with these names. (Behaviour of C conf: 32-bit FNV-1a over the name's bytes.) */
export function symbolTable(names: readonly string[], buckets: number): SymbolTable {
  const bucketOf = new Int32Array(names.length);
  const starts = new Int32Array(buckets + 1);
  for (let id = OUTSIDE; id < names.length; id++) {
    bucketOf[id] = hashName(names[id]) % buckets;
    starts[bucketOf[id] + 1]++;
  }
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] += starts[bucket];
  const next = starts.slice();
  const order = new Int32Array(Math.max(0, names.length - OUTSIDE));
  for (let id = names.length - 1; id >= OUTSIDE; id--) order[next[bucketOf[id]]++] = id;
  return { starts, order };
}

/** The first symbol of a name's bucket for which `isIt` holds; undefined if it holds for none. */
export function findInBucket(
  { starts, order }: SymbolTable,
  name: string,
  isIt: (symbol: number) => boolean,
): number | undefined {
  const bucket = hashName(name) % (starts.length - 1);
  for (let at = starts[bucket]; at < starts[bucket + 1]; at++) if (isIt(order[at])) return order[at];
  return undefined;
}

/** Choices without a name stand in the first bucket. */
function hashName(name: string): number {
  if (name === "") return 0;
  let hash = OFFSET_BASIS;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code > 127) return hashBytes(name);
    hash = Math.imul(hash ^ code, PRIME);
  }
  return hash >>> 0;
}

/** Names beyond ASCII are rare: constants, mostly. */
function hashBytes(name: string): number {
  let hash = OFFSET_BASIS;
  for (const byte of encodeText(name)) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}
