/**
 * Runs the program with the code that V8 made of it the last time: to compile what a short run needs takes a fifth of
 * its time. Node 22 can do so for its modules (`module.enableCompileCache`), Node 20 only for scripts.
 */
import { readFileSync, rmSync, statSync } from "node:fs";
import { createRequire as requireFrom } from "node:module";
import { dirname, resolve } from "node:path";
import { Script } from "node:vm";
import { digestText } from "../text/digest.ts";
import { cacheFolder, nodeCache, readOwnFile } from "./node-cache.ts";
import { letMemoryGrow } from "./node-memory.ts";

/** Compiles and runs a CommonJS file. `words` are the command line: each verb has a kept code of its own. */
export function runProgram(path: string, words: readonly string[]): void {
  const [verb = ""] = words;
  // The verb that clears the cache leaves nothing behind.
  const kept = verb === "cache" || words.includes("--no-cache") ? undefined : keptCode(path, verb);
  const cachedData = kept?.read();
  // The bundle is ASCII, of which a byte is a character.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, "latin1")}\n})`;
  const script = new Script(source, { filename: path, cachedData });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
    process.once("exit", (exit) => {
      // A run that could not do its work has not compiled what others need.
      if (exit > 1) return;
      letMemoryGrow();
      kept.write(script.createCachedData());
    });
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requireFrom(path), module, path, dirname(path));
}

interface KeptCode {
  read(): Buffer | undefined;
  write(code: Buffer): void;
}

/**
 * V8 itself refuses code of another version, of other flags, or of a source of another length, and believes the rest:
 * one changed bit can crash it, or have it answer wrongly.
 */
function keptCode(path: string, verb: string): KeptCode | undefined {
  const folder = cacheFolder(process.env);
  if (folder === undefined) return undefined;
  const { size, mtimeMs } = statSync(path);
  const build = [path, size, mtimeMs, process.version, process.arch].join(" ");
  const name = `${digestText(build)}-${digestText(verb)}.code`;
  const whole = `${resolve(folder)}/${name}`;
  return {
    read: () => {
      const bytes = readOwnFile(whole);
      const code = bytes && onceOfTwice(bytes);
      // It would fail again.
      if (bytes !== undefined && code === undefined) rmSync(whole, { force: true });
      return code;
    },
    write: (code) => nodeCache(resolve(folder), build).write(name, Buffer.concat([code, code, END])),
  };
}

// The code stands in the file twice. To compare a megabyte takes 0.1 ms and to read it once more 0.3; a checksum would
// take 3, since nothing that calculates one is compiled yet, or 2 with node:crypto, which takes as long to load.

/** Stands behind the code: files of other formats have another end. */
const END = Buffer.from("kcfg code, twice");

/** The first of two pieces that are the same; undefined for anything else. */
function onceOfTwice(bytes: Buffer): Buffer | undefined {
  const length = bytes.length - END.length;
  if (length <= 0 || length % 2 !== 0 || !bytes.subarray(length).equals(END)) return undefined;
  const code = bytes.subarray(0, length / 2);
  return code.equals(bytes.subarray(length / 2, length)) ? code : undefined;
}
