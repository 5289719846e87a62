/** Lint: what is wrong with a Kconfig tree itself, each claim proven by the solver or by the language's rules. */
import type { Model } from "../model/model.ts";
import type { Literal } from "../resolve/solver.ts";
import type { LimitName, Limits } from "../text/budget.ts";
import type { DiagnosticCode } from "../text/codes.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { Effort } from "./effort.ts";
import type { Claim, LintContext, LintFinding, RuleOutput, Suspicion } from "./finding.ts";
import { Openness, type OpennessOptions } from "./openness.ts";
import { deadConditions } from "./rules/conditions.ts";
import { shadowedDefaults } from "./rules/defaults.ts";
import { definitions } from "./rules/definitions.ts";
import { missingHelp } from "./rules/help.ts";
import { redundantDepends } from "./rules/redundant-depends.ts";
import { selects } from "./rules/selects.ts";
import { style } from "./rules/style.ts";
import { unusedTransitional } from "./rules/transitional.ts";
import { undefinedSymbols } from "./rules/undefined-symbol.ts";
import { constantSymbols } from "./rules/values.ts";
import { suppress } from "./suppressions.ts";
import { MOST_CONFLICTS, type WholeTree } from "./whole-tree.ts";
import { SCOPES, type Scope, type Worlds, worldsOf } from "./worlds.ts";

export interface LintOptions extends OpennessOptions, Omit<LintContext, "model" | "openness" | "effort"> {
  /**
   * Whether the tree has errors: then nothing is claimed that rests on what could not be read, which is all but what the
   * words of a statement say by themselves.
   */
  readonly isPartial?: boolean;
  /** Whether the style of the text is looked at as well. */
  readonly wantsStyle: boolean;
  /** Conflicts for one question to the solver; see `MOST_CONFLICTS`. */
  readonly mostConflicts?: number;
  /** What all searches together may take: `conflicts`, `steps` and `pairs`. */
  readonly limits?: Limits;
  /** Hears what is being done. */
  readonly tell?: (step: LintStep) => void;
}

/** What is being done. */
export type LintStep =
  | { readonly kind: "encoding"; readonly scope: Scope }
  /** So many questions are left. */
  | { readonly kind: "asking"; readonly scope: Scope; readonly left: number }
  /** Configurations that show what was found. */
  | { readonly kind: "witnesses" }
  | { readonly kind: "findings" };

/** What is true of the tree as it was read, told or not. */
export interface LintFigures {
  readonly symbols: number;
  readonly neverOn: number;
  readonly alwaysOn: number;
  readonly hiddenPrompts: number;
  readonly unmetSelects: number;
  /** Dependencies that other conditions already require. */
  readonly redundantDepends: number;
  /** Questions that the solver answered, and those that it did not within its limit. */
  readonly decided: number;
  readonly undecided: number;
}

export interface LintResult {
  /** In the order of the files. */
  readonly findings: readonly LintFinding[];
  readonly figures: LintFigures;
  /** Open questions, by rule. */
  readonly undecided: ReadonlyMap<DiagnosticCode, number>;
  /** Limits for all questions together that were reached. */
  readonly limits: readonly { readonly limit: LimitName; readonly most: number }[];
}

/**
 * Looks at a whole tree. `diagnostics` are those of reading it. Without options: errors and warnings about all files, no
 * style, and no file that was not read.
 */
