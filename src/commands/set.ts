/** `kcfg set`: gives symbols values where that holds, and refuses with the reason where it does not. */
import { InvalidArgumentError, Option } from "commander";
import { type Assignment, type Attempt, attempt } from "../check/attempt.ts";
import { changesBetween, isValueChange, writtenValue } from "../check/change.ts";
import { UnknownAnswers, unknownDiagnostic } from "../check/unknown-answers.ts";
import { unmetFinding } from "../check/unmet.ts";
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { unknownPartOf } from "../evaluate/unknown-file.ts";
import { changeCause } from "../explain/change-cause.ts";
import { wireCause } from "../report/explanation-json.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { diagnosticOf } from "../report/problems.ts";
import { type SetAnswer, setText } from "../report/set.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { unknownFileDiagnostic } from "../report/unknown.ts";
import { malformedAssignments, readAssignments, readKept } from "../service/assignments.ts";
import { type ConfigFile, readConfigFile } from "../service/config-file.ts";
import type { Trouble } from "../service/problem.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { shellWord } from "../text/shell-word.ts";
import { SourceFile } from "../text/source-file.ts";
import { treeWords } from "./options.ts";
import { openSession, type Session, wireTree } from "./session.ts";
import { askForWay, canAsk } from "./set-question.ts";
import { forgotten, type Retry, refusalFindings, WAYS, warningDiagnostic } from "./set-refusal.ts";
import { settledConfig } from "./settled-config.ts";
import type { Invocation, Verb } from "./verb.ts";

interface SetOptions {
  readonly output?: string;
  readonly fix?: true;
  readonly keep?: readonly string[];
  readonly prefer?: "m" | "y";
  readonly pick?: string;
  readonly maxChanges?: number;
  readonly allowUnmet?: true;
  readonly dryRun?: true;
  readonly diff?: true;
}

/** Gathers the words of an option that may be given several times. */
const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

function countOf(word: string): number {
  if (!/^[0-9]+$/.test(word)) throw new InvalidArgumentError("write a number.");
  return Number(word);
}

export const setVerb: Verb<SetOptions> = {
  completes: "assignments",
  ending: {
    about: ["Nothing is written unless an evaluation of the whole tree gives every requested value."],
    examples: [
      "kcfg set VFIO=m VFIO_NOIOMMU=y",
      "kcfg set VFIO_NOIOMMU=y --fix -o vfio.config",
      "kcfg set LOCALVERSION=-lab NR_CPUS=64 --diff",
    ],
    exits: {
      0: "written, or nothing to change",
      1: "refused: a value is not possible, or needs other changes",
    },
  },
  declare(command) {
    command
      .argument("<assignments...>", "SYM=value, with or without CONFIG_; SYM= sets an empty string")
      .option("-o, --output <fragment>", "write the lines into a fragment instead of the .config")
      .option("--fix", "also set what the values need: the smallest change, checked against the whole tree")
      .option("--keep <SYM[=value]>", "find a fix that does not change this; can be repeated", collect)
      .addOption(
        new Option("--prefer <value>", "let a fix set this where m and y are both possible").choices([
          "m",
          "y",
        ]),
      )
      .addOption(new Option("--pick <way>", "take this one of several fixes").choices(WAYS))
      .option("--max-changes <n>", "refuse a fix with more settings than this", countOf)
      .option("--allow-unmet", "allow selects of symbols with unmet dependencies, of which C only warns")
      .option("--dry-run", "show what would be written, and write nothing")
      .option("--diff", "show it as a diff, and write nothing");
  },
  async run({ words, options, host, version }: Invocation<SetOptions>) {
    const session = await openSession(
      { ...options, createsConfig: true, writesConfig: true, tellsUnknown: true },
      host,
    );
    if (typeof session === "number") return session;
    const run = new SetRun(session, options, words, version);
    return run.run();
  },
};

/** What the file to write gets, and the values that come with it. */
interface Outcome {
  readonly path: string;
  /** What the file held when it was read, null for none. */
  readonly held: string | null;
  /** Its text: of a packed file, unpacked; of none, empty. */
  readonly before: string;
  readonly after: string;
  /** The values that the written file gives. */
  readonly configuration: Configuration;
  /** The same before the file was read back, when only what was asked for counts as set. */
  readonly tried: Configuration;
  readonly needed: readonly Assignment[];
}

