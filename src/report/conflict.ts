/** A conflict in words: what no configuration has, and the facts that make it so, each with its place. */
import type { Probe } from "../explain/reason.ts";
import { locate } from "../explain/statements.ts";
import type { ConfigSymbol, Place } from "../model/model.ts";
import type { Conflict } from "../resolve/conflict.ts";
import type { Fact, Ground } from "../resolve/facts.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Diagnostic, Note } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { choiceText, expressionText } from "./expression-text.ts";

/** What to know beyond the tree that was read. */
export interface ConflictOptions {
  /** Where files that were not read define a name. */
  readonly elsewhere?: (name: string) => readonly Place[];
}

/** The diagnostic of goals that cannot be reached together: one fact a line. */
export function conflictDiagnostic(conflict: Conflict, options: ConflictOptions = {}): Diagnostic {
  const { goals } = conflict;
  const [first, ...steps] = derivationOf(conflict);
  const remedy = remedyText(conflict, options);
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
      ...(remedy === undefined ? [] : [remedy]),
    ],
  };
}

/** The facts as sentences, what is nearest to the goals first, each with the place that says so. */
export function derivationOf({ facts, onlyUnmet }: Conflict): readonly Note[] {
  return [
    ...facts.flatMap(factNotes),
    ...onlyUnmet.map(({ name }) => ({
      message: `${name} would be selected although its dependencies do not hold`,
    })),
  ];
}

/** What would have to be different, as no setting helps; undefined where it is the tree's own rules. */
export function remedyText({ facts }: Conflict, { elsewhere }: ConflictOptions): string | undefined {
  for (const { symbol, leaf } of facts) {
    if (leaf?.kind === "probe") {
      return leaf.probe.isCommand
        ? "it would take another compiler, tool or environment"
        : "it would take another environment";
    }
    if (leaf?.kind !== "undefined") continue;
    const [place] = elsewhere?.(symbol.name) ?? [];
    if (place !== undefined)
      return `it would take another architecture: ${symbol.name} is defined in ${place.path}:${place.line}`;
  }
  return undefined;
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

function factNotes(fact: Fact): readonly Note[] {
  const { symbol, claim, grounds, leaf } = fact;
  const [place] = grounds.flatMap((ground) => placeOf(ground) ?? []);
  switch (leaf?.kind) {
    case "undefined":
      return [{ message: `no Kconfig file that was read defines ${symbol.name}` }];
    case "nothing-sets-it":
      return [
        {
          message: `${symbol.name} has no prompt, and nothing selects it or gives it a default`,
          location: symbol.definitions[0]?.place,
        },
      ];
    case "probe":
      return [probeNote(fact, leaf.probe, place)];
    default:
      break;
  }
  if (claim.kind === "fixed") {
    return [{ message: `${symbol.name} is ${claim.texts.join(" or ")} and cannot be set`, location: place }];
  }
  return grounds.map((ground) => ({ message: groundText(fact, ground), location: placeOf(ground) }));
}

/** What a macro said when the files were read. */
function probeNote({ symbol, claim, grounds }: Fact, probe: Probe, place: Location | undefined): Note {
  const [ground] = grounds;
  const macro = macroText(probe.text);
  const said = probe.isCommand ? `the probe ${macro} answered` : `the macro ${macro} says`;
  if (ground?.kind === "prompt" || ground?.kind === "dependency")
    return {
      message: `${nameOf(symbol)} needs ${macro}, and that ${probe.isCommand ? "probe answered" : "macro says"} n`,
      location: place,
    };
  const value = claim.kind === "fixed" ? claim.texts.join(" or ") : claim.kind === "always" ? "y" : "n";
  return { message: `${nameOf(symbol)} is ${value}, as ${said}`, location: place ?? probe.statement.place };
}

/** The first macro in a statement's text, from `$(` to its end. */
function macroText(text: string): string {
  const start = text.indexOf("$(");
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")" && --depth === 0) return text.slice(start, at + 1);
  }
  return text;
}

function groundText({ symbol, claim }: Fact, { kind, condition, symbols }: Ground): string {
  const names = symbols.map(nameOf);
  const needed = condition === undefined ? names.join(" and ") : expressionText(condition);
  switch (kind) {
    case "prompt":
    case "dependency":
      return `${nameOf(symbol)} needs ${needed}`;
    case "default":
      return claim.kind === "always"
        ? `${nameOf(symbol)} is ${claim.value} by default`
        : `${nameOf(symbol)} has a default, which needs ${needed}`;
    case "select":
    case "imply": {
      const verb = kind === "select" ? "selects" : "implies";
      return claim.kind === "never"
        ? `${nameOf(symbol)} would be on if ${names.join(" and ")} were, which ${verb} it`
        : `${names.join(" and ")} ${verb} ${nameOf(symbol)}`;
    }
    case "choice":
      return `only one of ${[nameOf(symbol), ...names].join(" and ")} can be y: they are members of one choice`;
    case "modules":
      return `${nameOf(symbol)} can only be m while ${names.join(" and ")} is y`;
  }
}

function placeOf({ statement, symbols }: Ground) {
  return statement === undefined ? undefined : locate(statement, symbols[0]?.name);
}

function nameOf(symbol: ConfigSymbol): string {
  return symbol.isChoice ? choiceText(symbol) : symbol.name;
}
