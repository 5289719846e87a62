/** Menus as lists of rows: what a menu program shows of a level, of the whole tree, or of what was changed. */
import { valuesDiffer } from "../diff/configurations.ts";
import { assignableValues } from "../evaluate/assignable.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N } from "../evaluate/tristate.ts";
import { ABSENT, Node, type NodeId, SymbolFlag, type SymbolId, typeNames } from "../model/columns.ts";
import { type ExpressionId, Op, operandsOf } from "../model/expressions.ts";
import type { ConfigSymbol, Expression, MenuNode } from "../model/model.ts";
import { isShown } from "./menu.ts";

/** Which entries are listed: those that can be seen; the others as well; symbols that differ from the base. */
export type Shows = "visible" | "all" | "changed";

export interface RowsQuestion {
  /** The entry whose level is listed; the main menu without one. Nothing counts of it where `shows` is `changed`. */
  readonly node?: MenuNode;
  readonly shows: Shows;
  /** Whether menus are listed with all that is in them. */
  readonly isWhole?: boolean;
}

/** An entry as one line of a menu. */
export interface MenuRow {
  readonly node: MenuNode;
  /** Steps in, from the level that is listed. */
  readonly depth: number;
  readonly kind: "menu" | "comment" | "choice" | "symbol";
  /** As the Kconfig file has it; empty for what has no prompt. */
  readonly prompt: string;
  /** The symbol or choice. */
  readonly symbol?: ConfigSymbol;
  /** The type that counts: a tristate is a bool while m does not exist. */
  readonly type?: (typeof typeNames)[number];
  /** Its value: of a string without quotes. */
  readonly value: string;
  /** Of a choice, the member that is y. */
  readonly chosen?: ConfigSymbol;
  /** Whether just one of the entries beside it can be y. */
  readonly isMember: boolean;
  /** Values that asking for them gives, the lowest first; none where it cannot be changed. */
  readonly assignable: readonly string[];
  /** Whether a number or text can be entered. */
  readonly takesText: boolean;
  /** The range that applies to a number. */
  readonly range?: { readonly low: string; readonly high: string };
  /** Whether selects keep it from n, but not from m and y. */
  readonly isAtLeastM: boolean;
  /** Whether it can be set, and neither the .config nor a person has set it. */
  readonly isNew: boolean;
  /** Whether its value differs from that in the base. */
  readonly isChanged: boolean;
  /** Whether it opens a list of its own. */
  readonly opens: boolean;
  /** Whether that list has nothing to show. */
  readonly isEmpty: boolean;
  /** Why it cannot be seen. */
  readonly hidden?: Hidden;
}

export type Hidden =
  | { readonly kind: "no-prompt" }
  /** A part of its conditions that is n. */
  | { readonly kind: "unmet"; readonly part: Expression }
  /** The other rules of its choice. */
  | { readonly kind: "choice" };

/** The rows; `base` is what values are compared with. */
export function menuRows(
  configuration: Configuration,
  base: Configuration,
  { node, shows, isWhole = false }: RowsQuestion,
): readonly MenuRow[] {
  const lister = new Lister(configuration, base, shows, isWhole);
  if (shows === "changed") lister.listChanged();
  else lister.listBelow(node?.id ?? 0, 0);
  return lister.rows;
}

/** The entry whose list a person opens to see this one, from the main menu down; the main menu itself is left out. */
export function menusAround(node: MenuNode): readonly MenuNode[] {
  const found: MenuNode[] = [];
  for (let at = node.parent; at?.parent !== undefined; at = at.parent) if (opensList(at)) found.unshift(at);
  return found;
}

/** Symbols of an entry and of all below it that are set by a person or the .config. */
export function setBelow(configuration: Configuration, node: MenuNode): readonly ConfigSymbol[] {
  const found = new Set<ConfigSymbol>();
  const visit = (each: MenuNode): void => {
    const { symbol } = each;
    if (symbol !== undefined && configuration.hasUserValue(symbol.id)) found.add(symbol);
    for (const child of each.children) visit(child);
  };
  visit(node);
  return [...found];
}

function opensList({ model, id }: MenuNode): boolean {
  return isMenuOfItsOwn(model.data.nodes.kind[id]);
}

function isMenuOfItsOwn(kind: number): boolean {
  return kind === Node.menu || kind === Node.menuconfig || kind === Node.choice || kind === Node.mainmenu;
}

class Lister {
  readonly rows: MenuRow[] = [];
  readonly #configuration: Configuration;
  readonly #base: Configuration;
  readonly #shows: Shows;
  readonly #isWhole: boolean;

  constructor(configuration: Configuration, base: Configuration, shows: Shows, isWhole: boolean) {
    this.#configuration = configuration;
    this.#base = base;
    this.#shows = shows;
    this.#isWhole = isWhole;
  }

