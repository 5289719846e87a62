/** Dependencies that other dependencies of the same entry, or the blocks around it, already require. */
import { Configuration } from "../../evaluate/configuration.ts";
import { printExpression } from "../../evaluate/print-expression.ts";
import { locate, statementsAround } from "../../explain/statements.ts";
import { Node, type SymbolId, YES } from "../../model/columns.ts";
import { type ExpressionId, NONE, Op, operandsOf } from "../../model/expressions.ts";
import { symbolsIn } from "../../model/mentions.ts";
import type { MenuNode, Property } from "../../model/model.ts";
import type { Literal } from "../../resolve/solver.ts";
import { conjunctSpans } from "../../syntax/parsed.ts";
import type { Location, Span } from "../../text/source-file.ts";
import type { Claim, LintContext, RuleOutput } from "../finding.ts";
import type { LintFix } from "../fix.ts";
import type { WholeTree } from "../whole-tree.ts";
import { shortened } from "../words.ts";

/** One operand of the `&&` in a condition. */
interface Part {
  readonly statement: Property;
  readonly condition: ExpressionId;
  /** Where it stands; undefined where the text does not show it. */
  readonly span?: Span;
  /** The places of all operands of its statement, its own at `at`; undefined where the text does not show them. */
  readonly operands?: readonly Span[];
  readonly at: number;
}

/** What requires a part, if the solver agrees: one other part, or all that come before it. */
interface Ground {
  readonly key: string;
  readonly parts: readonly Part[];
  /** Claims that make this one idle. */
  readonly within: Iterable<string>;
}

/**
 * Only what follows from the words alone is told: a dependency that another symbol's definition happens to bring along
 * protects against a change of that definition.
 */
export function redundantDepends(context: LintContext): RuleOutput {
  const { model } = context;
  const claims: Claim[] = [];
  let unasked = 0;
  for (const id of model.menuOrder()) {
    const node = model.node(id);
    if (node.kind === "mainmenu" || model.data.nodes.kind[id] === Node.if) continue;
    const { claims: more, unasked: open } = claimsOf(node, context);
    for (const claim of more) claims.push(claim);
    unasked += open;
  }
  return { claims, unasked: new Map(unasked > 0 ? [["redundant-depends", unasked]] : []) };
}

interface ClaimsOfEntry {
  readonly claims: readonly Claim[];
  /** Conditions that were not compared with the others. */
  readonly unasked: number;
}

function claimsOf(node: MenuNode, { model, openness, effort }: LintContext): ClaimsOfEntry {
  const own = node.conditions
    .filter((each) => each.kind === "depends on" && !openness.isWrittenByMacro(each))
    .flatMap(partsOf);
  if (own.length === 0) return { claims: [], unasked: 0 };
  const around = statementsAround(node)
    .filter(({ property }) => property.node.id !== node.id && !openness.isWrittenByMacro(property))
    .flatMap(({ property }) => partsOf(property));
  const all = [...around, ...own];
  const related = relatedParts(all, model.data);
  const keysOf = own.map(() => [] as string[]);
  const claims: Claim[] = [];
  const isAsked = own.map(() => false);
  for (const [index, part] of own.entries()) {
    if (part.condition === NONE) continue;
    const place = around.length + index;
    if (!effort.comparePairs(related.atMost(place))) continue;
    isAsked[index] = true;
    const others = related.to(place);
    const key = `redundant:${node.id}:${index}`;
    // Of two that say the same, the later one is too many.
    const earlier = others.filter((other) => other < place).map((other) => all[other]);
    const grounds = earlierGrounds(key, part, earlier);
    for (const ground of grounds) {
      keysOf[index].push(ground.key);
      claims.push(claimOf(node, part, ground));
    }
  }
  for (const [index, part] of own.entries()) {
    if (!isAsked[index]) continue;
    const told: string[] = [];
    for (const other of related.to(around.length + index)) {
      const at = other - around.length;
      const later = all[other];
      if (at <= index || later.condition === NONE || !isAsked[at]) continue;
      const key = `redundant:${node.id}:${index}:later:${at}`;
      // One that is too many itself is no reason to do without another.
      const within = joined(keysOf[index], firstOf(told, told.length), keysOf[at]);
      claims.push(claimOf(node, part, { key, parts: [later], within }));
      told.push(key);
    }
  }
  return { claims, unasked: own.filter(({ condition }, at) => condition !== NONE && !isAsked[at]).length };
}

