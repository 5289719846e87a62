/**
 * The C tool's answers, kept in the lab for later runs: half of a comparison's time is the C tool's, which says the same
 * to the same question. What an answer depends on is its key: the tree, the tool, the stub compiler, the environment,
 * the words, standard input and the files that lie there. The machine's own compiler is asked anew each time.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { lab, referenceOf, treeOf } from "./lab.js";

/** Part of each key: another number forgets all that was kept. */
const FORMAT = 1;

const stampPath = (version) => join(treeOf(version), ".kcfg-lab-stamp");

const grounds = new Map();

/** What all cases of a version depend on; undefined for a tree that may change, KCFG_LINUX's. */
function groundOf(version) {
  if (!grounds.has(version)) {
    const ground = existsSync(stampPath(version))
      ? [stampPath(version), referenceOf(version), join(lab, "stub/gcc"), join(lab, "kenv.sh")].map(
          hashOfFile,
        )
      : undefined;
    grounds.set(version, ground);
  }
  return grounds.get(version);
}

/**
 * The name under which an answer is kept, a hash; undefined if it is not to be kept.
 * @param question { version, compiler, words, env, input, files }: all that the tool sees
 */
export function keyOf({ version, compiler, ...question }) {
  const ground = groundOf(version);
  if (ground === undefined || compiler === "host") return undefined;
  return hash(JSON.stringify([FORMAT, ground, question]));
}

/** The kept answer { code, stdout, stderr, files }, files being a Map of texts; undefined if there is none. */
export function keptAnswer(key) {
  const path = pathOf(key);
  if (!existsSync(path)) return undefined;
  const { files, ...answer } = JSON.parse(gunzipSync(readFileSync(path)).toString("latin1"));
  return { ...answer, files: new Map(files), seconds: 0 };
}

/** Keeps an answer; one that was cut short by a signal says nothing. */
export function keepAnswer(key, { code, stdout, stderr, files }) {
  if (!/^\d+$/.test(code)) return;
  const path = pathOf(key);
  mkdirSync(dirname(path), { recursive: true });
  // Texts are bytes as latin1.
  const text = JSON.stringify({ code, stdout, stderr, files: [...files] });
  const half = `${path}.${process.pid}`;
  writeFileSync(half, gzipSync(Buffer.from(text, "latin1"), { level: 4 }));
  renameSync(half, path);
}

const pathOf = (key) => join(lab, "answers", key.slice(0, 2), `${key}.gz`);

function hashOfFile(path) {
  return hash(readFileSync(path));
}

/** A short name of a text or of bytes. */
export function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}
