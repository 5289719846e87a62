/** Looks for a configuration of two trees at once: the same lines, read in both, where conditions come out as wanted. */
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import { type DotConfigType, printLine } from "../dotconfig/print-line.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig } from "../evaluate/read.ts";
import { N, type Tristate } from "../evaluate/tristate.ts";
import { ABSENT, SymbolFlag, type SymbolId } from "../model/columns.ts";
import { coneOf, symbolsIn } from "../model/mentions.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { type Edit, settingOf } from "../resolve/edits.ts";
import { Encoder } from "../resolve/encode.ts";
import type { Levels } from "../resolve/encoding.ts";
import { type Literal, type Outcome, Solver } from "../resolve/solver.ts";
import { TextDomains } from "../resolve/text-domains.ts";
import { SourceFile } from "../text/source-file.ts";
import { type Condition, valueIn } from "./condition.ts";
import { foreignLevels, foreignValue, isKnownIn } from "./foreign.ts";
import { joinLevels } from "./free-terms.ts";

// Each tree is encoded over no configuration at all, as `resolve` does it over one. What the lines of a .config say is
// tied by name: one .config says it to both trees. What the solver finds is read by both evaluators before it counts.
// That it finds nothing is a proof as long as only what is sure is tied; some more is tied in a first search, so that
// what it finds can be one .config. Symbols whose types differ are left untied.

/** The prefix of the lines of an example. */
const PREFIX = "CONFIG_";

/** Conflicts for one question: those of Linux need some hundreds at most. */
const MOST_CONFLICTS = 4000;
/**
 * A search goes through all variables: beyond this a new encoding is cheaper than to go on with the old one. (Linux 6.1
 * and 6.12: 17 s with 15,000, 12 s with 30,000, 14 s with 60,000, 27 s with 120,000.)
 */
const MOST_VARIABLES = 35_000;
/** Times that edits are allowed; then all are. */
const MOST_ROUNDS = 40;
/** Lines of an example that are tried whether they can go. */
const MOST_TRIED = 24;
/** Examples that are kept, each with a configuration of both trees. */
const MOST_EXAMPLES = 24;
/** Of fewer lines it is not worth while to find out which can matter at all. */
const FEW_LINES = 6;

/** Lines of a .config, and what the two conditions come to with them. */
export interface Witness {
  readonly lines: readonly string[];
  readonly before: Tristate;
  readonly after: Tristate;
}

export type SearchOutcome =
  | { readonly kind: "found"; readonly witness: Witness }
  /** No configuration has it. */
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

export interface SearchOptions {
  readonly direction: "lost" | "gained";
  /** Of the conditions only counts whether they are n. */
  readonly isBool: boolean;
  /** When so many questions took the solver, only examples answer. */
  readonly mostSolved: number;
}

/**
 * Whether a configuration, as both trees read it, shows what is looked for: the conditions differ as wanted, and do so
 * with the same values as well, those of the one tree or of the other, if that has all names. Else it is the values that
 * differ, because of what changed elsewhere.
 */
type Test = (readings: Example["readings"]) => readonly [Tristate, Tristate] | undefined;

function testFor(before: Condition, after: Condition, { direction, isBool }: SearchOptions): Test {
  const differ = (was: Tristate, is: Tristate) => {
    const [high, low] = direction === "lost" ? [was, is] : [is, was];
    return isBool ? high > N && low === N : high > low;
  };
  const [isKnownBefore, isKnownAfter] = [isKnownIn(before.model, after), isKnownIn(after.model, before)];
  return ([a, b]) => {
    const [was, is] = [valueIn(a, before), valueIn(b, after)];
    if (!differ(was, is)) return undefined;
    const isOwn =
      (isKnownBefore && differ(was, foreignValue(a, after))) ||
      (isKnownAfter && differ(foreignValue(b, before), is)) ||
      !(isKnownBefore || isKnownAfter);
    return isOwn ? [was, is] : undefined;
  };
}

export class JointSearch {
  readonly #before: Model;
  readonly #after: Model;
  readonly #domains: readonly [TextDomains, TextDomains];
  #encoding: JointEncoding | undefined;
  /** Examples of earlier questions, which often answer the next one; what did so last comes first. */
  readonly #examples: Example[];
  #solved = 0;

  constructor(before: Model, after: Model) {
    this.#before = before;
    this.#after = after;
    this.#domains = [new TextDomains(before), new TextDomains(after)];
    this.#examples = [this.#example([])];
  }

  /** Questions that no earlier example answered. */
  get solved(): number {
    return this.#solved;
  }

