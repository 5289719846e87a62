/** All that is open: documents, the trees that they belong to, and when what is told of them is found out. */

import type { TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import type { Diagnostic as ClientDiagnostic } from "vscode-languageserver-types";
import type { ProbeMode } from "../probes/probe-mode.ts";
import { counted } from "../report/counted.ts";
import { diagnosticOf } from "../report/problems.ts";
import { Cancelled } from "../service/cancellation.ts";
import type { CheckAnswer } from "../service/check.ts";
import { homeOf } from "../service/home.ts";
import { checkOpenFragment } from "../service/open-fragment.ts";
import type { TreeRequest } from "../service/open-tree.ts";
import type { OpenSession } from "../service/session.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { parentFolder } from "../text/path.ts";
import { clientDiagnostic, pathOfLocation } from "./diagnostics.ts";
import { kindOf, type OpenDocument, openDocument } from "./documents.ts";
import { findingsInConfig, findingsInKconfig, shownInEditor } from "./findings.ts";
import { pathOf, uriOf } from "./places.ts";
import { OpenTree, type TreeStatus } from "./tree.ts";
import type { View } from "./view.ts";

/** What the server says of itself. */
export interface Client {
  publish(uri: string, version: number | undefined, diagnostics: ClientDiagnostic[]): void;
  log(message: string): void;
  warn(message: string): void;
  /** Values may be others: what was asked for before is outdated. */
  valuesChanged(): void;
}

/** What a person, or the editor for them, says. */
export interface WorkspaceSettings {
  /** Whether commands of trees may be run. */
  readonly isTrusted: boolean;
  /** What becomes of them, where it is said: in a workspace that is not trusted, only what runs nothing. */
  readonly probes?: ProbeMode;
  /** Whether Kconfig files that are open are linted; absent: in trees that are not large. */
  readonly lints?: boolean;
  /** The .config whose values are shown, absolute; absent: each tree's own. It may be missing. */
  readonly config?: string;
  /** Folders of the workspace, absolute. */
  readonly folders: readonly string[];
  /** Of the command line: which tree, and how it is read. */
  readonly request: TreeRequest;
}

/** Milliseconds without a key after which a tree is read again at the latest. */
const MOST_QUIET = 300;
/** And after which it is linted, which takes as long as all else together. */
const LINT_QUIET = 1000;
/** Trees with more symbols are linted only if that is asked for: Linux takes 30 s of the processor and 300 MB. */
const MOST_LINTED = 3000;
const LEAST_QUIET = 10;
/** Milliseconds without a key before memory is given back, and after which it is, whatever comes. */
const RELEASE_QUIET = 150;
const MOST_UNRELEASED = 5000;

/**
 * Milliseconds without a key before work begins that took `cost` the last time, undefined if it was never done: half of
 * that, so that what is typed meanwhile is rarely read in vain and nobody waits much longer than the work takes.
 */
export function quietBefore(cost: number | undefined): number {
  return cost === undefined ? MOST_QUIET : Math.min(MOST_QUIET, Math.max(LEAST_QUIET, cost / 2));
}

/** What is found out about a fragment. */
interface Checked {
  readonly answer: CheckAnswer | undefined;
  /** Of the texts of all fragments that were open. */
  readonly state: number;
  readonly session: OpenSession;
  readonly diagnostics: readonly Diagnostic[];
}

export class Workspace {
  readonly #host: Host;
  readonly #client: Client;
  #settings: WorkspaceSettings;
  readonly #documents = new Map<string, OpenDocument>();
  /** By the folder that they are found from. */
  readonly #trees = new Map<string, OpenTree>();
  /** Path of a document to its tree. */
  readonly #treeOfPath = new Map<string, OpenTree | undefined>();
  /** Memory is to be given back: since when, and when next. */
  #releasing: { readonly since: number; timer: ReturnType<typeof setTimeout> | undefined } | undefined;
  /** What reads a tree, and what reads it again after that. */
  readonly #reading = new Map<OpenTree, Promise<void>>();
  readonly #waiting = new Map<OpenTree, Promise<void>>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** By path. */
  readonly #checked = new Map<string, Checked>();
  /** Counts changes of fragments: one may be merged with others. */
  #state = 0;
  /** Milliseconds that the last check of a fragment took. */
  #costOfCheck = 0;
  /** Milliseconds that the last reading of a tree took. */
  readonly #costOfReading = new WeakMap<OpenTree, number>();
  /** Files that are not open and have diagnostics at the client, by tree. */
  readonly #told = new Map<OpenTree, Set<string>>();
  readonly #said = new Set<string>();
  #work = new Set<Promise<void>>();

  constructor(host: Host, client: Client, settings: WorkspaceSettings) {
    this.#host = host;
    this.#client = client;
    this.#settings = settings;
  }

  get documents(): ReadonlyMap<string, OpenDocument> {
    return this.#documents;
  }

  get sessions(): readonly OpenSession[] {
    return [...this.#trees.values()].flatMap(({ session }) => session ?? []);
  }

  /** Waits until all that was begun is done: timers as well. */
  async settle(): Promise<void> {
    for (;;) {
      if (this.#work.size > 0) await Promise.all(this.#work);
      else if (this.#timers.size > 0) await new Promise((done) => setTimeout(done, LEAST_QUIET));
      else return;
    }
  }

  dispose(): void {
    for (const timer of [...this.#timers.values(), this.#releasing?.timer]) clearTimeout(timer);
    this.#timers.clear();
    this.#releasing = undefined;
    for (const tree of this.#trees.values()) tree.dispose();
  }

  // Documents.

  open(uri: string, language: string, version: number, text: string): void {
    const document = openDocument(uri, language, version, text);
    if (document === undefined) return;
    this.#documents.set(document.path, document);
    if (document.kind === "config") this.#state += 1;
    const tree = this.#treeOf(document.path);
    if (document.kind === "kconfig") this.#publish(document);
    if (tree === undefined) {
      this.#publish(document);
      return;
    }
    // What the disk has needs no text in place of it: then the kept model of the last run counts.
    if (document.kind === "kconfig" && !this.#isSaved(document)) tree.setText(document.path, text);
    this.#begin(async () => {
      await tree.ready();
      await this.#adoptConfig(tree, document);
      await this.#read(tree);
      if (document.kind === "kconfig") this.#lintLater(tree);
    });
  }

  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void {
    const document = this.#byUri(uri);
    if (document === undefined) return;
    if (this.#releasing !== undefined) this.#releaseLater();
    document.change(changes, version);
    const tree = this.#treeOf(document.path);
    if (document.kind === "kconfig") {
      this.#publish(document);
      if (tree === undefined) return;
      tree.setText(document.path, document.text);
      this.#forget(`lint ${tree.folder}`);
      tree.stopLint();
      this.#readLater(tree);
      return;
    }
    this.#state += 1;
    if (tree === undefined) return;
    if (tree.isConfig(document.path)) {
      tree.setText(document.path, document.text);
      this.#readLater(tree);
    } else
      this.#later(`check ${document.path}`, quietBefore(this.#costOfCheck), () =>
        this.#check(document, tree),
      );
  }

  close(uri: string): void {
    const document = this.#byUri(uri);
    if (document === undefined) return;
    const { path } = document;
    const tree = this.#treeOf(path);
    this.#documents.delete(path);
    this.#state += 1;
    this.#treeOfPath.delete(path);
    this.#checked.delete(path);
    this.#client.publish(uri, undefined, []);
    if (tree === undefined) return;
    if (document.kind === "config" && !tree.isConfig(path)) return;
    tree.setText(path, undefined);
    tree.outdate();
    this.#readLater(tree);
  }

  /** Files changed on the disk, absolute. */
  filesChanged(paths: readonly string[]): void {
    // Another file may be what makes a folder a tree.
    for (const [path, tree] of this.#treeOfPath) if (tree === undefined) this.#treeOfPath.delete(path);
    for (const tree of this.#trees.values()) {
      tree.outdate();
      this.#readLater(tree);
    }
    const closed = paths.filter((path) => !this.#documents.has(path));
    if (closed.length === 0) return;
    for (const document of this.#documents.values())
      if (!this.#treeOfPath.has(document.path)) {
        const tree = this.#treeOf(document.path);
        if (tree !== undefined) this.#begin(() => this.#read(tree));
      }
  }

  /** Other settings: all trees are read anew by them. */
  configure(settings: Partial<WorkspaceSettings>): void {
    const next = { ...this.#settings, ...settings };
    if (JSON.stringify(next) === JSON.stringify(this.#settings)) return;
    this.#settings = next;
    this.dispose();
    for (const [tree, paths] of this.#told) {
      for (const path of paths) this.#client.publish(uriOf(path), undefined, []);
      this.#told.delete(tree);
    }
    this.#trees.clear();
    this.#treeOfPath.clear();
    this.#checked.clear();
    this.#said.clear();
    for (const { uri, text, version, kind } of [...this.#documents.values()])
      this.open(uri, kind === "kconfig" ? "kconfig" : "dotconfig", version, text);
    this.#begin(async () => {
      await Promise.all([...this.#trees.values()].map((tree) => tree.ready()));
      this.#client.valuesChanged();
    });
  }

  // Requests.

  /** The world that all is read from. */
  get host(): Host {
    return this.#host;
  }

  /** As `view`, of a state that has all texts as they are now. */
  async currentView(uri: string): Promise<View | undefined> {
    const document = this.#byUri(uri);
    const tree = document && this.#treeOf(document.path);
    if (tree !== undefined) {
      await tree.ready();
      await this.#read(tree);
    }
    return this.view(uri);
  }

  /** As `view`, at once for a Kconfig file: for requests that its text alone answers. */
  async textView(uri: string): Promise<View | undefined> {
    const document = this.#byUri(uri);
    if (document?.kind !== "kconfig") return this.view(uri);
    return { document, session: this.#treeOf(document.path)?.session, documents: this.#documents };
  }

  /** The tree of a file, open or not, once it has a first state; without a file that of the first folder that has one. */
  async treeFor(uri?: string): Promise<OpenTree | undefined> {
    const { folders } = this.#settings;
    const path = uri === undefined ? undefined : pathOf(uri);
    const paths = path === undefined ? folders.map((folder) => `${folder}/Kconfig`) : [path];
    const [tree] = paths.flatMap((each) => this.#treeOf(each) ?? []);
    await tree?.ready();
    return tree;
  }

  /** As `treeFor`, of a state that has all texts as they are now. */
  async currentTreeFor(uri?: string): Promise<OpenTree | undefined> {
    const tree = await this.treeFor(uri);
    if (tree !== undefined) await this.#read(tree);
    return tree;
  }

  statusOf(tree: OpenTree): TreeStatus {
    return tree.status(this.#probes().kind);
  }

  /** What a request about a document looks at, once there is a first state; undefined if it is not open. */
  async view(uri: string): Promise<View | undefined> {
    const document = this.#byUri(uri);
    if (document === undefined) return undefined;
    const tree = this.#treeOf(document.path);
    await tree?.ready();
    return { document, session: tree?.session, documents: this.#documents };
  }

  /** The check of a fragment as it is now. */
  checkOf({ document, session }: View): CheckAnswer | undefined {
    const tree = this.#treeOf(document.path);
    if (tree === undefined || session === undefined || document.kind !== "config") return undefined;
    return this.#checkNow(document, session).answer;
  }

  // Work.

  #byUri(uri: string): OpenDocument | undefined {
    for (const document of this.#documents.values()) if (document.uri === uri) return document;
    return undefined;
  }

  #isSaved(document: OpenDocument): boolean {
    const read = this.#host.readText(document.path);
    return read.ok && read.text === document.text;
  }

  #treeOf(path: string): OpenTree | undefined {
    if (this.#treeOfPath.has(path)) return this.#treeOfPath.get(path);
    const folder = this.#homeOf(path);
    let tree = folder === undefined ? undefined : this.#trees.get(folder);
    if (tree === undefined && folder !== undefined) {
      const { request, config } = this.#settings;
      const chosen = config === undefined ? {} : { config, createsConfig: true };
      tree = new OpenTree(this.#host, folder, { ...request, ...chosen, probes: this.#probes() });
      this.#trees.set(folder, tree);
    }
    this.#treeOfPath.set(path, tree);
    return tree;
  }

  /** A fragment that lies in no tree belongs to that of the workspace, where there is just one. */
  #homeOf(path: string): string | undefined {
    const { request, folders } = this.#settings;
    if (request.kconfig !== undefined) return request.directory ?? this.#host.folder;
    const own = homeOf(parentFolder(path) ?? "/", this.#host);
    if (own !== undefined || kindOf(path) === "kconfig") return own;
    const homes = new Set(folders.flatMap((folder) => homeOf(folder, this.#host) ?? []));
    return homes.size === 1 ? [...homes][0] : undefined;
  }

  #probes(): ProbeMode {
    const { isTrusted, probes } = this.#settings;
    if (isTrusted) return probes ?? { kind: "run" };
    return probes?.kind === "replay" ? probes : { kind: "deny" };
  }

  /** The .config of a tree that is open and not saved counts as it is in the editor. */
  async #adoptConfig(tree: OpenTree, document: OpenDocument): Promise<void> {
    if (document.kind === "config" && tree.isConfig(document.path) && !this.#isSaved(document))
      tree.setText(document.path, document.text);
  }

  #readLater(tree: OpenTree): void {
    this.#later(`tree ${tree.folder}`, quietBefore(this.#costOfReading.get(tree)), () => this.#read(tree));
  }

  #later(key: string, quiet: number, work: () => Promise<void>): void {
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#begin(work);
    }, quiet);
    this.#timers.set(key, timer);
  }

  #forget(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  #begin(work: () => Promise<void>): void {
    const done: Promise<void> = work()
      .catch((error) => {
        if (!(error instanceof Cancelled))
          this.#client.log(`internal error: ${error instanceof Error ? error.stack : error}`);
      })
      .finally(() => {
        this.#work.delete(done);
        this.#releaseLater();
      });
    this.#work.add(done);
  }

  /** Reads a tree. Of all that is asked for while it is read, one reading comes of it, which has the newest texts. */
  #read(tree: OpenTree): Promise<void> {
    const waiting = this.#waiting.get(tree);
    if (waiting !== undefined) return waiting;
    const current = this.#reading.get(tree);
    if (current === undefined) return this.#readNow(tree);
    const next = current
      .catch(() => undefined)
      .then(() => {
        this.#waiting.delete(tree);
        return this.#readNow(tree);
      });
    this.#waiting.set(tree, next);
    return next;
  }

  #readNow(tree: OpenTree): Promise<void> {
    const reading = this.#readAndPublish(tree).finally(() => this.#reading.delete(tree));
    this.#reading.set(tree, reading);
    return reading;
  }

  /**
   * The model before, its values, what a check has tried: nobody looks at them any more. Collecting them keeps everybody
   * waiting, so that is done in a pause between keys, or once there was none for long.
   */
  #releaseLater(): void {
    if (this.#host.releaseMemory === undefined) return;
    const now = this.#host.now();
    this.#releasing ??= { since: now, timer: undefined };
    const { since, timer } = this.#releasing;
    clearTimeout(timer);
    const quiet = Math.max(0, Math.min(RELEASE_QUIET, since + MOST_UNRELEASED - now));
    this.#releasing.timer = setTimeout(() => {
      this.#releasing = undefined;
      this.#host.releaseMemory?.();
    }, quiet);
  }

  async #readAndPublish(tree: OpenTree): Promise<void> {
    const before = tree.session;
    const started = this.#host.now();
    await tree.read();
    // Another .config alone takes less.
    if (tree.session?.model !== before?.model) this.#costOfReading.set(tree, this.#host.now() - started);
    if (this.#trees.get(tree.folder) !== tree) return;
    this.#tell(tree);
    const documents = [...this.#documents.values()].filter(({ path }) => this.#treeOf(path) === tree);
    for (const document of documents) {
      if (document.kind === "kconfig") this.#publish(document);
      else await this.#check(document, tree);
    }
    this.#publishClosed(tree);
    if (tree.session === before) return;
    this.#client.valuesChanged();
    this.#lintLater(tree);
  }

  #lintLater(tree: OpenTree): void {
    if (tree.session === undefined) return;
    const { lints = tree.session.model.data.symbols.count <= MOST_LINTED } = this.#settings;
    if (lints) this.#later(`lint ${tree.folder}`, LINT_QUIET, () => this.#lint(tree));
  }

  async #lint(tree: OpenTree): Promise<void> {
    const isLinted = ({ kind, path }: OpenDocument) => kind === "kconfig" && this.#treeOf(path) === tree;
    const documents = [...this.#documents.values()].filter(isLinted);
    if (documents.length === 0 || !(await tree.lint(documents.map(({ path }) => path)))) return;
    for (const document of this.#documents.values()) if (isLinted(document)) this.#publish(document);
  }

  /** What is to be known of a tree, once each. */
  #tell(tree: OpenTree): void {
    const say = (text: string, how: (text: string) => void) => {
      if (this.#said.has(`${tree.folder} ${text}`)) return;
      this.#said.add(`${tree.folder} ${text}`);
      how(text);
    };
    for (const { message, severity } of tree.troublesElsewhere)
      say(`${tree.folder}: ${message}`, (text) =>
        severity === "error" ? this.#client.warn(text) : this.#client.log(text),
      );
    for (const note of tree.notes) say(`${tree.folder}: ${note}`, (text) => this.#client.log(text));
    const isDenied = this.#probes().kind === "deny";
    if (isDenied && (tree.session?.model.data.unknownWords.length ?? 0) > 0) {
      const reason = this.#settings.isTrusted ? "" : "the workspace is not trusted, so ";
      say(
        `${tree.folder}: ${reason}commands of its Kconfig files are not run, and values that rest on them are not known`,
        (text) => (this.#settings.isTrusted ? this.#client.log(text) : this.#client.warn(text)),
      );
    }
    const commands = tree.commandsRun;
    if (commands.length > 0)
      say(
        `${tree.folder}: Kconfig files ran ${counted(commands.length, "command")}, as the workspace is trusted; the first: ${commands[0]}`,
        (text) => this.#client.log(text),
      );
  }

  // Diagnostics.

  #checkNow(document: OpenDocument, session: OpenSession): Checked {
    const known = this.#checked.get(document.path);
    if (known?.state === this.#state && known.session === session) return known;
    const texts = new Map([...this.#documents].map(([path, { text }]) => [path, text]));
    const started = this.#host.now();
    const answer = checkOpenFragment(session, document.path, texts);
    this.#costOfCheck = this.#host.now() - started;
    const isAnswer = "result" in answer;
    const checked: Checked = {
      answer: isAnswer ? answer : undefined,
      state: this.#state,
      session,
      diagnostics: isAnswer
        ? answer.result.findings.filter(({ suppressed }) => suppressed === undefined).map(shownInEditor)
        : answer.map(diagnosticOf),
    };
    this.#checked.set(document.path, checked);
    return checked;
  }

  async #check(document: OpenDocument, tree: OpenTree): Promise<void> {
    if (this.#documents.get(document.path) !== document) return;
    const { session } = tree;
    if (session !== undefined) this.#checkNow(document, session);
    this.#publish(document);
    if (session === undefined) return;
    for (const other of this.#documents.values()) {
      const inputs = other === document ? [] : (this.#checked.get(other.path)?.answer?.inputs ?? []);
      if (!inputs.some(({ path }) => pathOfLocation({ path }, session) === document.path)) continue;
      if (this.#checked.get(other.path)?.state === this.#state) continue;
      this.#checkNow(other, session);
      this.#publish(other);
    }
  }

  #publish(document: OpenDocument): void {
    const { path, uri, version } = document;
    const tree = this.#treeOf(path);
    const surroundings = { session: tree?.session, documents: this.#documents };
    const { diagnostics = [] } = this.#checked.get(path) ?? {};
    const found =
      document.kind === "kconfig"
        ? findingsInKconfig(document, tree)
        : findingsInConfig(document, tree, diagnostics);
    this.#client.publish(
      uri,
      version,
      found.map((each) => clientDiagnostic(each, surroundings, (line) => document.line(line - 1))),
    );
  }

  /** What is wrong with files that are not open. */
  #publishClosed(tree: OpenTree): void {
    const before = this.#told.get(tree) ?? new Set();
    const now = new Set<string>();
    for (const path of tree.wrongFiles) {
      if (this.#documents.has(path) || kindOf(path) === "config") continue;
      now.add(path);
      const lines = tree.session?.lines(path) ?? [];
      const surroundings = { session: tree.session, documents: this.#documents };
      this.#client.publish(
        uriOf(path),
        undefined,
        tree
          .troublesIn(path)
          .map((each) => clientDiagnostic(each, surroundings, (line) => lines[line - 1] ?? "")),
      );
    }
    for (const path of before)
      if (!now.has(path) && !this.#documents.has(path)) this.#client.publish(uriOf(path), undefined, []);
    this.#told.set(tree, now);
  }
}
