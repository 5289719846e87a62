/** What is decided outside of the files that were read: by compilers and tools, and by other architectures. */
import { statementsAround } from "../explain/statements.ts";
import { ABSENT, Kind, SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import type { MenuNode, Model, Property } from "../model/model.ts";
import { macroAtomsOf } from "../syntax/parsed.ts";
import type { SourceFile } from "../text/source-file.ts";

export interface OpennessOptions {
  /** Kconfig files of the same tree that were not read: those of other architectures, and what they source. */
  readonly unread: readonly SourceFile[];
  /** Whether files of one architecture decide only for it, so that others may have it otherwise. */
  readonly sparesArchitectures: boolean;
}

/** Macros that only tell which architecture is meant. */
const ARCHITECTURE_MACROS = /\$\((?:ARCH|SRCARCH|SUBARCH|HEADER_ARCH)\)/g;

export class Openness {
  readonly #model: Model;
  readonly #open: Uint8Array;
  readonly #options: OpennessOptions;
  /** By file: whether it is one architecture's. */
  readonly #isOfOne: readonly boolean[];
  /** By file: where words and strings with macros begin, in order. */
  readonly #macros = new Map<number, readonly number[]>();
  readonly #tainted = new Map<number, boolean>();
  /** By node: whether a condition around it was written by a macro, without those of visibility and with them. */
  readonly #around = new Map<number, boolean>();
  readonly #shown = new Map<number, boolean>();

  constructor(model: Model, options: OpennessOptions) {
    this.#model = model;
    this.#options = options;
    this.#open = new Uint8Array(model.data.symbols.count);
    this.#isOfOne = model.data.files.map(({ path }) => /(^|\/)arch\/[^/]+\//.test(path));
    this.#openProbed();
    if (options.sparesArchitectures) this.#openArchitectures();
    this.#openChoices();
  }

  /** Whether another compiler, tool or architecture may give the symbol another value. */
  isOpen(symbol: SymbolId): boolean {
    return this.#open[symbol] === 1;
  }

  /** Whether a property, or a condition around it, was written by a macro. */
  isWrittenByMacro(property: Property): boolean {
    const around = property.kind === "prompt" ? this.#shown : this.#around;
    return this.#hasMacro(property) || this.#anyAround(property.node, around);
  }

  /** Whether a condition of an entry, or of a block around it, was written by a macro. */
  isUnderMacro(node: MenuNode): boolean {
    return this.#anyAround(node, this.#shown);
  }

  /** Kept by node: entries of thousands of conditions ask for each. */
  #anyAround(node: MenuNode, known: Map<number, boolean>): boolean {
    const before = known.get(node.id);
    if (before !== undefined) return before;
    const withVisibility = known === this.#shown;
    const found = statementsAround(node, { withVisibility }).some(({ property }) => this.#hasMacro(property));
    known.set(node.id, found);
    return found;
  }

  /** Whether a property stands in a file that other architectures may not read. */
  isOfOneArchitecture({ id }: Property): boolean {
    return this.#options.sparesArchitectures && this.#isOfOne[this.#model.data.properties.file[id]];
  }

  #hasMacro(property: Property): boolean {
    let known = this.#tainted.get(property.id);
    if (known === undefined) {
      const { start, end } = property.span;
      known = this.#macrosIn(this.#model.data.properties.file[property.id]).some(
        (at) => at >= start && at < end,
      );
      this.#tainted.set(property.id, known);
    }
    return known;
  }

  #macrosIn(file: number): readonly number[] {
    const known = this.#macros.get(file);
    if (known !== undefined) return known;
    const tells = (macro: string) =>
      this.#options.sparesArchitectures || macro.replace(ARCHITECTURE_MACROS, "").includes("$(");
    const found = macroAtomsOf(this.#model.data.files[file])
      .filter(({ pieces = [] }) => pieces.some((piece, index) => index % 2 === 1 && tells(piece)))
      .map(({ start }) => start);
    this.#macros.set(file, found);
    return found;
  }

  /** Symbols with a macro in a definition, and targets of selects with one. */
  #openProbed(): void {
    const { properties, nodes } = this.#model.data;
    for (let node = 0; node < nodes.count; node++) {
      const symbol = nodes.symbol[node];
      if (symbol === ABSENT) continue;
      if (this.isUnderMacro(this.#model.node(node))) this.#open[symbol] = 1;
    }
    for (let id = 0; id < properties.count; id++) {
      const kind = properties.kind[id];
      // A block's conditions count with each property inside it.
      if (kind === Kind.dependsOn || kind === Kind.visibleIf) continue;
      const property = this.#model.property(id);
      if (!this.isWrittenByMacro(property)) continue;
      const symbol = nodes.symbol[properties.node[id]];
      if (symbol !== ABSENT) this.#open[symbol] = 1;
      if (kind === Kind.select || kind === Kind.imply) this.#open[properties.value[id]] = 1;
    }
  }

  /**
   * Names that files which were not read define or turn on, and symbols that files of this architecture alone
   * define.
   */
  #openArchitectures(): void {
    for (const { text } of this.#options.unread) {
      for (const match of text.matchAll(/^[ \t]*(?:menu)?(?:config|select|imply)[ \t]+(\w+)/gm)) {
        const symbol = this.#model.symbol(match[1]);
        if (symbol !== undefined) this.#open[symbol.id] = 1;
      }
    }
    const { nodes } = this.#model.data;
    for (let node = 0; node < nodes.count; node++) {
      if (nodes.symbol[node] !== ABSENT && this.#isOfOne[nodes.file[node]])
        this.#open[nodes.symbol[node]] = 1;
    }
  }

  /** Where one member of a choice is open, all are, as only one of them is y. */
  #openChoices(): void {
    const { symbols } = this.#model.data;
    const isOpenChoice = new Set<SymbolId>();
    for (let symbol = YES + 1; symbol < symbols.count; symbol++) {
      if ((symbols.flags[symbol] & SymbolFlag.constant) !== 0) this.#open[symbol] = 0;
      if (symbols.choice[symbol] !== ABSENT && this.#open[symbol] === 1)
        isOpenChoice.add(symbols.choice[symbol]);
      if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0 && this.#open[symbol] === 1)
        isOpenChoice.add(symbol);
    }
    for (const choice of isOpenChoice) {
      this.#open[choice] = symbols.type[choice] === Type.unknown ? 0 : 1;
      for (const member of this.#model.symbolAt(choice).members) this.#open[member.id] = 1;
    }
    this.#open.fill(0, 0, YES + 1);
  }
}
