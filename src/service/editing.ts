/** A .config that is being edited: rows of its menus, changes that are told and taken back, and writing it. */
import { type ConfigDifference, type ConfigSide, compareConfigurations } from "../diff/configurations.ts";
import { type TurningFragment, turningFragment } from "../diff/fragment.ts";
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import type { ChangeSet } from "../evaluate/change-set.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { writeDefconfig } from "../evaluate/defconfig.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { type UnknownPart, unknownPartOf } from "../evaluate/unknown-file.ts";
import { isWithinRange } from "../evaluate/within-range.ts";
import { writeDotConfig, writeOptionsOf } from "../evaluate/write.ts";
import { type ChangeCause, changeCause } from "../explain/change-cause.ts";
import { explainSymbol } from "../explain/explain.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ConfigSymbol, MenuNode } from "../model/model.ts";
import { prepareSearch } from "../query/search.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { type Location, SourceFile } from "../text/source-file.ts";
import { readAssignments } from "./assignments.ts";
import { readConfigFile } from "./config-file.ts";
import { readSide } from "./diff.ts";
import type { Explained } from "./explained.ts";
import { type MenuRow, menuRows, type RowsQuestion, setBelow } from "./menu-rows.ts";
import { isOpen, openTree } from "./open-tree.ts";
import { isTrouble, type Trouble } from "./problem.ts";
import type { Change, NoState, Service } from "./service.ts";
import type { OpenSession } from "./session.ts";
import { writeSet } from "./set.ts";
import {
  type AskedChange,
  changeBetween,
  countOf,
  dropUnfinished,
  keepUnfinished,
  type Unfinished,
  unfinished,
} from "./unfinished.ts";

/** What a person types for a number or a text, tried before it is set. */
export type TriedText =
  | { readonly kind: "fits" }
  | { readonly kind: "wrong-type" }
  | { readonly kind: "out-of-range"; readonly low: string; readonly high: string };

export type SaveAnswer =
  | { readonly kind: "saved"; readonly path: string }
  /** The file holds just that already. */
  | { readonly kind: "same"; readonly path: string }
  /** Lines rest on commands that were not run. */
  | { readonly kind: "unknown"; readonly part: UnknownPart }
  /** Commands of the tree answer otherwise than when they were kept: these, and what follows from them, are to be read anew. */
  | { readonly kind: "outdated"; readonly commands: readonly string[] }
  /** Of a tree with errors nothing is written. */
  | { readonly kind: "partial"; readonly errors: readonly Diagnostic[] }
  | { readonly kind: "failed"; readonly trouble: Trouble };

/** A symbol that has another value after a change; undefined where a .config has no line for it. */
export interface Valued {
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it was set, and does not follow from what was. */
  readonly isAsked: boolean;
}

export interface Followed extends Valued {
  /** Absent if it was set. */
  readonly cause?: ChangeCause;
}

/** What a file that is not the .config is to hold. */
export type OtherFile = "dot-config" | "defconfig";

/** One .config over one service; who uses it changes values through it alone. */
export class Editing {
  readonly session: OpenSession;
  readonly #service: Service;
  /** The .config as it is on the disk, as far as is known. */
  #file: ConfigSide | undefined;
  #held: string | null;
  /** The session when the file was read or written last; undefined while nothing has changed since it was read. */
  #saved: Configuration | undefined;
  /** Whether what is kept of unfinished sessions is this one's. */
  #hasKept = false;
  /** Symbols of which something was asked since. */
  #touched = new Set<SymbolId>();
  /**
   * Symbols of which the file says something else than the session: it has a line for each value, also for those that
   * nobody asked for, and none for what was asked for and cannot be seen.
   */
  #diverging: readonly SymbolId[] = [];

  /** Whether the tree's commands were run, or found to answer as they did. */
  #isSure: boolean;

