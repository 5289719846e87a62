/** The kcfg program: its verbs, and what each of them runs. */
import type { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { SharedOptions } from "./commands/options.ts";
import { paged, pagerOf } from "./commands/pager.ts";
import { timingsText } from "./commands/timings.ts";
import type { Verb } from "./commands/verb.ts";
import { configurationModes } from "./conf/modes.ts";
import { pathsOfPerson, withNames } from "./probes/named-paths.ts";
import { withFittedLines } from "./report/fitted-lines.ts";
import { type Ending, endingText } from "./report/help-ending.ts";
import { isOnRunner, withSafeOutput } from "./report/safe-output.ts";
import { safeLine, safeText } from "./report/safe-text.ts";
import type { LintingQuestion, ReadingQuestion, ReadingThread } from "./service/tree-reader.ts";
import type { Host } from "./text/host.ts";

interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** A mode of the C tool: listed behind kcfg's own verbs. */
  readonly isClassic?: boolean;
  /** Loads the verb's code, which the other verbs' runs do not need. */
  readonly load?: () => Promise<Verb>;
  /** What a verb that is run without commander says of itself. */
  readonly described?: Pick<Verb, "declare" | "ending">;
}

/** `kcfg help conf`; `kcfg conf --help` is the C tool's. */
const CONF: VerbEntry["described"] = {
  declare: (command) => {
    command
      .argument("<kconfig-file>", "the top Kconfig file")
      .option("--no-cache", "read all Kconfig files and run all their commands again")
      .option("--probes=<mode>", "run, deny, record=FILE or replay=FILE (default: KCFG_PROBES, run)")
      .option("--trust-probes", "use cached answers of commands while compiler and environment look the same")
      .option("--timings", "print the milliseconds of each part of the run");
  },
  ending: {
    about: ["Takes all options of the kernel's conf, which kcfg conf --help lists, and these of kcfg."],
    examples: ["kcfg conf --olddefconfig Kconfig"],
    exits: {
      0: "done",
      1: "failed, as the kernel's conf does",
      2: "an answer is lost, or a limit is reached",
    },
  },
};

const verbs: readonly VerbEntry[] = [
  {
    name: "explain",
    summary: "show why symbols have their values, and what would change them",
    load: async () => (await import("./commands/explain.ts")).explainVerb,
  },
  {
    name: "set",
    summary: "change the .config, with what the new values need",
    load: async () => (await import("./commands/set.ts")).setVerb,
  },
  {
    name: "menuconfig",
    summary: "edit the .config in menus, with the reason why an entry is hidden and ways to set it",
    load: async () => {
      const { runMenuconfig } = await import("./menuconfig/run.ts");
      return (await import("./commands/menuconfig.ts")).menuconfigVerb(runMenuconfig);
    },
  },
  {
    name: "check",
    summary: "find the lines of .config fragments that do not take effect",
    load: async () => (await import("./commands/check.ts")).checkVerb,
  },
  {
    name: "lint",
    summary: "find mistakes in the Kconfig files of a tree",
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
    summary: "compare two configurations, or two trees",
    load: async () => (await import("./commands/diff.ts")).diffVerb,
  },
  {
    name: "graph",
    summary: "draw what symbols depend on, and what selects them",
    load: async () => (await import("./commands/graph.ts")).graphVerb,
  },
  {
    name: "merge",
    summary: "merge fragments over a configuration, as merge_config.sh does",
    load: async () => (await import("./commands/merge.ts")).mergeVerb,
  },
  {
    name: "report",
    summary: "join reports of kcfg check",
    load: async () => (await import("./commands/report.ts")).reportVerb,
  },
  {
    name: "rule",
    summary: "print the page of a finding: what it means, and what to do",
    load: async () => (await import("./commands/rule.ts")).ruleVerb,
  },
  {
    name: "init",
    summary: "write a kcfg.json for this project, and a file for CI",
    load: async () => (await import("./commands/init.ts")).initVerb,
  },
  {
    name: "lsp",
    summary: "run the language server, for editors",
    load: async () => {
      const { lspVerb } = await import("./commands/lsp.ts");
      return lspVerb(async () => (await import("./lsp/stdio.ts")).serveStreams);
    },
  },
  {
    name: "cache",
    summary: "show or clear what kcfg keeps of the trees that it has read",
    load: async () => (await import("./commands/cache.ts")).cacheVerb,
  },
  {
    name: "completion",
    summary: "print the script that completes commands in a shell",
    load: async () => (await import("./commands/completion.ts")).completionVerb,
  },
  { name: "conf", summary: "run the kernel's own conf: the same options, the same output", described: CONF },
  ...[...configurationModes].map(([mode, summary]) => ({
    name: mode,
    summary,
    isClassic: true,
    load: async () => (await import("./commands/configuration-verbs.ts")).configurationVerb(mode),
  })),
  {
    name: "tinyconfig",
    summary: "write the smallest configuration",
    isClassic: true,
    load: async () => (await import("./commands/kernel-targets.ts")).tinyVerb,
  },
  ...(["localmodconfig", "localyesconfig"] as const).map((target) => ({
    name: target,
    summary: `turn off modules that are not loaded${target === "localyesconfig" ? ", build the others in" : ""}`,
    isClassic: true,
    load: async () => (await import("./commands/kernel-targets.ts")).localVerb(target),
  })),
];

