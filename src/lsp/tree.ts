/** One tree of a workspace: its live service, the last good state, and what is wrong with its files. */
import type { ProbeMode } from "../probes/probe-mode.ts";
import { unknownNotes } from "../report/opened.ts";
import { diagnosticOf } from "../report/problems.ts";
import type { TreeRequest } from "../service/open-tree.ts";
import { Service, type ServiceRequest } from "../service/service.ts";
import type { OpenSession } from "../service/session.ts";
import { filesOf } from "../service/tree-files.ts";
import type { LintingQuestion } from "../service/tree-reader.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Companion, Host } from "../text/host.ts";
import { relativePath, resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { pathOfLocation } from "./diagnostics.ts";
import { uriOf } from "./places.ts";

/** How a tree is read, and where its values come from. */
export interface TreeStatus {
  /** Where the tree is found from, absolute. */
  readonly folder: string;
  /** Whether commands of its Kconfig files are run, answered from a recording, or neither. */
  readonly commands: ProbeMode["kind"];
  /** The .config whose values are shown; absent while no model is there. */
  readonly config?: {
    readonly uri: string;
    /** As a person names it. */
    readonly path: string;
    readonly exists: boolean;
  };
  /** Whether values are not known because commands were not run. */
  readonly isPartlyUnknown: boolean;
  readonly symbols: number;
}

export class OpenTree {
  readonly folder: string;
  readonly #host: Host;
  readonly #companion: Companion | undefined;
  readonly #service: Service;
  readonly #request: ServiceRequest;
  #first: Promise<void> | undefined;
  /** Absolute path to what the newest reading found there. */
  #troubles: ReadonlyMap<string, readonly Diagnostic[]> = new Map();
  #elsewhere: readonly Diagnostic[] = [];
  /** Texts of editors that the newest reading read, be it that no model came of it. */
  #read: ReadonlyMap<string, SourceFile> = new Map();
  #linter: Companion | undefined;
  #linted: ReadonlyMap<string, readonly Diagnostic[]> = new Map();

  constructor(host: Host, folder: string, request: ServiceRequest) {
    this.folder = folder;
    this.#host = host;
    this.#request = { ...request, directory: folder };
    this.#companion = host.companion?.();
    this.#service = new Service(host, this.#request, {}, this.#companion);
  }

  /** Ends its threads. */
  dispose(): void {
    this.#companion?.stop();
    this.stopLint();
  }

  /**
   * Lints Kconfig files, absolute, in a thread of its own; whether there is something new to show. It is over once
   * `stopLint` is called, and not done at all where there are no threads.
   */
  async lint(paths: readonly string[]): Promise<boolean> {
    this.stopLint();
    const linter = this.#host.companion?.();
    if (linter === undefined) return false;
    this.#linter = linter;
    const { createsConfig: _, ...asked } = this.#request;
    const request: TreeRequest = { trustsProbes: true, ...asked, takesErrors: true };
    const question: LintingQuestion = { request, texts: new Map(this.#service.texts), paths };
    try {
      const found = (await linter.ask(question)) as readonly Diagnostic[];
      if (this.#linter !== linter) return false;
      this.#linted = byPath(found, (path) => this.#placeOf(path, this.session));
      return true;
    } catch {
      // It was stopped, or ended by itself: the tree is not linted then.
      return false;
    } finally {
      linter.stop();
    }
  }

  /** The text changes: what lint would find out is not wanted any more. */
  stopLint(): void {
    this.#linter?.stop();
    this.#linter = undefined;
  }

  /** What the last lint found in a file. */
  lintedIn(path: string): readonly Diagnostic[] {
    return this.#linted.get(path) ?? [];
  }

  /** The last state that a model came of. */
  get session(): OpenSession | undefined {
    return this.#service.session;
  }

  /** Reads the tree if nobody did; then the last state is there, unless nothing came of it. */
  ready(): Promise<void> {
    this.#first ??= this.read();
    return this.#first;
  }

  /** Whether a reading came to an end, be it without a model. */
  isRead = false;

  async read(): Promise<void> {
    const texts = [...this.#service.texts].map(([path, text]) => [path, new SourceFile(path, text)] as const);
    await this.#service.refresh();
    this.isRead = true;
    this.#read = new Map(texts);
    this.#sortTroubles();
  }

  /** A text of an editor; undefined once it is that of the disk. */
  setText(path: string, text: string | undefined): void {
    this.#service.setText(path, text);
  }

  outdate(): void {
    this.#service.outdate();
  }

  /** Whether a file is the .config whose values are shown. */
  isConfig(path: string): boolean {
    const { session } = this;
    return session !== undefined && resolvePath(session.caller.folder, session.configFile.path) === path;
  }

  /** A Kconfig file as the newest reading had it: what is wrong with it is about these lines. */
  sourceRead(path: string): SourceFile | undefined {
    return this.#read.get(path) ?? (this.session && filesOf(this.session).get(path));
  }

  /** Whether the model was made from a Kconfig file. */
  reads(path: string): boolean {
    return this.session !== undefined && filesOf(this.session).has(path);
  }

  status(commands: ProbeMode["kind"]): TreeStatus {
    const { session } = this;
    return {
      folder: this.folder,
      commands,
      ...(session !== undefined && { config: configOf(session) }),
      isPartlyUnknown: (session?.model.data.unknownWords.length ?? 0) > 0,
      symbols: session?.model.data.symbols.count ?? 0,
    };
  }

  /** Files that something is wrong with, absolute. */
  get wrongFiles(): Iterable<string> {
    return this.#troubles.keys();
  }

  troublesIn(path: string): readonly Diagnostic[] {
    return this.#troubles.get(path) ?? [];
  }

  /** What is wrong and has no place in a file. */
  get troublesElsewhere(): readonly Diagnostic[] {
    return this.#elsewhere;
  }

  /** What people have to know of how the tree was read, a sentence each. */
  get notes(): readonly string[] {
    const { session } = this;
    return session === undefined ? [] : unknownNotes(session, { countsWords: true, namesAll: false });
  }

  /** Commands of the tree that the last reading ran. */
  get commandsRun(): readonly string[] {
    const isRun = this.#request.probes === undefined || this.#request.probes.kind !== "deny";
    const probes = (isRun && this.session?.model.data.probes) || [];
    return [...new Set(probes.filter(({ isUnknown }) => !isUnknown).map(({ command }) => command))];
  }

  #sortTroubles(): void {
    const { session } = this;
    const troubles = this.#service.troubles.map(diagnosticOf);
    this.#troubles = byPath(troubles, (path) => this.#placeOf(path, session));
    this.#elsewhere = troubles.filter(({ location }) => location === undefined);
  }

  /** Where nothing came of the first reading, paths start from the folder of the tree. */
  #placeOf(path: string, session: OpenSession | undefined): string {
    if (session !== undefined) return pathOfLocation({ path }, session);
    return resolvePath(resolvePath(this.#host.folder, this.folder), path);
  }
}

function configOf({ caller, configFile: { path, exists } }: OpenSession) {
  const place = resolvePath(caller.folder, path);
  return { uri: uriOf(place), path: relativePath(caller.folder, place), exists };
}

function byPath(
  diagnostics: readonly Diagnostic[],
  placeOf: (path: string) => string,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.location === undefined) continue;
    const path = placeOf(diagnostic.location.path);
    found.set(path, [...(found.get(path) ?? []), diagnostic]);
  }
  return found;
}
