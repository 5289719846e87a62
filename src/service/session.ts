/** A tree with the values of its .config: what most questions are about. */
import { Configuration } from "../evaluate/configuration.ts";
import { changesBySettling, readDotConfig, readOptionsOf, settle } from "../evaluate/read.ts";
import type { Model } from "../model/model.ts";
import { rebasePath } from "../text/path.ts";
import { measure } from "../text/stopwatch.ts";
import { type ConfigFile, readConfigFile, unreadable } from "./config-file.ts";
import type { OpenTree } from "./open-tree.ts";
import type { OpeningDiagnostic, Trouble } from "./problem.ts";

export interface OpenSession extends OpenTree {
  readonly configuration: Configuration;
  readonly configFile: ConfigFile;
  /** Of `OpenTree`, and warnings about lines of the .config. */
  readonly diagnostics: readonly OpeningDiagnostic[];
}

export interface ConfigOptions {
  /** Whether a .config that was named may be missing, because it will be written. */
  readonly createsConfig?: boolean;
  /** Whether a few values are asked for, so that those of all others need not be calculated. */
  readonly asksFewValues?: boolean;
  /** The configuration that gets the values; a usual one if absent. */
  readonly makeConfiguration?: (model: Model) => Configuration;
  /** The .config as somebody holds it, in place of the file. */
  readonly configFile?: ConfigFile;
}

/** The .config of a tree, as the person would name it. */
export function configPath({ tree, caller, request }: OpenTree): string {
  return request.config ?? rebasePath(tree.config, tree.folder, caller.folder);
}

/** Files that are read before the .config, as the person would name them. */
function layersOf({ tree, caller }: OpenTree): readonly string[] {
  return tree.layers.map((path) => rebasePath(path, tree.folder, caller.folder));
}

/**
 * Reads the .config and calculates the values. Without a .config they are the defaults; one that was named must be
 * there.
 */
export function withConfig<Opened extends OpenTree>(
  opened: Opened,
  { createsConfig = false, asksFewValues = false, makeConfiguration, configFile: held }: ConfigOptions = {},
): (Opened & OpenSession) | Trouble {
  const { model, caller, request } = opened;
  const path = configPath(opened);
  const configFile = held ?? readConfigFile(opened, path);
  if ("code" in configFile) return configFile;
  if (request.config !== undefined && !createsConfig && !configFile.exists)
    return unreadable(path, "missing");
  const layers: ConfigFile[] = [];
  for (const layer of layersOf(opened)) {
    const file = readConfigFile(opened, layer);
    if ("code" in file) return file;
    layers.push(file);
  }
  const configuration = makeConfiguration?.(model) ?? new Configuration(model);
  const { diagnostics } = measure(caller.stopwatch, "evaluate", () => {
    for (const layer of layers) readDotConfig(configuration, layer.dotConfig);
    const read = readDotConfig(configuration, configFile.dotConfig, {
      ...readOptionsOf(opened.tree.environment),
      warnUnknown: true,
    });
    // Where it changes nothing it only takes the time of calculating all values.
    if (!asksFewValues || changesBySettling(model)) settle(configuration);
    return read;
  });
  return { ...opened, configuration, configFile, diagnostics: [...opened.diagnostics, ...diagnostics] };
}
