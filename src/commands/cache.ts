/** `kcfg cache`: what is kept of trees that were read, and how to be rid of it. */
import { renderJson } from "../report/json.ts";
import { safeLine } from "../report/safe-text.ts";
import { TREE_OPTIONS } from "./options.ts";
import type { Invocation, Verb } from "./verb.ts";

const ACTIONS = ["info", "clear"];

export const cacheVerb: Verb = {
  ignores: [...TREE_OPTIONS, "--color", "--ascii", "--verbose", "--quiet", "--no-pager"],
  completes: ACTIONS,
  ending: {
    about: [
      "kcfg keeps the model of each tree that it has read, so that the next command need not read the tree again. A model is used as long as every file and every variable that was read and kcfg itself are the same. Commands that write a .config still run the $(shell) commands of the tree; commands that only read take their answers from the cache while compiler, tools and environment look the same.",
      "The cache is the folder $KCFG_CACHE_DIR (empty: no cache), else kcfg below $XDG_CACHE_HOME or ~/.cache. It also holds compiled code of kcfg itself. The oldest files are removed when it grows beyond 256 MB.",
    ],
    examples: ["kcfg cache info", "kcfg cache clear"],
    exits: { 0: "done" },
  },
  declare(command) {
    command.argument("<action>", "info: show its folder and size; clear: remove it");
  },
  run({ words: [action], options, host, version, refuse }: Invocation): number {
    if (!ACTIONS.includes(action)) return refuse(`kcfg cache takes info or clear, not ${action}`);
    const { cache } = host;
    const folder = cache?.folder ?? null;
    const entries = cache?.entries() ?? [];
    const done = action === "clear" ? entries.filter(({ name }) => cache?.remove(name)) : entries;
    const size = done.reduce((sum, entry) => sum + entry.size, 0);
    const models = done.filter(({ name }) => name.endsWith(".model")).length;
    if (options.format === "json") {
      const isDone = done.length === entries.length;
      const summary = { models, bytes: size };
      host.stdout.write(
        renderJson({
          command: "cache",
          version,
          ok: isDone,
          inputs: [],
          summary,
          diagnostics: [],
          result: { action, folder },
        }),
      );
    } else if (folder === null) {
      host.stdout.write(
        "no cache: KCFG_CACHE_DIR is empty, or neither it nor XDG_CACHE_HOME nor HOME is set\n",
      );
    } else {
      const what = `${models} ${models === 1 ? "tree" : "trees"}, ${(size / 1e6).toFixed(1)} MB`;
      host.stdout.write(`${safeLine(folder)}: ${action === "clear" ? "removed " : ""}${what}\n`);
    }
    return done.length === entries.length ? 0 : 2;
  },
};
