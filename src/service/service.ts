/** One live session over a tree: texts that are open in an editor lie over the disk, and the last good state answers. */
import type { ChangeSet } from "../evaluate/change-set.ts";
import { CheckedConfiguration } from "../evaluate/checked-configuration.ts";
import { type Tristate, tristateOf } from "../evaluate/tristate.ts";
import type { SearchHit } from "../query/search.ts";
import { KeptReading } from "../store/kept-reading.ts";
import type { Companion, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { withMadeFiles } from "../workspace/made-files.ts";
import { readAssignments } from "./assignments.ts";
import type { Cancellation } from "./cancellation.ts";
import { type CheckAnswer, type CheckQuestion, check } from "./check.ts";
import { configFileOf } from "./config-file.ts";
import { type DiffAnswer, diff } from "./diff.ts";
import { type ExplainAnswer, type ExplainQuestion, explain } from "./explain.ts";
import { type GraphAnswer, type GraphQuestion, graph } from "./graph.ts";
import { type LintAnswer, type LintQuestion, lint } from "./lint.ts";
import { type ListAnswer, type ListQuestion, list } from "./list.ts";
import { changesToLoad } from "./load-config.ts";
import { type MenuEntry, menu } from "./menu.ts";
import { entriesNamed, lookUpSymbol } from "./names.ts";
import { isOpen, type OpenTree, openTree, type TreeListener, type TreeRequest } from "./open-tree.ts";
import type { Problem, Trouble } from "./problem.ts";
import { type SearchQuestion, search } from "./search.ts";
import { configPath, type OpenSession, withConfig } from "./session.ts";
import { type ReadySet, type SetAnswer, type SetQuestion, set, writeSet } from "./set.ts";
import { readInThread, readModelInThread } from "./tree-reader.ts";

/** Nothing can be answered: why no state is there. */
export interface NoState {
  readonly troubles: readonly Trouble[];
}

/** What is asked for beyond the .config, and is not written yet. */
export interface Change {
  /** `SYM=value` each. */
  readonly set?: readonly string[];
  /** Symbols for which nothing shall be asked any more. */
  readonly clear?: readonly string[];
  /** Values for choices without names, each by the place of its entry: `path:line`. */
  readonly modes?: readonly { readonly place: string; readonly value: string }[];
  /** A .config whose values count in place of all that is asked for; what else is there comes on top. */
  readonly load?: string;
}

/** The tree that a service is about. */
export interface ServiceRequest extends TreeRequest {
  /** Whether a .config that was named may be missing, because it will be written. */
  readonly createsConfig?: boolean;
  /** Whether a few values are asked for first, so that those of all others are calculated when they are. */
  readonly asksFewValues?: boolean;
}

interface Step {
  readonly change: Change;
  readonly undo: ChangeSet["undo"];
}

/**
 * Questions are answered from the last state that a model came of; `troubles` are those of the newest reading. A question
 * that is cancelled is rejected with `Cancelled`.
 */
export class Service {
  readonly #host: Host;
  readonly #request: ServiceRequest;
  readonly #listener: TreeListener;
  readonly #companion: Companion | undefined;
  /** Absolute path to text. */
  readonly #texts = new Map<string, string>();
  readonly #earlier = new KeptReading();
  #opened: OpenTree | undefined;
  #session: OpenSession | undefined;
  #troubles: readonly Trouble[] = [];
  /** A text differs from what the newest reading had, or there was none yet. */
  #isOutdated = true;
  /** That of the .config does. */
  #isConfigOutdated = false;
  /** Under way: questions wait for it, and none begins another one meanwhile. */
  #reading: Promise<OpenSession | NoState> | undefined;
  /** The refreshing after that, which all who ask meanwhile wait for. */
  #next: Promise<OpenSession | NoState> | undefined;
  #done: Step[] = [];
  #undone: Change[] = [];

  /** With a `companion` the tree is read there, where the cache has no model of it: this thread answers meanwhile. */
  constructor(
    host: Host,
    request: ServiceRequest = {},
    listener: TreeListener = {},
    companion: Companion | undefined = undefined,
  ) {
    this.#host = host;
    this.#request = request;
    this.#listener = listener;
    this.#companion = companion;
  }

  /** The last state that a model came of. */
  get session(): OpenSession | undefined {
    return this.#session;
  }

  /** Errors and warnings of the newest reading, of Kconfig files, .config and the search for them. */
  get troubles(): readonly Trouble[] {
    return this.#troubles;
  }

  /** The text of a file that is open in an editor counts in place of the disk's; undefined once it is closed. */
  setText(path: string, text: string | undefined): void {
    const place = resolvePath(this.#host.folder, path);
    if (this.#texts.get(place) === text) return;
    if (text === undefined) this.#texts.delete(place);
    else this.#texts.set(place, text);
    // The model does not rest on the .config, unless the text is to come from the disk again.
    if (text !== undefined && this.#configPlace() === place) this.#isConfigOutdated = true;
    else this.#isOutdated = true;
  }

  /** Where the .config of the last reading is, absolute. */
  #configPlace(): string | undefined {
    const opened = this.#opened;
    return opened && resolvePath(opened.caller.folder, configPath(opened));
  }

  /** What is laid over the disk: absolute path to text. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** Files on the disk may have changed: the next question reads them. */
  outdate(): void {
    this.#isOutdated = true;
  }

  /**
   * Reads the tree if something may have changed: files with another text are parsed, commands run if what they are
   * seen to use changed. Errors do not keep it from a model of the rest; where none comes of it, the state before stays.
   */
  async refresh(): Promise<OpenSession | NoState> {
    if (this.#reading !== undefined) {
      this.#next ??= this.#reading
        .catch(() => undefined)
        .then(() => {
          this.#next = undefined;
          return this.refresh();
        });
      return this.#next;
    }
    if (!this.#isOutdated && !this.#isConfigOutdated) return this.#session ?? { troubles: this.#troubles };
    const opened = this.#opened;
    const isConfigOnly = !this.#isOutdated && opened !== undefined;
    this.#isConfigOutdated = false;
    if (isConfigOnly) return this.#readConfig(opened);
    this.#isOutdated = false;
    this.#reading = this.#read();
    try {
      return await this.#reading;
    } catch (error) {
      this.#isOutdated = true;
      throw error;
    } finally {
      this.#reading = undefined;
    }
  }

  async #read(): Promise<OpenSession | NoState> {
    const texts = new Map(this.#texts);
    const { createsConfig: _, asksFewValues: __, ...asked } = this.#request;
    const request: TreeRequest = { trustsProbes: true, ...asked, takesErrors: true };
    if (this.#companion !== undefined && this.#opened !== undefined) {
      const opened = await readInThread(this.#companion, this.#host, { request, texts }, this.#opened);
      if (opened !== undefined) {
        this.#opened = opened;
        return this.#readConfig(opened);
      }
    }
    const host = withMadeFiles(this.#host, texts, "always");
    const kept = { ...request, isOverlaid: texts.size > 0 };
    const companion = this.#companion;
    // Who reads in a thread has the trees there; a model of the cache is here at once.
    const opened = await (companion === undefined
      ? openTree(kept, host, this.#listener, this.#earlier)
      : openTree(kept, host, this.#listener, undefined, (tree) =>
          readModelInThread(companion, this.#host, { request, texts }, tree),
        ));
    if (!isOpen(opened)) return this.#fail(opened.troubles);
    this.#opened = opened;
    return this.#readConfig(opened);
  }

  /** A session over a tree that was read; a .config that is open in an editor counts as it is there now. */
  #readConfig(opened: OpenTree): OpenSession | NoState {
    const text = this.#texts.get(this.#configPlace() ?? "");
    const session = withConfig(opened, {
      createsConfig: this.#request.createsConfig,
      asksFewValues: this.#request.asksFewValues,
      makeConfiguration: (model) => new CheckedConfiguration(model),
      ...(text !== undefined && { configFile: configFileOf(opened, configPath(opened), text) }),
    });
    if ("code" in session) return this.#fail([...opened.diagnostics, session]);
    this.#session = session;
    this.#troubles = session.diagnostics;
    this.#repeatChanges();
    return session;
  }

  #fail(troubles: readonly Trouble[]): OpenSession | NoState {
    this.#troubles = troubles;
    return this.#session ?? { troubles };
  }

  // What was changed by hand.

  /** Asks for other values; answers what differs then, or which words mean nothing, and then nothing is changed. */
  async change(change: Change): Promise<ChangeSet | NoState> {
    const session = await this.refresh();
    if (!("configuration" in session)) return session;
    const applied = applyChange(session, change);
    if ("troubles" in applied) return applied;
    this.#done.push({ change, undo: applied.undo });
    this.#undone = [];
    return applied;
  }

  /** Takes back the last change; undefined if there is none. */
  async undo(): Promise<ChangeSet | NoState | undefined> {
    const session = await this.refresh();
    if (!("configuration" in session)) return session;
    const step = this.#done.pop();
    if (step === undefined) return undefined;
    this.#undone.push(step.change);
    return session.configuration.apply(step.undo);
  }

  /** Makes the last change again that was taken back; undefined if there is none. */
  async redo(): Promise<ChangeSet | NoState | undefined> {
    const session = await this.refresh();
    if (!("configuration" in session)) return session;
    const change = this.#undone.pop();
    if (change === undefined) return undefined;
    const applied = applyChange(session, change);
    if ("changes" in applied) this.#done.push({ change, undo: applied.undo });
    return applied;
  }

  /** The model is another one: what was asked of the former one is asked of it, as far as it has the symbols. */
  #repeatChanges(): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#done = this.#done.flatMap(({ change }) => {
      const applied = applyChange(session, change);
      return "undo" in applied ? [{ change, undo: applied.undo }] : [];
    });
  }

  // Questions.

  explain(question: ExplainQuestion, cancellation?: Cancellation): Promise<ExplainAnswer | NoState> {
    return this.#ask((session) => explain(session, question, cancellation));
  }

  /** What is to be written that the words hold; `write` does it. */
  set(question: SetQuestion, cancellation?: Cancellation): Promise<SetAnswer | NoState> {
    return this.#ask((session) => set(session, question, cancellation));
  }

  /** Writes what `set` answered; what kept it from that. */
  write(answer: ReadySet): Promise<Problem | undefined | NoState> {
    return this.#ask((session) => {
      const problem = writeSet(session, answer);
      if (problem === undefined) this.outdate();
      return problem;
    });
  }

  check(
    question: CheckQuestion,
    cancellation?: Cancellation,
  ): Promise<CheckAnswer | readonly Trouble[] | NoState> {
    return this.#ask((session) => check(session, question, cancellation));
  }

  lint(
    question: LintQuestion = {},
    cancellation?: Cancellation,
  ): Promise<LintAnswer | readonly Problem[] | NoState> {
    return this.#ask((session) => lint(session, question, cancellation));
  }

  diff(paths: readonly string[] = []): Promise<DiffAnswer | readonly Trouble[] | NoState> {
    return this.#ask((session) => diff(session, paths));
  }

  search(question: SearchQuestion): Promise<readonly SearchHit[] | undefined | NoState> {
    return this.#ask((session) => search(session, question));
  }

  list(question: ListQuestion = {}): Promise<ListAnswer | NoState> {
    return this.#ask((session) => list(session, question));
  }

  graph(question: GraphQuestion): Promise<GraphAnswer | NoState> {
    return this.#ask((session) => graph(session, question));
  }

  menu(node?: MenuEntry["node"]): Promise<readonly MenuEntry[] | NoState> {
    return this.#ask((session) => menu(session, node));
  }

  async #ask<Answer>(answer: (session: OpenSession) => Answer | Promise<Answer>): Promise<Answer | NoState> {
    const session = await this.refresh();
    return "configuration" in session ? answer(session) : session;
  }
}

function applyChange(session: OpenSession, change: Change): ChangeSet | NoState {
  const { set: words = [], clear = [], modes = [], load } = change;
  const loaded = load === undefined ? [] : changesToLoad(session, load);
  if ("code" in loaded) return { troubles: [loaded] };
  const { assignments, problems } = readAssignments(session, words);
  const cleared = clear.map((word) => lookUpSymbol(session, word));
  const troubles = [...problems, ...cleared.filter((each) => "code" in each)];
  if (troubles.length > 0) return { troubles };
  return session.configuration.apply([
    ...loaded,
    ...cleared.flatMap((each) => ("code" in each ? [] : [{ kind: "clear" as const, symbol: each.id }])),
    ...modes.flatMap(({ place, value }) =>
      entriesNamed(session, place).map(({ id }) => ({
        kind: "set" as const,
        symbol: id,
        value: valueFor("tristate", value),
      })),
    ),
    ...assignments.map(({ symbol, value }) => ({
      kind: "set" as const,
      symbol: symbol.id,
      value: valueFor(symbol.type, value),
    })),
  ]);
}

function valueFor(type: string, value: string): Tristate | string {
  return type === "bool" || type === "tristate" ? (tristateOf(value) ?? value) : value;
}
