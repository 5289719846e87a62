/** Another name for a symbol, in all of its tree and in its fragments: proven by a model that is the same but for the name. */
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import type { Model } from "../model/model.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { SourceFile, type Span } from "../text/source-file.ts";
import { isBaseKeyword } from "../workspace/base-keyword.ts";
import { findSettings } from "../workspace/find-tree.ts";
import { withMadeFiles } from "../workspace/made-files.ts";
import { FragmentText } from "./fragment-text.ts";
import { prefixOf } from "./names.ts";
import type { OpenTexts } from "./open-fragment.ts";
import { isOpen, openTree } from "./open-tree.ts";
import type { OpenSession } from "./session.ts";
import { filesOf, mentionsIn } from "./tree-files.ts";
import { unreadFiles } from "./unread-files.ts";

/** Why a symbol is not renamed. */
export type RenameRefusal =
  /** Errors in the Kconfig files: nothing can be proven. */
  | { readonly kind: "errors" }
  /** A text is newer than the model. */
  | { readonly kind: "outdated"; readonly path: string }
  | { readonly kind: "undefined" }
  | { readonly kind: "no-name" }
  /** There is such a symbol. */
  | { readonly kind: "taken" }
  /** A Kconfig file that was not read, of another architecture, names it or the new name. */
  | { readonly kind: "unread"; readonly path: string; readonly line: number; readonly name: string }
  /** The tree would mean something else, because a macro makes the name of parts or a condition asks for it. */
  | { readonly kind: "unproven" };

export interface Renamed {
  readonly kind: "renamed";
  /** Places of the name in each file that changes, without the prefix of fragments. */
  readonly files: readonly {
    /** Absolute. */
    readonly path: string;
    readonly source: SourceFile;
    readonly spans: readonly Span[];
  }[];
}

export interface RenameQuestion {
  readonly name: string;
  readonly newName: string;
  /** What is open, as it is now. */
  readonly texts: OpenTexts;
  /** The world in which the tree was read. */
  readonly host: Host;
}

export async function rename(
  session: OpenSession,
  { name, newName, texts, host }: RenameQuestion,
): Promise<Renamed | RenameRefusal> {
  const { model, errors } = session;
  if (errors.length > 0) return { kind: "errors" };
  if (model.symbol(name)?.isDefined !== true) return { kind: "undefined" };
  if (!/^[A-Za-z0-9_]+$/.test(newName) || /^(?:[ymn]|[0-9]+|0x[0-9a-f]+)$/i.test(newName))
    return { kind: "no-name" };
  if (model.symbolOrChoice(newName) !== undefined) return { kind: "taken" };
  for (const [path, source] of filesOf(session))
    if (texts.has(path) && texts.get(path) !== source.text) return { kind: "outdated", path };
  const unread = unreadFiles(session).flatMap((file) => mentionedIn(file, [name, newName]));
  if (unread.length > 0) return unread[0];
  const files = [
    ...mentionsIn(session, name).map(({ path, source, mentions }) => ({ path, source, spans: mentions })),
    ...fragmentsWith(session, name, texts),
  ];
  const changed = new Map(texts);
  for (const { path, source, spans } of files) changed.set(path, withName(source.text, spans, newName));
  const again = await openTree(
    { ...session.request, isOverlaid: true },
    withMadeFiles(host, changed, "always"),
  );
  if (!isOpen(again) || !isSameModel(model, again.model, name, newName)) return { kind: "unproven" };
  return { kind: "renamed", files };
}

function withName(text: string, spans: readonly Span[], name: string): string {
  let at = 0;
  let result = "";
  for (const { start, end } of spans) {
    result += text.slice(at, start) + name;
    at = end;
  }
  return result + text.slice(at);
}

function mentionedIn(file: SourceFile, names: readonly string[]): readonly RenameRefusal[] {
  return names.flatMap((name): readonly RenameRefusal[] => {
    const match = file.text.includes(name) ? new RegExp(`\\b${name}\\b`).exec(file.text) : null;
    return match === null ? [] : [{ kind: "unread", path: file.path, line: file.lineAt(match.index), name }];
  });
}