export function lint(
  model: Model,
  diagnostics: readonly Diagnostic[],
  given: Partial<LintOptions> = {},
): LintResult {
  const options: LintOptions = { ...DEFAULTS, ...given };
  const { tell = () => {} } = options;
  const openness = new Openness(model, options);
  const effort = new Effort(options.limits);
  const context: LintContext = { ...options, model, openness, effort };
  const outputs: readonly RuleOutput[] = [
    ...(options.isPartial ? [] : [undefinedSymbols(context), unusedTransitional(context)]),
    constantSymbols(context),
    deadConditions(context),
    shadowedDefaults(context),
    redundantDepends(context),
    selects(context),
    definitions(context),
    missingHelp(context),
    options.wantsStyle ? style(context) : {},
  ];
  const prover = new Prover(worldsOf(model, openness, effort), options.mostConflicts ?? MOST_CONFLICTS, tell);
  for (const { unasked } of outputs) for (const [rule, count] of unasked ?? []) prover.leaveOpen(rule, count);
  const claims = outputs.flatMap((output) => [...(output.claims ?? [])]);
  const suspicions = outputs.flatMap((output) => [...(output.suspicions ?? [])]);
  if (options.isPartial) prover.proveByWords(claims);
  else prover.prove(claims, suspicions);
  const proven = claims.flatMap((claim) => prover.findingOf(claim, context) ?? []);
  tell({ kind: "witnesses" });
  const shown = suspicions.flatMap((suspicion) => prover.confirm(suspicion) ?? []);
  tell({ kind: "findings" });
  const findings = [
    ...diagnostics.flatMap(readingFinding),
    ...outputs.flatMap((output) => [...(output.findings ?? [])]),
    ...proven,
    ...shown,
  ].filter(({ location, severity }) => {
    const isTold = severity !== "info" || options.wantsInformation;
    return isTold && location !== undefined && options.isWanted(location.path);
  });
  return {
    findings: inOrder(suppress(findings, model, options), model),
    figures: figuresOf(model, prover, claims, shown),
    undecided: prover.undecided,
    limits: effort.reached.map((limit) => ({ limit, most: effort.most(limit) })),
  };
}

const DEFAULTS: LintOptions = {
  unread: [],
  sparesArchitectures: false,
  wantsInformation: false,
  wantsStyle: false,
  near: () => [],
  elsewhere: () => [],
  isWanted: () => true,
};

/** Asks the solver for all claims at once, reading by reading. */
class Prover {
  readonly undecided = new Map<DiagnosticCode, number>();
  decided = 0;
  readonly #worlds: Worlds;
  readonly #limit: number;
  readonly #tell: (step: LintStep) => void;
  readonly #proven = new Map<string, Scope>();
  readonly #open = new Set<Suspicion>();

  constructor(worlds: Worlds, limit: number, tell: (step: LintStep) => void) {
    this.#worlds = worlds;
    this.#limit = limit;
    this.#tell = tell;
  }

