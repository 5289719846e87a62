/** Writers: a file is replaced as a whole or stays as it was, whatever fails and whoever is killed. */
import * as fs from "node:fs";
import { basename, dirname, isAbsolute } from "node:path";
import { decodeText, encodeText } from "../text/encoding.ts";
import type { WriteOptions, WriteResult } from "../text/host.ts";
import { withLock } from "./node-lock.ts";
import { errorCode, errorMessage, IRREGULAR, isIrregular, kindOf, nativePath } from "./node-system.ts";

/** Links followed from one name, as many as Linux follows before it answers ELOOP. */
const LINK_LIMIT = 40;

/** One failed step of a write; it never leaves this file. */
class WriteFailure extends Error {}

const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = fs.constants;
/** As "w", but a pipe that nobody reads is an error. */
const EMPTY_AT_ONCE = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK;

/** Opening for writing empties the file and gives it the time of now, in one call for each of thousands of files. */
export function touch(given: string, path: string): WriteResult {
  try {
    const open = () => fs.closeSync(fs.openSync(nativePath(path), EMPTY_AT_ONCE, 0o644));
    try {
      open();
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      makeFolder(dirname(path));
      open();
    }
    return { ok: true };
  } catch (error) {
    return { ok: false, message: `cannot write ${given}: ${errorMessage(error)}` };
  }
}

export function writeText(
  given: string,
  place: (path: string) => string,
  text: string,
  { backup, inPlace, expected, regularOnly }: WriteOptions,
): WriteResult {
  try {
    if (given === "") throw new WriteFailure("the file name is empty");
    const old = step(`cannot write ${given}`, () =>
      fs.statSync(nativePath(place(given)), { throwIfNoEntry: false }),
    );
    // What /dev/stdout leads to has no name of its own where it is a pipe.
    const isStream = old !== undefined && !old.isFile() && !old.isDirectory();
    const target = isStream ? place(given) : step(`cannot write ${given}`, () => resolveLinks(place(given)));
    if (old?.isDirectory()) throw new WriteFailure(`cannot write ${given}: is a directory`);
    if (regularOnly && old !== undefined && isIrregular(old))
      throw new WriteFailure(`cannot write ${given}: ${IRREGULAR}`);
    step(`cannot make the folder of ${given}`, () => makeFolder(dirname(target)));
    if (inPlace || (old !== undefined && !old.isFile())) {
      // A device or a pipe, `-o /dev/stdout`, is written to and never renamed over.
      if (old === undefined || old.isFile()) withLock(target, () => refuseChanged(given, target, expected));
      step(`cannot write ${given}`, () => overwriteFile(target, encodeText(text), old));
    } else {
      const kept = backup === undefined ? undefined : { given: backup, path: place(backup) };
      replaceFile(given, target, text, old, kept, expected);
    }
    return { ok: true };
  } catch (error) {
    return {
      ok: false,
      message:
        error instanceof WriteFailure ? error.message : `cannot write ${given}: ${errorMessage(error)}`,
    };
  }
}

function replaceFile(
  given: string,
  target: string,
  text: string,
  old: fs.Stats | undefined,
  backup: { readonly given: string; readonly path: string } | undefined,
  expected: WriteOptions["expected"],
): void {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    step(`cannot write ${given}`, () => writeNewFile(temporary, encodeText(text), old));
    // From the look at what is there now to the end of the renaming, no other kcfg may come in between.
    withLock(target, () => {
      refuseChanged(given, target, expected);
      if (backup !== undefined && fs.existsSync(nativePath(target))) {
        step(`cannot keep the old file as ${backup.given}`, () => keepOldFile(target, backup.path));
      }
      step(`cannot replace ${given}`, () => fs.renameSync(nativePath(temporary), nativePath(target)));
      // Looking for them in folders of thousands of files would cost a build more than they are worth.
      if (backup !== undefined || expected !== undefined) removeAbandoned(target);
    });
  } catch (error) {
    fs.rmSync(nativePath(temporary), { force: true });
    throw error;
  }
}

/** What another program wrote since the file was read would be lost. */
function refuseChanged(given: string, target: string, expected: WriteOptions["expected"]): void {
  if (expected === undefined) return;
  const now = textNow(target);
  if (now === expected) return;
  const what =
    expected === null
      ? "is there now"
      : now === null
        ? "is there no more"
        : "has been changed by another program";
  throw new WriteFailure(`${given} ${what}, after it was read: run the command again`);
}

