/** Dependencies that other dependencies of the same entry, or the blocks around it, already require. */
import { locate, statementsAround } from "../../explain/statements.ts";
import { type ExpressionId, NONE, Op, operandsOf } from "../../model/expressions.ts";
import { type MenuNode, Node, type Property, type SymbolId, YES } from "../../model/model.ts";
import { symbolsIn } from "../../resolve/mentions.ts";
import type { Literal } from "../../resolve/solver.ts";
import type { Claim, LintContext, RuleOutput } from "../finding.ts";
import type { WholeTree } from "../whole-tree.ts";
import { statementText } from "../words.ts";

/** One operand of the `&&` in a condition. */
interface Part {
  readonly statement: Property;
  readonly condition: ExpressionId;
}

/**
 * Only what follows from the words alone is told: a dependency that another symbol's definition happens to bring along
 * protects against a change of that definition.
 */
export function redundantDepends(context: LintContext): RuleOutput {
  const { model } = context;
  const claims: Claim[] = [];
  for (const id of model.menuOrder()) {
    const node = model.node(id);
    if (node.kind === "mainmenu" || model.data.nodes.kind[id] === Node.if) continue;
    claims.push(...claimsOf(node, context));
  }
  return { claims };
}

function* claimsOf(node: MenuNode, { model, openness }: LintContext): Iterable<Claim> {
  const partsOf = (statement: Property): readonly Part[] =>
    operandsOf(model.data.expressions, Op.and, statement.value).map((condition) => ({
      statement,
      condition,
    }));
  const own = node.conditions
    .filter((each) => each.kind === "depends on" && !openness.isWrittenByMacro(each))
    .flatMap(partsOf);
  if (own.length === 0) return;
  const around = statementsAround(node)
    .filter(({ property }) => property.node.id !== node.id && !openness.isWrittenByMacro(property))
    .flatMap(({ property }) => partsOf(property));
  for (const [index, part] of own.entries()) {
    if (part.condition === NONE) continue;
    // Of two that say the same, the later one is too many.
    const earlier = [...around, ...own.slice(0, index)];
    const names = symbolsOf(part, model.data);
    const related = earlier.filter((each) =>
      [...symbolsOf(each, model.data)].some((name) => names.has(name)),
    );
    if (names.size === 0 || related.length === 0) continue;
    yield claimOf(node, part, related, index);
  }
}

function claimOf(node: MenuNode, part: Part, related: readonly Part[], index: number): Claim {
  const name = node.symbol?.name;
  const same = related.find(({ condition }) => condition === part.condition);
  return {
    key: `redundant:${node.id}:${index}`,
    rule: "redundant-depends",
    literal: (tree) => requiresMore(tree, part, related),
    scopes: ["words"],
    within: [`contradiction:${node.id}`],
    finding: (scope) => ({
      code: "redundant-depends",
      severity: "warning",
      scope,
      symbol: name || undefined,
      statement: statementText(part.statement),
      location: locate(part.statement),
      message: `${name || `this ${node.kind}`} depends on this already`,
      notes: (same === undefined ? related.slice(-1) : [same])
        .filter(({ statement }) => statement.id !== part.statement.id)
        .map(({ statement }) => ({
          message: statement.node.id === node.id ? "required here" : "required by this block around it",
          location: locate(statement),
        })),
    }),
  };
}

/** That the part is less than the others together: at m, or at y. */
function requiresMore({ encoder }: WholeTree, part: Part, others: readonly Part[]): Literal {
  const { gates } = encoder;
  const values = others.map(({ condition }) => encoder.expression(condition));
  const own = encoder.expression(part.condition);
  const less = (level: "m" | "y") => gates.and([...values.map((value) => value[level]), -own[level]]);
  return gates.or([less("m"), less("y")]);
}

function symbolsOf({ condition }: Part, data: Parameters<typeof symbolsIn>[0]): ReadonlySet<SymbolId> {
  const found = new Set<SymbolId>();
  symbolsIn(data, condition, (symbol) => {
    if (symbol > YES) found.add(symbol);
  });
  return found;
}
