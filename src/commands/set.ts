/** `kcfg set`: gives symbols values where that holds, and refuses with the reason where it does not. */
import { InvalidArgumentError, Option } from "commander";
import { type Attempt, attempt, type Wish } from "../check/attempt.ts";
import { changesBetween, isValueChange, writtenValue } from "../check/change.ts";
import type { Finding } from "../check/finding.ts";
import { settingsTitle } from "../check/fixes.ts";
import { showValue } from "../check/request.ts";
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { changeCause } from "../explain/change-cause.ts";
import { conflictDiagnostic } from "../report/conflict.ts";
import { wireCause } from "../report/explanation-json.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { type SetAnswer, setText } from "../report/set.ts";
import { shellWord } from "../report/shell-word.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import type { PlanWarning } from "../resolve/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { SourceFile } from "../text/source-file.ts";
import { malformedAssignments, readAssignments, readKept } from "./assignments.ts";
import { openSession, readConfigFile, type Session, wireTree } from "./session.ts";
import { settledConfig } from "./settled-config.ts";
import { definedElsewhere } from "./symbol-names.ts";
import type { Invocation, Verb } from "./verb.ts";

interface SetOptions {
  readonly output?: string;
  readonly fix?: true;
  readonly keep?: readonly string[];
  readonly prefer?: "m" | "y";
  readonly pick?: string;
  readonly maxChanges?: number;
  readonly dryRun?: true;
  readonly diff?: true;
}

const HELP = `
Nothing is written unless every value holds after an evaluation of the whole tree. Exit code: 0 written (or nothing
to change), 1 refused, 2 could not be tried.

Examples:
  kcfg set VFIO=m VFIO_NOIOMMU=y
  kcfg set VFIO_NOIOMMU=y --fix -o vfio.config
  kcfg set LOCALVERSION=-lab NR_CPUS=64 --diff`;

/** Names of the fixes to choose from, the least change first. */
const WAYS = ["A", "B", "C"];

/** Gathers the words of an option that may be given several times. */
const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

function countOf(word: string): number {
  if (!/^[0-9]+$/.test(word)) throw new InvalidArgumentError("write a number.");
  return Number(word);
}

export const setVerb: Verb<SetOptions> = {
  declare(command) {
    command
      .argument("<assignments...>", "SYM=value, with or without CONFIG_; SYM= for the empty string")
      .option("-o, --output <fragment>", "write only these lines, into a fragment, and leave .config alone")
      .option("--fix", "also set what the values need: the least change, checked against the whole tree")
      .option(
        "--keep <SYM[=value]>",
        "what must not change while a fix is looked for; may be given again",
        collect,
      )
      .addOption(
        new Option("--prefer <value>", "for what a fix sets, where both would do").choices(["m", "y"]),
      )
      .addOption(new Option("--pick <way>", "which of several fixes to take").choices(WAYS))
      .option("--max-changes <n>", "take no fix with more other settings than this", countOf)
      .option("--dry-run", "say what would be written")
      .option("--diff", "show what would be written as a diff")
      .addHelpText("after", HELP);
  },
  async run({ words, options, host, version }: Invocation<SetOptions>) {
    const session = await openSession({ ...options, createsConfig: true, writesConfig: true }, host);
    if (typeof session === "number") return session;
    const run = new SetRun(session, options, words, version);
    return run.run();
  },
};

/** What the file to write gets, and the values that come with it. */
interface Outcome {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** The values that the written file gives. */
  readonly configuration: Configuration;
  /** The same before the file was read back, when only what was asked for counts as set. */
  readonly tried: Configuration;
  readonly needed: readonly Wish[];
}

