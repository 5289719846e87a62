/** A configuration as the text of a .config, byte for byte as the C tool lays it out. */
import { DEFAULT_MARK, DEFAULT_PREFIX, DEPRECATED_BLOCK } from "../dotconfig/dot-config.ts";
import { type DotConfigType, printLine } from "../dotconfig/print-line.ts";
import {
  ABSENT,
  type ModelData,
  Node,
  type NodeId,
  SymbolFlag,
  type SymbolId,
  Type,
  typeNames,
} from "../model/columns.ts";
import type { ConfManners } from "../model/dialect.ts";
import type { Environment } from "../text/host.ts";
import type { Configuration } from "./configuration.ts";
import { isMarkedDefault } from "./marked-defaults.ts";
import { N } from "./tristate.ts";

export interface WriteOptions {
  /** Stands before each name; `CONFIG_` unless told. */
  readonly prefix?: string;
  /** Of ESP-IDF, for the head of an sdkconfig. */
  readonly version?: string;
  /** What a tree's Makefile calls its version, for the head of BusyBox's .config. */
  readonly kernelVersion?: string;
  /** The date below it, where it has one. */
  readonly date?: string;
}

/** What the environment of a tree says of how its .config is written. */
export function writeOptionsOf(environment: Environment): WriteOptions {
  const { CONFIG_: prefix, IDF_VERSION: version, KERNELVERSION: kernelVersion } = environment;
  return { prefix, version, kernelVersion };
}

/** The whole text of a .config, header included. */
export function writeDotConfig(configuration: Configuration, options: WriteOptions = {}): string {
  const { model } = configuration;
  const { nodes, symbols, properties, texts } = model.data;
  const { endsMenus, endsEmptyMenus } = model.data.dialect.conf;
  const { prefix = DEFAULT_PREFIX } = options;
  const { dialect } = model.data;
  const isSdkconfig = dialect.conf.dotConfig === "sdkconfig";
  const writesAll = dialect.writesHidden === "all";
  const title = (node: NodeId) => texts.at(properties.value[nodes.prompt[node]]);
  const written = new Uint8Array(symbols.count);
  const lines = ["#", ...headOf(dialect.conf.head, title(0) ?? "", options).map((line) => `# ${line}`), "#"];
  let blankLineDue = false;

  function enter(node: NodeId): void {
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT) {
      if (!isTitleShown(configuration, node)) return;
      lines.push("", "#", `# ${title(node)}`, "#");
      blankLineDue = false;
      return;
    }
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) return;
    if (!writesAll && (written[symbol] === 1 || !configuration.isWritten(symbol))) return;
    if (blankLineDue) lines.push("");
    blankLineDue = false;
    written[symbol] = 1;
    const line = lineOf(configuration, symbol, prefix);
    if (line === undefined) return;
    if (isSdkconfig && isMarkedDefault(configuration, symbol)) lines.push(DEFAULT_MARK);
    lines.push(line);
  }

  function leave(node: NodeId): void {
    if (!endsMenus || nodes.kind[node] !== Node.menu || !isTitleShown(configuration, node)) return;
    if (endsEmptyMenus === "never" && !hasEntries(model.data, node)) return;
    lines.push(`# end of ${title(node)}`);
    blankLineDue = true;
  }

  let at = nodes.child[0];
  while (at !== ABSENT && at !== 0) {
    enter(at);
    if (nodes.child[at] !== ABSENT) {
      at = nodes.child[at];
      continue;
    }
    if (endsEmptyMenus === "always") leave(at);
    while (nodes.next[at] === ABSENT) {
      at = nodes.parent[at];
      if (at === 0) break;
      leave(at);
    }
    if (at !== 0) at = nodes.next[at];
  }
  if (isSdkconfig) lines.push(...deprecatedBlock(configuration, prefix));
  return `${lines.join("\n")}\n`;
}

