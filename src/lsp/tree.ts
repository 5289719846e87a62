/** One tree of a workspace: its live service, the last good state, and what is wrong with its files. */

import { unknownNotes } from "../report/opened.ts";
import { diagnosticOf } from "../report/problems.ts";
import type { TreeRequest } from "../service/open-tree.ts";
import { Service } from "../service/service.ts";
import type { OpenSession } from "../service/session.ts";
import { filesOf } from "../service/tree-files.ts";
import type { LintingQuestion } from "../service/tree-reader.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Companion, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { pathOfLocation } from "./diagnostics.ts";

export class OpenTree {
  readonly folder: string;
  readonly #host: Host;
  readonly #companion: Companion | undefined;
  readonly #service: Service;
  readonly #request: TreeRequest;
  #first: Promise<void> | undefined;
  /** Absolute path to what the newest reading found there. */
  #troubles: ReadonlyMap<string, readonly Diagnostic[]> = new Map();
  #elsewhere: readonly Diagnostic[] = [];
  #linter: Companion | undefined;
  #linted: ReadonlyMap<string, readonly Diagnostic[]> = new Map();

  constructor(host: Host, folder: string, request: TreeRequest) {
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
    const request: TreeRequest = { trustsProbes: true, ...this.#request, takesErrors: true };
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
    await this.#service.refresh();
    this.isRead = true;
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

  /** Whether the model was made from a Kconfig file. */
  reads(path: string): boolean {
    return this.session !== undefined && filesOf(this.session).has(path);
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
