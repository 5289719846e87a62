/** A conflict in words: what no configuration has, and the facts that make it so, each with its place. */
import type { Probe } from "../explain/reason.ts";
import { locate } from "../explain/statements.ts";
import { MOD, NO, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol, Place } from "../model/model.ts";
import type { Conflict } from "../resolve/conflict.ts";
import type { Fact, Ground } from "../resolve/facts.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Diagnostic, Note } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { byHand, type Lack, lackBehind } from "../workspace/build-tools.ts";
import { choiceText, expressionText } from "./expression-text.ts";
import { rangeText } from "./reason-words.ts";

/** What to know beyond the tree that was read. */
export interface ConflictOptions {
  /** Where files that were not read define a name. */
  readonly elsewhere?: (name: string) => readonly Place[];
}

/** The diagnostic of goals that cannot be reached together: one fact a line. */
export function conflictDiagnostic(conflict: Conflict, options: ConflictOptions = {}): Diagnostic {
  const { goals } = conflict;
  const [first, ...steps] = derivationOf(conflict);
  return {
    code: "unsatisfiable",
    severity: "error",
    message: `no configuration ${goalsText(goals)}`,
    ...(first?.location !== undefined && { location: first.location, label: first.message }),
    notes: [
      ...(first !== undefined && first.location === undefined ? [{ message: first.message }] : []),
      ...steps.map((step) => ({ ...step, isStep: true as const })),
    ],
    help: [
      ...(goals.length > 1 ? [`drop one of: ${goals.map(goalOption).join(" · ")}`] : []),
      ...remedyTexts(conflict, options),
    ],
  };
}

/**
 * The facts as sentences, what is nearest to the goals first, each with the place that says so. Facts that differ in
 * one name make one sentence.
 */
export function derivationOf({ facts }: Conflict): readonly Note[] {
  const undefinedHere = facts.filter(({ leaf }) => leaf?.kind === "undefined").map(({ symbol }) => symbol);
  return [
    ...joined(facts.filter(({ leaf }) => leaf?.kind !== "undefined").flatMap(sentencesOf)),
    ...(undefinedHere.length === 0
      ? []
      : [{ message: `no Kconfig file that was read defines ${listedAs("or", undefinedHere.map(nameOf))}` }]),
  ];
}

/** A fact in words, with the name that others of its kind differ in. */
interface Sentence {
  readonly name: string;
  /** What is said of one name, and of several. */
  readonly words: (names: string, areSeveral: boolean) => string;
  /** Sentences of one kind are joined; without, it stands for itself. */
  readonly kind?: string;
  readonly conjunction?: "and" | "or";
  readonly location?: Location;
}

function joined(sentences: readonly Sentence[]): readonly Note[] {
  const groups = new Map<string, Sentence[]>();
  for (const [index, sentence] of sentences.entries()) {
    const key = sentence.kind ?? `${index}`;
    groups.set(key, [...(groups.get(key) ?? []), sentence]);
  }
  return [...groups.values()].map((group) => {
    const [{ words, location, conjunction = "and" }] = group;
    const names = [...new Set(group.map(({ name }) => name))];
    return { message: words(listedAs(conjunction, names), names.length > 1), location };
  });
}

const MOST_NAMES = 6;

/** `A, B or C`; beyond some `A, B, C or 4 others`. */
function listedAs(conjunction: "and" | "or", names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  const last = more > 0 ? `${more} others` : shown.pop();
  return shown.length === 0 ? `${last}` : `${shown.join(", ")} ${conjunction} ${last}`;
}

/**
 * What would have to be different, as no setting helps, and how to find out more; empty where it is the tree's own rules.
 */