/** Runs one command line. Answers the exit code; everything it says goes through the host. */
export async function run(given: readonly string[], world: Host): Promise<number> {
  const words = verbFirst(given);
  const isConf = words[0] === "conf";
  const pager = pagerOf(words, world);
  const pages = pager === undefined ? undefined : paged(world, pager);
  const base = pages?.host ?? world;
  const safe = withSafeOutput(withNames(base, pathsOfPerson(words, world.environment)), {
    always: deniesProbes(words, world),
    // C's conf has no care for a runner; what reads a report in GitHub's format is one.
    isRunner: !isConf && (isOnRunner(world.environment) || asksForGithub(words)),
  });
  const host = PROSE.has(words[0] ?? "")
    ? withFittedLines(safe, { isAnswerKept: isForPrograms(words) })
    : safe;
  try {
    const exit = await runWords(words, host);
    pages?.show();
    const { failure } = world.stdout;
    if (failure === undefined) return exit;
    host.stderr.write(`error: the answer is lost: cannot write to standard output: ${failure}\n`);
    // C's conf takes no notice, and what it wrote is written.
    return isConf ? exit : 2;
  } catch (error) {
    pages?.show();
    const limit = limitBehind(error);
    if (limit === undefined) throw error;
    host.stderr.write(`error: ${limit}\n`);
    return 2;
  }
}

/** Does what a thread of a larger run is asked for; undefined, and words on standard error, if nothing comes of it. */
export async function answerAsked(asked: unknown, host: Host): Promise<unknown> {
  try {
    const { answerPart } = await import("./commands/job-answers.ts");
    return await answerPart(asked, (names) => withNames(host, names));
  } catch (error) {
    const limit = limitBehind(error);
    if (limit === undefined) throw error;
    host.stderr.write(`error: ${limit}\n`);
    return undefined;
  }
}

