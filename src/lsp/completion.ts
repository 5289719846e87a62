/** textDocument/completion: keywords where they may stand, symbols, macros, paths; names and values of fragments. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Position,
} from "vscode-languageserver-types";
import type { ConfigSymbol } from "../model/model.ts";
import { sourceCandidates, symbolsLike } from "../service/candidates.ts";
import { prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import { possibleValues, shownValue } from "../service/value.ts";
import type { Entry } from "../syntax/tree.ts";
import { kconfigFiles, prefixIn, textOf, type View } from "./view.ts";

/** More than anybody reads; who types on gets others. */
const MOST = 200;

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

export function completion(view: View, position: Position): CompletionList {
  const before = view.document.line(position.line).slice(0, position.character);
  return view.document.kind === "kconfig"
    ? inKconfig(view, position, before)
    : inConfig(view, position, before);
}

// --- Kconfig files ---------------------------------------------------------------------------------------------

/** Behind these words of a line stand symbols. */
const BEFORE_SYMBOL =
  /^\s*(?:(?:depends\s+on|select|imply|default|def_bool|def_tristate|range|visible\s+if|if)\b|(?:bool|tristate|int|hex|string|prompt)\b.*\sif\b)/;

function inKconfig(view: View, position: Position, before: string): CompletionList {
  const { document, session } = view;
  const offset = document.offsetAt(position);
  const line = document.line(position.line);
  // A line of a help text, but an empty one: there the next entry may begin.
  if (document.kconfig.nodesAt(offset).some(({ kind }) => kind === "help") && line.trim() !== "")
    return NOTHING;
  if (/^\s*#/.test(before)) return NOTHING;
  const macro = /\$\(([\w-]*)$/.exec(before);
  if (macro !== null) return macros(view, position, macro[1]);
  const source = /^\s*(?:o?r?source)\s+"([^"]*)$/.exec(before);
  if (source !== null) return session === undefined ? NOTHING : paths(session, document.path, source[1]);
  if (/^\s*\w*$/.test(before)) return keywords(view, position, before);
  const word = /(\w*)$/.exec(before)?.[1] ?? "";
  if (!BEFORE_SYMBOL.test(before.slice(0, before.length - word.length)) || isInQuotes(before)) return NOTHING;
  if (session === undefined) return NOTHING;
  const range = wordRange(line, position, word);
  const found = symbolsLike(session, word, MOST + 1);
  const constants = constantsFor(view, position, before).filter((each) => each.startsWith(word));
  return {
    isIncomplete: found.length > MOST,
    items: [
      ...constants.map((each, at) => ({
        label: each,
        kind: CompletionItemKind.EnumMember,
        sortText: String(at),
        textEdit: { range, newText: each },
      })),
      ...found.slice(0, MOST).map((symbol, at) => ({
        ...symbolItem(session, symbol, at),
        textEdit: { range, newText: symbol.name },
      })),
    ],
  };
}

/** The word that was begun, with what follows of it; nothing behind the cursor, if none was. */
function wordRange(line: string, { line: number, character }: Position, word: string) {
  const rest = word === "" ? "" : (/^\w*/.exec(line.slice(character))?.[0] ?? "");
  return {
    start: { line: number, character: character - word.length },
    end: { line: number, character: character + rest.length },
  };
}

/** The values that a default may be, where one is written and the entry has such a type. */
function constantsFor(view: View, position: Position, before: string): readonly string[] {
  const [, keyword] = /^\s*(default|def_bool|def_tristate)\s+\w*$/.exec(before) ?? [];
  if (keyword === undefined) return [];
  const { last } = aroundLine(view, position);
  const own = last !== undefined && "attributes" in last ? last.attributes : [];
  const type = keyword !== "default" ? keyword : own.find((each) => each.kind === "type")?.keyword;
  if (type === undefined) return [];
  return type.includes("tristate") ? ["y", "m", "n"] : type.includes("bool") ? ["y", "n"] : [];
}

