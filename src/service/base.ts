/** The configuration that fragments are merged over: a file, or one that the tree makes by itself. */
import { Configuration } from "../evaluate/configuration.ts";
import { PresetConfiguration } from "../evaluate/preset-configuration.ts";
import { readDotConfig, readOptionsOf, settle } from "../evaluate/read.ts";
import { setAll } from "../evaluate/set-all.ts";
import { N } from "../evaluate/tristate.ts";
import { rebasePath, resolvePath } from "../text/path.ts";
import { type BaseKeyword, isBaseKeyword } from "../workspace/base-keyword.ts";
import { kernelDefconfig } from "../workspace/kernel-defconfig.ts";
import { type ConfigFile, readConfigFile, unreadable } from "./config-file.ts";
import type { OpenTree } from "./open-tree.ts";
import type { Trouble } from "./problem.ts";
import { configPath, type OpenSession } from "./session.ts";

export interface Base {
  readonly configuration: Configuration;
  /** How people call it: a path, or a word such as `allnoconfig`. */
  readonly name: string;
  /** The file that was read, if one was. */
  readonly path?: string;
}

/**
 * The base that was asked for; without it, that of kcfg.json, else the tree's .config if there is one, else all
 * defaults.
 */
export function openBase(opened: OpenTree, asked: string | undefined): Base | Trouble {
  const { tree, caller } = opened;
  if (asked !== undefined && isBaseKeyword(asked)) return baseByKeyword(opened, asked);
  if (asked !== undefined) return baseFromFile(opened, asked);
  const fromTree = (path: string) => rebasePath(path, tree.folder, caller.folder);
  if (tree.base !== undefined && isBaseKeyword(tree.base)) return baseByKeyword(opened, tree.base);
  if (tree.base !== undefined) return baseFromFile(opened, fromTree(tree.base));
  const config = configPath(opened);
  if (opened.request.config !== undefined || caller.exists(config) !== undefined)
    return baseFromFile(opened, config);
  return defaultsBase(opened);
}

/** All defaults, before any line. */
export function defaultsBase({ model }: OpenTree): Base {
  return { configuration: new Configuration(model), name: "defaults" };
}

function baseByKeyword(opened: OpenTree, keyword: BaseKeyword): Base | Trouble {
  if (keyword !== "defconfig") {
    const configuration = new PresetConfiguration(opened.model);
    if (keyword === "allnoconfig") setAll(configuration, N);
    return { configuration, name: keyword };
  }
  const path = defconfigPath(opened);
  if (path !== undefined) return baseFromFile(opened, path);
  return { code: "no-defconfig" };
}

function baseFromFile(opened: OpenTree, path: string): Base | Trouble {
  const known = openConfig(opened, path);
  const file = known ?? readConfigFile(opened, path);
  if ("code" in file) return file;
  if (!file.exists) return unreadable(path, "missing");
  const kept = bases.get(file);
  if (kept !== undefined) return kept;
  const base = baseOf(opened, file);
  if (known !== undefined) bases.set(file, base);
  return base;
}

/** The .config of a session, where that is the file: it may be newer than what was laid over the disk. */
function openConfig(opened: OpenTree | OpenSession, path: string): ConfigFile | undefined {
  if (!("configFile" in opened)) return undefined;
  const { configFile, caller } = opened;
  const isSame = resolvePath(caller.folder, configFile.path) === resolvePath(caller.folder, path);
  return isSame ? configFile : undefined;
}

/** Of .configs that sessions hold: fragments are checked over one again and again. */
const bases = new WeakMap<ConfigFile, Base>();

function baseOf(opened: OpenTree, file: ConfigFile): Base {
  const configuration = new Configuration(opened.model);
  readDotConfig(configuration, file.dotConfig, readOptionsOf(opened.tree.environment));
  settle(configuration);
  return { configuration, name: file.path, path: file.path };
}

/** What `make defconfig` takes; undefined where the tree does not tell, or it is not there. */
function defconfigPath({ tree, host, caller }: OpenTree): string | undefined {
  if (tree.kind !== "linux") return undefined;
  const path = kernelDefconfig(tree, host, tree.source);
  return path !== undefined && host.exists(path) === "file"
    ? rebasePath(path, tree.folder, caller.folder)
    : undefined;
}
