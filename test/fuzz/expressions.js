/** Random expressions, constants and macro calls, in all the ways to write them. */

const NUMBERS = ["0", "1", "2", "5", "10", "16", "42", "100", "-1", "-7", "4294967296"];
const HEXES = ["0x0", "0x1", "0xA", "0x10", "0X1f", "ff", "1F", "10", "0xffffffff"];
/** Numbers that are wrong or read differently by base. */
const ODD_NUMBERS = [
  "08",
  "010",
  "+3",
  "0x",
  "1x",
  "-0",
  "",
  " 5",
  "99999999999999999999",
  "0xfffffffffffffffff",
];
const TEXTS = ["", "a", "abc", "a b", "y", "n", "m", "10", "0x10", "010", 'q\\"q', "b\\\\s", "x#y", "ä"];

/** Writes expressions over symbols that come earlier in the order of needs, so that loops stay rare. */
export class ExpressionMaker {
  #random;
  #profile;
  #symbols;
  #language;
  #macros;

  /** `symbols`: in the order of needs; `macros`: words that expand to a symbol's name or a constant. */
  constructor(random, profile, symbols, language, macros) {
    this.#random = random;
    this.#profile = profile;
    this.#symbols = symbols;
    this.#language = language;
    this.#macros = macros;
  }