const isInQuotes = (text: string): boolean => (text.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;

function symbolItem(session: OpenSession, symbol: ConfigSymbol, at: number): CompletionItem {
  const { value, isKnown } = shownValue(session, symbol);
  const prompt = symbol.propertiesOf("prompt")[0]?.text;
  return {
    label: symbol.name,
    kind: CompletionItemKind.Variable,
    detail: `${symbol.type} = ${isKnown ? value || '""' : "?"}${prompt === undefined ? "" : ` · ${prompt}`}`,
    sortText: String(at).padStart(4, "0"),
  };
}

const ENTRIES = [
  "config",
  "menuconfig",
  "choice",
  "menu",
  "if",
  "comment",
  "source",
  "rsource",
  "osource",
  "mainmenu",
];
const CONFIG_ATTRIBUTES = [
  "bool",
  "tristate",
  "int",
  "hex",
  "string",
  "def_bool",
  "def_tristate",
  "prompt",
  "default",
  "depends on",
  "select",
  "imply",
  "range",
  "help",
  "modules",
];
const ATTRIBUTES: Readonly<Partial<Record<Entry["kind"], readonly string[]>>> = {
  config: CONFIG_ATTRIBUTES,
  menuconfig: CONFIG_ATTRIBUTES,
  configdefault: ["default"],
  choice: ["prompt", "bool", "default", "depends on", "help", "optional"],
  menu: ["depends on", "visible if"],
  comment: ["depends on"],
};

function keywords(view: View, position: Position, before: string): CompletionList {
  const word = before.trimStart();
  const { open, last } = aroundLine(view, position);
  const range = wordRange(view.document.line(position.line), position, word);
  const isIndented = /^\s/.test(before);
  const attributes = isIndented && last !== undefined ? (ATTRIBUTES[last.kind] ?? []) : [];
  const ends = open.flatMap(({ kind }) =>
    kind === "menu" || kind === "if" || kind === "choice" ? [`end${kind}`] : [],
  );
  const inner = ends.at(-1);
  const fitting = [...attributes, ...(inner === undefined ? [] : [inner]), ...ENTRIES];
  return {
    isIncomplete: false,
    items: fitting
      .filter((each) => each.startsWith(word))
      .map((each, at) => ({
        label: each,
        kind: CompletionItemKind.Keyword,
        sortText: String(at).padStart(4, "0"),
        textEdit: { range, newText: each },
      })),
  };
}

/** The blocks that are open where a line begins, the outermost first, and the entry that ends before it. */
function aroundLine(
  { document }: View,
  { line }: Position,
): { readonly open: readonly Entry[]; readonly last?: Entry } {
  const at = document.offsetAt({ line, character: 0 });
  const open: Entry[] = [];
  let entries: readonly Entry[] = document.kconfig.syntax.entries;
  let last: Entry | undefined;
  for (;;) {
    // What stands on the line itself is what is being typed.
    const before = entries.findLast(({ start }) => start < at);
    if (before === undefined) return { open, ...(last && { last }) };
    last = before;
    if (!("entries" in before) || (before.close !== undefined && before.close.start < at))
      return { open, last };
    open.push(before);
    entries = before.entries;
  }
}

const FUNCTIONS: readonly (readonly [name: string, about: string])[] = [
  ["shell", "$(shell,COMMAND): the output of a command"],
  ["info", "$(info,TEXT): prints a text while Kconfig is read"],
  ["warning-if", "$(warning-if,CONDITION,TEXT): a warning if the condition is y"],
  ["error-if", "$(error-if,CONDITION,TEXT): ends with an error if the condition is y"],
  ["filename", "$(filename): the name of this file"],
  ["lineno", "$(lineno): the number of this line"],
];

function macros(view: View, position: Position, word: string): CompletionList {
  const range = {
    start: { line: position.line, character: position.character - word.length },
    end: position,
  };
  const found = new Map<string, string>(FUNCTIONS);
  for (const [path, source] of kconfigFiles(view)) {
    // Most files set none.
    if (!/^[\w-]+[ \t]*(?::|\+)?=/m.test(source.text)) continue;
    for (const entry of textOf(view, path, source).syntax.entries)
      if (entry.kind === "assignment")
        found.set(entry.name, `${entry.name} ${entry.operator} ${entry.value}`);
  }
  for (const [name, value] of view.session?.model.data.environmentRead ?? [])
    if (!found.has(name)) found.set(name, `${name}=${value}, from the environment`);
  return {
    isIncomplete: false,
    items: [...found]
      .filter(([name]) => name.startsWith(word))
      .map(([name, detail]) => ({
        label: name,
        kind: CompletionItemKind.Function,
        detail,
        textEdit: { range, newText: name },
      })),
  };
}

function paths(session: OpenSession, from: string, written: string): CompletionList {
  return {
    isIncomplete: true,
    items: sourceCandidates(session, from, written).map(({ name, isFolder }) => ({
      label: isFolder ? `${name}/` : name,
      kind: isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
    })),
  };
}

// --- fragments -------------------------------------------------------------------------------------------------

function inConfig(view: View, position: Position, before: string): CompletionList {
  const { session } = view;
  if (session === undefined) return NOTHING;
  const prefix = prefixOf(session);
  const setting = view.document.fragment(prefixIn(view)).settingOn(position.line + 1);
  if (setting?.line.kind === "assignment" && before.includes("="))
    return values(session, view, position, setting.name, before);
  const typed = /^(# )?(\w*)$/.exec(before);
  const line = view.document.line(position.line);
  // A comment that is a sentence is none about a symbol.
  if (typed === null || (/^# *\w/.test(line) && !isAboutSymbol(line, prefix))) return NOTHING;
  const [, unset, word] = typed;
  const name = word.startsWith(prefix) ? word.slice(prefix.length) : prefix.startsWith(word) ? "" : word;
  const range = {
    start: { line: position.line, character: 0 },
    // The rest of a name that the cursor is in goes as well.
    end: {
      line: position.line,
      character: /^(?:# )?\w*/.exec(line)?.[0].length ?? 0,
    },
  };
  const hasValue = line.includes("=") || unset !== undefined;
  const found = symbolsLike(session, name, MOST + 1, { isSettable: true });
  return {
    isIncomplete: found.length > MOST,
    items: found.slice(0, MOST).map((symbol, at) => {
      const whole = `${unset ?? ""}${prefix}${symbol.name}`;
      return {
        ...symbolItem(session, symbol, at),
        label: `${prefix}${symbol.name}`,
        filterText: `${unset ?? ""}${prefix}${symbol.name}`,
        textEdit: { range, newText: hasValue ? whole : `${whole}=` },
      };
    }),
  };
}

/** Whether a comment is one that sets a symbol to n, or may become one: it has a single word, or a name first. */
function isAboutSymbol(line: string, prefix: string): boolean {
  const [first, ...more] = line.slice(1).trim().split(/\s+/);
  return (
    more.length === 0 ||
    (prefix !== "" && first.startsWith(prefix)) ||
    /^is( not( set)?)?$/.test(more.join(" "))
  );
}

const WORDS_OF_ORIGIN = {
  type: "",
  default: "the value now",
  lowest: "the lowest",
  highest: "the highest",
} as const;

function values(
  session: OpenSession,
  { document }: View,
  position: Position,
  name: string,
  before: string,
): CompletionList {
  const symbol = session.model.symbol(name);
  if (symbol === undefined || !symbol.isDefined) return NOTHING;
  const start = before.indexOf("=") + 1;
  const range = {
    start: { line: position.line, character: start },
    end: { line: position.line, character: document.line(position.line).trimEnd().length },
  };
  return {
    isIncomplete: false,
    items: possibleValues(session, symbol).map(({ value, from, isAssignable }, at) => {
      const text = symbol.type === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
      const about = [WORDS_OF_ORIGIN[from], isAssignable ? "" : "not possible as the configuration is"];
      return {
        label: text,
        kind: CompletionItemKind.Value,
        detail: about.filter((each) => each !== "").join(", "),
        sortText: String(at),
        filterText: text,
        textEdit: { range, newText: text },
      };
    }),
  };
}
