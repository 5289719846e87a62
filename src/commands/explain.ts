/** `kcfg explain`: why symbols have their values, why not others, and what would change them. */
import { Option } from "commander";
import { MOST_WAYS } from "../check/attempt.ts";
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { Certainty, type Rest } from "../evaluate/certainty.ts";
import { type ChoiceExplanation, explainChoice } from "../explain/choice.ts";
import { explainSymbol } from "../explain/explain.ts";
import { BRIEF, WHOLE } from "../explain/limits.ts";
import { ONLY_N } from "../explain/value-set.ts";
import { whyNotValue } from "../explain/why-not.ts";
import { ConfigSymbol, Type } from "../model/model.ts";
import { renderChoice, wireChoice } from "../report/choice-explanation.ts";
import type { EffectsOfValue, Explained, WhyNot } from "../report/explained.ts";
import { type ExplanationOptions, renderExplanation } from "../report/explanation.ts";
import { wireExplanation } from "../report/explanation-json.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { unknownAnswer } from "../report/unknown.ts";
import { effectsOf } from "../resolve/effects.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Plan } from "../resolve/plan.ts";
import { goalOf, type Proposal, propose } from "../resolve/proposal.ts";
import { Resolver } from "../resolve/resolve.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { readAssignments, readKept } from "./assignments.ts";
import { treeWords } from "./options.ts";
import { exitOf, noteMissingConfig, openSession, type Session, wireTree } from "./session.ts";
import { choicesNamed, definedElsewhere, lookUpPlace, lookUpSymbol } from "./symbol-names.ts";
import type { Invocation, Verb } from "./verb.ts";

interface ExplainOptions {
  readonly whyNot?: true;
  readonly tree?: true;
  readonly full?: true;
  readonly effects?: true;
  readonly ways?: true;
  readonly keep?: readonly string[];
  readonly prefer?: "m" | "y";
}

/** Gathers the words of an option that may be given several times. */
const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

/** What a word of the command line is about. */
type Subject =
  | { readonly kind: "symbol"; readonly symbol: ConfigSymbol; readonly wanted?: string }
  | { readonly kind: "choice"; readonly choice: ConfigSymbol };

type Answer =
  | { readonly kind: "symbol"; readonly explained: Explained }
  | { readonly kind: "choice"; readonly explained: ChoiceExplanation };

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
      "kcfg explain --arch arm64 --config arm64.config CONFIG_VFIO PREEMPT_RT",
    ],
    exits: { 0: "explained", 1: "a symbol is unknown, or no configuration has the value" },
  },
  declare(command) {
    command
      .argument("<symbols...>", "SYM or SYM=value, the prompt of a choice, or path:line of an entry")
      .option("--why-not", "explain each of the other values: why not, and what it would take")
      .option("--tree", "show all reasons to their roots, not only the nearest ones")
      .option("--full", "show conditions that are met, and long lists in full")
      .option("--effects", "show what else changes with it")
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
    const problems: Diagnostic[] = [];
    const subjects: Subject[] = [];
    for (const word of words) {
      const read = readSubjects(session, word);
      if ("code" in read) problems.push(read);
      else subjects.push(...read);
    }
    const kept = readKept(session, options.keep ?? []);
    problems.push(...kept.problems);
    const keep = kept.wishes.map((wish) => ({ ...wish, role: "kept" as const }));
    const asker = new Asker(session, options, keep);
    const answers = subjects.map((subject) => asker.answer(subject));
    const isRefused = answers.some((answer, index) => "wanted" in subjects[index] && hasImpossible(answer));
    const exitCode = exitOf(session, problems.length === 0 && !isRefused ? 0 : 1);
    if (options.format === "json") {
      session.caller.stdout.write(jsonOf(session, version, answers, problems, exitCode === 0));
      return exitCode;
    }
    const { isWhole, isFull } = { isWhole: options.tree === true, isFull: options.full === true };
    const layout = { ...layoutOf(session, options), isWhole, isFull };
    const texts = answers.map((answer) =>
      answer.kind === "symbol"
        ? renderExplanation(answer.explained, layout)
        : renderChoice(answer.explained, layout),
    );
    session.caller.stdout.write(texts.join("\n"));
    session.tell(problems);
    if (!options.quiet) tellLines(subjects, session);
    noteMissingConfig(session);
    return exitCode;
  },
};

