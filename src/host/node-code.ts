/**
 * Runs the program with the code that V8 made of it the last time: to compile what a short run needs takes a fifth of
 * its time. Node 22 can do so for its modules (`module.enableCompileCache`), Node 20 only for scripts.
 */
import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { createRequire as requireFrom } from "node:module";
import { dirname, resolve } from "node:path";
import { Script } from "node:vm";
import { digestText } from "../text/digest.ts";
import { cacheFolder, nodeCache } from "./node-cache.ts";
import { letYoungSpaceGrow } from "./node-memory.ts";

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
      letYoungSpaceGrow();
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

/** V8 itself refuses code of another version, of other flags, or of a source of another length. */
function keptCode(path: string, verb: string): KeptCode | undefined {
  const folder = cacheFolder(process.env);
  if (folder === undefined) return undefined;
  const { size, mtimeMs } = statSync(path);
  const build = [path, size, mtimeMs, process.version, process.arch].join(" ");
  const name = `${digestText(build)}-${digestText(verb)}.code`;
  return {
    read: () => readOwn(`${resolve(folder)}/${name}`),
    write: (code) => nodeCache(resolve(folder), build).write(name, code),
  };
}

/** A file's bytes, if nobody but this user can have written them: they are run. */
function readOwn(path: string): Buffer | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const { uid, mode } = fstatSync(file);
      return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
