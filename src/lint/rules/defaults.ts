/** Defaults that never get their turn: the first one whose condition holds is taken. */
import { locate } from "../../explain/statements.ts";
import { NONE, Op } from "../../model/expressions.ts";
import { Kind, type Property, SymbolFlag } from "../../model/model.ts";
import type { Encoder } from "../../resolve/encode.ts";
import type { Literal } from "../../resolve/solver.ts";
import type { Claim, LintContext, RuleOutput } from "../finding.ts";
import type { WholeTree } from "../whole-tree.ts";
import { scopeText, severityIn, statementText } from "../words.ts";
import type { Scope } from "../worlds.ts";
import { scopesOf } from "./conditions.ts";

export function shadowedDefaults(context: LintContext): RuleOutput {
  const { model } = context;
  const { symbols, properties } = model.data;
  const claims: Claim[] = [];
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if ((symbols.flags[symbol] & SymbolFlag.constant) !== 0) continue;
    const { starts, items } = symbols.properties;
    const defaults = Array.from(items.subarray(starts[symbol], starts[symbol + 1]))
      .filter((id) => properties.kind[id] === Kind.default)
      .map((id) => model.property(id));
    for (const [index, property] of defaults.entries()) {
      if (index > 0) claims.push(...claimsOf(property, defaults.slice(0, index), context));
    }
  }
  return { claims };
}

function claimsOf(property: Property, before: readonly Property[], context: LintContext): readonly Claim[] {
  const { openness } = context;
  // What one architecture puts before the others' defaults is meant to be taken before them.
  const common = before.filter(
    (each) => !openness.isOfOneArchitecture(each) && !openness.isWrittenByMacro(each),
  );
  const scopes = scopesOf([property], context);
  return [
    claimOf(
      `shadow:${property.id}`,
      property,
      common,
      scopes.filter((scope) => scope !== "here"),
      [`property:${property.id}`],
    ),
    claimOf(`shadow-here:${property.id}`, property, before, ["here"], [`shadow:${property.id}`]),
  ].filter((claim) => claim.scopes.length > 0);
}

function claimOf(
  key: string,
  property: Property,
  before: readonly Property[],
  scopes: readonly Scope[],
  within: readonly string[],
): Claim {
  const { node } = property;
  return {
    key,
    rule: "shadowed-default",
    literal: (tree) => getsItsTurn(property, before, tree),
    scopes,
    within: [
      ...within,
      `property:${property.id}`,
      `definition:${node.id}`,
      `contradiction:${node.id}`,
      `dead:${node.symbol?.id}`,
    ],
    finding: (scope, areNever) => {
      // One may be enough, or only all of them together.
      const areEnough = areNever((tree) => before.map((each) => getsItsTurn(property, [each], tree)));
      const blocker = before.find((_, index) => areEnough[index]);
      return {
        code: "shadowed-default",
        severity: severityIn(scope),
        scope,
        symbol: node.symbol?.name || undefined,
        statement: statementText(property),
        location: locate(property),
        message: `this default is never used${scopeText(scope)}: ${insteadText(blocker)}`,
        notes: blocker === undefined ? [] : [{ message: blockerText(blocker), location: locate(blocker) }],
      };
    },
  };
}

function insteadText(blocker: Property | undefined): string {
  if (blocker === undefined) return "those before it, together, always are";
  return blocker.ownCondition === NONE ? "one before it always is" : "one before it always comes first";
}

function blockerText({ ownCondition }: Property): string {
  return ownCondition === NONE
    ? "this one comes first, without a condition"
    : "this one comes first wherever the other would be used";
}

/** That the default is the one to be taken. */
function getsItsTurn(property: Property, before: readonly Property[], { encoder }: WholeTree): Literal {
  return encoder.gates.and([
    ...before.map((each) => -isTaken(each, encoder)),
    encoder.expression(property.condition).m,
  ]);
}

/** A default of a choice counts only while its member can be seen. */
function isTaken({ node, condition, value, model }: Property, encoder: Encoder): Literal {
  const holds = encoder.expression(condition).m;
  const { operator, left } = model.data.expressions;
  if (node.kind !== "choice" || operator[value] !== Op.symbol) return holds;
  return encoder.gates.and([holds, encoder.visibility(left[value]).m]);
}
