/**
 * The C tool's answers, kept in the lab for later runs: half of a comparison's time is the C tool's, which says the same
 * to the same question. What an answer depends on is its key: the tree, the tool, the stub compiler, the environment,
 * the words, standard input and the files that lie there. The machine's own compiler is asked anew each time.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { differencesOf } from "./comparison.js";
import { lab, referenceOf, treeOf } from "./lab.js";

/** Of so many kept answers one is asked for again, to see that it is still what the C tool says. */
const DOUBTED = 25;

/** The C tool's answers to a run's questions. */
export class Answers {
  #seed;
  #isFresh;
  #kept = 0;
  #asked = 0;
  #changed = 0;

  /** @param options `seed`: which kept answers are asked for again; `isFresh`: all of them */
  constructor({ seed, isFresh = false }) {
    this.#seed = seed;
    this.#isFresh = isFresh;
  }

  /** The answer of an earlier run where it was kept, else what `ask` gives: { code, stdout, stderr, files, seconds }. */
  async of(question, ask) {
    const key = keyOf(question);
    const kept = key === undefined || this.#isFresh ? undefined : keptAnswer(key);
    if (kept !== undefined && Number.parseInt(hash(`${key} ${this.#seed}`).slice(0, 8), 16) % DOUBTED !== 0) {
      this.#kept++;
      return kept;
    }
    this.#asked++;
    const answer = await ask();
    if (kept !== undefined && differencesOf(kept, answer).length > 0) this.#changed++;
    if (key !== undefined) keepAnswer(key, answer);
    return answer;
  }

  /** Whether the C tool says something else now than what was kept: nothing that was kept can be believed. */
  get hasChanged() {
    return this.#changed > 0;
  }

  summary() {
    const changed = this.hasChanged
      ? `; ERROR: ${this.#changed} of these are not what it says now: run again with --fresh`
      : "";
    return `asked ${this.#asked} times, ${this.#kept} answers kept from earlier runs${changed}`;
  }
}

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
function keyOf({ version, compiler, ...question }) {
  const ground = groundOf(version);
  if (ground === undefined || compiler === "host") return undefined;
  return hash(JSON.stringify([FORMAT, ground, question]));
}

/** The kept answer { code, stdout, stderr, files }, files being a Map of texts; undefined if there is none. */
function keptAnswer(key) {
  const path = pathOf(key);
  if (!existsSync(path)) return undefined;
  const { files, ...answer } = JSON.parse(gunzipSync(readFileSync(path)).toString("latin1"));
  return { ...answer, files: new Map(files), seconds: 0 };
}

/** Keeps an answer; one that was cut short by a signal says nothing. */
function keepAnswer(key, { code, stdout, stderr, files }) {
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