  /** A symbol below `limit`; any symbol where the case may have loops. */
  symbol(limit) {
    const random = this.#random;
    if (random.chance(this.#profile.loops)) return random.pick(this.#symbols);
    if (limit <= 0) return undefined;
    // Near ones more often: real entries lean on their neighbours, and shared terms are what rewrites look at.
    const back = random.chance(0.5) ? random.int(Math.min(limit, 3)) : random.int(limit);
    return this.#symbols[limit - 1 - back];
  }

  /** An expression; `negated`: whether it stands below a negation. */
  expression(limit, depth = 2, negated = false) {
    const random = this.#random;
    const { constants, comparisons, macros } = this.#profile;
    const kind = random.weighted([
      [50, "symbol"],
      [depth > 0 ? 12 : 3, "not"],
      [depth > 0 ? 16 : 0, "and"],
      [depth > 0 ? 12 : 0, "or"],
      [40 * comparisons, "comparison"],
      [15 * constants, "constant"],
      [this.#macros.length > 0 ? 8 * macros : 0, "macro"],
      [1.5, "undefined"],
    ]);
    switch (kind) {
      case "symbol":
        return this.symbol(limit)?.name ?? this.#constant(limit);
      case "not": {
        const inner = this.expression(limit, depth - 1, true);
        return `${random.chance(0.9) ? "!" : "! "}${isSimple(inner) ? inner : `(${inner})`}`;
      }
      case "and":
      case "or": {
        const operator = kind === "and" ? "&&" : "||";
        const parts = Array.from({ length: random.chance(0.3) ? 3 : 2 }, () => {
          const part = this.expression(limit, depth - 1, negated);
          // Without parentheses now and then, so that precedence matters.
          return isSimple(part) || random.chance(0.4) ? part : `(${part})`;
        });
        return parts.join(random.chance(0.9) ? ` ${operator} ` : operator);
      }
      case "comparison":
        return this.#comparison(limit, negated);
      case "constant":
        return this.#constant(limit);
      case "macro":
        return random.pick(this.#macros);
      default:
        return random.pick(["UNDEF", "NOT_HERE", "1", '"abc"', '""']);
    }
  }

  /** A condition that a neighbour decides, and that may hold without it as well: whether a submenu begins or ends. */
  entangled(limit) {
    const random = this.#random;
    const symbol = limit > 0 && random.chance(0.7) ? this.#symbols[limit - 1] : this.symbol(limit);
    if (symbol === undefined) return this.expression(limit);
    const { name } = symbol;
    const without = [`!${name}`, `${name} = n`, `${name} != m`, `!(${name} = m)`, `${name}=n`];
    // See #comparison.
    if (this.#language.isModal || !symbol.types.has("bool")) without.push(`${name} != y`, `!(${name} = y)`);
    const one = () =>
      random.weighted([
        [3, random.pick(without)],
        [2, name],
        [1, random.pick([`${name} = y`, `${name} = m`, `${name} != n`])],
        [2, this.expression(limit, 1)],
      ]);
    const two = () => {
      const parts = [one(), one()].map((part) => (isSimple(part) ? part : `(${part})`));
      return parts.join(random.pick([" && ", " || "]));
    };
    const shapes = [
      [2, random.pick(without)],
      [3, two()],
      [2, `${name} && (${two()})`],
      [1, `(${two()}) || (${two()})`],
    ];
    if (this.#language.isModal) shapes.push([1, `!(${two()})`]);
    return random.weighted(shapes);
  }

  /** A bare m in a condition needs MODULES: rarely where that makes a loop. */
  #constant(limit = Number.POSITIVE_INFINITY) {
    const random = this.#random;
    const modules = this.#symbols.findIndex(({ name }) => name === "MODULES");
    const mayBeM = limit > modules || random.chance(0.02);
    const letter = random.pick(["y", "y", "n", "n", mayBeM ? "m" : "y"]);
    return this.#random.chance(0.15) ? `"${letter}"` : letter;
  }

  #comparison(limit, negated) {
    const random = this.#random;
    const left = this.symbol(limit);
    const operator = random.weighted([
      [40, "="],
      [40, "!="],
      [8, "<"],
      [8, "<="],
      [8, ">"],
      [8, ">="],
    ]);
    const right = this.#comparedWith(left, limit);
    const space = random.chance(0.4) ? " " : "";
    // Since choices were rewritten the C tool reads wild memory at `A != y` with a bool A, which `!(A = y)` becomes.
    const isDeadly =
      !this.#language.isModal &&
      left?.types.has("bool") &&
      /^["']?y["']?$/.test(right) &&
      (operator === "!=" || negated);
    if (isDeadly) return left.name;
    const written = left === undefined ? this.constantOf("any") : left.name;
    if (random.chance(0.1) && !/^["']?y["']?$/.test(written))
      return `${right}${space}${operator}${space}${this.#safeRight(right, written)}`;
    return `${written}${space}${operator}${space}${right}`;
  }

  /** The right side of an exchanged comparison, whose left side may be a bool now. */
  #safeRight(left, right) {
    const symbol = this.#symbols.find(({ name }) => name === left);
    return symbol?.types.has("bool") && right === "y" ? "n" : right;
  }

  #comparedWith(left, limit) {
    const random = this.#random;
    if (random.chance(0.25)) return this.symbol(limit)?.name ?? "y";
    if (random.chance(0.1)) return this.constantOf("any");
    const isLogical = left === undefined || left.type === "bool" || left.type === "tristate";
    if (!isLogical) return this.constantOf(left.type);
    return random.chance(0.2)
      ? random.pick(['"y"', '"n"', "'m'", "UNDEF", "1"])
      : random.pick(["y", "m", "n"]);
  }

  /** A constant that suits a type, or (rarely) does not. Quoted as often as not. */
  constantOf(type) {
    const random = this.#random;
    if (random.chance(0.1 * this.#profile.oddities)) return this.#quoted(random.pick(ODD_NUMBERS), true);
    switch (type) {
      case "bool":
      case "tristate":
        return this.#constant();
      case "int":
        return this.#quoted(random.pick(NUMBERS), random.chance(0.3));
      case "hex":
        return this.#quoted(random.pick(HEXES), random.chance(0.3));
      case "string":
        return this.#quoted(random.pick(TEXTS), true);
      default:
        return random.pick([
          this.#constant(),
          this.#quoted(random.pick(NUMBERS), random.chance(0.5)),
          this.#quoted(random.pick(HEXES), random.chance(0.5)),
          this.#quoted(random.pick(TEXTS), true),
        ]);
    }
  }

  #quoted(text, quoted) {
    if (!quoted && /^[A-Za-z0-9_-]+$/.test(text)) return text;
    return this.#random.chance(0.15) && !text.includes("'") ? `'${text}'` : `"${text}"`;
  }
}

function isSimple(text) {
  return /^!? ?("[^"]*"|[A-Za-z0-9_-]+|\$\([^()]*\))$/.test(text);
}
