/** The configuration that fragments are merged over: a file, or one that the tree makes by itself. */

import { ConfConfiguration } from "../conf/conf-configuration.ts";
import { setAll } from "../conf/set-all.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { N } from "../evaluate/tristate.ts";
import { readConfigFile, unreadable } from "../service/config-file.ts";
import type { Trouble } from "../service/problem.ts";
import { configPath } from "../service/session.ts";
import { rebasePath } from "../text/path.ts";
import { type BaseKeyword, isBaseKeyword } from "../workspace/base-keyword.ts";
import { kernelDefconfig } from "../workspace/kernel-defconfig.ts";
import type { LoadedTree } from "./session.ts";

export interface Base {
  readonly configuration: Configuration;
  /** How people call it: a path, or a word such as `allnoconfig`. */
  readonly name: string;
  /** The file that was read, if one was. */
  readonly path?: string;
}

/**
 * The base that `--base` names; without it, that of kcfg.json, else the tree's .config if there is one, else all
 * defaults. Diagnostics: `unreadable-file`, `no-defconfig`.
 */
export function openBase(loaded: LoadedTree, asked: string | undefined): Base | Trouble {
  const { tree, caller } = loaded;
  if (asked !== undefined && isBaseKeyword(asked)) return baseByKeyword(loaded, asked);
  if (asked !== undefined) return baseFromFile(loaded, asked);
  const fromTree = (path: string) => rebasePath(path, tree.folder, caller.folder);
  if (tree.base !== undefined && isBaseKeyword(tree.base)) return baseByKeyword(loaded, tree.base);
  if (tree.base !== undefined) return baseFromFile(loaded, fromTree(tree.base));
  const config = configPath(loaded);
  if (loaded.request.config !== undefined || caller.exists(config) !== undefined)
    return baseFromFile(loaded, config);
  return defaultsBase(loaded);
}

/** All defaults, before any line. */
export function defaultsBase({ model }: LoadedTree): Base {
  return { configuration: new Configuration(model), name: "defaults" };
}

function baseByKeyword(loaded: LoadedTree, keyword: BaseKeyword): Base | Trouble {
  if (keyword !== "defconfig") {
    const configuration = new ConfConfiguration(loaded.model);
    if (keyword === "allnoconfig") setAll(configuration, N);
    return { configuration, name: keyword };
  }
  const path = defconfigPath(loaded);
  if (path !== undefined) return baseFromFile(loaded, path);
  const message = "this tree does not say which file its defconfig is";
  return { code: "no-defconfig", severity: "error", message, help: ["name the file: --base FILE"] };
}

function baseFromFile(loaded: LoadedTree, path: string): Base | Trouble {
  const file = readConfigFile(loaded, path);
  if ("code" in file) return file;
  if (!file.exists) return unreadable(path, "missing");
  const configuration = new Configuration(loaded.model);
  readDotConfig(configuration, file.dotConfig);
  settle(configuration);
  return { configuration, name: file.path, path: file.path };
}

/** What `make defconfig` takes; undefined where the tree does not tell, or it is not there. */
function defconfigPath({ tree, host, caller }: LoadedTree): string | undefined {
  if (tree.kind !== "linux") return undefined;
  const path = kernelDefconfig(tree, host, tree.source);
  return path !== undefined && host.exists(path) === "file"
    ? rebasePath(path, tree.folder, caller.folder)
    : undefined;
}
