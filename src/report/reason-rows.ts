/** Reasons as rows of an outline: what fails, the statement that says so, and where it is. */

import type { UserValue } from "../evaluate/configuration.ts";
import { letterOf, M, N } from "../evaluate/tristate.ts";
import type { Blocker, Condition, Probe, Reason, Term, Way } from "../explain/reason.ts";
import { sourceText } from "../explain/statements.ts";
import { highest, lowest, setText, type ValueSet } from "../explain/value-set.ts";
import { MOD, NO, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol, Expression, Place, Property } from "../model/model.ts";
import { counted } from "./counted.ts";
import { choiceText, expressionText, symbolText } from "./expression-text.ts";
import type { Row } from "./outline.ts";
import { modulesText, ownerText, placeText, rangeText, wantedSign } from "./reason-words.ts";

/** Lines of a file by its path, to quote what a .config says. */
export type LinesOf = (path: string) => readonly string[] | undefined;

/** Rows deeper than this say nothing that helps, unless the whole tree is asked for. */
const DEEPEST = 9;
/** What a person reads of one reason, and what one who wants all of it scrolls through. */
const MOST_ROWS = { brief: 24, whole: 2000 };
const MOST_SELECTORS = 5;

export interface RowOptions {
  /** All ways, each as far down as it goes; what was told is not told again. */
  readonly isWhole?: boolean;
  /** Statements with the terms that hold as well. */
  readonly isFull?: boolean;
  readonly lines: LinesOf;
  /** Where files that were not read define a name. */
  readonly elsewhere?: (name: string) => readonly Place[];
}

/** The rows of a reason, without one for its own symbol. */
export function reasonRows(reason: Reason, options: RowOptions): readonly Row[] {
  const writer = new RowWriter(options);
  writer.reason(reason, 0);
  const { rows } = writer;
  const most = options.isWhole || options.isFull ? MOST_ROWS.whole : MOST_ROWS.brief;
  if (rows.length <= most) return rows;
  const advice = options.isWhole ? "explain one of the symbols above" : "--tree shows all";
  return [...rows.slice(0, most), { depth: 0, text: `and ${rows.length - most} more lines: ${advice}` }];
}

/** What a .config says about a symbol, as it is written there, and where. */
export function requestRow(
  user: UserValue,
  lines: LinesOf,
): { readonly statement?: string; readonly place?: string } {
  const { origin } = user;
  if (origin === undefined) return {};
  const line = lines(origin.path)?.[origin.line - 1]?.trim();
  return { statement: line?.startsWith("#") ? `"${line}"` : line, place: placeText(origin) };
}

interface TermOptions {
  readonly blocker?: Blocker;
  readonly mustHold?: boolean;
  readonly isBare?: boolean;
}

class RowWriter {
  readonly rows: Row[] = [];
  readonly #options: RowOptions;
  /** What was said already: a symbol and the values that it needs. */
  readonly #told = new Map<SymbolId, ValueSet>();
  readonly #toldChoices = new Set<SymbolId>();

  constructor(options: RowOptions) {
    this.#options = options;
  }

  reason(reason: Reason, depth: number): void {
    if (depth > DEEPEST && !this.#options.isWhole) return this.#add(depth, "and so on: --tree shows all");
    switch (reason.kind) {
      case "holds":
        return;
      case "settable":
        return this.#settable(reason, depth);
      case "undefined":
        return this.#undefined(reason.symbol, depth);
      case "wrong-type":
        return this.#add(depth, `its type ${reason.symbol.type} has no value ${reason.wanted}`);
      case "no-modules":
        return this.#add(depth, modulesText(reason.modules, ", which is n"));
      case "out-of-range":
        return this.#add(depth, rangeText(reason), sourceText(reason.range), reason.range);
      case "unmet":
      case "limited":
        this.#blockers(reason.blockers, depth);
        if (reason.cost === Infinity || reason.ways.length === 0) return;
        this.#add(depth, "it cannot be set directly here, but this would give it the value");
        return this.#wayList(reason.ways, reason.otherWays, depth + 1);
      case "forced":
        return this.#selectors(reason.by, depth);
      case "choice-conflict":
        return this.#lostChoice(reason, depth);
      case "promptless":
        return this.#ways(reason.ways, reason.otherWays, depth);
      case "given":
        return this.#given(reason, depth);
      case "probe":
        return this.#probe(reason.probe, depth);
      case "cut":
        return this.#add(
          depth,
          reason.isOpen ? "which is where this began" : `see kcfg explain ${symbolText(reason.symbol)}`,
        );
    }
  }

