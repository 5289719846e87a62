/** The kcfg program: its verbs, and what each of them runs. */
import type { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { SharedOptions } from "./commands/options.ts";
import { timingsText } from "./commands/timings.ts";
import type { Verb } from "./commands/verb.ts";
import { configurationModes } from "./conf/modes.ts";
import { pathsOfPerson, withNames } from "./probes/named-paths.ts";
import { isOnRunner, withSafeOutput } from "./report/safe-output.ts";
import { safeLine, safeText } from "./report/safe-text.ts";
import type { Host } from "./text/host.ts";

interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** A mode of the C tool: listed behind kcfg's own verbs. */
  readonly isClassic?: boolean;
  /** Help of a verb that declares nothing. */
  readonly help?: string;
  /** Loads the verb's code, which the other verbs' runs do not need. */
  readonly load?: () => Promise<Verb>;
}

const CONF_HELP = `
Takes the words of the kernel's conf: kcfg conf --help lists them. And of kcfg's own, beside them:
  --no-cache       read all Kconfig files and run all their commands
  --probes=MODE    the tree's commands: run, deny, record=FILE, replay=FILE (default: KCFG_PROBES, run)
  --trust-probes   take answers of commands from the cache, as long as compiler and environment look the same
  --timings        say in the end where the time went, in milliseconds

Example:
  kcfg conf --olddefconfig Kconfig`;

const verbs: readonly VerbEntry[] = [
  {
    name: "explain",
    summary: "say why symbols have their values, and what would change them",
    load: async () => (await import("./commands/explain.ts")).explainVerb,
  },
  {
    name: "set",
    summary: "give symbols values, as far as the tree lets them hold",
    load: async () => (await import("./commands/set.ts")).setVerb,
  },
  {
    name: "check",
    summary: "report every request of .config fragments that does not hold, and why",
    load: async () => (await import("./commands/check.ts")).checkVerb,
  },
  {
    name: "lint",
    summary: "report what is wrong with the Kconfig files of a tree, each claim proven",
    load: async () => (await import("./commands/lint.ts")).lintVerb,
  },
  {
    name: "search",
    summary: "find symbols by words of their names, prompts and help texts",
    load: async () => (await import("./commands/search.ts")).searchVerb,
  },
  {
    name: "list",
    summary: "list the symbols that pass a filter, one a line, for scripts",
    load: async () => (await import("./commands/list.ts")).listVerb,
  },
  {
    name: "diff",
    summary: "say what differs between two configurations, or between two trees, and why",
    load: async () => (await import("./commands/diff.ts")).diffVerb,
  },
  {
    name: "graph",
    summary: "draw what symbols depend on, and what selects them",
    load: async () => (await import("./commands/graph.ts")).graphVerb,
  },
  {
    name: "merge",
    summary: "lay fragments over a configuration and write the .config, as merge_config.sh does",
    load: async () => (await import("./commands/merge.ts")).mergeVerb,
  },
  {
    name: "report",
    summary: "put reports of kcfg check together, in any format",
    load: async () => (await import("./commands/report.ts")).reportVerb,
  },
  {
    name: "rule",
    summary: "print the page of a finding: what it means, what to do, an example",
    load: async () => (await import("./commands/rule.ts")).ruleVerb,
  },
  {
    name: "cache",
    summary: "say what kcfg keeps of trees that it has read, or throw it away",
    load: async () => (await import("./commands/cache.ts")).cacheVerb,
  },
  {
    name: "completion",
    summary: "print the script that completes kcfg's words in a shell",
    load: async () => (await import("./commands/completion.ts")).completionVerb,
  },
  { name: "conf", summary: "the kernel's own conf, with its words and its output", help: CONF_HELP },
  ...[...configurationModes].map(([mode, summary]) => ({
    name: mode,
    summary,
    isClassic: true,
    load: async () => (await import("./commands/configuration-verbs.ts")).configurationVerb(mode),
  })),
];

/** Runs one command line. Answers the exit code; everything it says goes through the host. */
export async function run(words: readonly string[], world: Host): Promise<number> {
  const isConf = words[0] === "conf";
  const host = withSafeOutput(withNames(world, pathsOfPerson(words, world.environment)), {
    always: deniesProbes(words, world),
    // C's conf has no care for a runner; what reads a report in GitHub's format is one.
    isRunner: !isConf && (isOnRunner(world.environment) || asksForGithub(words)),
  });
  try {
    const exit = await runWords(words, host);
    const { failure } = world.stdout;
    if (failure === undefined) return exit;
    host.stderr.write(`error: what was to be told is lost: cannot write to standard output: ${failure}\n`);
    // C's conf takes no notice, and what it wrote is written.
    return isConf ? exit : 2;
  } catch (error) {
    const limit = limitBehind(error);
    if (limit === undefined) throw error;
    host.stderr.write(`error: ${limit}\n`);
    return 2;
  }
}

