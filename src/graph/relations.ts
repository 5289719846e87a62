/** What decides about a symbol, and what it decides about: one relation for each statement. */
import type { Configuration } from "../evaluate/configuration.ts";
import { type Tristate, Y } from "../evaluate/tristate.ts";
import { demanded } from "../explain/givers.ts";
import { selectorsOf } from "../explain/references.ts";
import { statementsAround, statementsOf } from "../explain/statements.ts";
import { SymbolFlag, type SymbolId } from "../model/columns.ts";
import { type ExpressionId, NONE } from "../model/expressions.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { type Mention, mentionsOf, type Wanted } from "./mentions.ts";

/**
 * `depends`: `depends on` and what is around the entry; `visible`: the condition of a prompt, and `visible if` around
 * it; `choice`: a member and its choice; `default`: what a default takes its value from, and under which condition.
 */
export const RELATION_KINDS = ["depends", "visible", "select", "imply", "choice", "default"] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

/** `from` depends on, is a member of, takes a default from, selects or implies `to`. */
export interface Relation {
  readonly kind: RelationKind;
  readonly from: ConfigSymbol;
  readonly to: ConfigSymbol;
  /** What `from` wants `to` to be; of a select or imply always on. */
  readonly wanted: Wanted;
  /** The part of a condition that mentions `to`; the condition of a select or imply, NONE without one. */
  readonly condition: ExpressionId;
  /** Whether that part holds now; what a select or imply demands now. */
  readonly value: Tristate;
  /** Where it says so; a member of a choice says nothing. */
  readonly statement?: Property;
}

/** The relations of one configuration's symbols. */
export class Relations {
  readonly #configuration: Configuration;
  readonly #kinds: ReadonlySet<RelationKind>;
  readonly #mentions = new Map<ExpressionId, readonly Mention[]>();
  #below: ReadonlyMap<SymbolId, readonly Relation[]> | undefined;

  constructor(configuration: Configuration, kinds: readonly RelationKind[]) {
    this.#configuration = configuration;
    this.#kinds = new Set(kinds);
  }

  /** What decides about a symbol: what it depends on, what selects it. In the order of the text, selects behind. */
  above(symbol: ConfigSymbol): readonly Relation[] {
    return [...this.#own(symbol), ...this.#selectors(symbol)];
  }

  /** What a symbol decides about: what it selects, then what depends on it, in the order of first mention. */
  below(symbol: ConfigSymbol): readonly Relation[] {
    const selected = (["select", "imply"] as const).flatMap((kind) =>
      this.#kinds.has(kind)
        ? symbol.propertiesOf(kind).map((property) => this.#selection(symbol, property))
        : [],
    );
    this.#below ??= this.#byTarget(symbol);
    return [...selected, ...(this.#below.get(symbol.id) ?? [])];
  }

  /** Statements in the symbol's own entries and around them. */
  #own(symbol: ConfigSymbol): readonly Relation[] {
    const found: Relation[] = [];
    const has = (kind: RelationKind) => this.#kinds.has(kind);
    if (has("depends"))
      for (const node of symbol.definitions)
        for (const { property, condition } of statementsAround(node))
          this.#add(found, "depends", symbol, condition, property);
    if (has("visible"))
      for (const prompt of symbol.propertiesOf("prompt"))
        for (const { kind, property, condition } of statementsOf(prompt))
          if (kind === "visibility") this.#add(found, "visible", symbol, condition, property);
    if (has("choice") && symbol.choice !== undefined) {
      const { choice } = symbol;
      // In an exclusive choice that can be seen there is always a chosen one; a modal one has a value.
      const isOn = this.#configuration.chosenMember(choice.id) !== undefined;
      const value = isOn ? Y : this.#configuration.tristate(choice.id);
      found.push({ kind: "choice", from: symbol, to: choice, wanted: "on", condition: NONE, value });
    }
    if (has("default"))
      for (const property of symbol.propertiesOf("default"))
        for (const condition of [property.value, property.ownCondition])
          this.#add(found, "default", symbol, condition, property);
    return found;
  }

  /** One relation for each symbol in each part of a condition, the parts being what `&&` joins. */
  #add(
    found: Relation[],
    kind: RelationKind,
    from: ConfigSymbol,
    condition: ExpressionId,
    statement: Property,
  ): void {
    if (condition === NONE) return;
    const expression = from.model.expression(condition);
    for (const part of expression.kind === "and" ? expression.operands : [expression]) {
      let mentions = this.#mentions.get(part.id);
      if (mentions === undefined) {
        mentions = mentionsOf(part);
        this.#mentions.set(part.id, mentions);
      }
      for (const { symbol: to, wanted } of mentions) {
        if (to.id === from.id) continue;
        const value = this.#configuration.evaluate(part.id);
        found.push({ kind, from, to, wanted, condition: part.id, value, statement });
      }
    }
  }

  #selectors(symbol: ConfigSymbol): readonly Relation[] {
    const relations = selectorsOf(symbol).flatMap((property) => {
      const from = property.node.symbol;
      const isWanted = this.#kinds.has(property.kind as RelationKind);
      return from === undefined || !isWanted ? [] : [this.#selection(from, property)];
    });
    // Those that demand something now explain the value.
    return relations.sort((a, b) => b.value - a.value);
  }

  #selection(from: ConfigSymbol, property: Property): Relation {
    return {
      kind: property.kind === "select" ? "select" : "imply",
      from,
      to: property.target,
      wanted: "on",
      condition: property.ownCondition,
      value: demanded(this.#configuration, property),
      statement: property,
    };
  }

  /** The own relations of all symbols, by what they are about. */
  #byTarget({ model }: ConfigSymbol): ReadonlyMap<SymbolId, readonly Relation[]> {
    const { count, flags } = model.data.symbols;
    const found = new Map<SymbolId, Relation[]>();
    for (let id = 0; id < count; id++) {
      if ((flags[id] & SymbolFlag.constant) !== 0) continue;
      for (const relation of this.#own(model.symbolAt(id))) {
        const list = found.get(relation.to.id);
        if (list === undefined) found.set(relation.to.id, [relation]);
        else list.push(relation);
      }
    }
    return found;
  }
}