class SetRun {
  readonly #session: Session;
  readonly #options: Invocation<SetOptions>["options"];
  readonly #words: readonly string[];
  readonly #version: string;
  /** The fragment of `-o`. */
  #edited: ConfigFile | undefined;

  constructor(
    session: Session,
    options: Invocation<SetOptions>["options"],
    words: readonly string[],
    version: string,
  ) {
    this.#session = session;
    this.#options = options;
    this.#words = words;
    this.#version = version;
  }

  run(): number {
    const malformed = malformedAssignments(this.#words);
    if (malformed.length > 0) return this.#refuse(malformed, 2);
    const { assignments: wishes, problems } = readAssignments(this.#session, this.#words);
    if (problems.length > 0) return this.#refuse(problems, 1);
    const kept = readKept(this.#session, this.#options.keep ?? []);
    if (kept.problems.length > 0) return this.#refuse(kept.problems, 1);
    const fragment = this.#fragment();
    if ("code" in fragment) return this.#refuse([fragment], 2);
    const tried = this.#decide(fragment, wishes, kept.assignments);
    return typeof tried === "number" ? tried : this.#finish(this.#outcomeOf(tried), tried, wishes);
  }

  /** The attempt to be written: one that holds, and that somebody agreed to if it sets more than was asked. */
  #decide(fragment: DotConfig, wishes: readonly Assignment[], keep: readonly Assignment[]): Attempt | number {
    const { prefer, maxChanges, pick, fix, allowUnmet } = this.#options;
    const { caller, options } = this.#session;
    const base = this.#session.configuration;
    const search = { keep, prefer, maxChanges, allowsUnmet: allowUnmet === true };
    const tried = attempt(base, fragment, wishes, {
      ...search,
      pick: pick === undefined ? 0 : WAYS.indexOf(pick),
    });
    const { conflict } = tried;
    const reached = conflict && UnknownAnswers.of(base);
    const unproven = wishes.filter(({ symbol }) => !tried.holds && reached?.mayReach(symbol) === true);
    // A proof that went through what nobody knows is none.
    if (unproven.length > 0) {
      return this.#refuse(
        unproven.map(({ symbol, value }) =>
          unknownDiagnostic(
            `whether ${symbol.name}=${value} can hold`,
            reached?.restsOn(symbol) ?? [],
            symbol.model,
          ),
        ),
        2,
      );
    }
    const isPlain = tried.holds && tried.needed.length === 0;
    if (isPlain || (fix && tried.holds)) return tried;
    const open = this.#openOf(tried.plain, wishes);
    if (open.length > 0) return this.#refuse(open, 2);
    const isQuestion = tried.holds && options.format === "text" && !options.quiet && canAsk(caller);
    if (!isQuestion) return this.#refuse(refusalFindings(this.#session, tried, this.#retry(wishes)), 1);
    this.#session.tell(refusalFindings(this.#session, tried));
    const chosen = askForWay(caller, tried.ways);
    if (chosen === undefined) return this.#refuse([], 1);
    return attempt(base, fragment, wishes, { ...search, pick: chosen });
  }

  /** What the lines go into: the fragment of `-o`, else a text that is merged over the .config and forgotten. */
  #fragment() {
    const { output } = this.#options;
    const prefix = this.#session.tree.environment.CONFIG_;
    if (output === undefined) return parseDotConfig(new SourceFile("<command line>", ""), { prefix });
    if (output === "-")
      return { code: "unwritable-file", severity: "error", message: "-o needs the name of a file" } as const;
    const file = readConfigFile(this.#session, output);
    if ("code" in file) return file;
    this.#edited = file;
    return file.dotConfig;
  }

  #outcomeOf({ configuration, text, needed }: Attempt): Outcome {
    const { configFile, tree } = this.#session;
    const { output } = this.#options;
    if (output !== undefined && this.#edited !== undefined) {
      const { held, dotConfig } = this.#edited;
      const before = dotConfig.source.text;
      return { path: output, held, before, after: text, configuration, tried: configuration, needed };
    }
    const settled = settledConfig(configuration, tree.environment.CONFIG_);
    const before = configFile.dotConfig.source.text;
    return {
      path: configFile.path,
      held: configFile.held,
      before,
      after: settled.text,
      configuration: settled.configuration,
      tried: configuration,
      needed,
    };
  }