  listBelow(above: NodeId, depth: number): void {
    const { nodes } = this.#configuration.model.data;
    for (let at = nodes.child[above]; at !== ABSENT; at = nodes.next[at]) {
      const isListed = this.#shows === "all" ? this.#isEntry(at) : this.#isSeen(at);
      if (!isListed) continue;
      this.rows.push(this.#rowOf(at, depth));
      if (this.#isWhole || !isMenuOfItsOwn(nodes.kind[at])) this.listBelow(at, depth + 1);
    }
  }

  listChanged(): void {
    const { nodes, symbols } = this.#configuration.model.data;
    for (const at of this.#configuration.model.menuOrder()) {
      const symbol = nodes.symbol[at];
      if (symbol === ABSENT || nodes.prompt[at] === ABSENT) continue;
      if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) continue;
      if (this.#isChanged(this.#configuration.model.symbolAt(symbol))) this.rows.push(this.#rowOf(at, 0));
    }
  }

  /** Whether there is something to show of it at all. */
  #isEntry(at: NodeId): boolean {
    const { nodes } = this.#configuration.model.data;
    return nodes.symbol[at] !== ABSENT || nodes.prompt[at] !== ABSENT;
  }

  /** As in C: what cannot be seen is listed all the same if it is not n and there is something below it. */
  #isSeen(at: NodeId): boolean {
    const { nodes, symbols } = this.#configuration.model.data;
    if (nodes.prompt[at] === ABSENT) return false;
    if (this.#configuration.evaluate(nodes.visibility[at]) === N) return false;
    if (isShown(this.#configuration, at)) return true;
    const symbol = nodes.symbol[at];
    if (symbol === ABSENT || (symbols.flags[symbol] & SymbolFlag.choice) !== 0) return false;
    return this.#configuration.tristate(symbol) !== N && this.#hasSeen(at);
  }

  #hasSeen(above: NodeId): boolean {
    const { nodes } = this.#configuration.model.data;
    for (let at = nodes.child[above]; at !== ABSENT; at = nodes.next[at]) if (this.#isSeen(at)) return true;
    return false;
  }

  #rowOf(at: NodeId, depth: number): MenuRow {
    const { model } = this.#configuration;
    const node = model.node(at);
    const { symbol, prompt } = node;
    const isVisible = isShown(this.#configuration, at);
    const kind = model.data.nodes.kind[at];
    const opens = isMenuOfItsOwn(kind);
    return {
      node,
      depth,
      kind:
        symbol === undefined
          ? kind === Node.comment
            ? "comment"
            : "menu"
          : symbol.isChoice
            ? "choice"
            : "symbol",
      prompt: prompt?.text ?? "",
      ...this.#valuesOf(symbol, isVisible),
      opens,
      isEmpty: opens && (this.#shows === "all" ? model.data.nodes.child[at] === ABSENT : !this.#hasSeen(at)),
      ...(!isVisible && { hidden: this.#hiddenBy(node) }),
    };
  }

  #valuesOf(
    symbol: ConfigSymbol | undefined,
    isVisible: boolean,
  ): Omit<MenuRow, "node" | "depth" | "kind" | "prompt" | "opens" | "isEmpty" | "hidden"> {
    const nothing = { value: "", isMember: false, assignable: [], takesText: false, isAtLeastM: false };
    if (symbol === undefined) return { ...nothing, isNew: false, isChanged: false };
    const configuration = this.#configuration;
    const { id, choice } = symbol;
    const type = typeNames[configuration.effectiveType(id)];
    const isText = type === "int" || type === "hex" || type === "string";
    const chosen = symbol.isChoice ? configuration.chosenMember(id) : undefined;
    const isModal = configuration.model.data.dialect.choices === "modal";
    const isMember = choice !== undefined && !(isModal && configuration.tristate(choice.id) === M);
    const isChangeable = isVisible && configuration.isChangeable(id);
    return {
      symbol,
      type,
      value: configuration.value(id),
      ...(chosen !== undefined && { chosen: configuration.model.symbolAt(chosen) }),
      isMember,
      assignable: isChangeable ? assignableValues(configuration, symbol) : [],
      takesText: isVisible && isText,
      ...(isText && { range: this.#rangeOf(id) }),
      isAtLeastM: isChangeable && configuration.reverseDependency(id) === M,
      isNew: isChangeable && !symbol.isChoice && !isMember && !configuration.hasUserValue(id),
      isChanged: this.#isChanged(symbol),
    };
  }

  #rangeOf(id: SymbolId): MenuRow["range"] {
    const { value, upper } = this.#configuration.model.data.properties;
    const range = this.#configuration.activeRange(id);
    if (range === undefined) return undefined;
    const [low, high] = [value[range], upper[range]].map((limit) => this.#configuration.value(limit));
    return { low, high };
  }

  #isChanged(symbol: ConfigSymbol): boolean {
    if (!symbol.isChoice) return valuesDiffer(this.#base, this.#configuration, symbol);
    return (
      this.#base.chosenMember(symbol.id) !== this.#configuration.chosenMember(symbol.id) ||
      this.#base.tristate(symbol.id) !== this.#configuration.tristate(symbol.id)
    );
  }

  #hiddenBy({ id, prompt }: MenuNode): Hidden {
    const { nodes, properties } = this.#configuration.model.data;
    if (prompt === undefined) return { kind: "no-prompt" };
    const part = this.#failing(nodes.visibility[id]) ?? this.#failing(properties.condition[prompt.id]);
    return part === undefined ? { kind: "choice" } : { kind: "unmet", part };
  }

  /** The first part of a conjunction that is n; undefined where it is not n. */
  #failing(condition: ExpressionId): Expression | undefined {
    const { model } = this.#configuration;
    if (this.#configuration.evaluate(condition) !== N) return undefined;
    const parts = operandsOf(model.data.expressions, Op.and, condition);
    const part = parts.find((each) => this.#configuration.evaluate(each) === N) ?? condition;
    return model.expression(part);
  }
}
