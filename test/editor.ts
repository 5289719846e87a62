/** An editor in memory for tests of the language server: marked texts, a workspace, and what it was told. */
import type { Diagnostic, Position, TextEdit } from "vscode-languageserver-types";
import { type MemoryHostOptions, memoryHost } from "../src/host/memory.ts";
import { pathOf, uriOf } from "../src/lsp/places.ts";
import type { View } from "../src/lsp/view.ts";
import { Workspace, type WorkspaceSettings } from "../src/lsp/workspace.ts";
import type { Companion, Host } from "../src/text/host.ts";

export interface EditorOptions extends Omit<MemoryHostOptions, "files"> {
  readonly settings?: Partial<WorkspaceSettings>;
  /** A thread that reads trees. */
  readonly companion?: (host: Host) => Companion;
  /** Gives memory back, by the time of the machine. */
  readonly releaseMemory?: () => void;
  /** What is open; the marked file if absent. */
  readonly open?: readonly string[];
}

/** The place of `$0` in one of the texts, and the texts without it. */
export function unmarked(files: Readonly<Record<string, string>>) {
  const [path, text] = Object.entries(files).find(([, each]) => each.includes("$0")) ?? ["", ""];
  const before = text.slice(0, text.indexOf("$0"));
  const position = {
    line: before.split("\n").length - 1,
    character: before.length - before.lastIndexOf("\n") - 1,
  };
  const plain = Object.fromEntries(
    Object.entries(files).map(([name, each]) => [name, each.replace("$0", "")]),
  );
  return { path, position, files: plain };
}

export class Editor {
  readonly host;
  readonly workspace: Workspace;
  readonly position: Position;
  readonly marked: string;
  readonly logged: string[] = [];
  readonly warned: string[] = [];
  /** Path to the newest diagnostics. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  /** How often values were said to be others. */
  changes = 0;
  #version = 1;

  constructor(given: Readonly<Record<string, string>>, options: EditorOptions = {}) {
    const { path, position, files } = unmarked(given);
    const { settings, open, companion, releaseMemory, ...world } = options;
    this.host = memoryHost({ ...world, files });
    const host = {
      ...this.host,
      ...(companion !== undefined && { companion: () => companion(this.host) }),
      ...(releaseMemory !== undefined && { releaseMemory, now: () => Date.now() }),
    };
    this.marked = `/${path}`;
    this.position = position;
    this.workspace = new Workspace(
      host,
      {
        publish: (uri, _version, diagnostics) => void this.diagnostics.set(pathOf(uri) ?? uri, diagnostics),
        log: (message) => void this.logged.push(message),
        warn: (message) => void this.warned.push(message),
        valuesChanged: () => {
          this.changes += 1;
        },
      },
      { isTrusted: false, lints: false, folders: ["/"], request: {}, ...settings },
    );
    for (const each of open ?? (path === "" ? [] : [path])) this.open(each);
  }

  open(path: string, text = this.host.files.get(`/${path}`) ?? ""): void {
    this.workspace.open(uriOf(`/${path}`), "", 1, text);
  }

  /** Types over the first place where a text stands. */
  type(path: string, old: string, text: string): void {
    const document = this.workspace.documents.get(`/${path}`);
    if (document === undefined) throw new Error(`${path} is not open`);
    const at = document.text.indexOf(old);
    if (at < 0) throw new Error(`${path} has no ${old}`);
    const place = (offset: number) => {
      const lines = document.text.slice(0, offset).split("\n");
      return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    };
    this.#version += 1;
    const range = { start: place(at), end: place(at + old.length) };
    this.workspace.change(document.uri, this.#version, [{ range, text }]);
  }

  close(path: string): void {
    this.workspace.close(uriOf(`/${path}`));
  }

  async view(path = this.marked): Promise<View> {
    const view = await this.workspace.view(uriOf(path));
    if (view === undefined) throw new Error(`${path} is not open`);
    return view;
  }

  /** All diagnostics of a file after all work is done, `line: severity code`. */
  async findings(path: string): Promise<readonly string[]> {
    await this.workspace.settle();
    return this.shown(path);
  }

  /** Those that are there now. */
  shown(path: string): readonly string[] {
    const found = this.diagnostics.get(`/${path}`) ?? [];
    return found.map(({ range, severity, code }) => `${range.start.line + 1}: ${severity} ${code}`);
  }
}

/** `path:line:column-column` of each place, the columns as an editor counts them, from 0. */
export function brief(
  places: readonly { readonly uri: string; readonly range: { start: Position; end: Position } }[],
): readonly string[] {
  return places.map(
    ({ uri, range: { start, end } }) =>
      `${pathOf(uri)?.slice(1)}:${start.line + 1}:${start.character}-${end.character}`,
  );
}

/** The text with edits, which come in any order. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: TextEdit["range"]["start"]) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, newText }) => whole.slice(0, start) + newText + whole.slice(end), text);
}