/** Symbols and choices that a word names; a place may name several. */
function readSubjects(session: Session, word: string): readonly Subject[] | Diagnostic {
  const byPlace = lookUpPlace(session, word);
  if (byPlace.length > 0) return byPlace.map(subjectOf);
  const isSymbol = session.model.symbol(word)?.isDefined === true;
  const choices = isSymbol ? [] : choicesNamed(session.model, word);
  if (choices.length > 0) return choices.map(subjectOf);
  if (/^[^=]+=/.test(word)) {
    const { wishes, problems } = readAssignments(session, [word]);
    if (problems.length > 0) return problems[0];
    return wishes.map(({ symbol, value }) => ({ kind: "symbol", symbol, wanted: value }));
  }
  const symbol = lookUpSymbol(session, word);
  return "code" in symbol ? symbol : [subjectOf(symbol)];
}

function subjectOf(symbol: ConfigSymbol): Subject {
  return symbol.isChoice ? { kind: "choice", choice: symbol } : { kind: "symbol", symbol };
}

/** Answers questions about one session; they share what the searches for changes share. */
class Asker {
  readonly #session: Session;
  readonly #options: ExplainOptions;
  #resolver: Resolver | undefined;
  #certainty: Certainty | undefined;
  readonly #keep: readonly Goal[];

  constructor(session: Session, options: ExplainOptions, keep: readonly Goal[]) {
    this.#session = session;
    this.#options = options;
    this.#keep = keep;
  }