export function remedyTexts({ facts }: Conflict, { elsewhere }: ConflictOptions): readonly string[] {
  for (const { symbol, leaf } of facts) {
    if (leaf?.kind === "probe") {
      return leaf.probe.isCommand
        ? ["it would take another compiler, tool or environment", ...lackTexts(leaf.probe)]
        : ["it would take another environment"];
    }
    if (leaf?.kind !== "undefined") continue;
    const [place] = elsewhere?.(symbol.name) ?? [];
    if (place === undefined) continue;
    const [, architecture] = /^arch\/([^/]+)\//.exec(place.path) ?? [];
    const advice = architecture === undefined ? "" : `; try --arch ${architecture}`;
    return [
      `it would take another architecture: ${symbol.name} is defined in ${place.path}:${place.line}${advice}`,
    ];
  }
  return [];
}

/** A longer command is not for a person to type; its place is told. */
const LONGEST_COMMAND = 160;

function lackTexts({ command, output }: Probe): readonly string[] {
  if (command === undefined) return [];
  const lack = lackBehind(command, output);
  const isTold = lack?.kind === "make" || lack?.kind === "llvm";
  const shown = isTold ? undefined : byHand(command, LONGEST_COMMAND);
  return [
    ...(lack === undefined ? [] : [lackText(lack)]),
    ...(shown === undefined ? [] : [`to see why, run in the tree: ${shown}`]),
  ];
}

function lackText(lack: Lack): string {
  switch (lack.kind) {
    case "program":
      return `${lack.name} was not found: it is in the package ${lack.package}, and make ${lack.variable}=… names another one`;
    case "make":
      return `make ${lack.target} shows what is missing`;
    case "llvm":
      return "make LLVM=1 takes clang and the other tools of LLVM";
    case "compiler-option":
      return `${lack.compiler} refuses ${lack.options}`;
  }
}

/** `has VFIO_NOIOMMU=y and keeps VFIO_GROUP=n`. */
function goalsText(goals: readonly Goal[]): string {
  const of = (role: Goal["role"]) =>
    goals.filter((goal) => goal.role === role).map(({ symbol, value }) => `${symbol.name}=${value}`);
  const [asked, kept] = [of("asked"), of("kept")];
  return [
    ...(asked.length > 0 ? [`has ${asked.join(" and ")}`] : []),
    ...(kept.length > 0 ? [`keeps ${kept.join(" and ")}`] : []),
  ].join(" and ");
}

function goalOption({ symbol, value, role }: Goal): string {
  return role === "kept" ? `--keep ${symbol.name}=${value}` : `${symbol.name}=${value}`;
}

function sentencesOf(fact: Fact): readonly Sentence[] {
  const { symbol, claim, grounds, leaf } = fact;
  const [place] = grounds.flatMap((ground) => placeOf(ground) ?? []);
  const name = nameOf(symbol);
  if (leaf?.kind === "nothing-sets-it") {
    const words = (names: string, areSeveral: boolean) =>
      areSeveral
        ? `${names} have no prompt, and nothing selects them or gives them a default`
        : `${names} has no prompt, and nothing selects it or gives it a default`;
    return [{ name, words, kind: leaf.kind, location: symbol.definitions[0]?.place }];
  }
  if (leaf?.kind === "probe") return [probeSentence(fact, leaf.probe, place)];
  if (claim.kind === "fixed") {
    const texts = listedAs(
      "or",
      claim.texts.map((text) => text || '""'),
    );
    return [{ name, words: (names) => `${names} is ${texts} and cannot be set`, location: place }];
  }
  if (claim.kind === "within") {
    return [{ name, words: (names) => `${names} ${rangeText(claim)}`, location: place }];
  }
  // A default that is n says nothing.
  const isEmpty = ({ kind, condition, symbols }: Ground) =>
    symbols.length === 0 && (condition === undefined || (kind === "default" && isConstant(condition, NO)));
  if (claim.kind === "never" && grounds.every(isEmpty)) {
    const words = (names: string) => `${names} has no prompt, and its default is n`;
    return [{ name, words, location: place ?? symbol.definitions[0]?.place }];
  }
  return grounds
    .filter((ground) => !isEmpty(ground))
    .map((ground) => ({
      ...groundSentence(fact, ground),
      location: placeOf(ground) ?? symbol.definitions[0]?.place,
    }));
}

