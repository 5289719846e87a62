/** Files of the workspace for the server on the web, which can read none itself. */
import { FileType, Uri, workspace } from "vscode";
import { decodeText } from "../../../src/text/encoding.ts";

/** Files that trees read, as far as their names tell; what else a tree looks for is read when it does. */
const NAMES =
  /^(?:Kconfig.*|.*\.kconfig|Config.*\.(?:in|src).*|\.config(?:\..*)?|.*\.config|.*defconfig.*|sdkconfig.*|(?:prj|overlay).*\.conf|kcfg\.json)$/i;
const PATTERN =
  "**/{Kconfig*,*.kconfig,Config*.in*,Config*.src*,.config*,*.config,*defconfig*,sdkconfig*,prj*.conf,overlay*.conf,kcfg.json}";
/** The kernel has some 2,100. */
const MOST_FILES = 20_000;
/** Folders that are listed where nobody can search. */
const MOST_FOLDERS = 5_000;
const SKIPPED: ReadonlySet<string> = new Set([".git", "node_modules"]);
/** Files that are read, and folders that are listed, at the same time. */
const AT_ONCE = 64;

/** Absolute path to text; null for what cannot be read. */
export type Texts = Record<string, string | null>;

export async function workspaceTexts(): Promise<Texts> {
  const found = await workspace.findFiles(PATTERN, undefined, MOST_FILES);
  const uris = found.length > 0 ? found : await walk();
  return readAll(uris);
}

/** Not every file system of the web can be searched. */
async function walk(): Promise<readonly Uri[]> {
  const found: Uri[] = [];
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const list = async (folder: Uri) => {
    for (const [name, type] of await workspace.fs.readDirectory(folder).then(undefined, () => [])) {
      if ((type & FileType.Directory) !== 0) {
        if (!SKIPPED.has(name)) folders.push(Uri.joinPath(folder, name));
      } else if (NAMES.test(name)) found.push(Uri.joinPath(folder, name));
    }
  };
  for (let at = 0; at < Math.min(folders.length, MOST_FOLDERS) && found.length < MOST_FILES; ) {
    const some = folders.slice(at, at + AT_ONCE);
    at += some.length;
    await Promise.all(some.map(list));
  }
  return found;
}

export async function readAll(uris: readonly Uri[]): Promise<Texts> {
  const texts: Texts = {};
  for (let at = 0; at < uris.length; at += AT_ONCE)
    await Promise.all(
      uris.slice(at, at + AT_ONCE).map(async (uri) => {
        texts[uri.path] = await workspace.fs.readFile(uri).then(decodeText, () => null);
      }),
    );
  return texts;
}
