/** What differs between two configurations of one tree. */
import { type ConfigDifference, type ConfigSide, compareConfigurations } from "../diff/configurations.ts";
import { turningFragment } from "../diff/fragment.ts";
import { isSameSeries, releaseOf } from "../dotconfig/release.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { readFragment } from "./config-file.ts";
import type { OpenTree } from "./open-tree.ts";
import { isTrouble, type Trouble } from "./problem.ts";
import { configPath } from "./session.ts";

export interface DiffAnswer {
  readonly before: ConfigSide;
  readonly after: ConfigSide;
  readonly difference: ConfigDifference;
  /** Files that another release wrote than that of the tree. */
  readonly otherReleases: readonly OtherRelease[];
}

export interface OtherRelease {
  readonly path: string;
  readonly release: string;
  /** Of the tree. */
  readonly version: string;
}

/**
 * Compares two files; one with the .config; of none, the .config before the last change with it. What cannot be read
 * comes back instead.
 */
export function diff(opened: OpenTree, paths: readonly string[]): DiffAnswer | readonly Trouble[] {
  const sides = sidePaths(opened, paths).map((path) => readSide(opened, path));
  const [before, after] = sides;
  if (isTrouble(before) || isTrouble(after)) return sides.filter(isTrouble);
  return {
    before,
    after,
    difference: compareConfigurations(before, after),
    otherReleases: [before, after].flatMap((side) => otherReleaseOf(side, opened)),
  };
}

function otherReleaseOf(
  { dotConfig: { source } }: ConfigSide,
  { tree: { version } }: OpenTree,
): readonly OtherRelease[] {
  const release = releaseOf(source.text);
  return release === undefined || version === undefined || isSameSeries(release, version)
    ? []
    : [{ path: source.path, release, version }];
}

/** What to lay over the first one to get the second. */
export function turning({ before, after, difference }: DiffAnswer): ReturnType<typeof turningFragment> {
  return turningFragment(before, after, difference);
}

function sidePaths(opened: OpenTree, paths: readonly string[]): readonly string[] {
  if (paths.length === 2) return paths;
  const config = configPath(opened);
  return [paths[0] ?? `${config}.old`, config];
}

/** A file as one side of a comparison. */
export function readSide(opened: OpenTree, path: string): ConfigSide | Trouble {
  const file = readFragment(opened, path);
  if ("code" in file) return file;
  const configuration = new Configuration(opened.model);
  readDotConfig(configuration, file.dotConfig);
  settle(configuration);
  return { configuration, dotConfig: file.dotConfig };
}
