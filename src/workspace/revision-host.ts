/** A tree as it was at a revision: files from git's object store; the work tree is neither read nor touched. */
import { decodeText, encodeText } from "../text/encoding.ts";
import { globPaths } from "../text/glob.ts";
import type { Environment, Host, ReadResult, ShellLanes } from "../text/host.ts";
import { parentFolder, relativePath, resolvePath } from "../text/path.ts";
import { shellWord } from "../text/shell-word.ts";
import type { WorkspaceFinding } from "./finding.ts";

// One `git ls-tree` tells which files there are, then `git cat-file --batch` brings all that look like Kconfig files at
// once. Commands of the Kconfig files run scripts of the tree: when the first one is to run, those that are executable
// are put into a temporary folder, where it runs.

export interface RevisionHost {
  /** Starts where the caller is, as seen from the repository's top. */
  readonly host: Host;
  /** Removes the temporary folder, if there is one. */
  close(): void;
}

interface Entry {
  readonly mode: string;
  readonly id: string;
}

const EXECUTABLE = "100755";
const SYMBOLIC_LINK = "120000";
/** Links from link to link, as many as Linux follows. */
const MOST_LINKS = 40;
/** Objects in one call: their names, 41 bytes each, have to fit into one argument of 128 KiB. */
const OBJECTS_AT_ONCE = 1000;
/** Files that reading a tree asks for, so that they are fetched together. */
const KCONFIG_FILE = /(?:^|\/)(?:Kconfig|Config\.in|Config-)[^/]*$/;
/** Where build systems keep the scripts that Kconfig runs; they call each other. */
const SCRIPTS = /^scripts\//;
/** Paths of one argument list; Linux has some 50 kB of them. */
const LONGEST_LIST = 100_000;

/** Opens a revision of the repository around `caller`. Diagnostics: `unknown-revision`. */
export function openRevision(caller: Host, revision: string): RevisionHost | WorkspaceFinding {
  const git = new Git(caller);
  const found = git.run(`rev-parse --verify --quiet --end-of-options ${shellWord(`${revision}^{tree}`)}`);
  if (found === undefined) {
    const isRepository = git.run("rev-parse --git-dir") !== undefined;
    return {
      code: "unknown-revision",
      severity: "error",
      fault: { kind: "no-revision", revision, isRepository },
    };
  }
  const tree = found.trim();
  const listing = git.run(`ls-tree -r -z --full-tree ${tree}`) ?? "";
  const top = git.run("rev-parse --show-toplevel")?.trim() || caller.folder;
  const prefix = (git.run("rev-parse --show-prefix") ?? "").trim();
  const store = new Store(git, tree, entriesOf(listing));
  // No folder of this name is ever made; it is what messages call the place.
  const root = `${top}@${revision.replaceAll("/", "-")}`;
  const host = revisionAt(caller, store, root, resolvePath(root, prefix === "" ? "." : prefix));
  return { host, close: () => store.close() };
}

function entriesOf(listing: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of listing.split("\0")) {
    const [, mode, id, path] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (path !== undefined) entries.set(path, { mode, id });
  }
  return entries;
}

function revisionAt(real: Host, store: Store, root: string, folder: string): Host {
  /** The path from the repository's top; undefined for what is outside, such as /dev/null. */
  const inside = (path: string): string | undefined => {
    const full = resolvePath(folder, path);
    if (full === root) return "";
    return full.startsWith(`${root}/`) ? full.slice(root.length + 1) : undefined;
  };
  const exists = (path: string): ReturnType<Host["exists"]> => {
    const within = inside(path);
    if (within === undefined) return real.exists(path);
    // What looks for a tree upwards is not to leave the repository.
    return within === ".git" ? "directory" : store.kind(within);
  };
  const place = () => real.at(store.folder(relativePath(root, folder)));
  return {
    ...real,
    folder,
    cache: undefined,
    stamp: undefined,
    realPath: undefined,
    readText(path, options) {
      const within = inside(path);
      return within === undefined ? real.readText(path, options) : store.read(within);
    },
    exists,
    glob: (pattern) =>
      globPaths(pattern, {
        list: (path) => {
          const within = inside(path);
          return within === undefined ? [] : store.list(within);
        },
        exists: (path) => exists(path) !== undefined,
      }),
    run: (command, environment) => place().run(command, environment),
    lanes: real.lanes === undefined ? undefined : (environment) => lateLanes(place, environment),
    at: (other) => revisionAt(real, store, root, resolvePath(folder, other)),
  };
}

/** Shells that are made for the first command. */
function lateLanes(place: () => Host, environment: Environment): ShellLanes {
  let lanes: ShellLanes | undefined;
  return {
    start(command) {
      const host = place();
      lanes ??= host.lanes?.(environment);
      return lanes?.start(command) ?? { wait: () => host.run(command, environment) };
    },
    finish: () => lanes?.finish(),
  };
}

/**
 * What keeps git at reading objects that are there: a repository's own settings could make it fetch missing ones by a
 * program of theirs, or run one beside. The list of protocols wins over all settings, and an empty one allows none.
 */
const READS_ONLY: Environment = {
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
};
const SETTINGS_OFF = [
  "--no-pager",
  "-c core.fsmonitor=false",
  "-c core.hooksPath=/dev/null",
  "-c core.attributesFile=/dev/null",
  "-c core.alternateRefsCommand=false",
].join(" ");

/** Runs git in the caller's folder. */
class Git {
  readonly host: Host;
  readonly #environment: Environment;

  constructor(host: Host) {
    this.host = host;
    this.#environment = { ...host.environment, ...READS_ONLY };
  }