  #add(
    depth: number,
    text: string,
    statement?: string,
    at?: { readonly place: Place },
    sign?: Row["sign"],
  ): void {
    this.rows.push({
      depth,
      sign,
      text,
      statement,
      place: at === undefined ? undefined : placeText(at.place),
    });
  }

  #settable({ user, needs }: Reason & { readonly kind: "settable" }, depth: number): void {
    if (user === undefined) {
      const isOff = needs === 0 || lowest(needs) > 0;
      return this.#add(depth, isOff ? "not requested, but it can be set" : "the default, but it can be set");
    }
    const text = user.value === "n" ? "not requested" : `requested as ${user.value}`;
    this.rows.push({ depth, text, ...requestRow(user, this.#options.lines) });
  }

  #undefined(symbol: ConfigSymbol, depth: number): void {
    const [place] = this.#options.elsewhere?.(symbol.name) ?? [];
    if (place !== undefined) {
      this.rows.push({ depth, text: "defined in a file that is not read", place: placeText(place) });
    }
  }

  #given({ symbol, by, blockers }: Reason & { readonly kind: "given" }, depth: number): void {
    for (const property of by) this.#add(depth, "has no prompt", sourceText(property), property);
    if (by.length === 0) {
      const hasDefault = symbol.propertiesOf("default").length > 0;
      this.#add(depth, `has no prompt, and ${hasDefault ? "no default applies" : "no default"}`);
    }
    this.#blockers(blockers, depth + 1);
  }

  #blockers(blockers: readonly Blocker[], depth: number): void {
    for (const [index, blocker] of blockers.entries()) {
      this.#term(blocker.term, depth, { blocker, mustHold: true });
      const isLast = blockers[index + 1]?.statement.id !== blocker.statement.id;
      if (this.#options.isFull && isLast)
        for (const condition of blocker.holding)
          this.#add(depth, conditionText(condition), undefined, undefined, "holds");
    }
  }

  /**
   * One term that has to change. `blocker` says where it stands, which alternatives of one statement need not repeat;
   * `mustHold` if it is one of several that all have to, so that nothing is missed where it was told before; `isBare`
   * if it is not the cheapest of several, whose own reasons would only hide the way to go.
   */
  #term(term: Term, depth: number, { blocker, mustHold, ...options }: TermOptions = {}): void {
    const { isFull, isWhole } = this.#options;
    const isBare = options.isBare && !isWhole;
    const statement =
      blocker === undefined ? undefined : isFull ? statementWords(blocker.statement) : statementText(blocker);
    const at = blocker?.statement;
    switch (term.kind) {
      case "symbol": {
        const before = this.#told.get(term.symbol.id);
        const isTold = before !== undefined && (before & ~term.needs) === 0;
        if (isTold && mustHold && !isWhole && !isFull) return;
        const name = symbolText(term.symbol);
        if (term.because.kind === "undefined") {
          this.#add(depth, `${name} is not defined, so it is n`, statement, at, "fails");
          return this.#undefined(term.symbol, depth + 1);
        }
        const told = isTold && (isWhole || isFull) ? " (as above)" : "";
        this.#add(
          depth,
          `${name} = ${term.actual}, needs ${setText(term.needs)}${told}`,
          statement,
          at,
          "fails",
        );
        if (isTold || isBare) return;
        this.#told.set(term.symbol.id, term.needs);
        return this.reason(term.because, depth + 1);
      }
      case "comparison":
        this.#add(depth, comparisonText(term), statement, at, "fails");
        if (term.because !== undefined && term.because.kind !== "cut" && !isBare)
          this.reason(term.because, depth + 1);
        return;
      case "any":
        this.#add(
          depth,
          term.isWanted ? "one of these must hold" : "one of these must not hold",
          statement,
          at,
          "fails",
        );
        return isBare ? undefined : this.#alternatives(term, depth + 1);
      case "never":
        if (term.probe !== undefined)
          return this.#probe(term.probe, depth, statement ?? term.probe.text, "fails");
        return this.#add(depth, neverText(term.expression), statement, at, "fails");
    }
  }

  #alternatives({ alternatives, others }: Term & { readonly kind: "any" }, depth: number): void {
    for (const [index, terms] of alternatives.entries()) {
      const isBare = index > 0 && !this.#options.isWhole;
      if (terms.length === 1) {
        this.#term(terms[0], depth, { isBare });
        continue;
      }
      this.#add(depth, "all of");
      for (const term of terms) this.#term(term, depth + 1, { isBare });
    }
    if (others > 0) this.#add(depth, `or ${counted(others, "other")}`);
  }

  #selectors(by: readonly Property[], depth: number): void {
    const most = this.#options.isWhole ? Infinity : MOST_SELECTORS;
    for (const property of by.slice(0, most)) {
      this.#add(depth, `selected by ${ownerText(property)}`, sourceText(property), property);
    }
    if (by.length > most) this.#add(depth, `and by ${by.length - most} more`);
  }

  #lostChoice(
    { symbol, needs, choice, chosen, user }: Reason & { readonly kind: "choice-conflict" },
    depth: number,
  ): void {
    if (this.#toldChoices.has(choice.id)) return;
    this.#toldChoices.add(choice.id);
    const place = choice.definitions[0];
    if (chosen === undefined) return this.#add(depth, "no member is chosen", choiceText(choice), place);
    if (chosen.id === symbol.id && highest(needs) === 0) {
      return this.#add(depth, "it is the chosen one; choose another", choiceText(choice), place);
    }
    this.#add(depth, `${chosen.name} is chosen`, choiceText(choice), place);
    if (user?.value === "y")
      this.rows.push({ depth: depth + 1, text: "requested", ...requestRow(user, this.#options.lines) });
    else this.#add(depth + 1, "by default");
  }

  #ways(ways: readonly Way[], others: number, depth: number): void {
    if (ways.length === 0) return this.#add(depth, "has no prompt, and nothing selects it");
    const what = `${ways.length === 1 && others === 0 ? "this" : "one of these"} would give it the value`;
    this.#add(depth, depth === 0 ? what : `has no prompt; ${what}`);
    this.#wayList(ways, others, depth + 1);
  }

  #wayList(ways: readonly Way[], others: number, depth: number): void {
    for (const [index, { property, blockers }] of ways.entries()) {
      const isBare = index > 0 && !this.#options.isWhole;
      const [first, ...rest] = blockers;
      const isSelector = first?.term.kind === "symbol" && first.part === undefined;
      if (isSelector && rest.length === 0) {
        this.#wayOfSelector(first, depth, isBare);
        continue;
      }
      this.#add(depth, `${property.kind} of ${ownerText(property)}`, sourceText(property), property);
      for (const blocker of blockers) {
        this.#term(
          blocker.term,
          depth + 1,
          blocker.statement.id === property.id ? { isBare } : { blocker, isBare },
        );
      }
    }
    if (others > 0) this.#add(depth, `or ${counted(others, "other")}`);
  }

  /** Nothing is missing but the symbol that selects. */
  #wayOfSelector({ statement, term }: Blocker, depth: number, isBare: boolean): void {
    if (term.kind !== "symbol") return;
    const isTold = this.#told.has(term.symbol.id);
    const told = isTold && this.#options.isWhole ? " (as above)" : "";
    const text = `${symbolText(term.symbol)} = ${term.actual}, needs ${setText(term.needs)}${told}`;
    this.#add(depth, text, `${statement.kind} ${statement.target.name}`, statement, "fails");
    if (isBare || isTold) return;
    this.#told.set(term.symbol.id, term.needs);
    this.reason(term.because, depth + 1);
  }

  #probe(
    { text, statement, isCommand, isUnknown, output }: Probe,
    depth: number,
    shown = text,
    sign?: Row["sign"],
  ): void {
    if (isUnknown) return this.#add(depth, "a command that was not run", shown, statement, sign && "unknown");
    const answer = output === undefined || output === "" ? "" : ` returned ${output}`;
    this.#add(
      depth,
      isCommand ? `a probe of the build tools${answer}` : "given by a macro",
      shown,
      statement,
      sign,
    );
  }
}