/** Whether a menu has an entry beside `if`, on which nothing of a .config rests. */
function hasEntries({ nodes }: Pick<ModelData, "nodes">, menu: NodeId): boolean {
  for (let node = nodes.child[menu]; node !== ABSENT; node = nodes.next[node])
    if (nodes.kind[node] !== Node.if || hasEntries({ nodes }, node)) return true;
  return false;
}

/** What stands above all: who made the file, and of what. */
function headOf(
  head: ConfManners["head"],
  title: string,
  { version = "", kernelVersion = "", date }: WriteOptions,
): readonly string[] {
  switch (head) {
    case "title":
      return ["Automatically generated file; DO NOT EDIT.", title];
    case "ESP-IDF":
      return [
        "Automatically generated file. DO NOT EDIT.",
        `Espressif IoT Development Framework (ESP-IDF) ${version} Project Configuration`,
      ];
    case "BusyBox":
      return [
        "Automatically generated make config: don't edit",
        `Busybox version: ${kernelVersion}`,
        ...(date === undefined ? [] : [date]),
      ];
  }
}

/** Lines with the former names of symbols, for who still reads these; nothing where there are none. */
function deprecatedBlock(configuration: Configuration, prefix: string): readonly string[] {
  const { model } = configuration;
  const former = new Map<string, [name: string, isInverted: boolean][]>();
  for (const [name, rename] of model.data.renames)
    former.set(rename.name, [...(former.get(rename.name) ?? []), [name, rename.isInverted]]);
  if (former.size === 0) return [];
  const lines: string[] = [];
  // Once for each entry of a symbol.
  for (const node of model.menuOrder()) {
    const symbol = model.data.nodes.symbol[node];
    if (symbol === ABSENT || (model.data.symbols.flags[symbol] & SymbolFlag.choice) !== 0) continue;
    const names = former.get(model.data.symbols.name[symbol]);
    if (names === undefined || !configuration.isWritten(symbol)) continue;
    for (const [name, isInverted] of names) {
      const line = deprecatedLine(configuration, symbol, { prefix, name, isInverted });
      if (line !== undefined) lines.push(line);
    }
  }
  const [opening, closing] = DEPRECATED_BLOCK;
  return lines.length === 0 ? [] : ["", opening, ...lines, closing];
}

function deprecatedLine(
  configuration: Configuration,
  symbol: SymbolId,
  {
    prefix,
    name,
    isInverted,
  }: { readonly prefix: string; readonly name: string; readonly isInverted: boolean },
): string | undefined {
  const type = configuration.model.data.symbols.type[symbol];
  const value = configuration.value(symbol);
  if (type === Type.bool && isInverted)
    return valueLine(configuration, symbol, prefix, name, value === "y" ? "n" : "y");
  const isBare = type === Type.hex && !/^0[xX]/.test(value);
  return valueLine(configuration, symbol, prefix, name, isBare ? `0x${value}` : value);
}

/** The line of one symbol; undefined if it has no type. */
export function lineOf(configuration: Configuration, symbol: SymbolId, prefix: string): string | undefined {
  const { name } = configuration.model.data.symbols;
  return valueLine(configuration, symbol, prefix, name[symbol], configuration.value(symbol));
}

function valueLine(
  { model: { data } }: Configuration,
  symbol: SymbolId,
  prefix: string,
  name: string,
  value: string,
): string | undefined {
  const type = data.symbols.type[symbol];
  if (type === Type.unknown) return undefined;
  const isEmpty = value === "" && (type === Type.int || type === Type.hex);
  const text = isEmpty && data.dialect.writesHidden === "all" ? "0" : value;
  return printLine(prefix, name, typeNames[type] as DotConfigType, text, data.dialect.conf.strings);
}

/** Whether the title of a menu or comment appears. Its own "visible if" counts, those around it do not. */
export function isTitleShown(configuration: Configuration, node: NodeId): boolean {
  const { nodes, properties } = configuration.model.data;
  const prompt = nodes.prompt[node];
  if (prompt === ABSENT) return false;
  if (configuration.evaluate(nodes.visibility[node]) === N) return false;
  return configuration.evaluate(properties.condition[prompt]) !== N;
}