/** Where projects keep defconfigs and fragments, from the top of the tree. */
const FRAGMENTS = [
  "*.config",
  "*defconfig",
  "*.conf",
  "sdkconfig*",
  "configs/*",
  "board*/*/configs/*",
  "boards/*.conf",
  "arch/*/configs/*",
  "kernel/configs/*",
];

/** Fragments that are open, those of kcfg.json, the .config, and those that lie where the project keeps them. */
function fragmentsWith(session: OpenSession, name: string, texts: OpenTexts): Renamed["files"] {
  const { caller, tree, host, configFile } = session;
  const settings = findSettings({}, caller);
  const { check, base } = settings.settings;
  const named = [...(check?.sets.flatMap(({ paths }) => paths) ?? []), ...(check?.bases ?? []), base]
    .filter((each) => each !== undefined && !isBaseKeyword(each))
    .map((path) => resolvePath(settings.home, path as string));
  const folders = [
    host.folder,
    resolvePath(host.folder, tree.source),
    settings.isThere ? settings.home : host.folder,
  ];
  const kept = [...new Set(folders)].flatMap((folder) =>
    FRAGMENTS.flatMap((pattern) => host.glob(`${folder === "/" ? "" : folder}/${pattern}`)),
  );
  const config = resolvePath(caller.folder, configFile.path);
  const kconfigs = filesOf(session);
  const places = new Set([...texts.keys(), ...named, ...kept, config]);
  return [...places].flatMap((path) => {
    if (kconfigs.has(path)) return [];
    const read = texts.has(path) ? { ok: true as const, text: texts.get(path) ?? "" } : caller.readText(path);
    if (!read.ok || !read.text.includes(name)) return [];
    const source = new SourceFile(path, read.text);
    const spans = new FragmentText(source, prefixOf(session) || DEFAULT_PREFIX).settings
      .filter((each) => each.name === name)
      .map(({ nameSpan }) => nameSpan);
    return spans.length === 0 ? [] : [{ path, source, spans }];
  });
}

/** Whether two models are the same in everything but the name of one symbol, and where things stand. */
export function isSameModel({ data: a }: Model, { data: b }: Model, name: string, newName: string): boolean {
  const names = a.symbols.name.map((each, id) =>
    each === name && b.symbols.name[id] === newName ? newName : each,
  );
  return (
    names.length === b.symbols.name.length &&
    names.every((each, id) => each === b.symbols.name[id]) &&
    !names.some((each, id) => each === name && (a.symbols.flags[id] & CONSTANT) === 0) &&
    areSame(a.symbols, b.symbols, ["name"]) &&
    areSame(a.properties, b.properties, PLACES) &&
    areSame(a.nodes, b.nodes, PLACES) &&
    areSame(a.expressions, b.expressions, []) &&
    a.modules === b.modules &&
    haveSameTexts(a.texts, b.texts) &&
    haveSameTexts(a.helps, b.helps)
  );
}

/** `SymbolFlag.constant`: a quoted word stays as it is. */
const CONSTANT = 1;
const PLACES: readonly string[] = ["start", "end"];

function areSame(a: object, b: object, except: readonly string[]): boolean {
  const other = b as Readonly<Record<string, unknown>>;
  return Object.entries(a).every(([key, value]) => except.includes(key) || isEqual(value, other[key]));
}

function isEqual(a: unknown, b: unknown): boolean {
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
    const [left, right] = [a as unknown as ArrayLike<number>, b as unknown as ArrayLike<number>];
    if (left.length !== right.length) return false;
    for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
    return true;
  }
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) return areSame(a, b, []);
  return a === b;
}

interface Texts {
  at(index: number): string | undefined;
}

function haveSameTexts(a: Texts, b: Texts): boolean {
  for (let at = 0; ; at++) {
    const text = a.at(at);
    if (text !== b.at(at)) return false;
    if (text === undefined) return true;
  }
}
