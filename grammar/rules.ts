/** The Kconfig language: one rule for each entry and each attribute, named as the kernel's manual names them. */
import { EmbeddedActionsParser, EOF, type IOrAlt, type IToken, type TokenType } from "chevrotain";
import type { TreeBuilder } from "./builder.ts";
import { KERNEL_LEXER, type LexicalRules } from "./lexical-rules.ts";
import { messages } from "./messages.ts";
import * as t from "./tokens.ts";
import { attributeKeywords, k, soft, vocabulary } from "./tokens.ts";

// One permissive grammar for all dialects: what a dialect does not know is told when the model is loaded.
// Errors are repaired at the ends of lines, as in the C tool: a statement or attribute that does not parse is
// dropped and reading goes on after the next end of line.

type Rule<T> = () => T;

/** Builds nothing: for the parser while it is not reading a file. */
export const ignoring = new Proxy({}, { get: () => () => undefined });

export class KconfigParser<Atom, Expression, Attribute, Entry> extends EmbeddedActionsParser {
  /** Alternatives that need nothing of their surroundings, made once: a quarter of the parsing time otherwise. */
  readonly #ways = new Map<string, unknown>();

  /** Set before each parse; while the parser records its own grammar, nothing is built. */
  builder = ignoring as TreeBuilder<Atom, Expression, Attribute, Entry>;

  /** Set before each parse: whose rules hold. */
  rules: LexicalRules = KERNEL_LEXER;

  /** Set before a parse that can go on after an error: told the number of errors at each; it may end the parse by throwing. */
  set watcher(onErrors: ((count: number) => void) | undefined) {
    this.#onErrors = onErrors;
    this.#errorCount = 0;
  }
  #onErrors: ((count: number) => void) | undefined;
  #errorCount = 0;

  constructor(options: { readonly recovers: boolean; readonly validates?: true }) {
    super(vocabulary, {
      recoveryEnabled: options.recovers,
      maxLookahead: 1,
      errorMessageProvider: messages,
      // Checked by a test; in each run it would cost several milliseconds.
      skipValidations: options.validates !== true,
    });
    this.performSelfAnalysis();
  }

  SAVE_ERROR(error: Error): Error {
    this.#errorCount += 1;
    this.#onErrors?.(this.#errorCount);
    const { SAVE_ERROR } = EmbeddedActionsParser.prototype as unknown as {
      SAVE_ERROR(this: unknown, error: Error): Error;
    };
    return SAVE_ERROR.call(this, error);
  }

  // Chevrotain's own recovery guesses missing tokens and stops at whatever may follow a rule. Here a statement or
  // attribute is right or it is dropped, and reading goes on at the end of its line. (These are chevrotain's
  // hooks, left out of its declared interface.)
  canRecoverWithSingleTokenInsertion(): boolean {
    return false;
  }
  canRecoverWithSingleTokenDeletion(): boolean {
    return false;
  }
  shouldInRepetitionRecoveryBeTried(): boolean {
    return false;
  }
  findReSyncTokenType(): TokenType {
    for (let ahead = 1; ; ahead++) {
      const type = this.LA(ahead).tokenType;
      if (type === t.Eol || type === EOF) return type;
    }
  }

