/** The questions of --oldaskconfig, --oldconfig and --syncconfig: which entries are gone through, in what order. */

import { M } from "../evaluate/tristate.ts";
import { ABSENT, Node, type NodeId, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import type { Host } from "../text/host.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";
import { isMenu, isNodeShown, visitNewSymbols } from "./menu-visibility.ts";
import { ConfQuestions, type LetterManners } from "./questions.ts";

export interface DialogueOptions {
  /** Whether every symbol is asked for (--oldaskconfig) before the new ones are. */
  readonly asksAll: boolean;
  readonly isOldconfig: boolean;
  /** Stands before names in help texts. */
  readonly prefix: string;
  /** How a tool that takes letters asks, and how often it goes through all entries before it looks for new ones. */
  readonly letters?: LetterManners & { readonly passes: number };
  /** Tells the warnings that calculation has raised so far; called before any is lost and before any complaint. */
  readonly tellWarnings: () => void;
}

/** Whether answers changed values; or why there are none. */
export type DialogueOutcome = "changed" | "unchanged" | "failed";

/**
 * Asks until no symbol that can be seen is without an answer. Answers are user values at once. `failed` if the input
 * ended before a question that has no acceptable default; that is told on standard error, and `conf` exits with 1.
 * (Behaviour of C conf 6.1 and 6.12, where some such questions are repeated for ever.)
 */
export function runDialogue(
  configuration: ConfConfiguration,
  host: Host,
  options: DialogueOptions,
): DialogueOutcome {
  return new Dialogue(configuration, host, options).run();
}

class Dialogue {
  readonly #configuration: ConfConfiguration;
  readonly #questions: ConfQuestions;
  readonly #asksAllFirst: boolean;
  readonly #showsAllMenus: boolean;
  readonly #passes: number;
  /** The menu whose entries are asked for; others only where they hold something new. */
  #menu: NodeId = 0;
  #restarts = 0;

  constructor(configuration: ConfConfiguration, host: Host, options: DialogueOptions) {
    this.#configuration = configuration;
    this.#questions = new ConfQuestions(configuration, host, options);
    this.#asksAllFirst = options.asksAll;
    this.#passes = options.letters?.passes ?? 0;
    const { showsAllMenus } = configuration.model.data.dialect.conf;
    this.#showsAllMenus = options.letters ? this.#passes > 0 : options.isOldconfig && showsAllMenus;
  }

  run(): DialogueOutcome {
    const questions = this.#questions;
    if (this.#asksAllFirst) {
      questions.asksAll = true;
      this.#show(0);
      questions.asksAll = false;
    }
    for (let pass = 0; pass < this.#passes; pass++) this.#show(0);
    while (!questions.hasFailed) {
      const answersBefore = questions.answers;
      const valuesBefore = this.#countUserValues();
      this.#restarts = 0;
      this.#showNew(0);
      if (this.#restarts === 0) break;
      // Nobody answers any more, and the defaults lead nowhere: C goes round here for ever.
      const isStuck = questions.answers === answersBefore && this.#countUserValues() <= valuesBefore;
      if (isStuck && !questions.hasFailed) questions.fail("no values for all new symbols");
    }
    questions.flush();
    if (questions.hasFailed) return "failed";
    return questions.hasChangedValues ? "changed" : "unchanged";
  }

  /** Entries with new symbols, each by way of its whole menu. */
  #showNew(node: NodeId): void {
    if (this.#questions.hasFailed) return;
    visitNewSymbols(this.#configuration, node, (found) => {
      if (this.#restarts++ === 0) this.#questions.say("*\n* Restart config...\n*\n");
      this.#menu = this.#menuAround(found);
      this.#show(this.#menu);
      return this.#questions.hasFailed ? "stop" : "go on";
    });
  }

  #show(node: NodeId): void {
    if (this.#questions.hasFailed) return;
    const { nodes } = this.#configuration.model.data;
    if (!isNodeShown(this.#configuration, node)) return;
    if (isMenu(this.#configuration, node)) {
      if (!this.#questions.asksAll && !this.#showsAllMenus && node !== this.#menu) {
        this.#showNew(node);
        return;
      }
      this.#questions.showHeading(node);
    } else if (nodes.kind[node] === Node.comment) {
      this.#questions.showHeading(node);
    }
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT) {
      this.#showChildren(node);
      return;
    }
    if (this.#ask(node, symbol)) this.#questions.indented(() => this.#showChildren(node));
  }

  #showChildren(node: NodeId): void {
    const { nodes } = this.#configuration.model.data;
    for (let child = nodes.child[node]; child !== ABSENT; child = nodes.next[child]) this.#show(child);
  }

  /** Answers whether the entries below come next as those of any symbol. */
  #ask(node: NodeId, symbol: SymbolId): boolean {
    const { symbols, dialect } = this.#configuration.model.data;
    if ((symbols.flags[symbol] & SymbolFlag.choice) === 0) {
      const isText = [Type.int, Type.hex, Type.string, Type.float].some(
        (type) => type === symbols.type[symbol],
      );
      if (isText) this.#questions.askText(node, symbol);
      else this.#questions.askTristate(node, symbol);
      return true;
    }
    const chosen = this.#questions.askChoice(node, symbol);
    if (dialect.choices === "exclusive") return false;
    if (chosen !== undefined) this.#questions.indented(() => this.#showChildren(chosen));
    // The members of a choice that is m are tristates of their own.
    return this.#configuration.tristate(symbol) === M;
  }

  #menuAround(node: NodeId): NodeId {
    const { parent } = this.#configuration.model.data.nodes;
    let at = node;
    while (at !== 0 && !isMenu(this.#configuration, at)) at = parent[at];
    return at;
  }

  #countUserValues(): number {
    const { count } = this.#configuration.model.data.symbols;
    let total = 0;
    for (let symbol = 0; symbol < count; symbol++) {
      if (this.#configuration.hasUserValue(symbol)) total += 1;
    }
    return total;
  }
}
