/** Random Kconfig trees: entries of every kind, nested, in one to three files. */
import { ExpressionMaker } from "./expressions.js";
import { LANGUAGES } from "./languages.js";
import { vanish } from "./vanishing.js";

const NAMES = "ABCDEFGHIJKLPQRSTUVWX".split("").concat(["64BIT", "low_name", "WITH-DASH", "_U", "ON2"]);

/** How much of each feature a case has, 0 to 1. */
function makeProfile(random, { hasTransitional, hasConditionalDepends, isPlain = false }) {
  const names = ["comparisons", "constants", "macros", "implies", "ranges", "repeats", "menus", "ifs"];
  const profile = Object.fromEntries(names.map((name) => [name, random.level()]));
  return {
    ...profile,
    macros: isPlain ? 0 : profile.macros,
    choices: random.level(),
    selects: random.pick([0, 0.3, 0.6, 0.9]),
    sources: random.chance(0.2) ? 0.2 : 0,
    conditions: random.pick([0.1, 0.3, 0.6]),
    defaults: random.pick([0.2, 0.5, 0.9]),
    loops: random.chance(0.05) ? 0.05 : 0,
    oddities: random.chance(0.3) ? 0.3 : 0,
    shuffles: random.chance(0.4),
    tristates: random.chance(0.5),
    texts: random.level(),
    negations: random.level(),
    vanishing: random.chance(0.25) && !isPlain,
    // Where the tool does not know a word, it is to be refused the same way.
    transitions: hasTransitional ? random.pick([0, 0, 0.2, 0.4]) : random.chance(0.01) ? 0.2 : 0,
    conditionalDepends: hasConditionalDepends ? random.pick([0, 0.3, 0.7]) : random.chance(0.01) ? 0.2 : 0,
  };
}

/**
 * A tree: `files` (path → text, "Kconfig" is the top) and `symbols` ({ name, type, types }), for making inputs.
 * @param {"newest" | "6.12" | "6.1" | "5.10" | "kconfiglib"} version whose language it speaks
 */
export function makeTree(random, version) {
  return new TreeMaker(random, version).make();
}

/**
 * Whether an entry goes on in the including file, as C allows; kcfg parses each file for itself, and says that it is
 * wrong.
 */
export function goesOn(files) {
  const attribute =
    /^source .*\n\s*(bool|tristate|int|hex|string|def_|prompt|default|depends|select|imply|range|visible|help|modules|optional|option|transitional)/m;
  return Object.values(files).some((text) => attribute.test(text.replaceAll(/\$\([^()]*\)/g, "")));
}

class TreeMaker {
  #random;
  #language;
  #profile;
  #symbols = [];
  #files = new Map();
  #macros = [];
  #functions = [];
  #expressions;
  #namedChoices = [];

  constructor(random, version) {
    this.#random = random;
    this.#language = LANGUAGES[version];
    this.#profile = makeProfile(random, this.#language);
  }

