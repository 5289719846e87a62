/** `kcfg set`: gives symbols values where that holds, and refuses with the reason where it does not. */
import { InvalidArgumentError, Option } from "commander";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { diagnosticOf } from "../report/problems.ts";
import { setCounts, setText, wireSet } from "../report/set.ts";
import {
  forgotten,
  type Retry,
  refusalFindings,
  setWarnings,
  unknownSetDiagnostics,
  WAYS,
} from "../report/set-refusal.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import type { Trouble } from "../service/problem.ts";
import { type ReadySet, type SetAnswer, type SetQuestion, set, writeSet } from "../service/set.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { printedWord } from "../text/shell-word.ts";
import { treeWords } from "./options.ts";
import { openSession, type Session, wireTree } from "./session.ts";
import { askForWay, canAsk } from "./set-question.ts";
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
  ignores: ["--no-pager"],
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
    const run = { session, words, options, version };
    const question = questionOf(run);
    const answer = set(session, question);
    if (answer.kind !== "refused" || !isQuestion(answer, session)) return tellAnswer(answer, run);
    session.tell(refusalFindings(session, answer.planned));
    const pick = askForWay(session, answer.planned.ways);
    if (pick === undefined) return refuse([], 1, run);
    return tellAnswer(set(session, { ...question, takesNeeded: true, pick, fragment: answer.fragment }), run);
  },
};

/** One run of the verb in a tree that is open. */
interface SetRun extends Pick<Invocation<SetOptions>, "words" | "options" | "version"> {
  readonly session: Session;
}

function questionOf({ words, options }: SetRun): SetQuestion {
  const { keep, prefer, maxChanges, pick, fix, allowUnmet, output, dryRun, diff } = options;
  return {
    words,
    keep,
    prefer,
    maxChanges,
    pick: pick === undefined ? 0 : WAYS.indexOf(pick),
    allowsUnmet: allowUnmet,
    fragment: output,
    takesNeeded: fix,
    wantsLines: dryRun === true && diff !== true,
  };
}

/** Whether there are ways, and a person to choose one. */
function isQuestion(
  { planned }: Extract<SetAnswer, { kind: "refused" }>,
  { options, caller }: Session,
): boolean {
  return planned.holds && options.format === "text" && !options.quiet && canAsk(caller);
}

function tellAnswer(answer: SetAnswer, run: SetRun): number {
  const { session } = run;
  switch (answer.kind) {
    case "misread":
      return refuse(answer.problems, answer.isMalformed ? 2 : 1, run);
    case "unreadable":
      return refuse([answer.trouble], 2, run);
    case "unknown":
      return refuse(unknownSetDiagnostics(answer, session.model), 2, run);
    case "refused":
      return refuse(refusalFindings(session, answer.planned, retryOf(run, answer)), 1, run);
    case "forgotten":
      return refuse(answer.assignments.map(forgotten), 1, run);
    case "ready":
      return finish(answer, run);
  }
}

function finish(answer: ReadySet, run: SetRun): number {
  const { session, options } = run;
  const { path, before, after, isFragment } = answer.file;
  const isPreview = options.dryRun === true || options.diff === true;
  const isChanged = before !== after;
  const isWritten = isChanged && !isPreview;
  if (isWritten) {
    const failure = writeSet(session, answer);
    if (failure !== undefined) return refuse([failure], 2, run);
  }
  const told = setWarnings(answer.planned);
  const { stdout } = session.caller;
  if (options.format === "json") {
    const summary = { ...setCounts(answer), warnings: told.length };
    stdout.write(jsonOf(run, told, { ok: true, summary, result: wireSet(answer, { isWritten }) }));
    return 0;
  }
  if (told.length > 0) session.tell(told);
  if (options.diff) stdout.write(unifiedDiff(path, before, after));
  else if (!options.quiet) {
    const headline = isChanged ? `${isPreview ? "would write" : "wrote"} ${path}` : `no change to ${path}`;
    const frame = {
      headline,
      followsIn: isFragment ? session.configFile.path : undefined,
      explain: (given: readonly string[]) =>
        ["kcfg", "explain", ...[...given, ...treeWords(options)].map(printedWord)].join(" "),
    };
    const limits = options.verbose ? { mostLines: Number.POSITIVE_INFINITY } : {};
    stdout.write(setText(answer, frame, session.style, limits));
  }
  return 0;
}

/** Command lines for the same with more; an assignment to what has no prompt can be left to the settings. */
function retryOf(
  { words, options }: SetRun,
  { assignments }: Extract<SetAnswer, { kind: "refused" }>,
): Retry {
  const { output, keep = [] } = options;
  const files = [...treeWords(options), ...(output === undefined ? [] : ["-o", output])];
  const kept = keep.flatMap((word) => ["--keep", word]);
  const command = (given: readonly string[], ...more: readonly string[]) =>
    ["kcfg", "set", ...[...given, ...files, ...kept].map(printedWord), ...more].join(" ");
  const settable = assignments.filter(({ symbol }) => symbol.hasPrompt);
  const own = settable.map(({ symbol, value }) => `${symbol.name}=${value}`);
  return {
    withOptions: (more) => command(words, more),
    withSettings: (settings) => command([...settings, ...own]),
  };
}

function refuse(troubles: readonly Trouble[], exit: number, run: SetRun): number {
  const { session, options } = run;
  if (options.format === "json") {
    const diagnostics = troubles.map(diagnosticOf);
    session.caller.stdout.write(jsonOf(run, diagnostics, { ok: exit === 0, summary: {}, result: null }));
  } else {
    session.tell(troubles);
    session.caller.stderr.write("nothing written\n");
  }
  return exit;
}

function jsonOf(
  { session: { configFile, tree }, version }: SetRun,
  diagnostics: readonly Diagnostic[],
  answer: Pick<Parameters<typeof renderJson>[0], "ok" | "summary" | "result">,
): string {
  return renderJson({
    command: "set",
    version,
    tree: wireTree(tree),
    inputs: [{ path: configFile.path, exists: configFile.exists }],
    diagnostics: diagnostics.map(wireDiagnostic),
    ...answer,
  });
}