  /** Standard output; undefined if git fails. */
  run(words: string, before = ""): string | undefined {
    const command = `${before}git ${SETTINGS_OFF} ${words} 2>/dev/null`;
    const { stdout, code } = this.host.run(command, this.#environment);
    return code === 0 ? stdout : undefined;
  }
}

/** The files of one revision. */
class Store {
  readonly #git: Git;
  readonly #tree: string;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #folders = new Map<string, Set<string>>([["", new Set()]]);
  readonly #texts = new Map<string, string>();
  #hasKconfig = false;
  #temporary: string | undefined;

  constructor(git: Git, tree: string, entries: ReadonlyMap<string, Entry>) {
    this.#git = git;
    this.#tree = tree;
    this.#entries = entries;
    for (const path of entries.keys()) {
      for (let at = path; at !== ""; ) {
        const slash = at.lastIndexOf("/");
        const folder = slash < 0 ? "" : at.slice(0, slash);
        const names = this.#folders.get(folder);
        if (names === undefined) this.#folders.set(folder, new Set([at.slice(slash + 1)]));
        else names.add(at.slice(slash + 1));
        at = folder;
      }
    }
  }

  kind(path: string): "file" | "directory" | undefined {
    const target = this.#followed(path);
    if (target === undefined) return undefined;
    return this.#entries.has(target) ? "file" : "directory";
  }

  list(path: string): readonly string[] {
    const target = this.#followed(path);
    return target === undefined ? [] : [...(this.#folders.get(target) ?? [])];
  }

  read(path: string): ReadResult {
    const target = this.#followed(path);
    if (target === undefined) return { ok: false, reason: "missing", message: "no such file or directory" };
    const entry = this.#entries.get(target);
    if (entry === undefined)
      return { ok: false, reason: "directory", message: "illegal operation on a directory" };
    const text = this.#text(target, entry);
    if (text === undefined)
      return {
        ok: false,
        reason: "unreadable",
        message: `git cannot read object ${entry.id}; nothing is fetched to have it`,
      };
    return { ok: true, text };
  }

  /** A folder to run commands in, below one with the scripts of the revision, which is made when first asked for. */
  folder(path: string): string {
    const { host } = this.#git;
    this.#temporary ??= this.#scripts();
    const folder = resolvePath(this.#temporary, path);
    if (host.exists(folder) === undefined) host.run(`mkdir -p ${shellWord(folder)}`, host.environment);
    return folder;
  }

  #scripts(): string {
    const { host } = this.#git;
    const folder = host.run("mktemp -d", host.environment).stdout.trim();
    if (folder === "") return host.folder;
    const paths = [...this.#entries]
      .filter(([path, { mode }]) => mode === EXECUTABLE || SCRIPTS.test(path))
      .map(([path]) => shellWord(path));
    while (paths.join(" ").length > LONGEST_LIST) paths.length = Math.floor(paths.length / 2);
    if (paths.length === 0) return folder;
    // By --git-dir paths start at the repository's top, wherever the caller stands.
    const archive = `--git-dir="$(git rev-parse --absolute-git-dir)" archive ${this.#tree} -- ${paths.join(" ")}`;
    this.#git.run(`${archive} 2>/dev/null | tar -x -C ${shellWord(folder)}`, "GIT_LITERAL_PATHSPECS=1 ");
    return folder;
  }

  close(): void {
    const { host } = this.#git;
    if (this.#temporary !== undefined && this.#temporary !== host.folder)
      host.run(`rm -rf ${shellWord(this.#temporary)}`, host.environment);
    this.#temporary = undefined;
  }

  /** The path behind symbolic links; undefined if there is nothing. */
  #followed(path: string, links = 0): string | undefined {
    const entry = this.#entries.get(path);
    if (entry !== undefined && entry.mode !== SYMBOLIC_LINK) return path;
    if (entry === undefined && this.#folders.has(path)) return path;
    if (links > MOST_LINKS) return undefined;
    // The first part of the path that is a link.
    for (let at = path.indexOf("/"); ; at = path.indexOf("/", at + 1)) {
      const part = at < 0 ? path : path.slice(0, at);
      const link = this.#entries.get(part);
      if (link?.mode === SYMBOLIC_LINK) {
        const target = this.#text(part, link) ?? "";
        const full = resolvePath(parentFolder(`/${part}`) ?? "/", target);
        return this.#followed(`${full}${path.slice(part.length)}`.replace(/^\//, ""), links + 1);
      }
      if (at < 0) return undefined;
    }
  }

  #text(path: string, { id }: Entry): string | undefined {
    if (!this.#hasKconfig && KCONFIG_FILE.test(path)) {
      this.#hasKconfig = true;
      const kconfig = [...this.#entries].filter(([each]) => KCONFIG_FILE.test(each));
      const ids = kconfig.map(([, entry]) => entry.id);
      for (let from = 0; from < ids.length; from += OBJECTS_AT_ONCE)
        this.#fetch(ids.slice(from, from + OBJECTS_AT_ONCE));
    }
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const text = this.#git.run(`cat-file blob ${id}`);
    if (text !== undefined) this.#texts.set(id, text);
    return text;
  }

  /** Several objects at once. Where the output was cut off, the last ones are left for later. */
  #fetch(ids: readonly string[]): void {
    const output = this.#git.run("cat-file --batch", `printf '%s\\n' ${ids.join(" ")} | `);
    if (output === undefined) return;
    const bytes = encodeText(output);
    let at = 0;
    while (at < bytes.length) {
      const end = bytes.indexOf(NEWLINE, at);
      const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(decodeText(bytes.subarray(at, end))) ?? [];
      if (end < 0 || size === undefined) return;
      const start = end + 1;
      const next = start + Number(size);
      if (next > bytes.length) return;
      this.#texts.set(id, decodeText(bytes.subarray(start, next)));
      at = next + 1;
    }
  }
}

const NEWLINE = 10;
