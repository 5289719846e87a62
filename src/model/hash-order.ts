/** The order of the C tool's symbol table, which shows in auto.conf and in the order of some messages. */
import { encodeText } from "../text/encoding.ts";
import { type Model, type SymbolId, YES } from "./model.ts";

const OFFSET_BASIS = 2166136261;
const PRIME = 16777619;

/**
 * All symbols, choices and constants, bucket by bucket, the newest of a bucket first. The three tristate constants
 * are not in the table. (Behaviour of C conf: 32-bit FNV-1a over the name's bytes.)
 */
export function hashOrder(model: Model): Int32Array {
  const { symbols, dialect } = model.data;
  const { count, name } = symbols;
  const bucketOf = new Int32Array(count);
  const next = new Int32Array(dialect.hashBuckets + 1);
  for (let id = YES + 1; id < count; id++) {
    bucketOf[id] = hashName(name[id]) % dialect.hashBuckets;
    next[bucketOf[id] + 1]++;
  }
  for (let bucket = 0; bucket < dialect.hashBuckets; bucket++) next[bucket + 1] += next[bucket];
  const order = new Int32Array(count - YES - 1);
  for (let id: SymbolId = count - 1; id > YES; id--) order[next[bucketOf[id]]++] = id;
  return order;
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