  /** A configuration in which `before` holds further than `after`: the other way round with `direction` "gained". */
  search(before: Condition, after: Condition, options: SearchOptions): SearchOutcome {
    const test = testFor(before, after, options);
    const known = this.#examples.findIndex(({ readings }) => test(readings) !== undefined);
    if (known >= 0) {
      const [example] = this.#examples.splice(known, 1);
      this.#examples.unshift(example);
      return this.#found(example.lines, [before, after], test);
    }
    if (this.#solved >= options.mostSolved) return { kind: "unknown" };
    this.#solved += 1;
    const found = this.#solve(before, after, options, test);
    if (found.kind === "found" && found.witness.lines.length > 0) {
      this.#examples.unshift(this.#example(found.witness.lines));
      this.#examples.length = Math.min(this.#examples.length, MOST_EXAMPLES);
    }
    return found;
  }

  #solve(before: Condition, after: Condition, options: SearchOptions, test: Test): SearchOutcome {
    if (this.#encoding === undefined || this.#encoding.solver.variableCount > MOST_VARIABLES)
      this.#encoding = new JointEncoding(this.#before, this.#after, this.#domains);
    const encoding = this.#encoding;
    const question = encoding.question(before, after, options);
    encoding.tie();
    // With all ties what is found holds; with those that are sure, that nothing is found does.
    for (const ties of [[encoding.ties], []]) {
      const outcome = encoding.solveWithFewEdits([...ties, question]);
      if (outcome === "unknown") return { kind: "unknown" };
      if (outcome === "satisfiable") {
        const found = this.#found(encoding.lines(), [before, after], test);
        if (found.kind === "found") return found;
      } else if (ties.length === 0 || !encoding.solver.core.includes(encoding.ties))
        return { kind: encoding.isTooTight ? "unknown" : "none" };
    }
    return { kind: "unknown" };
  }

  #example(lines: readonly string[]): Example {
    return { lines, readings: [reading(this.#before, lines), reading(this.#after, lines)] };
  }

  /** The lines, fewer if possible, if both trees confirm that they do what is wanted. */
  #found(lines: readonly string[], conditions: readonly Condition[], test: Test): SearchOutcome {
    const near = lines.length > FEW_LINES ? linesBehind(lines, ...conditions) : lines;
    let example = this.#example(near);
    if (test(example.readings) === undefined) example = this.#example(lines);
    if (test(example.readings) === undefined) return { kind: "unknown" };
    const kept = new Set(example.lines);
    const tried = [...example.lines].reverse().slice(0, MOST_TRIED);
    for (const line of tried) {
      setLine(example, line, "off");
      if (test(example.readings) === undefined) setLine(example, line, "on");
      else kept.delete(line);
    }
    // What was turned off and on again may not be as if it had never been: what is told is read from the start.
    const least = this.#example(example.lines.filter((line) => kept.has(line)));
    for (const told of [least, this.#example(example.lines)]) {
      const values = test(told.readings);
      if (values !== undefined)
        return { kind: "found", witness: { lines: told.lines, before: values[0], after: values[1] } };
    }
    return { kind: "unknown" };
  }
}

interface Example {
  readonly lines: readonly string[];
  readonly readings: readonly [Configuration, Configuration];
}

/** Takes a line of an example away, or puts it back. */
function setLine({ readings }: Example, line: string, how: "off" | "on"): void {
  const name = nameIn(line);
  for (const configuration of readings) {
    const symbol = configuration.model.symbol(name);
    if (symbol === undefined || !symbol.isDefined) continue;
    if (how === "off") configuration.clearUserValue(symbol.id);
    else readLines(configuration, [line]);
  }
}

/** Lines about what the conditions rest on, and about what shares a choice with it. */
function linesBehind(lines: readonly string[], ...conditions: readonly Condition[]): readonly string[] {
  const names = new Set(conditions.flatMap(namesBehind));
  return lines.filter((line) => names.has(nameIn(line)));
}

function namesBehind({ model, any }: Condition): readonly string[] {
  const { data } = model;
  const roots: SymbolId[] = [];
  for (const id of any.flat()) symbolsIn(data, id, (symbol) => roots.push(symbol));
  const cone = coneOf(data, ...roots);
  const names: string[] = [];
  const choices = new Set<SymbolId>();
  for (const id of cone) {
    names.push(data.symbols.name[id]);
    const choice = data.symbols.choice[id];
    if (choice !== ABSENT) choices.add(choice);
    if ((data.symbols.flags[id] & SymbolFlag.choice) !== 0) choices.add(id);
  }
  for (const choice of choices) names.push(...model.symbolAt(choice).members.map(({ name }) => name));
  return names;
}

const nameIn = (line: string): string => /^(?:# )?CONFIG_(\w+)/.exec(line)?.[1] ?? "";

/** A configuration of these lines and nothing else. */
function reading(model: Model, lines: readonly string[]): Configuration {
  const configuration = new Configuration(model);
  readLines(configuration, lines);
  return configuration;
}

/** Reads lines as a .config. Those about names that the tree does not have count for nothing, and cost time. */
function readLines(configuration: Configuration, lines: readonly string[]): void {
  const { model } = configuration;
  const text = lines
    .filter((line) => model.symbol(nameIn(line))?.isDefined)
    .map((line) => `${line}\n`)
    .join("");
  const dialect = model.data.dialect.conf.dotConfig;
  readDotConfig(configuration, parseDotConfig(new SourceFile("example", text), { dialect }));
}

class JointEncoding {
  readonly solver = new Solver();
  readonly before: Side;
  readonly after: Side;
  /** The literal under which more is tied than is sure, so that what is found is one .config. */
  readonly ties: Literal;
  readonly #tied = new Set<string>();
  readonly #sayings = new Map<string, Literal>();
  /** Literals that something is edited. */
  readonly #isEdit = new Set<Literal>();

  constructor(
    before: Model,
    after: Model,
    [domainsBefore, domainsAfter]: readonly [TextDomains, TextDomains],
  ) {
    this.before = new Side(before, domainsBefore, this.solver);
    this.after = new Side(after, domainsAfter, this.solver);
    this.ties = this.solver.newVariable(true);
  }

  /** Whether a loop was cut, so that something possible may be missing. */
  get isTooTight(): boolean {
    return this.before.encoder.isTooTight || this.after.encoder.isTooTight;
  }

  /**
   * As `solve`, with edits only where there is no answer without: as long as the edits that are forbidden stand in the
   * way, those that do so are allowed. Not always the fewest, but few.
   */
  solveWithFewEdits(hard: readonly Literal[]): Outcome {
    const allowed = new Set<Literal>();
    for (let round = 0; ; round++) {
      const isLast = round === MOST_ROUNDS;
      const forbidden = isLast ? [] : this.#edits().filter((edited) => !allowed.has(edited));
      const outcome = this.solver.solve([...forbidden.map((edited) => -edited), ...hard], {
        conflicts: MOST_CONFLICTS,
      });
      if (outcome !== "unsatisfiable" || isLast) return outcome;
      const inTheWay = this.solver.core.filter((literal) => literal < 0 && this.#isEdit.has(-literal));
      if (inTheWay.length === 0) return outcome;
      for (const literal of inTheWay) allowed.add(-literal);
    }
  }

  #edits(): readonly Literal[] {
    const sides = [this.before, this.after];
    const count = sides.reduce((sum, { encoder }) => sum + encoder.edits.size, 0);
    if (count > this.#isEdit.size)
      for (const { encoder } of sides)
        for (const { edited } of encoder.edits.values()) this.#isEdit.add(edited);
    return [...this.#isEdit];
  }

  /** The literal of what `testFor` tests. */
  question(before: Condition, after: Condition, { direction, isBool }: SearchOptions): Literal {
    const { gates } = this.before.encoder;
    const beyond = (was: Levels, is: Levels): Literal => {
      const [more, less] = direction === "lost" ? [was, is] : [is, was];
      const atM = gates.and([more.m, -less.m]);
      return isBool ? atM : gates.or([atM, gates.and([more.y, -less.y])]);
    };
    const [was, is] = [this.before.condition(before), this.after.condition(after)];
    const bySameValues: Literal[] = [];
    if (isKnownIn(before.model, after))
      bySameValues.push(beyond(was, foreignLevels(this.before.encoder, after)));
    if (isKnownIn(after.model, before))
      bySameValues.push(beyond(foreignLevels(this.after.encoder, before), is));
    const differs = beyond(was, is);
    return bySameValues.length === 0 ? differs : gates.and([differs, gates.or(bySameValues)]);
  }

  /** Defines what was mentioned, and ties what the lines of one .config say in both trees. */
  tie(): void {
    this.before.encoder.complete();
    this.after.encoder.complete();
    for (const edit of this.before.encoder.edits.values()) {
      if (edit.kind === "choice") continue;
      const { name } = this.before.model.symbolAt(edit.symbol);
      if (this.#tied.has(name)) continue;
      const twin = this.after.model.symbol(name);
      const other = twin === undefined ? undefined : this.after.encoder.edits.get(twin.id);
      if (other === undefined) continue;
      this.#tied.add(name);
      this.#tieEdits(edit, other);
    }
    for (const side of [this.before, this.after]) this.#tieMembers(side);
    for (const side of [this.before, this.after]) this.#tieSayings(side);
  }

  #tieEdits(a: Edit, b: Edit): void {
    const equal = (x: Literal, y: Literal, guard?: Literal) => this.before.encoder.gates.equate(x, y, guard);
    if (a.kind === "logical" && b.kind === "logical") {
      // A line that says m to a bool counts for nothing: between a bool and a tristate nothing is sure.
      if ((a.m === a.y) !== (b.m === b.y)) return;
      equal(a.edited, b.edited);
      equal(a.m, b.m);
      if (a.y !== a.m) equal(a.y, b.y);
    } else if (a.kind === "text" && b.kind === "text") {
      equal(a.edited, b.edited);
      // A text stands for all that conditions of its tree cannot tell from it, which may be others in the other tree.
      for (const [text, literal] of a.texts) {
        const twin = b.texts.get(text);
        if (twin !== undefined) equal(literal, twin, this.ties);
      }
    }
  }

  /**
   * Members of exclusive choices. Of several lines with y the last one that can be seen counts, and lines with n can
   * decide too; what is sure is that a line with y is heeded that can be seen and is the only one.
   */
  #tieMembers({ encoder, model }: Side): void {
    for (const edit of encoder.edits.values()) {
      if (edit.kind !== "choice") continue;
      const members = encoder.membersOf(edit.choice).map((member) => ({
        member,
        says: this.#saying(model.symbolAt(member).name),
      }));
      for (const { member, says } of members) {
        const { name } = model.symbolAt(member);
        if (!this.#isFirst(model, name)) continue;
        const others = members.filter((each) => each.member !== member).map((each) => each.says);
        const seen = encoder.visibility(member).m;
        this.solver.addClause([-says, -seen, encoder.levels(member).y, ...others]);
        const picked = encoder.gates.and([edit.edited, edit.members.get(member) ?? encoder.gates.no]);
        encoder.gates.equate(picked, says, this.ties);
      }
    }
  }

  /** What a line says to a bool that is, in either tree, the member of a choice. */
  #tieSayings({ encoder, model }: Side): void {
    for (const edit of encoder.edits.values()) {
      if (edit.kind !== "logical") continue;
      const { name, choice } = model.symbolAt(edit.symbol);
      if (choice === undefined && !this.#sayings.has(name)) continue;
      if (!this.#isFirst(model, name)) continue;
      const says = this.#saying(name);
      encoder.gates.equate(encoder.gates.and([edit.edited, edit.y]), says);
      if (choice === undefined) continue;
      // The order of lines is free, which is more than they have: the one line with y cannot be passed over.
      const others = choice.members
        .filter((member) => member.name !== name)
        .map((member) => this.#saying(member.name));
      const seen = encoder.visibility(edit.symbol).m;
      const mode = encoder.levels(choice.id).y;
      this.solver.addClause([-says, -seen, -mode, encoder.levels(edit.symbol).y, ...others]);
    }
  }

  /** The literal that a line says y to this name. */
  #saying(name: string): Literal {
    let literal = this.#sayings.get(name);
    if (literal === undefined) {
      literal = this.solver.newVariable();
      this.#sayings.set(name, literal);
    }
    return literal;
  }

  #isFirst(model: Model, name: string): boolean {
    const key = `${model === this.before.model ? "before" : "after"} ${name}`;
    if (this.#tied.has(key)) return false;
    this.#tied.add(key);
    return true;
  }

  /** The lines of the solver's last answer. */
  lines(): readonly string[] {
    const lines = new Map<string, string>();
    for (const side of [this.before, this.after]) {
      for (const edit of side.encoder.edits.values()) {
        const setting = settingOf(this.solver, edit);
        if (setting === undefined) continue;
        const symbol = side.model.symbolAt(setting.symbol);
        if (!lines.has(symbol.name)) lines.set(symbol.name, lineFor(symbol, setting.value));
      }
    }
    return [...lines.values()];
  }
}

function lineFor({ name, type }: ConfigSymbol, value: string): string {
  return printLine(PREFIX, name, type as DotConfigType, value);
}

class Side {
  readonly model: Model;
  readonly encoder: Encoder;

  constructor(model: Model, domains: TextDomains, solver: Solver) {
    this.model = model;
    this.encoder = new Encoder(solver, reading(model, []), domains);
  }

  condition({ any }: Condition): Levels {
    return joinLevels(this.encoder.gates, any, (id) => this.encoder.expression(id));
  }
}