/** Null for a file that is not there. */
function textNow(target: string): string | null {
  try {
    return decodeText(fs.readFileSync(nativePath(target)));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * Writes over the bytes of the same file. Where that fails half-way, for instance on a full disk, the old bytes are
 * put back, for which the file still has its place. A kill in between leaves a mixture: who wants the same file, by
 * KCONFIG_OVERWRITECONFIG, gives up what replacing it is good for.
 */
function overwriteFile(target: string, bytes: Uint8Array, status: fs.Stats | undefined): void {
  if (!status?.isFile()) {
    fs.writeFileSync(nativePath(target), bytes);
    return;
  }
  const descriptor = fs.openSync(nativePath(target), "r+");
  try {
    const old = fs.readFileSync(descriptor);
    try {
      writeFrom(descriptor, bytes);
    } catch (error) {
      writeFrom(descriptor, old);
      throw error;
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

/** These bytes from the start, and nothing behind them. */
function writeFrom(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(descriptor, bytes, at, bytes.length - at, at);
  fs.ftruncateSync(descriptor, bytes.length);
  fs.fsyncSync(descriptor);
}

/** Milliseconds after which a temporary file of a process that is gone is nobody's: it may be one of another machine. */
const ABANDONED = 60 * 1000;

/** Removes what runs that were killed while they wrote this file, or its backup, have left behind. */
function removeAbandoned(target: string): void {
  const folder = dirname(target);
  const name = basename(target);
  for (const entry of temporaryFiles(folder)) {
    const [, start, pid] = /^(.*)\.([0-9]+)\.tmp$/s.exec(entry) ?? [];
    if ((start !== name && start !== `${name}.old`) || isAlive(Number(pid))) continue;
    const path = nativePath(`${folder}/${entry}`);
    const status = fs.statSync(path, { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.ctimeMs > ABANDONED) fs.rmSync(path, { force: true });
  }
}

function temporaryFiles(folder: string): readonly string[] {
  try {
    return fs
      .readdirSync(nativePath(folder), { encoding: "buffer" })
      .filter((name) => name.toString("latin1").endsWith(".tmp"))
      .map(decodeText);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}

/** Writes the bytes to the disk itself, with the owner and the permissions of the file that they are to replace. */
function writeNewFile(path: string, bytes: Uint8Array, old: fs.Stats | undefined): void {
  fs.rmSync(nativePath(path), { force: true });
  const descriptor = fs.openSync(nativePath(path), "wx");
  try {
    fs.writeFileSync(descriptor, bytes);
    if (old !== undefined) {
      // Owner before permissions, because a new owner clears the set-user bits.
      keepOwner(descriptor, old);
      fs.fchmodSync(descriptor, old.mode & 0o7777);
    }
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function keepOwner(descriptor: number, old: fs.Stats): void {
  const { uid, gid } = fs.fstatSync(descriptor);
  if (uid === old.uid && gid === old.gid) return;
  try {
    fs.fchownSync(descriptor, old.uid, old.gid);
  } catch {
    // Only root may give files away; anyone else now owns the new file, as after a write by C.
  }
}

/**
 * Puts the old content under `backup` while it also stays where it is. C renames the old file away first, so an
 * interruption leaves no .config there.
 */
function keepOldFile(target: string, backup: string): void {
  const temporary = nativePath(`${backup}.${process.pid}.tmp`);
  fs.rmSync(temporary, { force: true });
  try {
    try {
      fs.linkSync(nativePath(target), temporary);
    } catch {
      // Another disk, or one without hard links.
      fs.copyFileSync(nativePath(target), temporary);
    }
    fs.renameSync(temporary, nativePath(backup));
  } finally {
    // rename(2) does nothing where both names are already the same file, so the name can be left over.
    fs.rmSync(temporary, { force: true });
  }
}

/** Where a name leads in the end, whether or not there is a file yet. */
export function resolveLinks(path: string): string {
  let target = path;
  for (let followed = 0; ; followed++) {
    const status = fs.lstatSync(nativePath(target), { throwIfNoEntry: false });
    if (!status?.isSymbolicLink()) return target;
    if (followed === LINK_LIMIT) throw new WriteFailure(`too many symbolic links at ${path}`);
    const next = decodeText(fs.readlinkSync(nativePath(target), { encoding: "buffer" }));
    target = isAbsolute(next) ? next : `${dirname(target)}/${next}`;
  }
}

// Not mkdirSync's `recursive`: Node 20 never returns from it where a parent exists and takes no folders, as in /proc.
function makeFolder(path: string): void {
  if (kindOf(nativePath(path)) === "directory") return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    fs.mkdirSync(nativePath(path));
  } catch (error) {
    // Another process can have made it in the meantime.
    if (kindOf(nativePath(path)) !== "directory") throw error;
  }
}

function step<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw error instanceof WriteFailure ? error : new WriteFailure(`${what}: ${errorMessage(error)}`);
  }
}
