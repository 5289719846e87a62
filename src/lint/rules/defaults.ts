/** Defaults that never get their turn: the first one whose condition holds is taken. */
import { locate } from "../../explain/statements.ts";
import { Kind, SymbolFlag } from "../../model/columns.ts";
import { Op } from "../../model/expressions.ts";
import type { Property } from "../../model/model.ts";
import type { Encoder } from "../../resolve/encode.ts";
import type { Literal } from "../../resolve/solver.ts";
import type { Claim, LintContext, RuleOutput } from "../finding.ts";
import type { WholeTree } from "../whole-tree.ts";
import { severityIn, statementText } from "../words.ts";
import type { Scope } from "../worlds.ts";
import { scopesOf } from "./conditions.ts";

/** So many blockers are tried at once; nearly every default has fewer before it. */
const BLOCKERS_AT_ONCE = 200;

export function shadowedDefaults(context: LintContext): RuleOutput {
  const { model, openness } = context;
  const { symbols, properties } = model.data;
  const claims: Claim[] = [];
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if ((symbols.flags[symbol] & SymbolFlag.constant) !== 0) continue;
    const { starts, items } = symbols.properties;
    const defaults = Array.from(items.subarray(starts[symbol], starts[symbol + 1]))
      .filter((id) => properties.kind[id] === Kind.default)
      .map((id) => model.property(id));
    // What one architecture puts before the others' defaults is meant to be taken before them.
    const isCommon = (each: Property) =>
      !openness.isOfOneArchitecture(each) && !openness.isWrittenByMacro(each);
    const all = new InOrder(defaults);
    const common = new InOrder(defaults.filter(isCommon));
    let commonBefore = 0;
    for (const [index, property] of defaults.entries()) {
      if (index > 0) {
        const scopes = scopesOf([property], context);
        claims.push(
          claimOf(
            `shadow:${property.id}`,
            property,
            [common, commonBefore],
            scopes.filter((scope) => scope !== "here"),
            [`property:${property.id}`],
          ),
          claimOf(`shadow-here:${property.id}`, property, [all, index], ["here"], [`shadow:${property.id}`]),
        );
      }
      if (isCommon(property)) commonBefore++;
    }
  }
  return { claims: claims.filter((claim) => claim.scopes.length > 0) };
}

/** Defaults of a symbol in the order in which they are tried. */
class InOrder {
  readonly #defaults: readonly Property[];
  /** By tree: that none of the first 0, 1, 2 … is taken. */
  readonly #noneOfFirst = new WeakMap<WholeTree, Literal[]>();

  constructor(defaults: readonly Property[]) {
    this.#defaults = defaults;
  }

  /** Each is made of the one before it: gates of all that comes before would take the square of their number. */
  noneOfFirst(count: number, tree: WholeTree): Literal {
    const { gates } = tree.encoder;
    const known = this.#noneOfFirst.get(tree) ?? [gates.yes];
    this.#noneOfFirst.set(tree, known);
    while (known.length <= count) {
      const taken = isTaken(this.#defaults[known.length - 1], tree.encoder);
      known.push(gates.and([known[known.length - 1], -taken]));
    }
    return known[count];
  }

  /** The first of the first `count` that alone keeps another from its turn; undefined if that takes several. */
  blockerAmong(
    count: number,
    property: Property,
    areNever: Parameters<Claim["finding"]>[1],
  ): Property | undefined {
    for (let start = 0; start < count; start += BLOCKERS_AT_ONCE) {
      const some = this.#defaults.slice(start, Math.min(start + BLOCKERS_AT_ONCE, count));
      const areEnough = areNever((tree) =>
        some.map((each) => getsItsTurn(property, -isTaken(each, tree.encoder), tree)),
      );
      const found = areEnough.indexOf(true);
      if (found !== -1) return some[found];
    }
    return undefined;
  }
}

function claimOf(
  key: string,
  property: Property,
  [defaults, count]: readonly [InOrder, number],
  scopes: readonly Scope[],
  within: readonly string[],
): Claim {
  const { node } = property;
  return {
    key,
    rule: "shadowed-default",
    literal: (tree) => getsItsTurn(property, defaults.noneOfFirst(count, tree), tree),
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
      const blocker = defaults.blockerAmong(count, property, areNever);
      return {
        code: "shadowed-default",
        severity: severityIn(scope),
        scope,
        symbol: node.symbol?.name || undefined,
        statement: statementText(property),
        location: locate(property),
        subject: { kind: "shadowed-default", blocker },
      };
    },
  };
}

/** That the default is the one to be taken, where none of those before it is. */
function getsItsTurn(property: Property, noneBefore: Literal, { encoder }: WholeTree): Literal {
  return encoder.gates.and([noneBefore, encoder.expression(property.condition).m]);
}

/** A default of a choice counts only while its member can be seen. */
function isTaken({ node, condition, value, model }: Property, encoder: Encoder): Literal {
  const holds = encoder.expression(condition).m;
  const { operator, left } = model.data.expressions;
  if (node.kind !== "choice" || operator[value] !== Op.symbol) return holds;
  return encoder.gates.and([holds, encoder.visibility(left[value]).m]);
}