  /** Wishes of which nobody knows whether they hold, because of commands that were not run. */
  #openOf(configuration: Configuration, wishes: readonly Assignment[]): readonly Diagnostic[] {
    const unknown = UnknownAnswers.of(configuration);
    return wishes.flatMap(({ symbol, value }) => {
      if (unknown === undefined || unknown.isSettled(symbol)) return [];
      const what = `whether ${symbol.name}=${value} holds`;
      return [unknownDiagnostic(what, unknown.restsOn(symbol), symbol.model)];
    });
  }

  /**
   * What of the outcome rests on commands that were not run: the wishes, what they need, and a whole .config. As it was
   * before it was written: in a text every guess looks like a wish.
   */
  #unknownIn({ tried, needed }: Outcome, wishes: readonly Assignment[]): readonly Diagnostic[] {
    const open = this.#openOf(tried, [...wishes, ...needed]);
    if (open.length > 0) return open;
    const { output, dryRun, diff } = this.#options;
    const isWhole = output === undefined && (!dryRun || diff === true);
    const part = isWhole ? unknownPartOf(tried) : undefined;
    if (part === undefined) return [];
    const why = unknownFileDiagnostic(part, tried.model);
    const help = [...(why.help ?? []), "-o FRAGMENT writes the lines alone, --dry-run shows them"];
    return [{ ...why, help }];
  }

  #finish(outcome: Outcome, { warnings, lost, unmet }: Attempt, wishes: readonly Assignment[]): number {
    const unknown = this.#unknownIn(outcome, wishes);
    if (unknown.length > 0) return this.#refuse(unknown, 2);
    const forgettable = wishes.filter(
      ({ symbol, value }) => outcome.configuration.value(symbol.id) !== value,
    );
    if (forgettable.length > 0) return this.#refuse(forgettable.map(forgotten), 1);
    const told = [
      ...warnings.map(warningDiagnostic),
      ...unmet.map((each) => ({ ...unmetFinding(outcome.tried, each), severity: "warning" as const })),
    ];
    const { caller, options, configFile } = this.#session;
    const isPreview = this.#options.dryRun === true || this.#options.diff === true;
    const isChanged = outcome.before !== outcome.after;
    if (isChanged && !isPreview) {
      const failure = this.#write(outcome);
      if (failure !== undefined) return this.#refuse([failure], 2);
    }
    const [asked, ...others] = wishes;
    const neededBy = others.length === 0 ? asked?.symbol.name : undefined;
    const headline = !isChanged
      ? `no change to ${outcome.path}`
      : `${isPreview ? "would write" : "wrote"} ${outcome.path}`;
    const answer = {
      ...this.#answer(headline, outcome, wishes),
      lost,
      neededBy,
      followsIn: this.#options.output === undefined ? undefined : configFile.path,
    };
    if (options.format === "json") {
      caller.stdout.write(this.#json(answer, outcome, isChanged && !isPreview, told));
      return 0;
    }
    if (told.length > 0) this.#session.tell(told);
    if (this.#options.diff) caller.stdout.write(unifiedDiff(outcome.path, outcome.before, outcome.after));
    else if (!options.quiet)
      caller.stdout.write(
        setText(answer, this.#session.style, options.verbose ? { mostLines: Number.POSITIVE_INFINITY } : {}),
      );
    return 0;
  }

  #write({ path, held: expected, after }: Outcome): Diagnostic | undefined {
    const { caller, tree } = this.#session;
    const isFragment = this.#options.output !== undefined;
    if (!isFragment && this.#options.config === "-") {
      const message = "standard input cannot be written: name a fragment with -o, or look with --diff";
      return { code: "unwritable-file", severity: "error", message };
    }
    const inPlace = !isFragment && (tree.environment.KCONFIG_OVERWRITECONFIG ?? "") !== "";
    const written = caller.writeText(
      path,
      after,
      inPlace ? { inPlace: true, expected } : isFragment ? { expected } : { backup: `${path}.old`, expected },
    );
    if (written.ok) return undefined;
    return {
      code: "unwritable-file",
      severity: "error",
      message: written.message,
    };
  }

  #answer(
    headline: string,
    { configuration, tried, needed }: Outcome,
    wishes: readonly Assignment[],
  ): Omit<SetAnswer, "lost"> {
    const before = this.#session.configuration;
    const line =
      (why: "asked" | "needed") =>
      ({ symbol }: Assignment) => ({
        symbol,
        before: writtenValue(before, symbol),
        after: writtenValue(configuration, symbol),
        why,
      });
    const own = new Set([...needed, ...wishes].map(({ symbol }) => symbol.id));
    const changes = changesBetween(before, configuration).filter(({ symbol }) => !own.has(symbol.id));
    return {
      headline,
      lines: [...needed.map(line("needed")), ...wishes.map(line("asked"))],
      follows: changes
        .filter(isValueChange)
        .map((change) => ({ ...change, cause: changeCause(before, tried, change.symbol) })),
      appeared: changes
        .filter((change) => !isValueChange(change) && change.after === "n")
        .map(({ symbol }) => symbol),
      evaluated: [...configuration.model.definedSymbols()].length,
    };
  }

  /** Command lines for the same with more; an assignment to what has no prompt can be left to the settings. */
  #retry(wishes: readonly Assignment[]): Retry {
    const settable = wishes.filter(({ symbol }) => symbol.hasPrompt);
    const own = settable.map(({ symbol, value }) => `${symbol.name}=${value}`);
    return {
      withOptions: (options) => this.#command(this.#words, options),
      withSettings: (settings) => this.#command([...settings, ...own]),
    };
  }

  #command(words: readonly string[], ...options: readonly string[]): string {
    const { output } = this.#options;
    const files = [...treeWords(this.#options), ...(output === undefined ? [] : ["-o", output])];
    const kept = this.#options.keep ?? [];
    const keep = kept.flatMap((word) => ["--keep", word]);
    return ["kcfg", "set", ...[...words, ...files, ...keep].map(shellWord), ...options].join(" ");
  }

  #refuse(troubles: readonly Trouble[], exit: number): number {
    const diagnostics = troubles.map(diagnosticOf);
    const { caller, options } = this.#session;
    if (options.format === "json") caller.stdout.write(this.#jsonOf(diagnostics, exit === 0, {}, null));
    else {
      this.#session.tell(diagnostics);
      caller.stderr.write("nothing written\n");
    }
    return exit;
  }

  #json(
    { lines, follows, appeared, lost }: SetAnswer,
    { path }: Outcome,
    isWritten: boolean,
    warnings: readonly Diagnostic[],
  ): string {
    const change = ({ symbol, before, after }: (typeof lines)[number] | (typeof follows)[number]) => ({
      symbol: symbol.name,
      before: before ?? null,
      after: after ?? null,
    });
    const of = (why: string) => lines.filter((line) => line.why === why).map(change);
    const summary = {
      asked: of("asked").length,
      needed: of("needed").length,
      follows: follows.length,
      lost: lost.length,
      warnings: warnings.length,
    };
    return this.#jsonOf(warnings, true, summary, {
      file: path,
      written: isWritten,
      asked: of("asked"),
      needed: of("needed"),
      follows: follows.map((line) => ({ ...change(line), cause: wireCause(line.cause) })),
      appeared: appeared.map(({ name }) => name),
      lost: lost.map(({ name }) => name),
    });
  }

  #jsonOf(
    diagnostics: readonly Diagnostic[],
    ok: boolean,
    summary: Readonly<Record<string, number>>,
    result: unknown,
  ): string {
    const { configFile, tree } = this.#session;
    return renderJson({
      command: "set",
      version: this.#version,
      ok,
      tree: wireTree(tree),
      inputs: [{ path: configFile.path, exists: configFile.exists }],
      summary,
      diagnostics: diagnostics.map(wireDiagnostic),
      result,
    });
  }
}