  answer(subject: Subject): Answer {
    if (subject.kind === "choice") {
      const { configuration } = this.#session;
      return { kind: "choice", explained: explainChoice(configuration, subject.choice, this.#limits) };
    }
    return { kind: "symbol", explained: this.#withoutGuesses(subject.symbol, this.#explain(subject)) };
  }

  /** What rests on commands that were not run is said to, and what it would take then is not told. */
  #withoutGuesses(symbol: ConfigSymbol, explained: Explained): Explained {
    const { configuration } = this.#session;
    if (configuration.model.data.unknownWords.length === 0) return explained;
    this.#certainty ??= new Certainty(configuration);
    const certainty = this.#certainty;
    const own = unknownAnswer(certainty, symbol);
    if (own !== undefined) return { ...explained, effects: undefined, unknown: own };
    const { proposal, whyNot = [], blocked, origin } = explained;
    for (const each of [proposal, ...whyNot.map((one) => one.proposal)]) {
      if (each === undefined) continue;
      const rests =
        each.kind === "checked" ? restsOfPlan(each.plan, symbol) : certainty.reachesUnknown(symbol.id);
      if (rests.length === 0) continue;
      return {
        ...explained,
        proposal: undefined,
        effects: undefined,
        ...(explained.whyNot && { whyNot: whyNot.map(({ value, reason }) => ({ value, reason })) }),
        unknown: { about: "change", values: [], rests },
      };
    }
    const mentioned = [...symbolsIn([blocked, origin, whyNot.map(({ reason }) => reason)])];
    const rests = mentioned.flatMap(({ id }) => certainty.restsOn(id));
    return rests.length === 0
      ? explained
      : { ...explained, unknown: { about: "reasons", values: [], rests } };
  }

  #explain(subject: Subject & { kind: "symbol" }): Explained {
    const { configuration } = this.#session;
    const { symbol, wanted } = subject;
    const explanation = explainSymbol(configuration, symbol, this.#limits);
    if (wanted !== undefined) {
      const whyNot = [this.#whyNot(symbol, wanted)];
      return { ...explanation, whyNot, effects: this.#effects(whyNot) };
    }
    if (this.#options.whyNot) {
      const { blocked, value } = explanation;
      const others = valuesBeside(symbol, value, configuration.effectiveType(symbol.id) === Type.tristate);
      const rest = blocked === undefined ? [] : [{ reason: blocked }];
      const whyNot = others.length > 0 ? others.map((each) => this.#whyNot(symbol, each)) : rest;
      return { ...explanation, whyNot, effects: this.#effects(whyNot) };
    }
    const { blocked } = explanation;
    if (blocked === undefined || blocked.needs === 0) return explanation;
    // What is y and could be n is nothing that it would take something for.
    const isDown = blocked.needs === ONLY_N;
    if (isDown && !this.#options.effects) return explanation;
    const proposal = this.#propose(goalOf(symbol, blocked.needs));
    const effects = this.#effects([{ value: proposal.value, reason: blocked, proposal }]);
    return { ...explanation, ...(!isDown && { proposal }), effects };
  }

  get #limits() {
    return this.#options.tree ? WHOLE : BRIEF;
  }

  get #resolving(): Resolver {
    this.#resolver ??= new Resolver(this.#session.configuration);
    return this.#resolver;
  }

  #whyNot(symbol: ConfigSymbol, value: string): WhyNot {
    const reason = whyNotValue(this.#session.configuration, symbol, value, this.#limits);
    if (reason.kind === "holds") return { value, reason };
    return { value, reason, proposal: this.#propose({ symbol, value, role: "asked" }) };
  }

  #propose(goal: Goal): Proposal {
    const { prefer, ways } = this.#options;
    return propose(this.#resolving, goal, {
      keep: this.#keep,
      prefer,
      ...(ways && { alternatives: MOST_WAYS }),
    });
  }

  #effects(asked: readonly WhyNot[]): readonly EffectsOfValue[] | undefined {
    if (!this.#options.effects) return undefined;
    return asked.flatMap(({ proposal }) =>
      proposal?.kind === "checked"
        ? [{ ...effectsOf(this.#session.configuration, proposal.plan), value: proposal.value }]
        : [],
    );
  }
}

/** What a plan rests on: whether its own goal and all that it sets come true. */
function restsOfPlan({ configuration, asked, needed }: Plan, goal: ConfigSymbol): readonly Rest[] {
  const certainty = new Certainty(configuration);
  const set = [goal, ...[...asked, ...needed].map(({ symbol }) => symbol)];
  return set.flatMap(({ id }) => (certainty.isKnown(id) ? [] : certainty.restsOn(id)));
}

/** All symbols that reasons name. */
function symbolsIn(
  told: unknown,
  found = new Set<ConfigSymbol>(),
  seen = new Set<unknown>(),
): ReadonlySet<ConfigSymbol> {
  if (typeof told !== "object" || told === null || seen.has(told)) return found;
  seen.add(told);
  if (told instanceof ConfigSymbol) found.add(told);
  // Other views lead to the whole model.
  else if (Array.isArray(told) || Object.getPrototypeOf(told) === Object.prototype)
    for (const part of Object.values(told)) symbolsIn(part, found, seen);
  return found;
}

/** The values of a bool or tristate beside the one that it has; none for numbers and strings. */
function valuesBeside({ type }: ConfigSymbol, value: string, hasM: boolean): readonly string[] {
  if (type !== "bool" && type !== "tristate") return [];
  return ["n", "m", "y"].filter((each) => each !== value && (each !== "m" || hasM));
}

/** Whether a value that was asked about is out of reach. */
function hasImpossible(answer: Answer): boolean {
  if (answer.kind !== "symbol") return false;
  return (answer.explained.whyNot ?? []).some(({ proposal }) => proposal?.kind === "impossible");
}

function jsonOf(
  session: Session,
  version: string,
  answers: readonly Answer[],
  problems: readonly Diagnostic[],
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
    diagnostics: [...session.errors, ...problems].map(wireDiagnostic),
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
    prefix: session.tree.environment.CONFIG_ ?? DEFAULT_PREFIX,
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
