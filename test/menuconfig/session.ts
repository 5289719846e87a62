/** A session of menuconfig without a terminal: keys in, the screen as text out. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type MemoryHost, type MemoryHostOptions, memoryHost } from "../../src/host/memory.ts";
import { Answers } from "../../src/menuconfig/answers.ts";
import { BINDINGS, type KeySet } from "../../src/menuconfig/bindings.ts";
import { feed } from "../../src/menuconfig/feed.ts";
import type { Key } from "../../src/menuconfig/keys.ts";
import { type Event, rowsQuestion, type Size, type State, startState } from "../../src/menuconfig/state.ts";
import { screenText, view } from "../../src/menuconfig/view.ts";
import { Editing } from "../../src/service/editing.ts";
import { Service } from "../../src/service/service.ts";
import type { DialectName } from "../../src/text/dialect-name.ts";
import type { Cache } from "../../src/text/host.ts";

export interface SessionOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly size?: Size;
  readonly keys?: KeySet;
  readonly isAscii?: boolean;
  /** Files that a session before has left in its host. */
  readonly host?: MemoryHost;
  readonly cache?: Cache;
  readonly commands?: MemoryHostOptions["commands"];
  readonly dialect?: DialectName;
}

export class MenuSession {
  readonly host: MemoryHost;
  readonly editing: Editing;
  readonly #answers: Answers;
  state: State;
  exit: number | undefined;

  constructor(host: MemoryHost, editing: Editing, answers: Answers, state: State) {
    this.host = host;
    this.editing = editing;
    this.#answers = answers;
    this.state = state;
  }

  async take(event: Event): Promise<void> {
    if (this.exit !== undefined) throw new Error("the session has ended");
    const fed = await feed(this.state, event, this.#answers);
    this.state = fed.state;
    this.exit = fed.exit;
  }

  /** Names of keys; what stands in quotes is typed; `40x10` is another size of the screen. */
  async press(words: string): Promise<this> {
    for (const [word] of words.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)) {
      const size = /^(\d+)x(\d+)$/.exec(word);
      if (size !== null)
        await this.take({ kind: "size", size: { columns: Number(size[1]), rows: Number(size[2]) } });
      else if (/^".*"$/.test(word))
        for (const character of JSON.parse(word)) await this.#key(typed(character));
      else await this.#key(typed(word));
    }
    return this;
  }

  #key(key: Key): Promise<void> {
    return this.take({ kind: "key", key });
  }

  get screen(): string {
    return screenText(view(this.state));
  }
}

const typed = (name: string): Key => {
  const click = /^click:(\d+),(\d+)$/.exec(name);
  if (click !== null) return { name: "click", at: { row: Number(click[1]), column: Number(click[2]) } };
  if (name === " " || name === "space") return { name: "space", text: " " };
  return [...name].length === 1 ? { name, text: name } : { name };
};

/** A cache in memory, which outlives a host. */
export function memoryCache(): Cache & { readonly files: ReadonlyMap<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    folder: "/cache",
    build: "test",
    read: (name) => files.get(name),
    write: (name, content) => void files.set(name, content),
    entries: () => [...files].map(([name, { length }]) => ({ name, size: length })),
    remove: (name) => files.delete(name),
  };
}

export async function openMenu({
  files,
  size = { columns: 80, rows: 24 },
  keys = "default",
  isAscii = false,
  host: given,
  cache,
  commands,
  dialect,
}: SessionOptions): Promise<MenuSession> {
  const host = given ?? memoryHost({ files, commands });
  const withCache =
    cache === undefined ? host : { ...host, cache, at: (folder: string) => ({ ...host.at(folder), cache }) };
  const service = new Service(withCache, {
    kconfig: "Kconfig",
    dialect,
    trustsProbes: true,
    createsConfig: true,
  });
  const session = await service.refresh();
  if (!("configuration" in session)) throw new Error(JSON.stringify(session.troubles));
  const editing = new Editing(service, session);
  const answers = new Answers(service, editing, { isAscii, treeWords: [] });
  const frame = {
    bindings: BINDINGS[keys],
    isAscii,
    title: session.model.root.prompt?.text ?? "",
    configPath: session.configFile.path,
  };
  const menu = new MenuSession(host, editing, answers, startState(frame, size));
  await menu.take(await answers.answer({ kind: "rows", question: rowsQuestion(menu.state) }));
  return menu;
}

/** The files of a folder, by their paths in it. */
export function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}