/**
 * What of JavaScript's own was used up. The limits of the rooms come first (`too-deep`, `macro-limit`); this is for
 * what they let pass and is too much all the same. Node knows these two only by their words.
 */
function limitBehind(error: unknown): string | undefined {
  if (!(error instanceof RangeError)) return undefined;
  if (error.message === "Maximum call stack size exceeded")
    return "this input is nested deeper than kcfg can follow";
  if (error.message === "Invalid string length")
    return "what comes of this input is longer than kcfg can hold";
  return undefined;
}

async function runWords(words: readonly string[], host: Host): Promise<number> {
  host.stopwatch?.lap("start");
  if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
    host.stdout.write(`${packageJson.version}\n`);
    return 0;
  }
  // The C tool's own command line, which is not commander's; and what runs thousands of times should start at once.
  if (words[0] === "conf") {
    const { runConf } = await import("./commands/conf.ts");
    return runConf(words.slice(1), host);
  }
  const { Command, CommanderError } = await import("commander");
  // What the scripts of `kcfg completion` ask; nobody types it.
  if (words[0] === "complete" && words[1] === "--") {
    const { candidatesFor } = await import("./commands/complete.ts");
    const found = await candidatesFor(words.slice(2), verbs, (name) => new Command(name), host);
    host.stdout.write(found.map(({ word, about }) => `${safeLine(word)}\t${safeLine(about)}\n`).join(""));
    return 0;
  }
  const { addSharedOptions } = await import("./commands/options.ts");
  // What the build and the pages of docs/commands/ are made from; nobody types it.
  if (words[0] === "manual" && (words.length === 1 || words[1] === "--markdown")) {
    const { manualPages, markdownHelp } = await import("./commands/manual.ts");
    const { SOURCE_DATE_EPOCH: epoch } = host.environment;
    const date = new Date(epoch === undefined ? host.now() : 1000 * Number(epoch)).toISOString().slice(0, 10);
    const about = { summary: SUMMARY, more: EXAMPLES, version: packageJson.version, date };
    const make = words.length === 1 ? manualPages : markdownHelp;
    const pages = await make(verbs, about, (name) => new Command(name));
    host.stdout.write(JSON.stringify(pages));
    return 0;
  }
  let exitCode = 0;
  const program = new Command("kcfg")
    .description(SUMMARY)
    .version(packageJson.version, "-V, --version")
    .showHelpAfterError("usage: kcfg <verb> … (--help tells more)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      // It repeats what was given.
      outputError: (text, write) => write(safeText(text)),
      getOutHelpWidth: () => host.stdout.columns,
      getErrHelpWidth: () => host.stderr.columns,
    })
    .addHelpText("after", EXAMPLES);

  const asked = words[0] === "help" ? words[1] : words[0];
  for (const { name, summary, isClassic, help, load } of verbs) {
    const command: Command = program
      .commandsGroup(isClassic ? "Modes of the kernel's conf, in the tree around:" : "Commands:")
      .command(name)
      .summary(summary)
      .description(`${capitalized(summary)}.`);
    if (load === undefined) {
      command
        .usage("[options] <kconfig-file>")
        .helpOption(false)
        .addHelpText("after", help ?? "");
    } else if (name === asked) {
      const verb = await load();
      verb.declare(command);
      addSharedOptions(command, verb.ignores);
      const usage = `usage: kcfg ${name} ${command.usage()} (--help tells more)`;
      command.showHelpAfterError(usage);
      const refuse = (message: string) => {
        host.stderr.write(`error: ${safeLine(message)}\n${usage}\n`);
        return 2;
      };
      command.action(async (..._given: unknown[]) => {
        const options = command.opts<SharedOptions>();
        const { version } = packageJson;
        exitCode = await verb.run({ words: command.args, options, host, version, refuse });
        if (options.timings) host.stderr.write(timingsText(host.stopwatch));
      });
    }
  }

  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

function asksForGithub(words: readonly string[]): boolean {
  return words.includes("github") || words.includes("--format=github");
}

/** Whether the person says that the tree is not trusted; words that mean something else do no harm here. */
function deniesProbes(words: readonly string[], { environment }: Host): boolean {
  const at = words.indexOf("--probes");
  return (
    words.includes("--probes=deny") ||
    (at >= 0 && words[at + 1] === "deny") ||
    environment.KCFG_PROBES === "deny"
  );
}

const SUMMARY =
  "Kconfig-aware build configuration: says why an option does not hold, and what would make it hold";

const EXAMPLES = `
Examples:
  kcfg explain VFIO_NOIOMMU
  kcfg set VFIO=m VFIO_NOIOMMU=y
  kcfg check my.config

Exit codes: 0 yes or done, 1 the answer is no, 2 no answer`;

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
