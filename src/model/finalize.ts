/** After reading: conditions are handed down, selects and implies collected, submenus formed, definitions checked. */
import type { Diagnostic } from "../text/diagnostic.ts";
import {
  ABSENT,
  Kind,
  MOD,
  Node,
  type NodeId,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
  YES,
} from "./columns.ts";
import {
  checkChoice,
  checkModalMember,
  checkSet,
  checkSymbol,
  checkTransitional,
  homeChoice,
} from "./definition-check.ts";
import type { Draft } from "./draft.ts";
import { type ExpressionId, NONE, Op } from "./expressions.ts";
import { Simplifier } from "./simplify.ts";
import { mentions, mentionsNegated, requires } from "./submenu-conditions.ts";

/** Entries in each other, submenus included. Linux has less than twenty; the stack takes about 2,000. */
const MENU_LIMIT = 500;

/** Symbols with more are looked through once, and not for each of their entries. */
const MANY_PROPERTIES = 64;

/**
 * Completes a draft. The order of all steps is C's, since the form of the conditions, the order of reverse
 * dependencies and the order of warnings follow from it.
 */
export function finalize(draft: Draft, report: (diagnostic: Diagnostic) => void): void {
  new Finalizer(draft, report).run();
}

class Finalizer {
  readonly #draft: Draft;
  readonly #report: (diagnostic: Diagnostic) => void;
  readonly #simplifier: Simplifier;
  readonly #checked = new Set<SymbolId>();
  /** Symbols with an entry that depends on nothing, and choices that are checked at the end, where entries count together. */
  readonly #open = new Set<SymbolId>();
  readonly #choices: SymbolId[] = [];
  readonly #exclusive: boolean;
  readonly #manyProperties = new Map<SymbolId, Map<NodeId, PropertyId[]>>();
  #depth = 0;
  #isTooDeep = false;

