/** `kcfg init`: a kcfg.json that says what was found, and a file for a CI service. */

import { Option } from "commander";
import { CI_SERVICES, type CiService, ciFiles } from "../report/ci-files.ts";
import { safeLine } from "../report/safe-text.ts";
import { unwritable } from "../service/config-file.ts";
import { findGovernedTree } from "../service/govern.ts";
import type { Host } from "../text/host.ts";
import { baseName, parentFolder, relativePath } from "../text/path.ts";
import type { Tree } from "../workspace/find-tree.ts";
import type { SharedOptions } from "./options.ts";
import { tellTroubles } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface InitOptions {
  readonly ci?: CiService;
  readonly force?: true;
}

const REFUSED = 1;
const UNANSWERED = 2;
const FILE = "kcfg.json";

/** Where projects keep fragments. */
const FRAGMENTS = ["*.config", "configs/*.config", "fragments/*.config"];
/** The top Kconfig files of trees that lie beside the project's own files. */
const TREES_BELOW = ["*/Kconfig", "*/Config.in"];
/** What every tool writes above a whole .config. */
const WHOLE_CONFIG = /^#\n# Automatically generated/;

export const initVerb: Verb<InitOptions> = {
  ignores: [
    "--config",
    "--dialect",
    "--limit",
    "--no-cache",
    "--trust-probes",
    "--format",
    "--verbose",
    "--no-pager",
  ],
  ending: {
    about: [
      "Looks for a tree here, above, and in the folders below, and for fragments in this folder, configs/ and fragments/; of a Zephyr application for prj.conf. Each fragment becomes a set of its own; put those that belong together into one list. With --ci, a kcfg.json that exists is kept.",
    ],
    examples: ["kcfg init", "kcfg init --arch arm64 --ci github"],
    exits: { 0: "written", 1: "a file exists already", 2: "no tree was found, or a file cannot be written" },
  },
  declare(command) {
    command
      .addOption(new Option("--ci <service>", "also write the file for this service").choices(CI_SERVICES))
      .option("--force", "replace files that exist");
  },
  run({ options, host }: Invocation<InitOptions>): number {
    const here = options.directory === undefined ? host : host.at(options.directory);
    const ci = options.ci === undefined ? [] : [ciFiles[options.ci]];
    const existing = [FILE, ...ci.map(({ path }) => path)].filter((path) => here.exists(path) !== undefined);
    if (options.force !== true && ci.length > 0 && existing.join() === FILE) {
      if (!options.quiet) here.stdout.write(`kept ${FILE}\n`);
      return writeFiles(ci, here, options) ? 0 : UNANSWERED;
    }
    if (existing.length > 0 && options.force !== true) {
      const verb = existing.length === 1 ? "exists" : "exist";
      host.stderr.write(`error: ${existing.join(" and ")} ${verb} already: --force replaces\n`);
      return REFUSED;
    }
    const tree = findTreeAround(here, options);
    if (tree === undefined) return UNANSWERED;
    const fragments = fragmentsIn(here, tree.project?.fragments ?? FRAGMENTS);
    const settings = `${JSON.stringify(settingsFor(tree, fragments, here, options), null, 2)}\n`;
    if (!writeFiles([{ path: FILE, text: settings }, ...ci], here, options)) return UNANSWERED;
    if (!options.quiet) host.stdout.write(foundText(tree, fragments));
    return 0;
  },
};

/** Whether all were written; of the first that was not it is told why. */
function writeFiles(
  files: readonly { readonly path: string; readonly text: string }[],
  here: Host,
  options: SharedOptions,
): boolean {
  for (const { path, text } of files) {
    const written = here.writeText(path, text);
    if (!written.ok) {
      tellTroubles([unwritable(written.message)], here, options);
      return false;
    }
    if (!options.quiet) here.stdout.write(`wrote ${path}\n`);
  }
  return true;
}

function findTreeAround(here: Host, options: SharedOptions): Tree | undefined {
  const { kconfig, arch: architecture, probes } = options;
  const found = findGovernedTree({ kconfig, architecture, probes }, here);
  if ("tree" in found && found.tree !== undefined) return found.tree;
  const folders = TREES_BELOW.flatMap((pattern) => here.glob(pattern)).map(
    (path) => parentFolder(path) ?? "",
  );
  for (const folder of kconfig === undefined ? folders : []) {
    const below = findGovernedTree({ architecture, probes }, here.at(folder));
    if ("tree" in below && below.tree !== undefined) return below.tree;
  }
  tellTroubles(found.diagnostics, here, options);
  return undefined;
}

/** Fragments, not whole .configs, by their paths from here. */
function fragmentsIn(here: Host, patterns: readonly string[]): readonly string[] {
  return patterns
    .flatMap((pattern) => here.glob(pattern))
    .filter((path) => {
      const read = here.readText(path);
      return read.ok && !WHOLE_CONFIG.test(read.text);
    });
}

/** The text of kcfg.json, as schemas/kcfg.schema.json describes it. */
function settingsFor(
  tree: Tree,
  fragments: readonly string[],
  here: Host,
  { kconfig, arch }: SharedOptions,
): object {
  const sets = Object.fromEntries(
    fragments.map((path) => [baseName(path).replace(/\.conf(?:ig)?$/, ""), [path]]),
  );
  return {
    tree: relativePath(here.folder, tree.home ?? (kconfig === undefined ? tree.source : tree.folder)) || ".",
    ...(kconfig !== undefined && { kconfig: tree.kconfig }),
    ...(arch !== undefined && { arch }),
    ...(fragments.length > 0 && {
      check: { ...(tree.kind === "linux" && { bases: ["defconfig"] }), fragments: sets },
    }),
  };
}

function foundText({ kind, version, architecture }: Tree, fragments: readonly string[]): string {
  const words = kind === "plain" ? ["Kconfig"] : [kind, version, architecture];
  const what = words.filter((word) => word !== undefined).join(" ");
  const next =
    fragments.length === 0
      ? `no fragments found: name them under "check" before kcfg check`
      : `fragments: ${fragments.map(safeLine).join(", ")}; try kcfg check`;
  return `tree: ${safeLine(what)}\n${next}\n`;
}