  make() {
    const random = this.#random;
    this.#makeSymbols();
    const head = this.#head();
    this.#expressions = new ExpressionMaker(
      random,
      this.#profile,
      this.#symbols,
      this.#language,
      this.#macros,
    );
    const definitions = this.#symbols.flatMap((symbol) =>
      symbol.definitions.map((which) => ({ symbol, which })),
    );
    const later = definitions.filter(({ which }) => which > 0);
    const inOrder = definitions.filter(({ which }) => which === 0);
    for (const each of later) {
      const first = inOrder.findIndex(({ symbol }) => symbol === each.symbol);
      inOrder.splice(first + 1 + random.int(inOrder.length - first), 0, each);
    }
    const body = this.#body(inOrder);
    this.#files.set("Kconfig", `${[...head, ...body].join("\n")}\n`);
    const files = Object.fromEntries(this.#files);
    if (random.chance(this.#profile.oddities * 0.3)) spoil(random, files);
    if (random.chance(0.1)) cutLastLine(random, files);
    if (this.#profile.vanishing) vanish(random, files);
    if (random.chance(0.03)) this.#breakSyntax(files);
    return { files, symbols: this.#symbols };
  }

  #breakSyntax(files) {
    const before = { ...files };
    breakSyntax(this.#random, files);
    if (goesOn(files)) Object.assign(files, before);
  }

  #makeSymbols() {
    const random = this.#random;
    const { tristates, texts, repeats } = this.#profile;
    const names = random.shuffled(NAMES).slice(0, 2 + random.int(random.pick([3, 6, 10, 16])));
    if (random.chance(0.65)) names.splice(random.chance(0.7) ? 0 : random.int(names.length), 0, "MODULES");
    this.#symbols = names.map((name, index) => {
      const type =
        name === "MODULES" && random.chance(0.96)
          ? "bool"
          : random.weighted([
              [5, "bool"],
              [tristates ? 6 : 0, "tristate"],
              [3 * texts, "int"],
              [3 * texts, "hex"],
              [3 * texts, "string"],
            ]);
      const count = random.chance(repeats * 0.4) ? 2 + random.int(2) : 1;
      const isTransitional = random.chance(name === "MODULES" ? 0.02 : this.#profile.transitions);
      const definitions = Array.from(
        { length: isTransitional && random.chance(0.9) ? 1 : count },
        (_, which) => which,
      );
      return { name, index, type, types: new Set([type]), definitions, isMember: false, isTransitional };
    });
  }

  /** What comes before all entries: mainmenu and macros. */
  #head() {
    const random = this.#random;
    const lines = random.chance(0.3)
      ? [`mainmenu "${random.pick(["Title", "A 'title'", "Demo $(UNSET)x"])}"`]
      : [];
    if (this.#language.isPlain) {
      const given = random.pick(['\tdefault "sub"', '\toption env="FUZZ_PLACE"', "\tdefault sub"]);
      return [...lines, "config PLACE", "\tstring", given];
    }
    if (!random.chance(this.#profile.macros)) return lines;
    // The first in the order of needs, so that a macro in a condition makes no loop.
    const target = () => random.pick([this.#symbols[0].name, this.#symbols[0].name, "y", "n", "UNDEF"]);
    for (const name of ["one", "two", "three-3"].slice(0, 1 + random.int(3))) {
      const operator = random.pick([":=", "=", "="]);
      // A bool's name must not meet a comparison through a macro, see the deadly ones.
      lines.push(
        `${name} ${operator} ${random.weighted([
          [5, target()],
          [2, `$(shell,echo ${target()})`],
          [1, "$(FUZZ_WORD)"],
          [1, "A && B"],
          [1, ""],
        ])}`,
      );
      if (random.chance(0.2)) lines.push(`${name} += more`);
      this.#macros.push(`$(${name})`);
    }
    if (random.chance(0.5)) {
      lines.push(`pair = ${random.pick(["$(1)$(2)", "$(2)", "$(1)", "$(if-$(1))$(2)"])}`);
      this.#functions.push("pair");
    }
    if (random.chance(0.3))
      lines.push(random.pick(["$(info,hello  there)", "$(info,$(one) $(filename):$(lineno))"]));
    if (random.chance(0.3)) lines.push(`$(warning-if,${random.pick(["y", "n", "$(one)", " y"])},take care)`);
    if (random.chance(0.03)) lines.push(`$(error-if,${random.pick(["y", "n"])},stop)`);
    return lines;
  }

  /** All definitions; transitional ones stand outside of all blocks, which must have no condition for them. */
  #body(definitions) {
    const random = this.#random;
    const outside = definitions.filter(({ symbol }) => symbol.isTransitional && random.chance(0.97));
    if (outside.length === 0) return this.#block(definitions, 3);
    const inside = definitions.filter((each) => !outside.includes(each));
    const middle = random.int(inside.length + 1);
    const parts = [inside.slice(0, middle), inside.slice(middle)].map((part) => this.#block(part, 3));
    const gaps = [[], [], []];
    for (const each of outside) random.pick(gaps).push(...this.#config(each), "");
    return [...gaps[0], ...parts[0], ...gaps[1], ...parts[1], ...gaps[2]];
  }

  // --- blocks ------------------------------------------------------------------------------------------------

  /** Lines of a list of definitions, in blocks; `depth` says how much deeper blocks may nest. */
  #block(definitions, depth) {
    const random = this.#random;
    const { menus, ifs, choices, sources, shuffles } = this.#profile;
    const chunks = [];
    for (let at = 0; at < definitions.length; ) {
      const kind = random.weighted([
        [6, "config"],
        [depth > 0 ? 3 * menus : 0, "menu"],
        [depth > 0 ? 3 * ifs : 0, "if"],
        [depth > 0 ? 4 * choices : 0, "choice"],
        [depth > 0 ? 2 * sources : 0, "source"],
        [0.4, "comment"],
        [0.1, "empty menu"],
        [0.2 * this.#profile.macros, "macro"],
      ]);
      const slice = definitions.slice(at, at + 1 + random.int(5));
      const limit = Math.min(...slice.map(({ symbol }) => symbol.index));
      switch (kind) {
        case "config":
          chunks.push(this.#config(definitions[at]));
          at++;
          continue;
        case "comment":
          chunks.push(this.#comment(limit));
          continue;
        case "empty menu":
          chunks.push([`menu "empty"`, ...this.#dependencies(limit), "endmenu"]);
          continue;
        case "macro":
          // The comment keeps it from standing right behind a help text, where it would be a syntax error.
          chunks.push([
            'comment "macros"',
            random.pick(["late := value", "$(info,at $(lineno))", "one := $(UNSET)y", "late += $(one)"]),
          ]);
          continue;
        case "menu":
          chunks.push(this.#menu(limit, this.#block(slice, depth - 1)));
          break;
        case "if":
          chunks.push([
            `if ${this.#expressions.expression(limit)}`,
            ...this.#block(slice, depth - 1),
            "endif",
          ]);
          break;
        case "source":
          chunks.push(this.#source(this.#block(slice, depth - 1)));
          break;
        case "choice": {
          const { isModal } = this.#language;
          const fitting = isModal ? slice : slice.filter(({ symbol }) => symbol.name !== "MODULES");
          // A member that is defined elsewhere as well is mostly an error since the rewrite.
          const isSpread = slice.some(({ symbol }) => symbol.isMember || symbol.definitions.length > 1);
          if (fitting.length < slice.length || (isSpread && !random.chance(isModal ? 0.3 : 0.05))) {
            chunks.push(this.#config(definitions[at]));
            at++;
            continue;
          }
          chunks.push(this.#choice(slice, depth - 1));
          break;
        }
      }
      at += slice.length;
    }
    const order = shuffles ? random.shuffled(chunks) : chunks;
    return order.flatMap((lines) => (random.chance(0.7) ? [...lines, ""] : lines));
  }

  #menu(limit, body) {
    const random = this.#random;
    const lines = [`menu ${this.#title()}`];
    if (random.chance(0.4)) lines.push(`\tvisible if ${this.#expressions.expression(limit, 1)}`);
    return [...lines, ...this.#dependencies(limit), ...body, "endmenu"];
  }

  #comment(limit) {
    return [`comment ${this.#title()}`, ...this.#dependencies(limit)];
  }

  #source(body) {
    const random = this.#random;
    const path = random.pick(["sub.kconfig", "sub/Kconfig", "sub/deep/Kconfig.more"]);
    if (this.#files.has(path)) return body;
    this.#files.set(path, `${body.join("\n")}\n`);
    const { isPlain } = this.#language;
    const nothing = isPlain ? "$UNSET" : "$(UNSET)";
    const statement =
      isPlain && random.chance(0.3)
        ? `source ${path}`
        : `source "${random.chance(0.1) ? nothing : ""}${isPlain ? this.#throughSymbols(path) : path}"`;
    if (random.chance(0.005)) return [statement, `source "Kconfig"`];
    return random.chance(0.03) ? [statement, statement] : [statement];
  }

  /** A path of which some parts are the value of a symbol that is defined before all others. */
  #throughSymbols(path) {
    return path
      .split("/")
      .map((part) => (part === "sub" && this.#random.chance(0.3) ? "$PLACE" : part))
      .join("/");
  }

  #dependencies(limit) {
    const random = this.#random;
    const lines = [];
    while (random.chance(this.#profile.conditions * 0.7) && lines.length < 3) {
      const expression = random.chance(0.5 * this.#profile.negations)
        ? this.#expressions.entangled(limit)
        : this.#expressions.expression(limit);
      const condition = random.chance(this.#profile.conditionalDepends)
        ? // It is negated: X || Y = n.
          ` if ${this.#expressions.expression(limit, 2, true)}`
        : "";
      lines.push(`\tdepends on ${expression}${condition}`);
    }
    return lines;
  }

  #title() {
    return this.#random.pick([
      '"Title"',
      "'single'",
      '"two words"',
      '"with \\"quotes\\""',
      '"# hash"',
      '"a $(one) b"',
    ]);
  }

  // --- choices -----------------------------------------------------------------------------------------------

  #choice(slice, depth) {
    const random = this.#random;
    const { isModal: isOld = false, hasChoiceType = false } = this.#language;
    const limit = Math.min(...slice.map(({ symbol }) => symbol.index));
    const last = random.chance(0.9) ? Math.max(...slice.map(({ symbol }) => symbol.index)) : limit;
    const isTristate = isOld && random.chance(0.4);
    for (const { symbol } of slice) {
      symbol.isMember = true;
      if (random.chance(0.05 * this.#profile.oddities)) continue;
      symbol.type = isTristate && random.chance(0.9) ? "tristate" : "bool";
      symbol.types.add(symbol.type);
    }
    const lines = [isOld && random.chance(0.15) ? `choice ${this.#choiceName()}` : "choice"];
    const attributes = [];
    if (!random.chance(0.05 * this.#profile.oddities)) {
      attributes.push(
        `\t${random.chance(hasChoiceType ? 0.8 : 0.99) ? "prompt" : isTristate ? "tristate" : "bool"} "pick"${this.#condition(limit)}`,
      );
    }
    if (random.chance(isOld ? 0.6 : 0.02 * this.#profile.oddities))
      attributes.push(isTristate ? "\ttristate" : "\tbool");
    if (isOld && random.chance(0.25)) attributes.push("\toptional");
    const shuffled = random.chance(0.2) ? random.shuffled(attributes) : attributes;
    lines.push(...shuffled, ...this.#dependencies(limit));
    while (random.chance(this.#profile.defaults * 0.6)) {
      const member = random.chance(0.95) ? random.pick(slice).symbol.name : random.pick(this.#symbols).name;
      lines.push(`\tdefault ${member}${this.#condition(limit)}`);
    }
    if (random.chance(0.1)) lines.push(...this.#help());
    for (let at = 0; at < slice.length; ) {
      if (random.chance(0.1)) lines.push(...this.#comment(limit));
      const inner = random.chance(0.15 * (depth + 1)) ? slice.slice(at, at + 1 + random.int(2)) : undefined;
      if (inner === undefined) {
        lines.push(...this.#member(slice[at], limit, last));
        at++;
        continue;
      }
      lines.push(`if ${this.#expressions.expression(limit)}`);
      for (const each of inner) lines.push(...this.#member(each, limit, last, true));
      lines.push("endif");
      at += inner.length;
    }
    lines.push("endchoice");
    return lines;
  }

  /** A name, used again now and then: choices of one name are one choice. */
  #choiceName() {
    const name =
      this.#random.chance(0.3) && this.#namedChoices.length > 0
        ? this.#random.pick(this.#namedChoices)
        : `CHOICE${this.#namedChoices.length}`;
    this.#namedChoices.push(name);
    return name;
  }

  #member({ symbol }, limit, last, insideIf = false) {
    const random = this.#random;
    const { isModal: isOld = false } = this.#language;
    const lines = [`config ${symbol.name}`];
    // Behind an `if` a member finds no type: an untyped symbol, of which C may write a blank line.
    const typed = !isOld || insideIf || random.chance(0.85);
    const oddity = (probability) => random.chance(probability * this.#profile.oddities * (isOld ? 2 : 0.3));
    if (oddity(0.3)) lines.push(`\t${symbol.type}`);
    else if (typed) lines.push(`\t${symbol.type} "${symbol.name} member"${this.#condition(limit)}`);
    else lines.push(`\tprompt "${symbol.name} member"${this.#condition(limit)}`);
    lines.push(...this.#dependencies(limit));
    if (oddity(0.3)) lines.push("\tdefault y");
    lines.push(...this.#targets(symbol, last));
    if (random.chance(0.05)) lines.push(...this.#help());
    return lines;
  }

  // --- symbols -----------------------------------------------------------------------------------------------

  #config({ symbol, which }) {
    const random = this.#random;
    if (symbol.isTransitional && which === 0) return this.#transitional(symbol);
    const isModules = symbol.name === "MODULES";
    const limit = symbol.index;
    const odd = random.chance(this.#profile.oddities * 0.2);
    const attributes = [];
    const promptChance = symbol.isMember && !this.#language.isModal ? 0.01 : 0.7;
    let prompt = random.chance(promptChance) ? this.#prompt(symbol) : undefined;
    const hasPrompt = prompt !== undefined;
    const typed = which === 0 || random.chance(0.7);
    const type =
      odd && random.chance(0.3) ? random.pick(["bool", "tristate", "int", "hex", "string"]) : symbol.type;
    if (typed && !(odd && random.chance(0.2))) {
      symbol.types.add(type);
      if ((type === "bool" || type === "tristate") && !symbol.isMember && random.chance(0.2)) {
        attributes.push(`\tdef_${type} ${this.#expressions.expression(limit)}${this.#condition(limit)}`);
      } else if (prompt !== undefined && random.chance(0.8)) {
        attributes.push(`\t${type} ${prompt}`);
        prompt = undefined;
      } else attributes.push(`\t${type}`);
    }
    if (prompt !== undefined) attributes.push(`\tprompt ${prompt}`);
    if (odd && random.chance(0.3) && hasPrompt) attributes.push(`\tprompt "again"`);
    const defaultChance = symbol.isMember ? 0.05 : this.#profile.defaults;
    for (let count = 0; count < 3 && random.chance(defaultChance); count++)
      attributes.push(this.#default(symbol, limit));
    const old = this.#oldName(symbol);
    if (old !== undefined && !symbol.isMember && random.chance(0.6)) {
      const successor = `\tdefault ${old.name}${random.chance(0.3) ? this.#condition(limit) : ""}`;
      attributes.splice(random.chance(0.7) ? 0 : random.int(attributes.length + 1), 0, successor);
    }
    if (isModules && which === 0) {
      const word = random.chance(0.98) ? this.#language.modules : random.pick(["modules", "option modules"]);
      if (random.chance(0.9)) attributes.push(`\t${word}`);
      if (random.chance(0.7)) attributes.push("\tdefault y");
    }
    attributes.push(...this.#dependencies(limit), ...this.#targets(symbol));
    const ranged =
      symbol.type === "int" || symbol.type === "hex" ? 0.7 * this.#profile.ranges : odd ? 0.1 : 0;
    while (random.chance(ranged)) attributes.push(this.#range(symbol, limit));
    attributes.push(...this.#options(symbol));
    const order = random.chance(0.2) ? random.shuffled(attributes) : attributes;
    if (random.chance(0.08)) order.push(...this.#help());
    if (odd && random.chance(0.1)) order.push(...this.#help(), ...this.#help());
    const keyword = random.chance(hasPrompt ? 0.12 : 0.01) ? "menuconfig" : "config";
    return [`${keyword} ${symbol.name}`, ...order];
  }

  /** What an older kernel called it: a type and nothing else, or something more, which is an error. */
  #transitional(symbol) {
    const random = this.#random;
    const typed = [`\t${symbol.type}`, "\ttransitional"];
    const lines = random.chance(0.2) ? typed.reverse() : typed;
    if (random.chance(0.02)) lines.splice(lines.indexOf(`\t${symbol.type}`), 1);
    if (random.chance(0.04)) {
      lines.push(
        ...random.pick([
          [`\tprompt ${this.#prompt(symbol)}`],
          [this.#default(symbol, symbol.index)],
          this.#targets(symbol),
          ["\trange 1 5"],
          this.#dependencies(symbol.index),
          ["\tdepends on y"],
          ["\tmodules"],
          ["\ttransitional"],
        ]),
      );
    }
    if (random.chance(0.25)) lines.push(...this.#help());
    return [`config ${symbol.name}`, ...lines];
  }

  /** A transitional symbol that a default may name, mostly of the same type. */
  #oldName({ type, index }) {
    const random = this.#random;
    const isLogical = (each) => each.type === "bool" || each.type === "tristate";
    const old = this.#symbols.filter((each) => each.isTransitional && each.index < index);
    const fitting = old.filter((each) => each.type === type || (isLogical(each) && isLogical({ type })));
    const names = fitting.length > 0 && random.chance(0.95) ? fitting : random.chance(0.1) ? old : [];
    return names.length > 0 ? random.pick(names) : undefined;
  }

  /** `option` words, where the language has them. */
  #options(symbol) {
    const random = this.#random;
    if (!random.chance(this.#language.hasOptions ? 0.15 : 0.0005)) return [];
    if (symbol.type === "string") {
      symbol.isDefconfigList = true;
      return [
        "\toption defconfig_list",
        ...["list1", "$FUZZ_WORD", "absent", "list2"]
          .filter(() => random.chance(0.4))
          .map((name) => `\tdefault "${name}"${this.#condition(symbol.index)}`),
      ];
    }
    if (symbol.type === "bool" || random.chance(0.1)) return ["\toption allnoconfig_y"];
    return random.chance(0.05) ? [`\toption ${random.pick(['env="HOME"', "modules", "other"])}`] : [];
  }

  #prompt(symbol) {
    const random = this.#random;
    const text = random.weighted([
      [20, `"${symbol.name} prompt"`],
      [1, `'${symbol.name}'`],
      [this.#profile.oddities, `"  leading"`],
      [this.#functions.length > 0 ? 2 : 0, `"$(pair,a,b)"`],
      [this.#profile.macros, `"$(shell,echo ${symbol.name})"`],
      [this.#profile.oddities * 0.3, `""`],
    ]);
    return `${text}${this.#condition(symbol.index)}`;
  }

  #default(symbol, limit) {
    const random = this.#random;
    const isLogical = symbol.type === "bool" || symbol.type === "tristate";
    const value = isLogical
      ? random.weighted([
          [5, random.pick(["y", "y", "m", "n"])],
          [5, this.#expressions.expression(limit)],
          [this.#profile.macros, "$(shell,echo y)"],
        ])
      : random.weighted([
          [7, this.#expressions.constantOf(symbol.type)],
          [2, this.#expressions.symbol(limit)?.name ?? "0"],
          [this.#profile.oddities, this.#expressions.expression(limit)],
          [0.5, this.#expressions.constantOf("any")],
        ]);
    return `\tdefault ${value}${this.#condition(limit)}`;
  }

  #range(symbol, limit) {
    const random = this.#random;
    const end = () => {
      if (random.chance(0.25)) {
        const other = this.#expressions.symbol(limit);
        if (other !== undefined && (other.type === "int" || other.type === "hex")) return other.name;
      }
      return this.#expressions.constantOf(symbol.type === "hex" ? "hex" : "int");
    };
    return `\trange ${end()} ${end()}${this.#condition(limit)}`;
  }

  /** Selects and implies: they aim at what comes later in the order of needs. */
  #targets(symbol, after = symbol.index) {
    const random = this.#random;
    const lines = [];
    const isLogical = symbol.type === "bool" || symbol.type === "tristate";
    const later = this.#symbols.filter(
      (each) =>
        each.index > after && (each.type === "bool" || each.type === "tristate" || random.chance(0.03)),
    );
    for (const word of ["select", "imply"]) {
      const level = word === "select" ? this.#profile.selects : this.#profile.implies;
      if (!isLogical && !random.chance(0.05)) continue;
      for (let count = 0; count < 2 && random.chance(level * 0.7); count++) {
        const target = random.chance(0.03) || later.length === 0 ? "NOWHERE" : random.pick(later).name;
        if (target === "NOWHERE" && random.chance(0.7)) continue;
        lines.push(`\t${word} ${target}${this.#condition(symbol.index)}`);
      }
    }
    return lines;
  }

  #condition(limit) {
    const random = this.#random;
    return random.chance(this.#profile.conditions * 0.7) ? ` if ${this.#expressions.expression(limit)}` : "";
  }

  #help() {
    const random = this.#random;
    return random.pick([
      [this.#language.isPlain ? "\t---help---" : "\thelp", "\t  Some help.", "", "\t  More of it."],
      ["\thelp", "\t\tDeep first line.", "\t  Shallower ends it?".replace(/^.*$/, "")],
      ["    help", "      First.", "        Deeper.", "\t  tab and blanks   ", ""],
      ["\thelp", "", "", "\t  After blank lines."],
      this.#profile.oddities > 0 && random.chance(0.2)
        ? ["\thelp"]
        : ["\thelp", "\t config IN_HELP", "\t   bool"],
    ]);
  }
}

// --- what is wrong on purpose --------------------------------------------------------------------------------

/** Odd writing that still parses, with or without a warning. */
function spoil(random, files) {
  const path = random.pick(Object.keys(files));
  const lines = files[path].split("\n");
  const at = random.int(Math.max(1, lines.length - 1));
  switch (random.int(8)) {
    case 0:
      lines[at] += random.pick([" # a remark", "\t#", "#x"]);
      break;
    case 1:
      lines[at] = lines[at].replace(/ /, random.pick(["  ", "\t", " \\\n "]));
      break;
    case 2:
      files[path] = files[path].replace(/\n$/, "");
      return;
    case 3:
      files[path] = files[path].replaceAll("\n", "\r\n");
      return;
    case 4:
      lines[at] += random.pick([" @", " ;", " \xe4", " :"]);
      break;
    case 5:
      lines[at] = lines[at].replace(/"([^"]*)$/, "$1");
      break;
    case 6:
      lines.splice(at, 0, random.pick(["# whole line", "   ", "\f", "\t# x"]));
      break;
    case 7:
      files[path] = files[path].replaceAll(/^\t/gm, random.pick(["", "  ", "        "]));
      return;
  }
  files[path] = lines.join("\n");
}

/** What may stand last in a file, and is read by other rules where no newline ends it. */
const LAST_WORDS = [
  'config LAST\n\tbool "last"\n\thelp\n\t  Last words.',
  'config LAST\n\tbool "last"\n\thelp\n\t  Last words.\n\t  And more.',
  "LAST = words",
  "LAST := words # and more",
];

/** A sourced file whose last line is not ended; in the top file that is an error since 6.12. */
function cutLastLine(random, files) {
  const sourced = Object.keys(files).filter((path) => path !== "Kconfig");
  if (sourced.length === 0) return;
  const path = random.pick(sourced);
  if (random.chance(0.5)) {
    files[path] += `${random.pick(LAST_WORDS)}\n`;
    files.Kconfig += 'config LAST_IS\n\tstring\n\tdefault "$(LAST)"\n';
  }
  files[path] = files[path].replace(/\n$/, random.pick(["", "", " ", "\n# x", "\n\t"]));
}

/** One error in the text: the place of the first complaint and the exit code are compared. */
function breakSyntax(random, files) {
  const path = random.pick(Object.keys(files));
  const lines = files[path].split("\n");
  const at = random.int(Math.max(1, lines.length - 1));
  const words = lines[at].split(" ");
  switch (random.int(6)) {
    case 0:
      words.splice(random.int(words.length), 1);
      lines[at] = words.join(" ");
      break;
    case 1:
      words.splice(
        random.int(words.length + 1),
        0,
        random.pick(["if", "on", "&&", "!", "=", "config", "A", '"x"', "(", ")"]),
      );
      lines[at] = words.join(" ");
      break;
    case 2:
      lines.splice(at, 1);
      break;
    case 3:
      lines.splice(
        at,
        0,
        random.pick(["endif", "endmenu", "endchoice", "bool", "foo bar", "menu", 'source "missing"', "= y"]),
      );
      break;
    case 4:
      lines[at] = lines[at].slice(0, random.int(lines[at].length + 1));
      break;
    case 5: {
      const other = random.int(Math.max(1, lines.length - 1));
      [lines[at], lines[other]] = [lines[other], lines[at]];
      break;
    }
  }
  files[path] = lines.join("\n");
}