interface Related {
  /** The places of the others that name one of the symbols of this one, in order. */
  readonly to: (place: number) => readonly number[];
  /** More than so many there are not. */
  readonly atMost: (place: number) => number;
}

function relatedParts(parts: readonly Part[], data: Parameters<typeof symbolsIn>[0]): Related {
  const names = parts.map((part) => symbolsOf(part, data));
  const users = new Map<SymbolId, number[]>();
  for (const [place, symbols] of names.entries()) {
    for (const symbol of symbols) {
      const known = users.get(symbol);
      if (known === undefined) users.set(symbol, [place]);
      else known.push(place);
    }
  }
  const usersOf = (place: number) => [...names[place]].map((symbol) => users.get(symbol) ?? []);
  return {
    to: (place) => {
      const found = new Set(usersOf(place).flat());
      found.delete(place);
      return [...found].sort((a, b) => a - b);
    },
    atMost: (place) => usersOf(place).reduce((sum, { length }) => sum + length - 1, 0),
  };
}

/** Lists are as they are when they are walked, and not copied for each of thousands of claims. */
function joined(...lists: readonly Iterable<string>[]): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}

function firstOf(list: readonly string[], count: number): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at < count; at++) yield list[at];
    },
  };
}

/** Nothing at all, each earlier part alone, all of them together: the simplest one that does is told. */
function earlierGrounds(key: string, part: Part, earlier: readonly Part[]): readonly Ground[] {
  if (earlier.length === 0) return [];
  const same = earlier.findIndex(({ condition }) => condition === part.condition);
  const singles = same < 0 ? earlier : [earlier[same]];
  const sets = [[], ...singles.map((each) => [each]), ...(earlier.length > 1 && same < 0 ? [earlier] : [])];
  const keys = sets.map((_, index) => `${key}:${index}`);
  return sets.map((parts, index) => ({ key: keys[index], parts, within: firstOf(keys, index) }));
}

function partsOf(statement: Property): readonly Part[] {
  const { expressions, files, properties } = statement.model.data;
  const conditions = operandsOf(expressions, Op.and, statement.value);
  const { span } = statement;
  if (conditions.length === 1)
    return [{ statement, condition: conditions[0], span, operands: span && [span], at: 0 }];
  const spans = conjunctSpans(files[properties.file[statement.id]], span);
  const operands = spans.length === conditions.length ? spans : undefined;
  return conditions.map((condition, at) => ({ statement, condition, span: operands?.[at], operands, at }));
}

function claimOf(node: MenuNode, part: Part, { key, parts, within }: Ground): Claim {
  const text = partText(part);
  return {
    key,
    rule: "redundant-depends",
    literal: (tree) => requiresMore(tree, part, parts),
    scopes: ["words"],
    within: joined([`contradiction:${node.id}`], within),
    finding: (scope) => ({
      code: "redundant-depends",
      severity: "info",
      scope,
      symbol: node.symbol?.name || undefined,
      statement: text,
      location: locatePart(part),
      subject: {
        kind: "redundant-depends",
        node,
        text,
        hasPlace: part.span !== undefined,
        grounds: parts.map((each) => ({
          isOwn: each.statement.node.id === node.id,
          location: locatePart(each),
        })),
      },
      fix: fixOf(part, parts),
    }),
  };
}

/** A block around the file may be another one where another architecture, or another place, reads it. */
function fixOf(part: Part, grounds: readonly Part[]): LintFix | undefined {
  const { file } = part.statement.model.data.properties;
  const isOfFile = ({ statement }: Part) => file[statement.id] === file[part.statement.id];
  if (part.operands === undefined || !grounds.every(isOfFile)) return undefined;
  return { kind: "operand", operands: part.operands, at: part.at };
}

function locatePart({ statement, span }: Part): Location {
  const { files, properties } = statement.model.data;
  return span === undefined ? locate(statement) : files[properties.file[statement.id]].locate(span);
}

/** As written, on one line. */
function partText({ statement, condition, span }: Part): string {
  if (span === undefined) return printExpression(new Configuration(statement.model), condition, () => "");
  const { files, properties } = statement.model.data;
  const written = files[properties.file[statement.id]].text.slice(span.start, span.end);
  return shortened(written.replace(/\\\n/g, " ").replace(/\s+/g, " "));
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