  /** `trustsProbes`: kept answers of commands are good enough to write a .config from. */
  constructor(service: Service, session: OpenSession, { trustsProbes = false } = {}) {
    this.#service = service;
    this.session = session;
    this.#held = session.configFile.held;
    const { request, model } = session;
    this.#isSure = trustsProbes || request.isUncached === true || model.data.probes.length === 0;
  }

  /** Does now what the first change and the first search would have to wait for. */
  *prepare(): Generator<void, void> {
    this.#fork();
    yield;
    const { model } = this.session;
    // The first name that is looked up makes the table of all.
    void model.symbol("");
    yield;
    yield* prepareSearch(model);
  }

  /** Keeps the session as it is, for comparison with what it becomes. */
  #fork(): Configuration {
    this.#saved ??= this.session.configuration.fork();
    return this.#saved;
  }

  /** The .config as it is on the disk, as far as is known. */
  get dotConfig(): DotConfig {
    return this.#file?.dotConfig ?? this.session.configFile.dotConfig;
  }

  get #side(): ConfigSide {
    return this.#file ?? { configuration: this.#fork(), dotConfig: this.session.configFile.dotConfig };
  }

  rows(question: RowsQuestion): readonly MenuRow[] {
    const { configuration } = this.session;
    return menuRows(configuration, this.#file?.configuration ?? this.#saved ?? configuration, question);
  }

  /** A symbol without what it would take to change it: soon answered. */
  glance(symbol: ConfigSymbol): Explained {
    return explainSymbol(this.session.configuration, symbol);
  }

  tryText({ name }: ConfigSymbol, text: string): TriedText {
    const { assignments, problems } = readAssignments(this.session, [`${name}=${text}`]);
    if (problems.length > 0) return { kind: "wrong-type" };
    const { configuration } = this.session;
    const [{ symbol, value }] = assignments;
    if (symbol.type === "string" || isWithinRange(configuration, symbol.id, value)) return { kind: "fits" };
    const { low = "", high = "" } = explainSymbol(configuration, symbol).range ?? {};
    return { kind: "out-of-range", low, high };
  }

  // Changes.

  async change(change: Change): Promise<ChangeSet | NoState> {
    this.#fork();
    return this.#noted(await this.#service.change(change)) as ChangeSet | NoState;
  }

  undo(): Promise<ChangeSet | NoState | undefined> {
    return this.#service.undo().then((answer) => this.#noted(answer));
  }

  redo(): Promise<ChangeSet | NoState | undefined> {
    return this.#service.redo().then((answer) => this.#noted(answer));
  }

  /** What is set of an entry and all below it is set no more; undefined if nothing is. */
  async reset(node: MenuNode): Promise<ChangeSet | NoState | undefined> {
    const clear = setBelow(this.session.configuration, node).flatMap(({ name }) =>
      name === "" ? [] : [name],
    );
    return clear.length === 0 ? undefined : this.change({ clear });
  }

  /** What a change gave another value, in the order of the symbols: as a .config says it, and a bool or tristate without a line is n. */
  valued({ changes, undo }: ChangeSet): readonly Valued[] {
    const { model } = this.session;
    const asked = new Set(undo.map((each) => (each.kind === "restore" ? each.state.symbol : each.symbol)));
    return changes.flatMap(({ symbol: id, value, isWritten, why }) => {
      const symbol = model.symbolAt(id);
      const shown = (side: "from" | "to") => (isWritten[side] || symbol.isLogical ? value[side] : undefined);
      const [before, after] = [shown("from"), shown("to")];
      const isTold = !symbol.isChoice && symbol.name !== "" && before !== after;
      if (!isTold || (!isWritten.from && !isWritten.to)) return [];
      // What was asked for a symbol itself follows from nothing else.
      return [{ symbol, before, after, isAsked: why.because === id && asked.has(id) }];
    });
  }

  /** `valued` of the change that led to the values as they are, and why. */
  followed(change: ChangeSet): readonly Followed[] {
    const { configuration } = this.session;
    // Made when somebody looks: a second configuration takes memory.
    const before = configuration.fork();
    before.apply(change.undo);
    return this.valued(change).map((each) =>
      each.isAsked ? each : { ...each, cause: changeCause(before, configuration, each.symbol) },
    );
  }

  #noted(answer: ChangeSet | NoState | undefined): ChangeSet | NoState | undefined {
    if (answer === undefined || !("changes" in answer)) return answer;
    for (const change of answer.undo)
      this.#touched.add(change.kind === "restore" ? change.state.symbol : change.symbol);
    this.#hasKept = true;
    const asked = this.#asked();
    const { configuration } = this.session;
    if (countOf(asked) === 0) this.dropUnfinished();
    else {
      const touched = new Set([...this.#touched, ...this.#diverging]);
      const change = changeBetween(this.#side.configuration, configuration, touched);
      keepUnfinished(this.session, this.#held, { change, asked });
    }
    return answer;
  }

  #asked(): AskedChange {
    return changeBetween(this.#fork(), this.session.configuration, this.#touched);
  }

  /** Whether something is asked for that the file does not ask for. Cheap; `differs` has the last word. */
  get hasAsked(): boolean {
    return countOf(this.#asked()) > 0;
  }

  // A session that did not end.

  get unfinished(): Unfinished | undefined {
    return unfinished(this.session, this.#held);
  }

  /** Whether there is a place to keep one. */
  get keepsUnfinished(): boolean {
    return this.session.caller.cache !== undefined;
  }

  /** What another session left, or this one. */
  dropUnfinished(): void {
    dropUnfinished(this.session);
  }

  /** What this session left; that of another one stays until somebody has decided about it. */
  dropOwn(): void {
    if (this.#hasKept) this.dropUnfinished();
  }

  // Writing.

  /** Whether there is a .config on the disk, as far as is known. */
  get exists(): boolean {
    return this.#held !== null;
  }

  /** Whether the .config would be another file than it is. */
  get differs(): boolean {
    return this.#text() !== this.dotConfig.source.text || this.#held === null;
  }

  #text(): string {
    return writeDotConfig(this.session.configuration, writeOptionsOf(this.session.tree.environment));
  }

  /** From the .config as it is to what would be written. */
  difference(): {
    readonly before: ConfigSide;
    readonly after: ConfigSide;
    readonly difference: ConfigDifference;
  } {
    const after = this.#readBack(this.#text());
    return { before: this.#side, after, difference: compareConfigurations(this.#side, after) };
  }

  #readBack(text: string): ConfigSide {
    const { configFile, model } = this.session;
    const { prefix, dialect } = configFile.dotConfig;
    const dotConfig = parseDotConfig(new SourceFile(configFile.path, text), { prefix, dialect });
    const configuration = new Configuration(model);
    readDotConfig(configuration, dotConfig);
    settle(configuration);
    return { configuration, dotConfig };
  }

  /** Writes the .config, if it would be another file, keeps the old one beside it, and nothing over another program's. */
  async save(): Promise<SaveAnswer> {
    const { configFile } = this.session;
    const { path } = configFile;
    const refused = await this.#refusal();
    if (refused !== undefined) return refused;
    const after = this.#text();
    if (!this.differs) return this.#settled({ kind: "same", path });
    const before = this.dotConfig.source.text;
    const problem = writeSet(this.session, {
      file: { path, isFragment: false, held: this.#held, before, after },
    });
    if (problem !== undefined) return { kind: "failed", trouble: problem };
    const file = this.#readBack(after);
    this.#file = file;
    this.#moveOrigins(file.configuration);
    this.#saved = this.session.configuration.fork();
    this.#diverging = this.#divergingFrom(file.configuration);
    this.#held = after;
    this.#touched = new Set();
    return this.#settled({ kind: "saved", path });
  }

  /** What the written file says is requested there: its lines are others than those that were read. */
  #moveOrigins(read: Configuration): void {
    const { model, configuration } = this.session;
    const origins = new Map<SymbolId, Location>();
    for (let id = 0; id < model.data.symbols.count; id++) {
      const symbol = model.symbolAt(id);
      const { value, origin } = read.userValue(symbol) ?? {};
      if (origin !== undefined && configuration.userValue(symbol)?.value === value) origins.set(id, origin);
    }
    // Whoever takes back that nothing is asked for knows all that was.
    const { undo } = configuration.apply([...origins.keys()].map((symbol) => ({ kind: "clear", symbol })));
    configuration.apply(
      undo.map((change) => {
        const origin = change.kind === "restore" ? origins.get(change.state.symbol) : undefined;
        return change.kind !== "restore" || origin === undefined
          ? change
          : { kind: "restore", state: { ...change.state, origin } };
      }),
    );
  }

  #divergingFrom(read: Configuration): readonly SymbolId[] {
    const { model, configuration } = this.session;
    const found: SymbolId[] = [];
    for (let id = 0; id < model.data.symbols.count; id++) {
      const symbol = model.symbolAt(id);
      if (read.userValue(symbol)?.value !== configuration.userValue(symbol)?.value) found.push(id);
    }
    return found;
  }

  #settled(answer: SaveAnswer): SaveAnswer {
    this.dropOwn();
    return answer;
  }

  async #refusal(): Promise<SaveAnswer | undefined> {
    const { errors, configuration } = this.session;
    if (errors.length > 0) return { kind: "partial", errors };
    const part = unknownPartOf(configuration);
    if (part !== undefined) return { kind: "unknown", part };
    const commands = this.#isSure ? [] : await otherAnswers(this.session);
    this.#isSure = commands.length === 0;
    return this.#isSure ? undefined : { kind: "outdated", commands };
  }

  /** Whether saving may take the time of running the tree's commands. */
  get runsCommands(): boolean {
    return !this.#isSure;
  }

  /** Writes another file; `held` is what it held when the person was asked, null for none. */
  async saveAs(path: string, what: OtherFile, held: string | null): Promise<SaveAnswer> {
    const refused = await this.#refusal();
    if (refused !== undefined) return refused;
    const after =
      what === "defconfig"
        ? writeDefconfig(this.session.configuration, writeOptionsOf(this.session.tree.environment))
        : this.#text();
    return this.writeOther(path, after, held);
  }

  /** The lines that lead from a base, or from the .config as it is on the disk, to what is asked for now. */
  fragment(base?: string): { readonly base: string; readonly fragment: TurningFragment } | Trouble {
    const before = base === undefined ? this.#side : readSide(this.session, base);
    if (isTrouble(before)) return before;
    const after = this.#readBack(this.#text());
    const fragment = turningFragment(before, after, compareConfigurations(before, after));
    return { base: before.dotConfig.source.path, fragment };
  }

  writeOther(path: string, after: string, held: string | null): SaveAnswer {
    if (after === held) return { kind: "same", path };
    const file = { path, isFragment: true, held, before: held ?? "", after };
    const problem = writeSet(this.session, { file });
    return problem === undefined ? { kind: "saved", path } : { kind: "failed", trouble: problem };
  }

  /** What a file holds now, for who writes it later; null for none. */
  heldBy(path: string): string | null | Trouble {
    const file = readConfigFile(this.session, path);
    return isTrouble(file) ? file : file.held;
  }
}

/** Commands of a tree that answer otherwise than in the model of a session; what was kept of it is renewed. */
async function otherAnswers({ request, caller, model }: OpenSession): Promise<readonly string[]> {
  const { directory: _, ...rest } = request;
  const opened = await openTree({ ...rest, trustsProbes: false }, caller);
  // What cannot be read any more is no ground to write on.
  if (!isOpen(opened)) return [""];
  const { probes } = opened.model.data;
  const before = new Map(model.data.probes.map(({ command, output }) => [command, output]));
  const others = probes.filter(({ command, output }) => before.get(command) !== output);
  return [...new Set(others.map(({ command }) => command))];
}