  #either<T>(name: string, make: () => IOrAlt<T>[]): IOrAlt<T>[] {
    let ways = this.#ways.get(name) as IOrAlt<T>[] | undefined;
    if (ways === undefined) {
      ways = make();
      this.#ways.set(name, ways);
    }
    return ways;
  }

  /** Whether the next token can be one of a menu's or comment's attributes, as far as its rules differ. */
  #mayFollowTitle(): boolean {
    return this.rules.hasMenuHelp || this.LA(1).tokenType !== t.Help;
  }

  /** A rule that leaves recovery to the statement or attribute around it. */
  #rule<Arguments extends unknown[], Result>(name: string, implementation: (...args: Arguments) => Result) {
    return this.RULE(name, implementation, { resyncEnabled: false });
  }

  kconfig = this.RULE("kconfig", () => {
    const entries: Entry[] = [];
    this.OPTION(() => this.CONSUME(t.Eol));
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.strayEnd, { ARGS: [entries] }) },
        { ALT: () => this.SUBRULE(this.statement, { ARGS: [entries] }) },
        { ALT: () => this.SUBRULE(this.invalidStatement) },
        { ALT: () => this.CONSUME2(t.Eol) },
      ]);
    });
    return entries;
  });

  // --- entries -----------------------------------------------------------------------------------------------

  // Entries and attributes are put into a list of whoever asked, so that a dropped one leaves no hole.
  statement: (into: Entry[]) => void = this.RULE("statement", (into: Entry[] = []) => {
    into.push(
      this.OR(
        this.#either("statement", () => [
          { ALT: () => this.SUBRULE(this.config) },
          { ALT: () => this.SUBRULE(this.choice) },
          { ALT: () => this.SUBRULE(this.menu) },
          { ALT: () => this.SUBRULE(this.ifBlock) },
          { ALT: () => this.SUBRULE(this.comment) },
          { ALT: () => this.SUBRULE(this.source) },
          { ALT: () => this.SUBRULE(this.mainmenu) },
          { ALT: () => this.SUBRULE(this.wordStatement) },
          { ALT: () => this.SUBRULE(this.brokenEntry) },
        ]),
      ),
    );
  });

  // A line that begins with something that begins no statement: told, and passed over as a whole.
  invalidStatement: () => void = this.#rule("invalidStatement", () => {
    const first = this.or(
      0,
      invalidStarts.map((type, index) => ({ ALT: () => this.consume(index, type) })),
    );
    this.builder.invalidStatement(first);
    if (this.RECORDING_PHASE) return;
    while (this.LA(1).tokenType !== t.Eol && this.LA(1).tokenType !== EOF) this.SKIP_TOKEN();
  });

  block: Rule<Entry[]> = this.#rule("block", () => {
    const entries: Entry[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.statement, { ARGS: [entries] }) },
        { ALT: () => this.SUBRULE(this.invalidStatement) },
        { ALT: () => this.CONSUME(t.Eol) },
      ]);
    });
    return entries;
  });

  config: Rule<Entry> = this.#rule("config", () => {
    const keyword = this.OR(
      this.#either("config", () => [
        { ALT: () => this.CONSUME(k.config) },
        { ALT: () => this.CONSUME(k.menuconfig) },
        { ALT: () => this.CONSUME(soft.configdefault) },
      ]),
    );
    const name = this.SUBRULE(this.word);
    this.CONSUME(t.Eol);
    const attributes: Attribute[] = [];
    this.SUBRULE(this.configAttributes, { ARGS: [attributes] });
    return this.builder.config(keyword, name, attributes, this.LA(1));
  });

  // After an attribute that was dropped, its end of line is still there.
  configAttributes: (into: Attribute[]) => void = this.#rule("configAttributes", (into: Attribute[] = []) => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.configAttribute, { ARGS: [into] }) },
        { ALT: () => this.CONSUME(t.Eol) },
      ]);
    });
  });

  configAttribute: (into: Attribute[]) => void = this.RULE("configAttribute", (into: Attribute[] = []) => {
    into.push(
      this.OR(
        this.#either("configAttribute", () => [
          { ALT: () => this.SUBRULE(this.type) },
          { ALT: () => this.SUBRULE(this.typeWithDefault) },
          { ALT: () => this.SUBRULE(this.prompt) },
          { ALT: () => this.SUBRULE(this.default) },
          { ALT: () => this.SUBRULE(this.dependsOn) },
          { ALT: () => this.SUBRULE(this.select) },
          { ALT: () => this.SUBRULE(this.imply) },
          { ALT: () => this.SUBRULE(this.set) },
          { ALT: () => this.SUBRULE(this.range) },
          { ALT: () => this.SUBRULE(this.visibleIf) },
          { ALT: () => this.SUBRULE(this.help) },
          { ALT: () => this.SUBRULE(this.modules) },
          { ALT: () => this.SUBRULE(this.optional) },
          { ALT: () => this.SUBRULE(this.transitional) },
          { ALT: () => this.SUBRULE(this.warning) },
          { ALT: () => this.SUBRULE(this.optionAttribute) },
          { ALT: () => this.SUBRULE(this.brokenAttribute) },
        ]),
      ),
    );
  });

  choice: Rule<Entry> = this.#rule("choice", () => {
    const keyword = this.CONSUME(k.choice);
    const name = this.OPTION(() =>
      this.OR(
        this.#either("choiceName", () => [
          { ALT: () => this.SUBRULE(this.word) },
          { GATE: () => this.rules.hasQuotedChoices, ALT: () => this.builder.text(this.CONSUME(t.Text)) },
        ]),
      ),
    );
    this.CONSUME(t.Eol);
    const attributes: Attribute[] = [];
    this.SUBRULE(this.configAttributes, { ARGS: [attributes] });
    const entries = this.SUBRULE(this.block);
    const end = this.OPTION2(() => this.SUBRULE(this.blockEnd));
    return this.builder.choice(keyword, name, attributes, entries, end);
  });

  menu: Rule<Entry> = this.#rule("menu", () => {
    const keyword = this.CONSUME(k.menu);
    const title = this.SUBRULE(this.title);
    this.CONSUME(t.Eol);
    const attributes: Attribute[] = [];
    this.MANY({
      GATE: () => this.#mayFollowTitle(),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.menuAttribute, { ARGS: [attributes] }) },
          { ALT: () => this.CONSUME2(t.Eol) },
        ]);
      },
    });
    const entries = this.SUBRULE(this.block);
    const end = this.OPTION(() => this.SUBRULE(this.blockEnd));
    return this.builder.menu(keyword, title, attributes, entries, end);
  });

  menuAttribute: (into: Attribute[]) => void = this.RULE("menuAttribute", (into: Attribute[] = []) => {
    into.push(
      this.OR(
        this.#either("menuAttribute", () => [
          { ALT: () => this.SUBRULE(this.dependsOn) },
          { ALT: () => this.SUBRULE(this.visibleIf) },
          { ALT: () => this.SUBRULE(this.set) },
          { GATE: () => this.rules.hasMenuHelp, ALT: () => this.SUBRULE(this.help) },
          { ALT: () => this.SUBRULE(this.brokenAttribute) },
        ]),
      ),
    );
  });

  ifBlock: Rule<Entry> = this.#rule("ifBlock", () => {
    const keyword = this.CONSUME(k.if);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(t.Eol);
    const entries = this.SUBRULE(this.block);
    const end = this.OPTION(() => this.SUBRULE(this.blockEnd));
    return this.builder.if(keyword, condition, entries, end);
  });

  // Any end word closes the innermost block; the builder says if it is the wrong one.
  blockEnd: Rule<IToken> = this.RULE("blockEnd", () => {
    const keyword = this.SUBRULE(this.endKeyword);
    this.CONSUME(t.Eol);
    return keyword;
  });

  strayEnd: (into: Entry[]) => void = this.RULE("strayEnd", (into: Entry[] = []) => {
    const keyword = this.SUBRULE(this.endKeyword);
    this.CONSUME(t.Eol);
    into.push(this.builder.strayEnd(keyword));
  });

  endKeyword: Rule<IToken> = this.#rule("endKeyword", () =>
    this.OR(
      this.#either("endKeyword", () => [
        { ALT: () => this.CONSUME(k.endmenu) },
        { ALT: () => this.CONSUME(k.endif) },
        { ALT: () => this.CONSUME(k.endchoice) },
      ]),
    ),
  );

  comment: Rule<Entry> = this.#rule("comment", () => {
    const keyword = this.CONSUME(k.comment);
    const title = this.SUBRULE(this.title);
    this.CONSUME(t.Eol);
    const attributes: Attribute[] = [];
    this.MANY({
      GATE: () => this.#mayFollowTitle(),
      DEF: () => {
        this.OR([
          { ALT: () => this.SUBRULE(this.commentAttribute, { ARGS: [attributes] }) },
          { ALT: () => this.CONSUME2(t.Eol) },
        ]);
      },
    });
    return this.builder.comment(keyword, title, attributes);
  });

  commentAttribute: (into: Attribute[]) => void = this.RULE("commentAttribute", (into: Attribute[] = []) => {
    into.push(
      this.OR(
        this.#either("commentAttribute", () => [
          { ALT: () => this.SUBRULE(this.dependsOn) },
          { GATE: () => this.rules.hasMenuHelp, ALT: () => this.SUBRULE(this.help) },
          { ALT: () => this.SUBRULE(this.brokenAttribute) },
        ]),
      ),
    );
  });

  source: Rule<Entry> = this.#rule("source", () => {
    const keyword = this.OR(
      this.#either("source", () => [
        { ALT: () => this.CONSUME(k.source) },
        { ALT: () => this.CONSUME(soft.rsource) },
        { ALT: () => this.CONSUME(soft.osource) },
        { ALT: () => this.CONSUME(soft.orsource) },
        { ALT: () => this.CONSUME(soft.gsource) },
        { ALT: () => this.CONSUME(soft.grsource) },
      ]),
    );
    const path = this.OR2(
      this.#either("sourcePath", () => [
        { ALT: () => this.builder.text(this.CONSUME(t.Text)) },
        { ALT: () => this.builder.word(this.CONSUME(t.Path)) },
        { ALT: () => this.builder.word(this.CONSUME(t.Word)) },
      ]),
    );
    this.CONSUME(t.Eol);
    return this.builder.source(keyword, path);
  });

  mainmenu: Rule<Entry> = this.#rule("mainmenu", () => {
    const keyword = this.CONSUME(k.mainmenu);
    const title = this.SUBRULE(this.title);
    this.CONSUME(t.Eol);
    return this.builder.mainmenu(keyword, title);
  });

  // What repair.ts left of lines that are wrong; their ends of line, where there are any, come behind them.
  brokenEntry: Rule<Entry> = this.#rule("brokenEntry", () =>
    this.builder.brokenEntry(this.CONSUME(t.BrokenEntry)),
  );

  brokenAttribute: Rule<Attribute> = this.#rule("brokenAttribute", () =>
    this.builder.brokenAttribute(this.CONSUME(t.BrokenAttribute)),
  );

  // `NAME := value`, or a macro called for its effect: `$(error-if,…)`.
  wordStatement: Rule<Entry> = this.#rule("wordStatement", () => {
    const word = this.CONSUME(t.Word);
    return this.OR([
      { ALT: () => this.builder.assignment(word, this.CONSUME(t.AssignmentTail)) },
      {
        ALT: () => {
          this.CONSUME(t.Eol);
          return this.builder.lonelyWord(this.builder.word(word));
        },
      },
    ]);
  });

  // --- attributes --------------------------------------------------------------------------------------------

  type: Rule<Attribute> = this.#rule("type", () => {
    const keyword = this.OR(
      this.#either("type", () => [
        { ALT: () => this.CONSUME(k.bool) },
        { ALT: () => this.CONSUME(k.tristate) },
        { ALT: () => this.CONSUME(k.int) },
        { ALT: () => this.CONSUME(k.hex) },
        { ALT: () => this.CONSUME(k.string) },
        { ALT: () => this.CONSUME(soft.boolean) },
        { ALT: () => this.CONSUME(soft.float) },
      ]),
    );
    // The condition is the prompt's: there is none without it.
    const shown = this.OPTION(() => {
      const prompt = this.SUBRULE(this.title);
      return { prompt, condition: this.SUBRULE(this.condition) };
    });
    this.CONSUME(t.Eol);
    return this.builder.type(keyword, shown?.prompt, shown?.condition);
  });

  typeWithDefault: Rule<Attribute> = this.#rule("typeWithDefault", () => {
    const keyword = this.OR(
      this.#either("typeWithDefault", () => [
        { ALT: () => this.CONSUME(k.def_bool) },
        { ALT: () => this.CONSUME(k.def_tristate) },
        { ALT: () => this.CONSUME(soft.def_int) },
        { ALT: () => this.CONSUME(soft.def_hex) },
        { ALT: () => this.CONSUME(soft.def_string) },
      ]),
    );
    const value = this.SUBRULE(this.expression);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.typeWithDefault(keyword, value, condition);
  });

  prompt: Rule<Attribute> = this.#rule("prompt", () => {
    const keyword = this.CONSUME(k.prompt);
    const prompt = this.SUBRULE(this.title);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.prompt(keyword, prompt, condition);
  });

  default: Rule<Attribute> = this.#rule("default", () => {
    const keyword = this.CONSUME(k.default);
    const value = this.SUBRULE(this.expression);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.default(keyword, value, condition);
  });

  dependsOn: Rule<Attribute> = this.#rule("dependsOn", () => {
    const keyword = this.CONSUME(k.depends);
    this.CONSUME(k.on);
    const expression = this.SUBRULE(this.expression);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.dependsOn(keyword, expression, condition);
  });

  select: Rule<Attribute> = this.#rule("select", () => {
    const keyword = this.CONSUME(k.select);
    const symbol = this.SUBRULE(this.word);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.select(keyword, symbol, condition);
  });

  imply: Rule<Attribute> = this.#rule("imply", () => {
    const keyword = this.CONSUME(k.imply);
    const symbol = this.SUBRULE(this.word);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.imply(keyword, symbol, condition);
  });

  // `set N=7`, `set default N=7 if C`
  set: Rule<Attribute> = this.#rule("set", () => {
    const keyword = this.CONSUME(soft.set);
    const weak = this.OPTION(() => this.CONSUME(k.default));
    const symbol = this.SUBRULE(this.word);
    this.CONSUME(t.Equal);
    const value = this.SUBRULE(this.atom);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.set(keyword, weak !== undefined, symbol, value, condition);
  });

  range: Rule<Attribute> = this.#rule("range", () => {
    const keyword = this.CONSUME(k.range);
    const low = this.SUBRULE(this.atom);
    const high = this.SUBRULE2(this.atom);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.range(keyword, low, high, condition);
  });

  visibleIf: Rule<Attribute> = this.#rule("visibleIf", () => {
    const keyword = this.CONSUME(k.visible);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.visibleIf(keyword, condition);
  });

  help: Rule<Attribute> = this.#rule("help", () => this.builder.help(this.CONSUME(t.Help)));

  modules: Rule<Attribute> = this.#rule("modules", () => {
    const keyword = this.CONSUME(k.modules);
    this.CONSUME(t.Eol);
    return this.builder.modules(keyword);
  });

  optional: Rule<Attribute> = this.#rule("optional", () => {
    const keyword = this.CONSUME(soft.optional);
    this.CONSUME(t.Eol);
    return this.builder.optional(keyword);
  });

  transitional: Rule<Attribute> = this.#rule("transitional", () => {
    const keyword = this.CONSUME(soft.transitional);
    this.CONSUME(t.Eol);
    return this.builder.transitional(keyword);
  });

  warning: Rule<Attribute> = this.#rule("warning", () => {
    const keyword = this.CONSUME(soft.warning);
    const text = this.SUBRULE(this.title);
    const condition = this.SUBRULE(this.condition);
    this.CONSUME(t.Eol);
    return this.builder.warning(keyword, text, condition);
  });

  // `option env="X"`, `option modules`, `option defconfig_list`, `option allnoconfig_y`
  optionAttribute: Rule<Attribute> = this.#rule("optionAttribute", () => {
    const keyword = this.CONSUME(soft.option);
    const name = this.OR(
      this.#either("optionAttribute", () => [
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(k.modules) },
      ]),
    );
    const value = this.OPTION(() => {
      this.CONSUME(t.Equal);
      return this.SUBRULE(this.atom);
    });
    this.CONSUME(t.Eol);
    return this.builder.option(keyword, name, value);
  });

  // --- expressions -------------------------------------------------------------------------------------------

  condition: Rule<Expression | undefined> = this.#rule("condition", () =>
    this.OPTION(() => {
      this.CONSUME(k.if);
      return this.SUBRULE(this.expression);
    }),
  );

  expression: Rule<Expression> = this.#rule("expression", () => {
    let left = this.SUBRULE(this.conjunction);
    this.MANY(() => {
      this.CONSUME(t.OrOperator);
      left = this.builder.or(left, this.SUBRULE2(this.conjunction));
    });
    return left;
  });

  conjunction: Rule<Expression> = this.#rule("conjunction", () => {
    let left = this.SUBRULE(this.term);
    this.MANY(() => {
      this.CONSUME(t.AndOperator);
      left = this.builder.and(left, this.SUBRULE2(this.term));
    });
    return left;
  });

  term: Rule<Expression> = this.#rule("term", () =>
    this.OR(
      this.#either("term", () => [
        {
          ALT: () => {
            const operator = this.CONSUME(t.NotOperator);
            return this.builder.not(operator, this.SUBRULE(this.term));
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME(t.OpenParen);
            const inner = this.SUBRULE(this.expression);
            return this.builder.group(open, inner, this.CONSUME(t.CloseParen));
          },
        },
        { ALT: () => this.SUBRULE(this.comparison) },
      ]),
    ),
  );

  // A symbol alone, or two compared.
  comparison: Rule<Expression> = this.#rule("comparison", () => {
    const left = this.SUBRULE(this.atom);
    const rest = this.OPTION(() => {
      const operator = this.SUBRULE(this.comparisonOperator);
      return { operator, right: this.SUBRULE2(this.atom) };
    });
    return rest === undefined
      ? this.builder.symbol(left)
      : this.builder.comparison(left, rest.operator, rest.right);
  });

  comparisonOperator: Rule<IToken> = this.#rule("comparisonOperator", () =>
    this.OR(
      this.#either("comparisonOperator", () => [
        { ALT: () => this.CONSUME(t.Equal) },
        { ALT: () => this.CONSUME(t.NotEqual) },
        { ALT: () => this.CONSUME(t.Less) },
        { ALT: () => this.CONSUME(t.LessEqual) },
        { ALT: () => this.CONSUME(t.Greater) },
        { ALT: () => this.CONSUME(t.GreaterEqual) },
      ]),
    ),
  );

  atom: Rule<Atom> = this.#rule("atom", () =>
    this.OR(
      this.#either("atom", () => [
        { ALT: () => this.builder.word(this.CONSUME(t.Word)) },
        { ALT: () => this.builder.text(this.CONSUME(t.Text)) },
      ]),
    ),
  );

  word: Rule<Atom> = this.#rule("word", () => this.builder.word(this.CONSUME(t.Word)));

  // Newer C tools want quotes here, older ones took a bare word.
  title: Rule<Atom> = this.#rule("title", () =>
    this.OR(
      this.#either("title", () => [
        { ALT: () => this.builder.text(this.CONSUME(t.Text)) },
        { ALT: () => this.builder.word(this.CONSUME(t.Word)) },
      ]),
    ),
  );
}

/** What may begin a line of a Kconfig file in a wrong place only. */
const invalidStarts: readonly TokenType[] = [
  t.Path,
  t.Text,
  t.OpenParen,
  t.CloseParen,
  t.AndOperator,
  t.OrOperator,
  t.NotEqual,
  t.NotOperator,
  t.LessEqual,
  t.Less,
  t.GreaterEqual,
  t.Greater,
  t.Equal,
  t.AssignmentTail,
  t.Help,
  k.on,
  ...attributeKeywords,
];
