/** The documents that a client has open: their texts, and what each of them is. */
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import type { Position } from "vscode-languageserver-types";
import { FragmentText } from "../service/fragment-text.ts";
import { KconfigText } from "../service/kconfig-text.ts";
import { baseName, parentFolder } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { pathOf } from "./places.ts";

export type DocumentKind = "kconfig" | "config";

/** Names that Kconfig files have in the projects that kcfg knows. */
const KCONFIG_NAME = /^Kconfig(?:[._-].*)?$|^Config(?:[._-].*)?\.(?:in|src)(?:\..+)?$|\.kconfig$/i;
/** Names of .configs, of defconfigs and of fragments. */
const CONFIG_NAME =
  /^\.config(?:\..*)?$|defconfig(?:\..*)?$|\.config$|^sdkconfig(?:\..*)?$|^(?:prj|overlay).*\.conf$/;
/** Folders in which Zephyr keeps fragments. */
const CONFIG_FOLDER = /^(?:boards|socs|snippets)$/;

/** What a client watches for the server, as globs: files of both kinds as far as names tell, and kcfg's own. */
export const WATCHED: readonly string[] = [
  ...["Kconfig*", "*.kconfig", "*.in", "*.in.*", "Config*.src*"],
  ...[".config*", "*.config", "*defconfig*", "sdkconfig*", "{prj,overlay}*.conf"],
  "{boards,socs,snippets}/*.conf",
  "kcfg.json",
].map((each) => `**/${each}`);

/** What a file is: by its name, else by the language that the client says. Undefined for what kcfg knows nothing of. */
export function kindOf(path: string, language = ""): DocumentKind | undefined {
  const name = baseName(path);
  // The longest name of a Kconfig file ends as a defconfig does.
  if (KCONFIG_NAME.test(name)) return "kconfig";
  if (CONFIG_NAME.test(name)) return "config";
  if (name.endsWith(".conf") && CONFIG_FOLDER.test(baseName(parentFolder(path) ?? ""))) return "config";
  if (language === "kconfig") return "kconfig";
  return /^(?:dotconfig|kconfig-?(?:config|fragment|defconfig)|properties\.kconfig)$/i.test(language)
    ? "config"
    : undefined;
}

export class OpenDocument {
  readonly uri: string;
  readonly path: string;
  readonly kind: DocumentKind;
  #document: TextDocument;
  #source: SourceFile | undefined;
  #kconfig: KconfigText | undefined;
  #fragment: { readonly prefix: string | undefined; readonly text: FragmentText } | undefined;

  constructor(document: TextDocument, path: string, kind: DocumentKind) {
    this.#document = document;
    this.uri = document.uri;
    this.path = path;
    this.kind = kind;
  }

  get version(): number {
    return this.#document.version;
  }
  get text(): string {
    return this.source.text;
  }
  get source(): SourceFile {
    this.#source ??= new SourceFile(this.path, this.#document.getText());
    return this.#source;
  }
  /** As a Kconfig file, parsed when it is first asked for. */
  get kconfig(): KconfigText {
    this.#kconfig ??= new KconfigText(this.source);
    return this.#kconfig;
  }
  /** As a .config or fragment, whose names have this prefix. */
  fragment(prefix?: string): FragmentText {
    if (this.#fragment?.prefix !== prefix || this.#fragment === undefined)
      this.#fragment = { prefix, text: new FragmentText(this.source, prefix) };
    return this.#fragment.text;
  }

  offsetAt(position: Position): number {
    return this.#document.offsetAt(position);
  }
  /** The text of a line, from 0, without its end. */
  line(number: number): string {
    return this.source.line(number + 1);
  }

  change(changes: TextDocumentContentChangeEvent[], version: number): void {
    this.#document = TextDocument.update(this.#document, changes, version);
    this.#source = undefined;
    this.#kconfig = undefined;
    this.#fragment = undefined;
  }
}

/** What is open, by path. */
export type Documents = ReadonlyMap<string, OpenDocument>;

/** What a client opens; undefined for what is no file, or none that kcfg knows. */
export function openDocument(
  uri: string,
  language: string,
  version: number,
  text: string,
): OpenDocument | undefined {
  const path = pathOf(uri);
  const kind = path === undefined ? undefined : kindOf(path, language);
  if (path === undefined || kind === undefined) return undefined;
  return new OpenDocument(TextDocument.create(uri, language, version, text), path, kind);
}
