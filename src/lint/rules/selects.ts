/** Selects that are dangerous or do nothing: against dependencies, of a choice's member, of what has a prompt. */
import { selectorsOf } from "../../explain/references.ts";
import { locate, statementsAround } from "../../explain/statements.ts";
import { ABSENT, Kind, SymbolFlag } from "../../model/columns.ts";
import { NONE } from "../../model/expressions.ts";
import type { ConfigSymbol, Property } from "../../model/model.ts";
import type { Encoder } from "../../resolve/encode.ts";
import type { Literal } from "../../resolve/solver.ts";
import type { Effort } from "../effort.ts";
import type { LintContext, LintFinding, RuleOutput, Suspicion } from "../finding.ts";
import { witnessOf } from "../witness.ts";
import { statementText } from "../words.ts";

export function selects(context: LintContext): RuleOutput {
  return { findings: certainFindings(context), suspicions: suspicionsOf(context) };
}

function* certainFindings({ model, wantsInformation, isWanted }: LintContext): Iterable<LintFinding> {
  const { properties, symbols } = model.data;
  for (let id = 0; id < properties.count; id++) {
    if (properties.kind[id] !== Kind.select && properties.kind[id] !== Kind.imply) continue;
    const property = model.property(id);
    if (!isWanted(property.place.path)) continue;
    const { target, kind } = property;
    const common = {
      symbol: target.name,
      statement: statementText(property),
      location: locate(property, target.name),
    } as const;
    if (symbols.choice[target.id] !== ABSENT) {
      yield {
        ...common,
        code: "select-of-member",
        severity: "warning",
        subject: { kind: "select-of-member", property },
      };
    } else if (
      wantsInformation &&
      kind === "select" &&
      target.hasPrompt &&
      target.directDependency !== NONE
    ) {
      const [dependency] = target.definitions.flatMap(({ conditions }) => conditions);
      yield {
        ...common,
        code: "select-of-visible",
        severity: "info",
        subject: { kind: "select-of-visible", target, dependency },
      };
    }
  }
}

/** For each select, that it turns on its target against the target's dependencies. */
function* suspicionsOf({ model, effort }: LintContext): Iterable<Suspicion> {
  const { flags, choice } = model.data.symbols;
  for (const symbol of model.definedSymbols()) {
    if (!symbol.isLogical || choice[symbol.id] !== ABSENT || (flags[symbol.id] & SymbolFlag.choice) !== 0)
      continue;
    for (const property of selectorsOf(symbol)) {
      const selector = property.node.symbol;
      if (property.kind !== "select" || selector === undefined) continue;
      yield {
        rule: "unmet-select",
        condition: ({ encoder }) => unmet(encoder, symbol),
        literal: ({ encoder }) => beyondDependencies(encoder, selector, property),
        confirm: () => confirmed(selector, property, effort),
      };
    }
  }
}

/** Where this select alone demands more than the target's dependencies allow, and the C tool would warn. */
function beyondDependencies(encoder: Encoder, selector: ConfigSymbol, property: Property): Literal {
  const { gates } = encoder;
  const { target } = property;
  const from = encoder.levels(selector.id);
  const condition = encoder.expression(property.condition);
  const direct = encoder.expression(target.directDependency);
  const demands = (level: "m" | "y") => gates.and([from[level], condition[level], -direct[level]]);
  return gates.and([
    unmet(encoder, target),
    target.type === "bool" ? demands("m") : gates.or([demands("m"), demands("y")]),
  ]);
}

/** That selects, whichever, demand more of a symbol than its dependencies allow. */
function unmet(encoder: Encoder, { id }: ConfigSymbol): Literal {
  encoder.levels(id);
  encoder.complete();
  return encoder.unmet.get(id) ?? encoder.gates.no;
}

function confirmed(selector: ConfigSymbol, property: Property, effort: Effort): LintFinding | undefined {
  const { target } = property;
  const witness = witnessOf(
    selector.model,
    (encoder) => beyondDependencies(encoder, selector, property),
    (configuration) => {
      const demanded = Math.min(
        configuration.tristate(selector.id),
        configuration.evaluate(property.condition),
      );
      // Values are calculated when they are asked for, and with them what is unmet.
      configuration.tristate(target.id);
      return (
        configuration.unmetDependencies.some(({ symbol }) => symbol === target.id) &&
        demanded > configuration.directDependency(target.id)
      );
    },
    effort,
  );
  if (witness === undefined) return undefined;
  const [dependency] = target.definitions.flatMap((node) => statementsAround(node));
  return {
    code: "unmet-select",
    severity: "warning",
    symbol: target.name,
    statement: statementText(property),
    scope: "here",
    location: locate(property, target.name),
    subject: { kind: "unmet-select", selector, target, dependency: dependency?.property },
    witness,
  };
}