  proveByWords(claims: readonly Claim[]): void {
    this.#ask(
      "words",
      claims.filter(({ scopes }) => scopes.includes("words")),
      [],
    );
  }

  prove(claims: readonly Claim[], suspicions: readonly Suspicion[]): void {
    this.proveByWords(claims);
    const others = claims.filter(
      ({ key, scopes }) => !this.#proven.has(key) && scopes.some((each) => each !== "words"),
    );
    this.#ask("here", others, suspicions);
    // What is possible here is possible anywhere.
    const general = others.filter(
      ({ key, scopes }) => scopes.includes("anywhere") && (this.#proven.has(key) || !scopes.includes("here")),
    );
    this.#ask("anywhere", general, []);
  }

  /** How far a claim is proven; undefined if it is not. */
  scopeOf(key: string): Scope | undefined {
    return this.#proven.get(key);
  }

  findingOf(claim: Claim, { wantsInformation, isWanted }: LintContext): LintFinding | undefined {
    const scope = this.scopeOf(claim.key);
    if (scope === undefined || (scope === "here" && !wantsInformation)) return undefined;
    if (!this.isNews(claim)) return undefined;
    const finding = claim.finding(scope, (literalsIn) => this.#areNever(scope, literalsIn));
    return finding.location !== undefined && isWanted(finding.location.path) ? finding : undefined;
  }

  /** Whether a claim is proven, and none that says more is proven as far. */
  isNews({ key, within = [] }: Claim): boolean {
    const scope = this.scopeOf(key);
    if (scope === undefined) return false;
    for (const other of within) if (rankOf(this.scopeOf(other)) >= rankOf(scope)) return false;
    return true;
  }

  #areNever(scope: Scope, literalsIn: (tree: WholeTree) => readonly Literal[]): readonly boolean[] {
    const tree = this.#worlds[scope]();
    const literals = literalsIn(tree);
    tree.decide(literals, { limit: this.#limit });
    return literals.map((literal) => tree.verdict(literal) === "never");
  }

  confirm(suspicion: Suspicion): LintFinding | undefined {
    if (!this.#open.has(suspicion)) return undefined;
    const finding = suspicion.confirm();
    if (finding === undefined) this.leaveOpen(suspicion.rule);
    return finding;
  }

  #ask(scope: Scope, claims: readonly Claim[], suspicions: readonly Suspicion[]): void {
    if (claims.length === 0 && suspicions.length === 0) return;
    this.#tell({ kind: "encoding", scope });
    const tree = this.#worlds[scope]();
    const tell = (left: number) => this.#tell({ kind: "asking", scope, left });
    const decide = (literals: Iterable<Literal>, options: { readonly areUnlikely?: true } = {}) =>
      tree.decide(literals, { limit: this.#limit, tell, ...options });
    const questions = claims.map((claim) => [claim, claim.literal(tree)] as const);
    decide(questions.map(([, literal]) => literal));
    for (const [claim, literal] of questions) {
      const verdict = tree.isTooTight ? "undecided" : tree.verdict(literal);
      if (verdict === "never") this.#proven.set(claim.key, scope);
      else if (verdict === "undecided" && !this.#proven.has(claim.key)) this.leaveOpen(claim.rule);
      if (verdict !== "undecided") this.decided += 1;
    }
    const conditions = suspicions.map(({ condition }) => condition?.(tree) ?? tree.encoder.gates.yes);
    decide(conditions, { areUnlikely: true });
    const likely = suspicions.filter((_, index) => tree.verdict(conditions[index]) !== "never");
    this.decided += suspicions.length - likely.length;
    const others = likely.map((suspicion) => [suspicion, suspicion.literal(tree)] as const);
    decide(others.map(([, literal]) => literal));
    for (const [suspicion, literal] of others) {
      const verdict = tree.verdict(literal);
      if (verdict === "possible") this.#open.add(suspicion);
      else if (verdict === "undecided") this.leaveOpen(suspicion.rule);
      if (verdict !== "undecided") this.decided += 1;
    }
  }

  leaveOpen(rule: DiagnosticCode, count = 1): void {
    this.undecided.set(rule, (this.undecided.get(rule) ?? 0) + count);
  }
}

function rankOf(scope: Scope | undefined): number {
  return scope === undefined ? -1 : SCOPES.indexOf(scope);
}

/** What reading the files had to remark. */
function readingFinding(diagnostic: Diagnostic): readonly LintFinding[] {
  const { code, severity, location } = diagnostic;
  if (severity !== "warning" || location === undefined) return [];
  return [{ code: code as DiagnosticCode, severity, location, subject: { kind: "reading", diagnostic } }];
}

function inOrder(findings: readonly LintFinding[], model: Model): readonly LintFinding[] {
  const order = new Map(model.data.files.map(({ path }, index) => [path, index]));
  const place = ({ location }: LintFinding) => [
    order.get(location?.path ?? "") ?? order.size,
    location?.line ?? 0,
    location?.column ?? 0,
  ];
  return findings
    .map((finding) => ({ finding, place: place(finding) }))
    .sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1] || a.place[2] - b.place[2])
    .map(({ finding }) => finding);
}

function figuresOf(
  model: Model,
  prover: Prover,
  claims: readonly Claim[],
  shown: readonly LintFinding[],
): LintFigures {
  const proven = (prefix: string) =>
    claims.filter(({ key }) => key.startsWith(prefix) && prover.scopeOf(key) !== undefined).length;
  const defined = [...model.definedSymbols()];
  const isHidden = (id: number) => prover.scopeOf(`property:${id}`) !== undefined;
  return {
    symbols: defined.length,
    neverOn: proven("dead:"),
    alwaysOn: proven("always:"),
    hiddenPrompts: defined.filter((symbol) => {
      const prompts = symbol.propertiesOf("prompt");
      return prompts.length > 0 && prompts.every(({ id }) => isHidden(id));
    }).length,
    unmetSelects: new Set(shown.filter(({ code }) => code === "unmet-select").map(({ symbol }) => symbol))
      .size,
    redundantDepends: claims.filter((claim) => claim.rule === "redundant-depends" && prover.isNews(claim))
      .length,
    decided: prover.decided,
    undecided: [...prover.undecided.values()].reduce((sum, count) => sum + count, 0),
  };
}