/** What a macro said when the files were read. */
function probeSentence(
  { symbol, claim, grounds }: Fact,
  probe: Probe,
  place: Location | undefined,
): Sentence {
  const [ground] = grounds;
  const name = nameOf(symbol);
  const macro = macroText(probe.text);
  if (ground?.kind === "prompt" || ground?.kind === "dependency") {
    const result = probe.isCommand ? "result of that probe" : "value of that macro";
    return { name, words: (names) => `${names} needs ${macro}, and the ${result} is n`, location: place };
  }
  const result = `the ${probe.isCommand ? "result of the probe" : "value of the macro"} ${macro}`;
  return {
    name,
    words: (names) => `${names} is ${claimedText(claim)}, ${result}`,
    location: place ?? probe.statement.place,
  };
}

/** The value that a probe or a macro gave. */
export function claimedText(claim: Fact["claim"]): string {
  return claim.kind === "fixed" ? claim.texts.join(" or ") : claim.kind === "always" ? "y" : "n";
}

/** The first macro in a statement's text, from `$(` to its end. */
function macroText(text: string): string {
  const start = text.indexOf("$(");
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")" && --depth === 0) return clipped(text.slice(start, at + 1));
  }
  return clipped(text);
}

/** Longer macros are cut: the place is told. */
const LONGEST_MACRO = 72;

function clipped(text: string): string {
  return text.length <= LONGEST_MACRO ? text : `${text.slice(0, LONGEST_MACRO)}…)`;
}

function groundSentence({ symbol, claim }: Fact, { kind, condition, symbols }: Ground): Sentence {
  const name = nameOf(symbol);
  const others = symbols.map(nameOf);
  const needed = condition === undefined ? listedAs("and", others) : expressionText(condition);
  switch (kind) {
    case "prompt":
    case "dependency": {
      const why = isConstant(condition, MOD)
        ? ", so that m is the most it can be"
        : isConstant(condition, NO)
          ? ", which is never true"
          : undefined;
      const [one, several] = why === undefined ? ["needs", "need"] : ["depends on", "depend on"];
      const words = (names: string, areSeveral: boolean) =>
        `${names} ${areSeveral ? several : one} ${needed}${why ?? ""}`;
      return { name, words, kind: `needs ${needed}` };
    }
    case "default":
      return claim.kind === "always"
        ? { name, words: (names) => `${names} is ${claim.value} by default` }
        : { name, words: (names) => `${names} has a default, which needs ${needed}` };
    case "select":
    case "imply": {
      const [one, several] = kind === "select" ? ["selects", "select"] : ["implies", "imply"];
      const by = listedAs("or", others);
      return claim.kind === "never"
        ? {
            name: by,
            words: (names, areSeveral) =>
              areSeveral
                ? `${name} would be on if one of ${names} were, which ${several} it`
                : `${name} would be on if ${names} were, which ${one} it`,
            kind: `${kind} ${name}`,
            conjunction: "or",
          }
        : {
            name,
            words: (names) => `${listedAs("and", others)} ${others.length > 1 ? several : one} ${names}`,
          };
    }
    case "choice": {
      const all = listedAs("and", [name, ...others]);
      return { name, words: () => `only one of ${all} can be y: they are members of one choice` };
    }
    case "modules":
      return { name, words: (names) => `${names} can only be m while ${listedAs("and", others)} is y` };
  }
}

function isConstant(condition: Ground["condition"], id: SymbolId): boolean {
  return condition?.kind === "symbol" && condition.symbol.id === id;
}

function placeOf({ statement, symbols }: Ground) {
  return statement === undefined ? undefined : locate(statement, symbols[0]?.name);
}

function nameOf(symbol: ConfigSymbol): string {
  return symbol.isChoice ? choiceText(symbol) : symbol.name;
}
