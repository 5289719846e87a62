/** Definitions, prompts and statements whose conditions never hold. */
import { locate } from "../../explain/statements.ts";
import { ABSENT, Kind } from "../../model/columns.ts";
import type { MenuNode, Property } from "../../model/model.ts";
import type { Claim, LintContext, RuleOutput } from "../finding.ts";
import { reasonAgainst } from "../reasons.ts";
import { entryLocation, severityIn, statementText } from "../words.ts";
import { SCOPES, type Scope } from "../worlds.ts";

export function deadConditions(context: LintContext): RuleOutput {
  const { model } = context;
  const { properties, nodes } = model.data;
  const claims: Claim[] = [];
  for (const id of model.menuOrder()) {
    const node = model.node(id);
    claims.push(contradictionClaim(node, context));
    if (isEntry(node)) claims.push(definitionClaim(node, context));
  }
  for (let id = 0; id < properties.count; id++) {
    if (properties.kind[id] === Kind.dependsOn || properties.kind[id] === Kind.visibleIf) continue;
    const property = model.property(id);
    if (nodes.symbol[properties.node[id]] === ABSENT && property.node.kind !== "comment") continue;
    claims.push(propertyClaim(property, context));
  }
  return { claims };
}

/** Where a macro wrote a condition, nothing is claimed beyond this run. */
export function scopesOf(properties: readonly Property[], { openness }: LintContext): readonly Scope[] {
  return properties.some((each) => openness.isWrittenByMacro(each)) ? ["here"] : SCOPES;
}

function contradictionClaim(node: MenuNode, context: LintContext): Claim {
  const { symbol, dependency, conditions, block } = node;
  const isFixed = context.openness.isUnderMacro(node);
  const [condition] = conditions;
  return {
    key: `contradiction:${node.id}`,
    rule: "contradictory-depends",
    literal: (tree) => tree.encoder.expression(dependency).m,
    scopes: isFixed ? [] : ["words"],
    within: block === undefined ? [] : [`contradiction:${block.id}`],
    finding: (scope) => ({
      code: "contradictory-depends",
      severity: severityIn(scope),
      scope,
      symbol: symbol?.name || undefined,
      statement: condition && statementText(condition),
      location: condition === undefined ? entryLocation(node) : locate(condition),
      subject: { kind: "contradiction", node },
    }),
  };
}

/** A symbol may live on by another definition, or by a select. */
function definitionClaim(node: MenuNode, context: LintContext): Claim {
  const { symbol, dependency } = node;
  const isFixed = context.openness.isUnderMacro(node);
  return {
    key: `definition:${node.id}`,
    rule: "never-applies",
    literal: (tree) => tree.encoder.expression(dependency).m,
    scopes: isFixed ? ["here"] : ["here", "anywhere"],
    within: [`dead:${symbol?.id}`, `contradiction:${node.id}`],
    finding: (scope) => {
      const { facts, notLogical } = reasonAgainst(node.model, dependency);
      return {
        code: "never-applies",
        severity: severityIn(scope),
        scope,
        symbol: symbol?.name,
        location: entryLocation(node),
        subject: { kind: "idle-definition", symbol, notLogical },
        facts,
      };
    },
  };
}

function propertyClaim(property: Property, context: LintContext): Claim {
  const { node, kind, condition } = property;
  const isPrompt = kind === "prompt";
  return {
    key: `property:${property.id}`,
    rule: isPrompt ? "hidden-prompt" : "never-applies",
    literal: (tree) => tree.encoder.expression(condition).m,
    scopes: scopesOf([property], context),
    within: [`definition:${node.id}`, `contradiction:${node.id}`, `dead:${node.symbol?.id}`],
    finding: (scope) => {
      const { facts, notLogical } = reasonAgainst(property.model, condition);
      return {
        code: isPrompt ? "hidden-prompt" : "never-applies",
        severity: severityIn(scope),
        scope,
        symbol: node.symbol?.name || undefined,
        statement: statementText(property),
        location: locate(property),
        subject: { kind: "idle-statement", property, notLogical },
        facts,
      };
    },
  };
}

function isEntry({ kind }: MenuNode): boolean {
  return kind === "config" || kind === "menuconfig";
}
