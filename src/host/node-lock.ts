/** One at a time: a lock beside a file, for the moment in which it is replaced. */
import * as fs from "node:fs";
import { hostname } from "node:os";
import { basename } from "node:path";
import { errorCode, nativePath } from "./node-system.ts";

// Node has no flock(2), so the lock is a file that only one can make. Who is killed while it has it leaves it behind;
// it names its owner, so that the next one can tell: a process of this machine that is gone has no use for it, and
// what anyone else keeps for seconds is abandoned, too, since it is held for less than a millisecond.

/** Milliseconds after which the same lock is nobody's any more. */
const PATIENCE = 5000;
/** Milliseconds between two tries. */
const PAUSE = 2;

/**
 * Does `action` while no other kcfg does one for the same path. Where the folder takes no lock (a disk that is full to
 * the last byte), without one. Throws where something else has the lock's name.
 */
export function withLock<Result>(path: string, action: () => Result): Result {
  const lock = `${path}.kcfg-lock`;
  const isHeld = acquire(lock);
  try {
    return action();
  } finally {
    if (isHeld) fs.rmSync(nativePath(lock), { force: true });
  }
}

function acquire(lock: string): boolean {
  let seen: string | undefined;
  let since = 0;
  for (;;) {
    try {
      const descriptor = fs.openSync(nativePath(lock), "wx", 0o644);
      try {
        fs.writeSync(descriptor, ownName());
      } catch {
        // Without a name it is as good, only that its end may have to be waited for.
      } finally {
        fs.closeSync(descriptor);
      }
      return true;
    } catch (error) {
      if (errorCode(error) !== "EEXIST") return false;
    }
    const owner = readOwner(lock);
    if (owner === undefined) continue; // released just now
    if (owner !== seen) {
      seen = owner;
      since = Date.now();
    }
    if (isGone(owner) || Date.now() - since > PATIENCE) takeAway(lock, owner);
    else Atomics.wait(sleeper, 0, 0, PAUSE);
  }
}

/** The number of locks that this process has made: each is told from the one before. */
let count = 0;

const ownName = (): string => `${process.pid} ${hostname()} ${++count}\n`;

/** Undefined for a lock that is no more. Throws where its name is taken by something that no kcfg has made. */
function readOwner(lock: string): string | undefined {
  const status = fs.lstatSync(nativePath(lock), { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  if (!status.isFile()) throw new Error(`${basename(lock)} is no lock of kcfg, and in the way`);
  try {
    return fs.readFileSync(nativePath(lock), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a process of this machine had the lock, and is there no more. */
function isGone(owner: string): boolean {
  const [pid, machine] = owner.split(" ");
  if (machine !== hostname() || !/^[1-9][0-9]*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}

/** Removes an abandoned lock. By renaming it, which only one can; what was a new one by then is put back. */
function takeAway(lock: string, owner: string): void {
  const aside = `${lock}.${process.pid}.tmp`;
  try {
    fs.renameSync(nativePath(lock), nativePath(aside));
    if (readOwner(aside) !== owner) fs.linkSync(nativePath(aside), nativePath(lock));
  } catch {
    // Somebody else was faster.
  }
  fs.rmSync(nativePath(aside), { force: true });
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
