/** Reads .configs and fragments as a person names them. */
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { Budget, configTooLarge } from "../text/budget.ts";
import type { ReadFailure } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";
import type { OpenTree } from "./open-tree.ts";
import type { Problem, Trouble } from "./problem.ts";

/** A .config or fragment. */
export interface ConfigFile {
  /** As the person would name it, and as locations in it do. */
  readonly path: string;
  readonly exists: boolean;
  /** What the file held, packed or not; null if it does not exist. For who writes it later. */
  readonly held: string | null;
  /** Of the empty text if the file does not exist. */
  readonly dotConfig: DotConfig;
}

/** What `-` is called where a line of it is told. */
const STANDARD_INPUT = "<stdin>";

/** Reads a .config; `-` is standard input. A file that is not there counts as empty. */
export function readConfigFile(opened: OpenTree, path: string): ConfigFile | Trouble {
  const { caller, limits } = opened;
  const limit = new Budget(limits).most("config");
  const found = path === "-" ? caller.readInput() : caller.readText(path, { limit });
  const read = found.ok && found.text.startsWith(GZIP_MAGIC) ? (caller.unpack?.(found.text) ?? found) : found;
  if (read.ok ? read.text.length > limit : read.reason === "too-large") return configTooLarge(path, limit);
  if (!read.ok && read.reason !== "missing") return unreadable(path, read.reason, read.message);
  const shown = path === "-" ? STANDARD_INPUT : path;
  const file = configFileOf(opened, shown, read.ok ? read.text : "");
  return { ...file, exists: read.ok, held: found.ok ? found.text : null };
}

/** The .config or fragment of a text that somebody holds, such as an editor. */
export function configFileOf({ model, tree }: OpenTree, path: string, text: string): ConfigFile {
  const dialect = model.data.dialect.conf.dotConfig;
  const dotConfig = parseDotConfig(new SourceFile(path, text), { prefix: tree.environment.CONFIG_, dialect });
  return { path, exists: true, held: text, dotConfig };
}

/** The first bytes of what gzip packed; the second one is no UTF-8. */
const GZIP_MAGIC = "\u001f\udc8b";

/** A fragment must be text, and be there unless it may be missing. */
export function readFragment(
  tree: OpenTree,
  path: string,
  options: { readonly mayBeMissing?: boolean } = {},
): ConfigFile | Trouble {
  const file = readConfigFile(tree, path);
  if ("code" in file) return file;
  if (!file.exists && !options.mayBeMissing) return unreadable(path, "missing");
  const { source } = file.dotConfig;
  const at = source.text.indexOf("\0");
  if (at < 0) return file;
  const location = source.locate({ start: at, end: at + 1 });
  return { code: "binary-file", path: file.path, location };
}

export function unreadable(path: string, reason: ReadFailure | "not-read", message = ""): Problem {
  return { code: "unreadable-file", path, reason, message };
}

/** With what the host says. */
export function unwritable(message: string): Problem {
  return { code: "unwritable-file", reason: "host", message };
}
