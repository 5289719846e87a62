/** One question of `conf` at a time: its words, the answers that it takes, and what it says to others. */

import { leadingNumber } from "../evaluate/numbers.ts";
import { letterOf, M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { ABSENT, isLogicalType, type NodeId, type SymbolId, Type } from "../model/columns.ts";
import type { Host } from "../text/host.ts";
import { admits, answerChoice, answerText, answerTristate } from "./answer.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";
import { classicHelp } from "./help.ts";
import { canChange, isNodeShown } from "./menu-visibility.ts";
import { ConfTerminal, trimmed, withoutLastByte } from "./terminal.ts";

/** Columns that a submenu is set in. */
const STEP = 2;

export interface QuestionOptions {
  readonly prefix: string;
  readonly tellWarnings: () => void;
  /** Set for tools that take letters. */
  readonly letters?: LetterManners;
}

/** How a tool that takes letters asks. */
export interface LetterManners {
  /**
   * Who answers where C asks nobody: `default` for what each symbol is, y, m and n for what may be that, `random`. A person,
   * if undefined.
   */
  readonly answers?: "default" | "random" | Tristate;
  /** A number from C's random generator. */
  readonly random: () => number;
  /** Whether nobody can be asked about what is new, which ends the run. */
  readonly isDeaf: boolean;
}

/** A member of a choice in the list that is shown. */
interface Row {
  readonly node: NodeId;
  readonly symbol: SymbolId;
}

export class ConfQuestions {
  readonly #configuration: ConfConfiguration;
  readonly #terminal: ConfTerminal;
  readonly #options: QuestionOptions;
  readonly #letters: LetterManners | undefined;
  #indentation = 0;
  #answers = 0;
  #failed = false;
  #changed = false;
  /** Whether symbols that have a user value are asked for as well. */
  asksAll = false;

  constructor(configuration: ConfConfiguration, host: Host, options: QuestionOptions) {
    this.#configuration = configuration;
    this.#options = options;
    this.#letters = options.letters;
    const { echo } = configuration.model.data.dialect.conf;
    this.#terminal = new ConfTerminal(host, echo, options.letters !== undefined);
  }

  /** Whether a question stays without an answer; nothing is asked from then on. */
  get hasFailed(): boolean {
    return this.#failed;
  }

  /** Whether an answer changed a value, so that all were thrown away. */
  get hasChangedValues(): boolean {
    return this.#changed;
  }

  /** Lines heard so far. */
  get answers(): number {
    return this.#answers;
  }

  say(text: string): void {
    this.#terminal.say(text);
  }

  flush(): void {
    this.#terminal.flush();
  }

  /** Ends the dialogue: the input is over and `what` is missing. */
  fail(what: string): void {
    this.#failed = true;
    this.#options.tellWarnings();
    this.#terminal.complain(`error: ${what} at end of input`);
  }

  indented(action: () => void): void {
    this.#indentation += STEP;
    action();
    this.#indentation -= STEP;
  }

  /** The title of a menu or comment, between lines that hold a star. */
  showHeading(node: NodeId): void {
    const star = `${this.#margin}*`;
    this.say(`${star}\n${star} ${this.#prompt(node)}\n${star}\n`);
  }

  /** Asks for an int, hex or string. */
  askText(node: NodeId, symbol: SymbolId): void {
    const configuration = this.#configuration;
    const { name } = configuration.model.symbolAt(symbol);
    while (!this.#failed) {
      const value = configuration.value(symbol);
      this.say(`${this.#margin}${this.#prompt(node)} (${name}) [${value}] `);
      const line = this.#readAnswer(symbol, value);
      if (this.#failed) return;
      if (line === "known") {
        // Quirk: the oldest tool sets what it is, too.
        if (this.#letters === undefined || this.#setText(symbol, value)) return;
        // It goes round here for ever.
        this.fail(`no value for '${name}'`);
        return;
      }
      if (line === "?\n") {
        this.#help(node);
        continue;
      }
      const text = line === undefined || line.startsWith("\n") ? value : withoutLastByte(line);
      if (this.#setText(symbol, text)) return;
      if (this.#isLastAnswer(line)) this.fail(`no value for new symbol '${name}'`);
    }
  }

  /** Asks for a bool, tristate or modal choice. */
  askTristate(node: NodeId, symbol: SymbolId): void {
    const configuration = this.#configuration;
    const { name } = configuration.model.symbolAt(symbol);
    const shownName = name === "" ? "" : `(${name}) `;
    while (!this.#failed) {
      const value = configuration.tristate(symbol);
      this.say(`${this.#margin}${this.#prompt(node)} ${shownName}[${this.#hint(node, symbol, value)}] `);
      const line = this.#readAnswer(symbol, letterOf(value));
      if (this.#failed) return;
      if (line === "known") {
        if (this.#letters !== undefined) answerTristate(configuration, symbol, value, this.#beforeChange);
        return;
      }
      const answer = trimmed(line ?? "");
      if (!answer.startsWith("?")) {
        const wanted = answer === "" ? value : tristateWord(answer);
        if (wanted === undefined) continue;
        if (answerTristate(configuration, symbol, wanted, this.#beforeChange)) return;
        if (line === undefined) {
          // C shows the help and asks again, for ever.
          this.fail(`no value for ${name === "" ? "choice" : "new symbol"} '${name || this.#prompt(node)}'`);
          return;
        }
      }
      this.#help(node);
    }
  }

  /** Asks for a choice's member; answers the entry that was chosen, if one was. */
  askChoice(node: NodeId, choice: SymbolId): NodeId | undefined {
    const configuration = this.#configuration;
    const isModal = configuration.model.data.dialect.choices === "modal";
    // Whether the choice was new is what counts, not whether it is once its mode was asked for.
    let isNew = isModal && !configuration.hasUserValue(choice);
    if (isModal && !this.#askMode(node, choice)) return undefined;
    while (!this.#failed) {
      this.say(`${this.#margin}${this.#prompt(node)}\n`);
      const chosen = configuration.chosenMember(choice);
      const rows = this.#listMembers(node, chosen);
      if (!isModal) isNew ||= rows.some(({ symbol }) => !configuration.hasUserValue(symbol));
      const present = rows.findIndex(({ symbol }) => symbol === chosen) + 1;
      this.say(`${this.#margin}choice`);
      const answer = this.#readNumber(node, rows.length, present, isNew);
      if (answer === undefined) continue;
      const row = rows[answer.number - 1];
      if (row === undefined) {
        if (answer.isFinal) this.fail(`no value for choice '${this.#prompt(node)}'`);
      } else if (answer.wantsHelp) {
        this.#help(row.node);
      } else {
        if (isModal) answerTristate(configuration, row.symbol, Y, this.#beforeChange);
        else answerChoice(configuration, node, row.symbol, this.#beforeChange);
        return row.node;
      }
    }
    return undefined;
  }

  /** Asks for the mode of a modal choice; answers whether a member is to be chosen, which is so if it is y. */
  #askMode(node: NodeId, choice: SymbolId): boolean {
    const configuration = this.#configuration;
    const isOpen = canChange(configuration, choice);
    if (isOpen) this.askTristate(node, choice);
    const mode = configuration.tristate(choice);
    if (mode === M && !isOpen) this.say(`${this.#margin}${this.#prompt(node)}\n`);
    return mode === Y;
  }

  /** Shows what stands in a choice; answers its members in the order of their numbers. */
  #listMembers(choice: NodeId, chosen: SymbolId | undefined): Row[] {
    const configuration = this.#configuration;
    const { nodes, symbols } = configuration.model.data;
    const rows: Row[] = [];
    for (let child = nodes.child[choice]; child !== ABSENT; child = nodes.next[child]) {
      if (!isNodeShown(configuration, child)) continue;
      const symbol = nodes.symbol[child];
      if (symbol === ABSENT) {
        this.say(`${this.#margin}* ${this.#prompt(child)}\n`);
        continue;
      }
      rows.push({ node: child, symbol });
      const mark = symbol === chosen ? ">" : " ";
      const name = symbols.name[symbol] === "" ? "" : ` (${symbols.name[symbol]})`;
      const news = configuration.hasUserValue(symbol) ? "" : " (NEW)";
      this.say(`${this.#margin}${mark} ${rows.length}. ${this.#prompt(child)}${name}${news}\n`);
    }
    return rows;
  }

  /** The number of a member; undefined if the answer was none. `isFinal`: asking again would lead to the same. */
  #readNumber(
    node: NodeId,
    count: number,
    present: number,
    isNew: boolean,
  ): { readonly number: number; readonly wantsHelp?: boolean; readonly isFinal?: boolean } | undefined {
    if (count === 1) {
      this.say("[1]: 1\n");
      return { number: 1 };
    }
    this.say(`[1-${count}${this.#offersHelp(node) ? "?" : ""}]: `);
    const answers = this.#letters?.answers;
    if (answers !== undefined || (!this.asksAll && !isNew)) {
      const isRandom = answers === "random" && this.#letters !== undefined;
      const number = isRandom ? (this.#letters.random() % count) + 1 : present;
      this.say(`${number}\n`);
      return { number, isFinal: true };
    }
    const line = this.#readLine("");
    if (this.#failed) return undefined;
    const answer = trimmed(line ?? "");
    if (answer.startsWith("?")) {
      this.#help(node);
      return undefined;
    }
    if (answer === "") return { number: present, isFinal: line === undefined };
    if (!/^[0-9]/.test(answer)) return undefined;
    return { number: asInt(leadingNumber(answer, 10)), wantsHelp: answer.endsWith("?") };
  }

  /** A line for a question; "known" if it needs none, undefined at the end of input. */
  #readAnswer(symbol: SymbolId, value: string): string | "known" | undefined {
    const hasValue = this.#configuration.hasUserValue(symbol);
    if (!hasValue) this.say("(NEW) ");
    const isOpen = canChange(this.#configuration, symbol);
    if (this.#letters?.answers === undefined) {
      if (isOpen && (this.asksAll || !hasValue)) return this.#readLine("\n");
    } else {
      const answer = isOpen ? this.#answerOf(symbol, this.#letters, hasValue) : undefined;
      if (answer !== undefined) {
        this.say(`${letterOf(answer)}\n`);
        return `${letterOf(answer)}\n`;
      }
    }
    this.say(`${value}\n`);
    return "known";
  }

  /** What nobody is asked about: undefined for what the symbol is. */
  #answerOf(symbol: SymbolId, { answers, random }: LetterManners, hasValue: boolean): Tristate | undefined {
    const configuration = this.#configuration;
    if (answers === undefined || answers === "default") return undefined;
    const { type } = configuration.model.data.symbols;
    if (!isLogicalType(type[symbol])) return undefined;
    const isTristate = configuration.effectiveType(symbol) === Type.tristate;
    const wishes = answers === Y ? [Y, isTristate ? M : Y, N] : answers === M ? [isTristate ? M : Y, N] : [N];
    const wish =
      answers === "random" ? undefined : wishes.find((each) => admits(configuration, symbol, each));
    if (wish !== undefined || hasValue) return wish;
    for (;;) {
      const value = (random() % 3) as Tristate;
      if (admits(configuration, symbol, value)) return value;
    }
  }

  #setText(symbol: SymbolId, text: string): boolean {
    return answerText(this.#configuration, symbol, text, this.#beforeChange);
  }

  #readLine(fallback: "" | "\n"): string | undefined {
    this.#options.tellWarnings();
    if (this.#letters?.isDeaf && !this.asksAll) {
      this.say(DEAF);
      this.#failed = true;
      return undefined;
    }
    const line = this.#terminal.readLine(fallback);
    if (line !== undefined) this.#answers += 1;
    else if (this.#letters !== undefined) this.#failed = true;
    return line;
  }

  /** Whether there is no use in asking for a text again. The newer tool gives up even behind a line without end. */
  #isLastAnswer(line: string | undefined): boolean {
    const isModal = this.#configuration.model.data.dialect.choices === "modal";
    return isModal ? line === undefined : this.#terminal.ended;
  }

  /** `N/m/y/?`: the value, and the others that would be taken. */
  #hint(node: NodeId, symbol: SymbolId, value: Tristate): string {
    const others = ([N, M, Y] as const).filter(
      (other) => other !== value && admits(this.#configuration, symbol, other),
    );
    const help = this.#offersHelp(node) ? ["?"] : [];
    return [letterOf(value).toUpperCase(), ...others.map(letterOf), ...help].join("/");
  }

  #offersHelp(node: NodeId): boolean {
    const { model } = this.#configuration;
    return model.data.dialect.conf.offersHelp === "always" || model.node(node).help !== undefined;
  }

  /** C warns while it calculates, so that warnings come before what changes the values. */
  readonly #beforeChange = (): void => {
    this.#changed = true;
    this.#options.tellWarnings();
  };

  #help(node: NodeId): void {
    const { model } = this.#configuration;
    this.say(`\n${classicHelp(this.#configuration, model.node(node), this.#options.prefix)}\n`);
  }

  #prompt(node: NodeId): string {
    return this.#configuration.model.node(node).prompt?.text ?? "";
  }

  get #margin(): string {
    return " ".repeat(this.#indentation);
  }
}

/** What a tool that takes letters says where nobody can answer. */
const DEAF =
  "aborted!\n\nConsole input/output is redirected. Run 'make oldconfig' to update configuration.\n\n";

/** `y`, `Y`, `yes`, `Yes`, `n`, `N`, `no`, `No`, `m`, `M`. */
function tristateWord(answer: string): Tristate | undefined {
  if (/^[nN]o?$/.test(answer)) return N;
  if (/^[mM]$/.test(answer)) return M;
  return /^[yY](es)?$/.test(answer) ? Y : undefined;
}

/** As C puts a long number into an int. */
function asInt(number: bigint): number {
  return Number(BigInt.asIntN(32, number));
}