/** `NET = y`, `!SMP holds`. */
export function conditionText({ part, value }: Condition): string {
  if (part.kind === "symbol") return `${symbolText(part.symbol)} = ${letterOf(value)}`;
  return `${expressionText(part)} ${value === N ? "fails" : value === M ? "holds as m" : "holds"}`;
}

/** The statement with its failing part alone, and how many other parts hold. */
function statementText({ statement, part, term, holding }: Blocker): string {
  const { length } = holding;
  const more = length === 0 ? "" : ` (${length} more hold${length === 1 ? "s" : ""})`;
  const probe = term.kind === "never" ? term.probe : undefined;
  const words = probe !== undefined ? probe.text : part === undefined ? "" : expressionText(part);
  switch (statement.kind) {
    case "depends on":
      return `${statement.node.kind === "if" ? "if" : "depends on"} ${words}${more}`;
    case "visible if":
      return `visible if ${words}${more}`;
    case "prompt":
      return probe !== undefined ? probe.text : `prompt if ${words}${more}`;
    default:
      return sourceText(statement);
  }
}

/** A whole statement, with the keyword that conditions are stored without. */
export function statementWords(property: Property): string {
  const words = sourceText(property);
  if (property.kind === "depends on") return `${property.node.kind === "if" ? "if" : "depends on"} ${words}`;
  return property.kind === "visible if" ? `visible if ${words}` : words;
}

/** What no value changes: bare `m` and `n` are limits. */
function neverText(expression: Expression): string {
  const id = expression.kind === "symbol" ? expression.symbol.id : undefined;
  if (id === MOD) return "m at most";
  return id === NO ? "never holds" : `${expressionText(expression)} never changes`;
}

/** `NR_CPUS = 64, needs > 512` */
function comparisonText({ expression, values, isWanted }: Term & { readonly kind: "comparison" }): string {
  const { sign, left, right } = expression as Expression & { readonly kind: "comparison" };
  const wanted = wantedSign(sign, isWanted);
  const side = right.isConstant || !right.isDefined ? symbolText(right) : `${right.name} (${values[1]})`;
  return `${symbolText(left)} = ${values[0] || '""'}, needs ${wanted} ${side}`;
}
