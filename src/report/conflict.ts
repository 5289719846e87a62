/** A conflict in words: what no configuration has, and the facts that make it so, each with its place. */
import { locate } from "../explain/statements.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Conflict } from "../resolve/conflict.ts";
import type { Fact, Ground } from "../resolve/facts.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Diagnostic, Note } from "../text/diagnostic.ts";
import { choiceText, expressionText } from "./expression-text.ts";

/** The diagnostic of goals that cannot be reached together. */
export function conflictDiagnostic({ goals, facts, onlyUnmet }: Conflict): Diagnostic {
  const [first, ...notes] = facts.flatMap(factNotes);
  return {
    code: "unsatisfiable",
    severity: "error",
    message: `no configuration ${goalsText(goals)}`,
    ...(first?.location !== undefined && { location: first.location, label: first.message }),
    notes: [
      ...(first !== undefined && first.location === undefined ? [first] : []),
      ...notes,
      ...onlyUnmet.map(({ name }) => ({
        message: `${name} would be selected although its dependencies do not hold`,
      })),
    ],
    help: goals.length > 1 ? [`drop one of: ${goals.map(goalOption).join(" · ")}`] : undefined,
  };
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
    case "probe": {
      const value = claim.kind === "fixed" ? claim.texts.join(" or ") : claim.kind === "always" ? "y" : "n";
      const command = leaf.probe.command === undefined ? leaf.probe.text : `$(shell,${leaf.probe.command})`;
      return [{ message: `${symbol.name} is ${value}: ${command} answered so`, location: place }];
    }
    default:
      break;
  }
  if (claim.kind === "fixed") {
    return [{ message: `${symbol.name} is ${claim.texts.join(" or ")} and cannot be set`, location: place }];
  }
  return grounds.map((ground) => ({ message: groundText(fact, ground), location: placeOf(ground) }));
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
