/** The cache folder on a disk: files replaced as a whole, the oldest removed when they grow too large together. */
import * as fs from "node:fs";
import { dirname } from "node:path";
import type { Cache, CacheEntry, Environment } from "../text/host.ts";

/** Bytes of all files together. The snapshot of a Linux kernel takes about 8 MB. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/** Only files of these names are kcfg's, in a folder that a person may have named by mistake. */
const OWN_NAME = /^[0-9a-f]{16}(?:-[0-9a-f]{16})?\.(?:model|names|symbols|answers|outcome|code|session)$/;
/** What a run that was killed while it wrote has left behind. */
const TEMPORARY_NAME =
  /^[0-9a-f]{16}(?:-[0-9a-f]{16})?\.(?:model|names|symbols|answers|outcome|code|session)\.\d+\.tmp$/;
/** Milliseconds after which such a file is nobody's any more. */
const ABANDONED = 60 * 60 * 1000;

/**
 * `$KCFG_CACHE_DIR`, else `kcfg` in `$XDG_CACHE_HOME` or in `~/.cache`. Undefined, no cache, where none of them is set
 * or the first is empty.
 */
export function cacheFolder({ KCFG_CACHE_DIR, XDG_CACHE_HOME, HOME }: Environment): string | undefined {
  if (KCFG_CACHE_DIR !== undefined) return KCFG_CACHE_DIR || undefined;
  // A relative path there is invalid and to be ignored, says the XDG specification.
  if (XDG_CACHE_HOME?.startsWith("/")) return `${XDG_CACHE_HOME}/kcfg`;
  return HOME?.startsWith("/") ? `${HOME}/.cache/kcfg` : undefined;
}

/** A cache in a folder, absolute, that is made with the first file; `size` bounds all files together. */
export function nodeCache(folder: string, build: string, size = SIZE_LIMIT): Cache {
  const own = (): readonly CacheEntry[] => stampedEntries(folder).filter(({ name }) => OWN_NAME.test(name));
  return {
    folder,
    build,
    read: (name) => readOwnFile(`${folder}/${name}`),
    write: (name, content) => {
      if (!writeFile(folder, name, content)) return;
      limit(folder, name, size);
    },
    entries: () => own().map(({ name, size }) => ({ name, size })),
    remove: (name) => remove(`${folder}/${name}`),
  };
}

interface StampedEntry extends CacheEntry {
  readonly modified: number;
}

const READ_AT_ONCE = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** A file's bytes, if nobody but this user can have written them: code is run, and models are believed. */
export function readOwnFile(path: string): Buffer | undefined {
  try {
    const file = fs.openSync(path, READ_AT_ONCE);
    try {
      const status = fs.fstatSync(file);
      const isOwn = process.getuid === undefined || status.uid === process.getuid();
      return status.isFile() && isOwn && (status.mode & 0o022) === 0 ? fs.readFileSync(file) : undefined;
    } finally {
      fs.closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function writeFile(folder: string, name: string, content: Uint8Array): boolean {
  const temporary = `${folder}/${name}.${process.pid}.tmp`;
  try {
    // What a person's trees hold is nobody else's business.
    makeFolder(folder);
    writeNewFile(temporary, content);
    fs.renameSync(temporary, `${folder}/${name}`);
    return true;
  } catch {
    // A full disk or a folder without permission costs time in the next run, and nothing else.
    remove(temporary);
    return false;
  }
}

/** To the disk itself: a name without its bytes is what a loss of power leaves otherwise. */
function writeNewFile(path: string, content: Uint8Array): void {
  fs.rmSync(path, { force: true });
  const file = fs.openSync(path, "wx", 0o600);
  try {
    fs.writeFileSync(file, content);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

// Not mkdirSync's `recursive`: Node 20 never returns from it where a parent exists and takes no folders, as in /proc.
function makeFolder(path: string): void {
  if (fs.existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  fs.mkdirSync(path, { mode: 0o700 });
}

function remove(path: string): boolean {
  try {
    fs.unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Removes the oldest files, but not `kept`, until the rest is within the limit. */
function limit(folder: string, kept: string, most: number): void {
  const entries = stampedEntries(folder);
  const now = Date.now();
  for (const { name, modified } of entries) {
    if (TEMPORARY_NAME.test(name) && now - modified > ABANDONED) remove(`${folder}/${name}`);
  }
  const own = entries.filter(({ name }) => OWN_NAME.test(name)).sort((a, b) => a.modified - b.modified);
  let total = own.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of own) {
    if (total <= most) return;
    if (name !== kept && remove(`${folder}/${name}`)) total -= size;
  }
}

function stampedEntries(folder: string): readonly StampedEntry[] {
  try {
    return fs.readdirSync(folder).flatMap((name) => {
      const status = fs.statSync(`${folder}/${name}`, { throwIfNoEntry: false });
      return status?.isFile() ? [{ name, size: status.size, modified: status.mtimeMs }] : [];
    });
  } catch {
    return [];
  }
}
