/** `kcfg explain`: why symbols have their values, why not others, and what would change them. */
import { Option } from "commander";
import { renderChoice, wireChoice } from "../report/choice-explanation.ts";
import { type ExplanationOptions, renderExplanation } from "../report/explanation.ts";
import { wireExplanation } from "../report/explanation-json.ts";
import { renderJson } from "../report/json.ts";
import { diagnosticOf, wireTrouble } from "../report/problems.ts";
import { renderTogether, wireTogether } from "../report/together.ts";
import { type ExplainAnswer, explain, type Subject } from "../service/explain.ts";
import { definedElsewhere, prefixOf } from "../service/names.ts";
import { together } from "../service/together.ts";
import { treeWords } from "./options.ts";
import { exitOf, noteMissingConfig, openSession, type Session, wireTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface ExplainOptions {
  readonly whyNot?: true;
  readonly tree?: true;
  readonly full?: true;
  readonly effects?: true;
  readonly ways?: true;
  readonly together?: true;
  readonly keep?: readonly string[];
  readonly prefer?: "m" | "y";
}

/** Gathers the words of an option that may be given several times. */
const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

export const explainVerb: Verb<ExplainOptions> = {
  ignores: ["--trust-probes"],
  completes: "symbols",
  ending: {
    about: [
      "A symbol can be written with or without CONFIG_. SYM=value asks why the symbol does not have this value and what would give it. A choice is named by its prompt, an entry of a Kconfig file by its place, as in drivers/vfio/Kconfig:63.",
    ],
    examples: [
      "kcfg explain VFIO_NOIOMMU",
      "kcfg explain VFIO_NOIOMMU=y --effects",
      "kcfg explain VFIO_GROUP=n VFIO_NOIOMMU=y --together",
      "kcfg explain --arch arm64 --config arm64.config CONFIG_VFIO PREEMPT_RT",
    ],
    exits: { 0: "explained", 1: "a symbol is unknown, or no configuration has the value" },
  },
  declare(command) {
    command
      .argument("<symbols...>", "SYM or SYM=value, the prompt of a choice, or path:line of an entry")
      .option("--why-not", "explain each of the other values: why not, and what it would take")
      .option("--tree", "show all reasons to their roots, not only the nearest ones")
      .option("--full", "also show conditions that are met")
      .option("--effects", "show what else changes with it")
      .option("--together", "show what gives all the values at once, or why they exclude each other")
      .option("--ways", "show further ways to the value, for set --pick")
      .option("--keep <SYM[=value]>", "find ways that do not change this; can be repeated", collect)
      .addOption(
        new Option("--prefer <value>", "set this where m and y are both possible").choices(["m", "y"]),
      );
  },
  async run({ words, options, host, version }: Invocation<ExplainOptions>): Promise<number> {
    const session = await openSession(
      { ...options, answersPartly: true, asksFewValues: true, tellsUnknown: true },
      host,
    );
    if (typeof session === "number") return session;
    if (options.together) return explainTogether(session, options, words, version);
    const { keep, whyNot, effects, ways, prefer, tree: isWhole = false, full: isFull = false } = options;
    const question = { words, keep, whyNot, isWhole, effects, ways, prefer };
    const answer = await explain(session, question);
    const { answers, subjects, problems, isImpossible } = answer;
    const exitCode = exitOf(session, problems.length === 0 && !isImpossible ? 0 : 1);
    if (options.format === "json") {
      session.caller.stdout.write(jsonOf(session, version, answer, exitCode === 0));
      return exitCode;
    }
    const showsAll = isFull || options.verbose === true;
    const layout = { ...layoutOf(session, options), isWhole, isFull, showsAll };
    const texts = answers.map((each) =>
      each.kind === "symbol"
        ? renderExplanation(each.explained, layout)
        : renderChoice(each.explained, layout),
    );
    session.caller.stdout.write(texts.join("\n"));
    session.tell(problems);
    if (!options.quiet) tellLines(subjects, session);
    noteMissingConfig(session);
    return exitCode;
  },
};

/** Several values as one question. */
function explainTogether(
  session: Session,
  options: Invocation<ExplainOptions>["options"],
  words: readonly string[],
  version: string,
): number {
  const { keep, prefer } = options;
  const answer = together(session, { words, keep, prefer });
  const [found, problems] = "goals" in answer ? [answer, []] : [undefined, answer];
  const isKnown = found !== undefined && found.outcome.kind !== "unknown";
  const isRefused = found === undefined || found.outcome.kind === "impossible";
  const exitCode = exitOf(session, isRefused ? 1 : isKnown ? 0 : 2);
  if (options.format === "json") {
    const { path, exists } = session.configFile;
    const text = renderJson({
      command: "explain",
      version,
      ok: exitCode === 0,
      tree: wireTree(session.tree),
      inputs: [{ path, exists }],
      summary: { explained: found === undefined ? 0 : 1, unknown: problems.length },
      diagnostics: [...session.errors, ...problems.map(diagnosticOf)].map(wireTrouble),
      result: found === undefined ? [] : [wireTogether(found)],
    });
    session.caller.stdout.write(text);
    return exitCode;
  }
  if (found !== undefined) session.caller.stdout.write(renderTogether(found, layoutOf(session, options)));
  session.tell(problems.map(diagnosticOf));
  noteMissingConfig(session);
  return exitCode;
}

function jsonOf(
  session: Session,
  version: string,
  { answers, problems }: ExplainAnswer,
  ok: boolean,
): string {
  const { path, exists } = session.configFile;
  return renderJson({
    command: "explain",
    version,
    ok,
    tree: wireTree(session.tree),
    inputs: [{ path, exists }],
    summary: { explained: answers.length, unknown: problems.length },
    diagnostics: [...session.errors, ...problems.map(diagnosticOf)].map(wireTrouble),
    result: answers.map((answer) =>
      answer.kind === "symbol" ? wireExplanation(answer.explained) : wireChoice(answer.explained),
    ),
  });
}

function layoutOf(session: Session, { keep = [], prefer }: ExplainOptions): ExplanationOptions {
  const own = [
    ...keep.flatMap((word) => ["--keep", word]),
    ...(prefer === undefined ? [] : ["--prefer", prefer]),
  ];
  const { source } = session.configFile.dotConfig;
  return {
    style: session.style,
    lines: (path) => (path === source.path ? source.text.split(/\r?\n/) : session.lines(path)),
    prefix: prefixOf(session),
    treeWords: [...treeWords(session.options), ...own],
    elsewhere: (name) => definedElsewhere(session, name),
  };
}

/** Warnings about lines of the .config that name the symbols asked for: a line that counts for nothing explains much. */
function tellLines(subjects: readonly Subject[], session: Session): void {
  const { source, lines } = session.configFile.dotConfig;
  const names = new Set(
    subjects.flatMap((subject) =>
      (subject.kind === "symbol" ? [subject.symbol] : subject.choice.members).map(({ name }) => name),
    ),
  );
  const numbers = new Set(
    lines.flatMap((line) => ("name" in line && names.has(line.name) ? [line.number] : [])),
  );
  const about = session.diagnostics.filter(
    ({ location }) => location?.path === source.path && numbers.has(location.line),
  );
  session.tell(about, [source]);
}