  constructor(draft: Draft, report: (diagnostic: Diagnostic) => void) {
    this.#draft = draft;
    this.#report = report;
    this.#exclusive = draft.dialect.choices === "exclusive";
    this.#simplifier = new Simplifier(draft.expressions, {
      typeOf: (symbol) => draft.symbolType[symbol],
      isConstant: (symbol) => draft.hasFlag(symbol, SymbolFlag.constant),
      isRewritten: this.#exclusive,
      spend: (comparisons) => draft.budget.spend("comparisons", comparisons),
      testedForModule: (symbol, forcedTo) => this.#testedForModule(symbol, forcedTo),
    });
  }

  run(): void {
    this.#node(0, false);
    this.#checkChoicesLater();
    if (this.#draft.dialect.titlesNeedModules) {
      const { nodeVisibility, modules } = this.#draft;
      for (let node = 0; node < nodeVisibility.length; node++)
        nodeVisibility[node] = this.#simplifier.expandModule(nodeVisibility[node], modules);
    }
    this.#settleAddedDefaults();
    this.#settleSets();
    const { symbolFlags } = this.#draft;
    for (let symbol = 0; symbol < symbolFlags.length; symbol++) {
      if (this.#exclusive) this.#draft.symbolChoice[symbol] = homeChoice(this.#draft, symbol);
    }
    // The C tools that know such symbols know what is wrong with them.
    if (symbolFlags.some((flags) => (flags & SymbolFlag.transitional) !== 0)) {
      for (const node of this.#draft.nodeSymbol.keys()) checkTransitional(this.#draft, node, this.#report);
    }
  }

  #addsDefaults(node: NodeId): boolean {
    return this.#draft.nodeKind[node] === Node.configdefault;
  }

  /** A default of a `configdefault` counts where what the symbol's own entries depend on holds. */
  #settleAddedDefaults(): void {
    const draft = this.#draft;
    for (const [property, node] of draft.propertyNode.entries()) {
      if (!this.#addsDefaults(node)) continue;
      draft.propertyCondition[property] = this.#joined(
        draft.symbolDirect[draft.nodeSymbol[node]],
        draft.propertyCondition[property],
      );
    }
  }

  /**
   * What a symbol sets is a default of the target that comes before its own: of `set` whatever the target depends on, and
   * while that holds, its prompts count for nothing.
   */
  #settleSets(): void {
    const draft = this.#draft;
    const { expressions } = draft;
    const given = new Map<SymbolId, { readonly set: PropertyId[]; readonly setDefault: PropertyId[] }>();
    // Where one that sets no number holds, those behind it are not looked at.
    const blocked = new Map<string, ExpressionId>();
    const count = draft.propertyKind.length;
    for (let property = 0; property < count; property++) {
      const kind = draft.propertyKind[property];
      if (kind !== Kind.set && kind !== Kind.setDefault) continue;
      const verdict = checkSet(draft, property, this.#report);
      if (verdict === "nothing") continue;
      const node = draft.propertyNode[property];
      const target = draft.propertyValue[property];
      const holds = expressions.and(
        expressions.symbol(draft.nodeSymbol[node]),
        draft.propertyCondition[property],
      );
      const key = `${kind} ${target}`;
      const before = blocked.get(key) ?? NONE;
      if (verdict === "no number") {
        blocked.set(key, expressions.or(before, holds));
        continue;
      }
      const isOpen = before === NONE ? NONE : this.#simplifier.normalize(expressions.not(before));
      const counts = expressions.and(holds, isOpen);
      const added = draft.addProperty({
        kind: Kind.default,
        node,
        value: expressions.symbol(draft.propertyUpper[property]),
        condition: kind === Kind.set ? counts : expressions.and(counts, draft.symbolDirect[target]),
        file: draft.propertyFile[property],
        line: draft.propertyLine[property],
        start: draft.propertyStart[property],
        end: draft.propertyEnd[property],
      });
      draft.propertyOwnCondition[added] = draft.propertyOwnCondition[property];
      const properties = given.get(target) ?? { set: [], setDefault: [] };
      properties[kind === Kind.set ? "set" : "setDefault"].push(added);
      given.set(target, properties);
    }
    for (const [target, { set, setDefault }] of given) {
      const own = draft.symbolProperties[target];
      draft.symbolProperties[target] = [...set, ...setDefault, ...own];
      const conditions = set.map((property) => draft.propertyCondition[property]);
      const isSet = conditions.reduce((some, each) => expressions.or(some, each), NONE);
      if (conditions.length === 0) continue;
      const isFree = this.#simplifier.normalize(expressions.not(isSet));
      for (const property of own) {
        if (draft.propertyKind[property] !== Kind.prompt) continue;
        draft.propertyCondition[property] = expressions.and(draft.propertyCondition[property], isFree);
      }
    }
  }

  #testedForModule(symbol: SymbolId, forcedTo: "n" | "y"): void {
    const name = this.#draft.symbolName[symbol];
    this.#report({
      code: "bool-tested-for-m",
      severity: "warning",
      message: `${name} is a bool and never m; the test counts as ${forcedTo}`,
      classic: {
        text: `boolean symbol ${name} tested for 'm'? test forced to '${forcedTo}'`,
        stream: "stdout",
      },
    });
  }

  #node(node: NodeId, insideChoice: boolean): void {
    if (this.#depth === MENU_LIMIT) return this.#refuseDepth(node);
    this.#depth++;
    this.#finishNode(node, insideChoice);
    this.#depth--;
  }

  #refuseDepth(node: NodeId): void {
    const draft = this.#draft;
    if (this.#isTooDeep) return;
    this.#isTooDeep = true;
    this.#report({
      code: "too-deep",
      severity: "error",
      message: `menus stand more than ${MENU_LIMIT} deep in each other; what depends on the entry before it is its submenu`,
      location: { path: draft.files[draft.nodeFile[node]].path, line: draft.nodeLine[node] },
    });
  }

  #finishNode(node: NodeId, insideChoice: boolean): void {
    const draft = this.#draft;
    const symbol = draft.nodeSymbol[node];
    if (draft.nodeChild[node] !== ABSENT) {
      const inherited = this.#prepareBlock(node);
      const inChoice = draft.nodeKind[node] === Node.choice;
      for (let child = draft.nodeChild[node]; child !== ABSENT; child = draft.nodeNext[child]) {
        this.#inherit(child, inherited);
      }
      for (let child = draft.nodeChild[node]; child !== ABSENT; child = draft.nodeNext[child]) {
        this.#node(child, inChoice && this.#exclusive);
      }
    } else if (symbol !== ABSENT && !insideChoice) {
      this.#gatherSubmenu(node, symbol);
    }
    if (symbol !== ABSENT && draft.nodeKind[node] !== Node.choice && !this.#addsDefaults(node)) {
      const own = draft.nodeDependency[node];
      if (own === NONE && draft.dialect.entries === "together") this.#open.add(symbol);
      draft.symbolDirect[symbol] = this.#open.has(symbol)
        ? NONE
        : draft.expressions.or(draft.symbolDirect[symbol], own);
    }
    this.#liftChildren(node);
    if (symbol === ABSENT || this.#addsDefaults(node)) return;
    if (!this.#checked.has(symbol)) {
      this.#checked.add(symbol);
      if (draft.hasFlag(symbol, SymbolFlag.choice)) this.#checkChoice(symbol);
      else checkSymbol(draft, symbol, node, this.#report);
    }
    if (!this.#exclusive) this.#forceModalChoice(node, symbol);
  }

  #checkChoice(choice: SymbolId): void {
    if (this.#draft.dialect.entries === "together") this.#choices.push(choice);
    else checkChoice(this.#draft, choice, this.#report);
  }

  #checkChoicesLater(): void {
    for (const choice of this.#choices)
      if (this.#draft.symbolMembers[choice].length > 0) checkChoice(this.#draft, choice, this.#report);
  }

  /** What the entries of a block inherit. */
  #prepareBlock(node: NodeId): ExpressionId {
    const draft = this.#draft;
    if (draft.nodeKind[node] !== Node.choice || this.#exclusive) return draft.nodeDependency[node];
    const choice = draft.nodeSymbol[node];
    const members = this.#symbolsIn(node, draft.dialect.modalChoices === "members");
    // The choice takes its type from its first member that has one, the other members take theirs from it.
    const types = draft.symbolType;
    if (types[choice] === Type.unknown) {
      types[choice] = types[members.find((member) => types[member] !== Type.unknown) ?? choice];
    }
    for (const member of members) if (types[member] === Type.unknown) types[member] = types[choice];
    this.#simplifier.forgetResults();
    return draft.expressions.symbol(choice);
  }

  /** The symbols of the entries that stand in a node, or also in an `if` in it. */
  #symbolsIn(node: NodeId, looksIntoIfs: boolean): readonly SymbolId[] {
    const draft = this.#draft;
    const found: SymbolId[] = [];
    for (let child = draft.nodeChild[node]; child !== ABSENT; child = draft.nodeNext[child]) {
      if (draft.nodeSymbol[child] !== ABSENT) found.push(draft.nodeSymbol[child]);
      else if (looksIntoIfs && draft.nodeKind[child] === Node.if) found.push(...this.#symbolsIn(child, true));
    }
    return found;
  }

  /** Adds the conditions around a node to its own and to those of its properties. */
  #inherit(node: NodeId, inherited: ExpressionId): void {
    const draft = this.#draft;
    const { expressions } = draft;
    const dependency = this.#joined(inherited, draft.nodeDependency[node]);
    draft.nodeDependency[node] = dependency;
    const symbol = draft.nodeSymbol[node];
    const prompt = draft.nodePrompt[node];
    const properties: readonly PropertyId[] =
      symbol !== ABSENT ? this.#propertiesAt(node, symbol) : prompt !== ABSENT ? [prompt] : [];
    for (const property of properties) {
      const condition = this.#joined(dependency, draft.propertyCondition[property]);
      draft.propertyCondition[property] = condition;
      const kind = draft.propertyKind[property];
      if (kind !== Kind.select && kind !== Kind.imply) continue;
      const target = draft.propertyValue[property];
      const reverse = expressions.and(expressions.symbol(symbol), condition);
      const column = kind === Kind.select ? draft.symbolReverse : draft.symbolWeak;
      column[target] = expressions.or(column[target], reverse);
    }
  }

  /** The properties of a symbol that stand in one of its entries. */
  #propertiesAt(node: NodeId, symbol: SymbolId): readonly PropertyId[] {
    const { symbolProperties, propertyNode } = this.#draft;
    const all = symbolProperties[symbol];
    if (all.length < MANY_PROPERTIES) return all.filter((property) => propertyNode[property] === node);
    let byNode = this.#manyProperties.get(symbol);
    if (byNode === undefined) {
      byNode = new Map();
      this.#manyProperties.set(symbol, byNode);
      for (const property of all) {
        const own = byNode.get(propertyNode[property]);
        if (own === undefined) byNode.set(propertyNode[property], [property]);
        else own.push(property);
      }
    }
    return byNode.get(node) ?? [];
  }

  #joined(outer: ExpressionId, own: ExpressionId): ExpressionId {
    const simplifier = this.#simplifier;
    const normal = simplifier.normalize(simplifier.expandModule(own, this.#draft.modules));
    return simplifier.withoutDuplicates(this.#draft.expressions.and(outer, normal));
  }

  /**
   * Entries that follow a symbol and depend on it become its submenu:
   *
   *     config A                      A
   *     config B, depends on A   →    ├ B
   *     config C, depends on A        └ C
   *     config D                      D
   */
  #gatherSubmenu(node: NodeId, symbol: SymbolId): void {
    const draft = this.#draft;
    const simplifier = this.#simplifier;
    const prompt = draft.nodePrompt[node];
    const spend = (comparisons: number) => draft.budget.spend("comparisons", comparisons);
    const baseOf = () => simplifier.isNotNo(prompt !== ABSENT ? draft.propertyCondition[prompt] : NONE);
    // Before the rewrite C makes it in any case, and may have something to say of a bool that is compared with m.
    let base: ExpressionId | undefined = this.#exclusive ? undefined : baseOf();
    let last: NodeId = ABSENT;
    for (let at = draft.nodeNext[node]; at !== ABSENT; at = draft.nodeNext[at]) {
      const itsPrompt = draft.nodePrompt[at];
      const condition = itsPrompt !== ABSENT ? draft.propertyCondition[itsPrompt] : draft.nodeDependency[at];
      if (!mentions(draft.expressions, condition, symbol, spend)) break;
      if (!requires(draft.expressions, condition, symbol)) {
        if (draft.dialect.negationEndsSubmenu && mentionsNegated(draft.expressions, condition, symbol)) break;
        base ??= baseOf();
        if (!simplifier.covers(simplifier.isNotNo(condition), base)) break;
      }
      this.#node(at, false);
      draft.nodeParent[at] = node;
      last = at;
    }
    if (last === ABSENT) return;
    draft.nodeChild[node] = draft.nodeNext[node];
    draft.nodeNext[node] = draft.nodeNext[last];
    draft.nodeNext[last] = ABSENT;
  }

  /** Children of an entry without prompt come up to stand behind it: an `if` is no menu. */
  #liftChildren(node: NodeId): void {
    const draft = this.#draft;
    for (let at = draft.nodeChild[node]; at !== ABSENT; at = draft.nodeNext[at]) {
      if (!this.#exclusive) this.#adoptModalMember(node, at);
      const first = draft.nodeChild[at];
      if (first === ABSENT || draft.nodePrompt[at] !== ABSENT) continue;
      let last = first;
      for (;;) {
        draft.nodeParent[last] = node;
        if (draft.nodeNext[last] === ABSENT) break;
        last = draft.nodeNext[last];
      }
      draft.nodeNext[last] = draft.nodeNext[at];
      draft.nodeNext[at] = first;
      draft.nodeChild[at] = ABSENT;
    }
  }

  /** Before the rewrite, whatever symbol ends up directly below a choice is its member. */
  #adoptModalMember(parent: NodeId, node: NodeId): void {
    const draft = this.#draft;
    const member = draft.nodeSymbol[node];
    if (draft.nodeKind[parent] !== Node.choice || member === ABSENT) return;
    if (draft.hasFlag(member, SymbolFlag.member) || draft.hasFlag(member, SymbolFlag.choice)) return;
    const choice = draft.nodeSymbol[parent];
    draft.symbolFlags[member] |= SymbolFlag.member;
    draft.symbolChoice[member] = choice;
    draft.symbolMembers[choice].push(member);
    checkModalMember(draft, node, this.#report);
    if (draft.symbolType[choice] !== Type.tristate || draft.symbolType[member] === Type.tristate) return;
    // A bool in a tristate choice can only be chosen while the choice is y.
    const { expressions } = draft;
    const chosen = expressions.make(Op.equal, choice, YES);
    draft.nodeDependency[node] = expressions.and(chosen, draft.nodeDependency[node]);
    for (const property of draft.symbolProperties[member]) {
      if (draft.propertyNode[property] !== node) continue;
      draft.propertyCondition[property] = expressions.and(chosen, draft.propertyCondition[property]);
    }
  }

  /** A visible choice that is not optional is at least m, as if something selected it. */
  #forceModalChoice(node: NodeId, symbol: SymbolId): void {
    const draft = this.#draft;
    if (draft.nodeKind[node] !== Node.choice || draft.hasFlag(symbol, SymbolFlag.optional)) return;
    const prompt = draft.nodePrompt[node];
    if (prompt === ABSENT) return;
    const { expressions } = draft;
    const forced = expressions.and(draft.propertyCondition[prompt], expressions.symbol(MOD));
    draft.symbolReverse[symbol] = expressions.or(draft.symbolReverse[symbol], forced);
  }
}
