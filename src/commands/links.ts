/** When an answer has links to files, and which files those are. */
import { safeLine } from "../report/safe-text.ts";
import type { FileLinks } from "../report/style.ts";
import type { Environment, Host, OutputStream } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";

/** Where the paths of an answer start. */
export interface LinkedFolders {
  /** Where the person is; the paths of fragments and of the .config start there. */
  readonly caller: Host;
  /** Folders of trees: the paths of Kconfig files start there. */
  readonly trees: readonly string[];
  /** Paths of files that the person named. */
  readonly inputs: readonly string[];
  /** Paths of Kconfig files that were read; without them the disk alone is asked. */
  kconfigs?(): readonly string[];
}

/** The links for what is written to a stream; undefined where the reader cannot follow any. */
export function linksFor(
  stream: OutputStream,
  { caller, trees, inputs, kconfigs }: LinkedFolders,
): FileLinks | undefined {
  if (!showsLinks(stream, caller.environment)) return undefined;
  const found = new Map<string, string | undefined>();
  const roots = [...trees, caller.folder];
  const named = byShownPath(inputs);
  let read: ReadonlyMap<string, string> | undefined;
  const find = (shown: string): string | undefined => {
    const input = named.get(shown);
    if (input !== undefined) return resolvePath(caller.folder, input);
    read ??= byShownPath(kconfigs?.() ?? []);
    const kconfig = read.get(shown);
    return roots
      .map((root) => ({ root, file: resolvePath(root, kconfig ?? shown) }))
      .find(
        ({ root, file }) =>
          // A text of the tree may name any file, and even to look for one can be more than it should be able to cause.
          (kconfig !== undefined || file.startsWith(`${root}/`)) && caller.exists(file) === "file",
      )?.file;
  };
  return {
    hostName: caller.hostName ?? "",
    fileOf(path) {
      if (!found.has(path)) found.set(path, find(path));
      return found.get(path);
    },
  };
}

function byShownPath(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [safeLine(path), path]));
}

/** The rules that the package supports-hyperlinks has, and terminals that it does not know. */
export function showsLinks(stream: OutputStream, environment: Environment): boolean {
  const { FORCE_HYPERLINK: forced = "", TERM = "", TERM_PROGRAM = "", VTE_VERSION = "" } = environment;
  if (stream.isFile === true) return false;
  if (forced !== "") return !["0", "false"].includes(forced);
  if (!stream.isTerminal || TERM === "dumb" || environment.CI || environment.TEAMCITY_VERSION) return false;
  if (environment.WT_SESSION) return true;
  const since = FIRST_VERSIONS.get(TERM_PROGRAM);
  if (since !== undefined) return isFrom(environment.TERM_PROGRAM_VERSION ?? "", since);
  // VTE counts 0.50.1 as 5001; 0.50.0 crashes on a link.
  if (VTE_VERSION !== "") return Number(VTE_VERSION) > 5000;
  return TERMINALS.some((name) => TERM === name || TERM.startsWith(`${name}-`));
}

/** Values of TERM_PROGRAM, and the first version that knows links. */
const FIRST_VERSIONS: ReadonlyMap<string, readonly number[]> = new Map([
  ["iTerm.app", [3, 1]],
  ["WezTerm", [20200620]],
  ["vscode", [1, 72]],
  ["ghostty", []],
  ["zed", []],
  ["tmux", [3, 4]],
]);

/** Values of TERM. */
const TERMINALS = ["alacritty", "xterm-kitty", "xterm-ghostty", "foot", "contour", "wezterm"];

/** Whether a version such as `1.72.3`, `3.4a` or `20230712-072601` is `since` or a later one. */
function isFrom(version: string, since: readonly number[]): boolean {
  const numbers = version.split(/[.-]/).map((part) => Number.parseInt(part, 10));
  for (const [at, wanted] of since.entries()) {
    const number = numbers[at] ?? 0;
    if (!(number >= wanted)) return false;
    if (number > wanted) return true;
  }
  return true;
}