class SetRun {
  readonly #session: Session;
  readonly #options: Invocation<SetOptions>["options"];
  readonly #words: readonly string[];
  readonly #version: string;

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
    const { wishes, problems } = readAssignments(this.#session, this.#words);
    if (problems.length > 0) return this.#refuse(problems, 1);
    const kept = readKept(this.#session, this.#options.keep ?? []);
    if (kept.problems.length > 0) return this.#refuse(kept.problems, 1);
    const fragment = this.#fragment();
    if ("code" in fragment) return this.#refuse([fragment], 2);
    const { prefer, maxChanges, pick } = this.#options;
    const tried = attempt(this.#session.configuration, fragment, wishes, {
      keep: kept.wishes,
      prefer,
      maxChanges,
      pick: pick === undefined ? 0 : WAYS.indexOf(pick),
    });
    const isPlain = tried.holds && tried.needed.length === 0;
    if (!isPlain && !(this.#options.fix && tried.holds)) return this.#refuse(this.#refusalsOf(tried), 1);
    if (tried.warnings.length > 0) this.#session.tell(tried.warnings.map(planWarning));
    return this.#finish(this.#outcomeOf(tried), wishes);
  }

  /** What the lines go into: the fragment of `-o`, else a text that is merged over the .config and forgotten. */
  #fragment() {
    const { output } = this.#options;
    const prefix = this.#session.tree.environment.CONFIG_;
    if (output === undefined) return parseDotConfig(new SourceFile("<command line>", ""), { prefix });
    if (output === "-")
      return { code: "unwritable-file", severity: "error", message: "-o needs the name of a file" } as const;
    const file = readConfigFile(this.#session, output);
    return "code" in file ? file : file.dotConfig;
  }

  #outcomeOf({ configuration, text, needed }: Attempt): Outcome {
    const { configFile, tree } = this.#session;
    const { output } = this.#options;
    if (output !== undefined) {
      const old = readConfigFile(this.#session, output);
      const before = "code" in old ? "" : old.dotConfig.source.text;
      return { path: output, before, after: text, configuration, tried: configuration, needed };
    }
    const settled = settledConfig(configuration, tree.environment.CONFIG_);
    const before = configFile.dotConfig.source.text;
    return {
      path: configFile.path,
      before,
      after: settled.text,
      configuration: settled.configuration,
      tried: configuration,
      needed,
    };
  }

  #finish(outcome: Outcome, wishes: readonly Wish[]): number {
    const lost = wishes.filter(({ symbol, value }) => outcome.configuration.value(symbol.id) !== value);
    if (lost.length > 0) return this.#refuse(lost.map(forgotten), 1);
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
      neededBy,
      followsIn: this.#options.output === undefined ? undefined : configFile.path,
    };
    if (options.format === "json") caller.stdout.write(this.#json(answer, outcome, isChanged && !isPreview));
    else if (this.#options.diff)
      caller.stdout.write(unifiedDiff(outcome.path, outcome.before, outcome.after));
    else if (!options.quiet)
      caller.stdout.write(
        setText(answer, this.#session.style, options.verbose ? { mostLines: Number.POSITIVE_INFINITY } : {}),
      );
    return 0;
  }

  #write({ path, after }: Outcome): Diagnostic | undefined {
    const { caller, tree } = this.#session;
    const isFragment = this.#options.output !== undefined;
    const inPlace = !isFragment && (tree.environment.KCONFIG_OVERWRITECONFIG ?? "") !== "";
    const written = caller.writeText(
      path,
      after,
      inPlace ? { inPlace: true } : isFragment ? {} : { backup: `${path}.old` },
    );
    if (written.ok) return undefined;
    return {
      code: "unwritable-file",
      severity: "error",
      message: written.message,
    };
  }

  #answer(headline: string, { configuration, tried, needed }: Outcome, wishes: readonly Wish[]): SetAnswer {
    const before = this.#session.configuration;
    const line =
      (why: "asked" | "needed") =>
      ({ symbol }: Wish) => ({
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

  /** Why the wishes are refused, with what would make them hold. */
  #refusalsOf({ refusals, needed, ways, holds, conflict }: Attempt): readonly Finding[] {
    if (conflict !== undefined && conflict.facts.length > 0 && !refusals.some(({ isFinal }) => isFinal))
      return [conflictDiagnostic(conflict, { elsewhere: (name) => definedElsewhere(this.#session, name) })];
    const [last = KEPT_LOST] = refusals.slice(-1);
    if (!holds) {
      const advice = refusals.some((each) => each.isFinal) ? [] : ["no change was found that makes it hold"];
      return [...refusals.slice(0, -1), { ...last, help: [...(last.help ?? []), ...advice] }];
    }
    const others = ways.flatMap((way, index) =>
      way === needed ? [] : [`or ${WAYS[index]}: ${way.map(settingText).join(", ")}`],
    );
    const advice = [
      settingsTitle(needed),
      ...others,
      `run: ${this.#command(this.#words, "--fix")}${others.length > 0 ? `   (--pick ${WAYS.slice(1, ways.length).join(" or ")} for another way)` : ""}`,
      `or: ${this.#command(this.#everything(needed))}`,
    ];
    const fixes = ways.map((way) => ({
      title: settingsTitle(way),
      edits: way.map(({ symbol, value }) => ({ kind: "set" as const, symbol: symbol.name, value })),
      effects: [],
      verified: true as const,
    }));
    return [...refusals.slice(0, -1), { ...last, help: [...(last.help ?? []), ...advice], fixes }];
  }

  #everything(needed: Attempt["needed"]): readonly string[] {
    return [...needed.map(({ symbol, value }) => `${symbol.name}=${value}`), ...this.#words];
  }

  #command(words: readonly string[], ...options: readonly string[]): string {
    const { output, config } = this.#options;
    const files = [
      ...(config === undefined ? [] : ["--config", config]),
      ...(output === undefined ? [] : ["-o", output]),
    ];
    const kept = this.#options.keep ?? [];
    const keep = kept.flatMap((word) => ["--keep", word]);
    return ["kcfg", "set", ...[...words, ...files, ...keep].map(shellWord), ...options].join(" ");
  }

  #refuse(diagnostics: readonly Diagnostic[], exit: number): number {
    const { caller, options } = this.#session;
    if (options.format === "json") caller.stdout.write(this.#jsonOf(diagnostics, exit === 0, {}, null));
    else {
      this.#session.tell(diagnostics);
      caller.stderr.write("nothing written\n");
    }
    return exit;
  }

  #json({ lines, follows, appeared }: SetAnswer, { path }: Outcome, isWritten: boolean): string {
    const change = ({ symbol, before, after }: (typeof lines)[number] | (typeof follows)[number]) => ({
      symbol: symbol.name,
      before: before ?? null,
      after: after ?? null,
    });
    const of = (why: string) => lines.filter((line) => line.why === why).map(change);
    const summary = { asked: of("asked").length, needed: of("needed").length, follows: follows.length };
    return this.#jsonOf([], true, summary, {
      file: path,
      written: isWritten,
      asked: of("asked"),
      needed: of("needed"),
      follows: follows.map((line) => ({ ...change(line), cause: wireCause(line.cause) })),
      appeared: appeared.map(({ name }) => name),
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

/** Every wish holds, but not without changing what is to be kept. */
const KEPT_LOST: Finding = {
  code: "other-value",
  severity: "error",
  message: "something that is to be kept would change",
};

/** What a person should know of a symbol that is switched on. */
function planWarning(warning: PlanWarning): Diagnostic {
  const { name } = warning.symbol;
  const location = warning.symbol.definitions[0]?.place;
  return warning.kind === "opens-area"
    ? { code: "opens-area", severity: "warning", message: `${name} opens much more than this`, location }
    : {
        code: "unsafe-symbol",
        severity: "warning",
        message: `${name}: its help says "${warning.line}"`,
        location,
      };
}

const settingText = ({ symbol, value }: Wish): string => `CONFIG_${symbol.name}=${showValue(symbol, value)}`;

/** A value that holds until the file is read again. */
function forgotten({ symbol, value }: Wish): Diagnostic {
  return {
    code: "other-value",
    severity: "error",
    message: `${symbol.name}=${value} would be lost when the written file is read again`,
    location: symbol.definitions[0]?.place,
  };
}