/** Answers the questions of a language server that reads trees in a thread of its own. */
export function companionOf(host: Host): (question: unknown) => Promise<unknown> {
  let thread: ReadingThread | undefined;
  return async (question) => {
    const { ReadingThread } = await import("./service/tree-reader.ts");
    const { wordedLintFinding } = await import("./report/lint-words/worded.ts");
    thread ??= new ReadingThread(host, wordedLintFinding);
    // Only the service and the language server ask.
    return thread.answer(question as ReadingQuestion | LintingQuestion);
  };
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
    return "the result of this input is longer than kcfg can hold";
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
  // What the build and the pages of docs/commands/ are made from; nobody types it.
  if (words[0] === "manual" && (words.length === 1 || words[1] === "--markdown")) {
    const { manualPages, markdownHelp } = await import("./commands/manual.ts");
    const { SOURCE_DATE_EPOCH: epoch } = host.environment;
    const date = new Date(epoch === undefined ? host.now() : 1000 * Number(epoch)).toISOString().slice(0, 10);
    const about = { summary: SUMMARY, ending: ENDING, version: packageJson.version, date };
    const make = words.length === 1 ? manualPages : markdownHelp;
    const pages = await make(verbs, about, (name) => new Command(name));
    host.stdout.write(JSON.stringify(pages));
    return 0;
  }
  if (words.length === 0) {
    host.stderr.write(FIRST_WORDS);
    return 2;
  }
  const { addSharedOptions } = await import("./commands/options.ts");
  const { addOptionsTopic, shapeHelp, withAdvice } = await import("./commands/help.ts");
  let exitCode = 0;
  const program = new Command("kcfg")
    .usage("<command> [options]")
    .description(`${capitalized(SUMMARY)}.`)
    .version(packageJson.version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command, or of the options of all (help options)")
    .showHelpAfterError("usage: kcfg <command> … (see kcfg --help)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      // It repeats what was given.
      outputError: (text, write) => {
        const command = program.commands.find((each) => each.name() === asked);
        write(safeText(withAdvice(text, command?.options ?? [])));
      },
      getOutHelpWidth: () => host.stdout.columns,
      getErrHelpWidth: () => host.stderr.columns,
    });
  program.addHelpText("after", endingText(ENDING, host.stdout.columns));

  const asked = words[0] === "help" ? words[1] : words[0];
  const fragment = /\.config$/.test(asked ?? "") ? await fragmentEntry(asked) : [];
  for (const { name, summary, isClassic, described, load } of [...verbs, ...fragment]) {
    const command: Command = program
      .commandsGroup(isClassic ? "Configuration targets of the kernel's make:" : "Commands:")
      .command(name, { hidden: fragment.some((each) => each.name === name) })
      .summary(summary)
      .description(`${capitalized(summary)}.`);
    if (name !== asked) continue;
    if (load === undefined) {
      described?.declare(command);
      shapeHelp(command.helpOption(false), described?.ending, { columns: host.stdout.columns });
    } else {
      const verb = await load();
      verb.declare(command);
      addSharedOptions(command, verb.ignores);
      shapeHelp(command, verb.ending, { columns: host.stdout.columns, help: "-h, --help" });
      const usage = `usage: kcfg ${name} ${command.usage()} (see kcfg ${name} --help)`;
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
  if (asked === "options") addOptionsTopic(program);

  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

/** The verb of a word such as kvm_guest.config; none if it is no name of a fragment. */
async function fragmentEntry(word: string): Promise<readonly VerbEntry[]> {
  const { fragmentVerb, isFragmentName } = await import("./commands/kernel-targets.ts");
  if (!isFragmentName(word)) return [];
  const verb = fragmentVerb(word);
  return [{ name: word, summary: `merge the kernel's ${word} into the .config`, load: async () => verb }];
}

/** Options of all verbs that people write before the verb, as git and make take them. */
const BEFORE_VERB: ReadonlyMap<string, number> = new Map([
  ["-v", 0],
  ["--verbose", 0],
  ["-q", 0],
  ["--quiet", 0],
  ["--no-pager", 0],
  ["-C", 1],
  ["--directory", 1],
]);

/** The words with such options behind the verb, which takes or refuses them. */
function verbFirst(words: readonly string[]): readonly string[] {
  let at = 0;
  for (let values = BEFORE_VERB.get(words[at]); values !== undefined; values = BEFORE_VERB.get(words[at]))
    at += 1 + values;
  return at === 0 || at >= words.length ? words : [words[at], ...words.slice(0, at), ...words.slice(at + 1)];
}

/** Verbs whose answers are prose and tables, unless another format is asked for. */
const PROSE: ReadonlySet<string> = new Set([
  "explain",
  "set",
  "check",
  "lint",
  "search",
  "diff",
  "merge",
  "report",
  "graph",
  "rule",
]);

/** Whether the answer is a patch, or of another format: its lines stay as they are. */
function isForPrograms(words: readonly string[]): boolean {
  return words.some((word) => word === "--diff" || word.startsWith("--format"));
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

const SUMMARY = "shows why a CONFIG_ option is off, and turns it on, in Linux and other Kconfig trees";

const ENDING: Ending = {
  examples: ["kcfg explain VFIO_NOIOMMU", "kcfg set VFIO=m VFIO_NOIOMMU=y", "kcfg check my.config"],
  exits: { 0: "yes, or done", 1: "the answer is no" },
};

/** What `kcfg` alone says. */
const FIRST_WORDS = `kcfg ${SUMMARY}.

Try these first, in a kernel tree:
  kcfg explain VFIO_NOIOMMU        why it is off, and how to turn it on
  kcfg set VFIO_NOIOMMU=y --fix    turn it on, with what it needs
  kcfg check my.config             which lines of a fragment do not take effect

kcfg --help lists all commands.
`;

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
