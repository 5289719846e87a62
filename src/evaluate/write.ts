/** A configuration as the text of a .config, byte for byte as the C tool lays it out. */
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { type DotConfigType, printLine } from "../dotconfig/print-line.ts";
import { ABSENT, Node, type NodeId, SymbolFlag, type SymbolId, Type, typeNames } from "../model/model.ts";
import type { Configuration } from "./configuration.ts";
import { N } from "./tristate.ts";

export interface WriteOptions {
  /** Stands before each name; `CONFIG_` unless told. */
  readonly prefix?: string;
}

/** The whole text of a .config, header included. */
export function writeDotConfig(configuration: Configuration, options: WriteOptions = {}): string {
  const { model } = configuration;
  const { nodes, symbols, properties, texts } = model.data;
  const { endsMenus, endsEmptyMenus } = model.data.dialect.conf;
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const title = (node: NodeId) => texts.at(properties.value[nodes.prompt[node]]);
  const written = new Uint8Array(symbols.count);
  const lines = ["#", "# Automatically generated file; DO NOT EDIT.", `# ${title(0)}`, "#"];
  let blankLineDue = false;

  function enter(node: NodeId): void {
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT) {
      if (!isTitleShown(configuration, node)) return;
      lines.push("", "#", `# ${title(node)}`, "#");
      blankLineDue = false;
      return;
    }
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0 || written[symbol] === 1) return;
    if (!configuration.isWritten(symbol)) return;
    if (blankLineDue) lines.push("");
    blankLineDue = false;
    written[symbol] = 1;
    const line = lineOf(configuration, symbol, prefix);
    if (line !== undefined) lines.push(line);
  }

  function leave(node: NodeId): void {
    if (!endsMenus || nodes.kind[node] !== Node.menu || !isTitleShown(configuration, node)) return;
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
    if (endsEmptyMenus) leave(at);
    while (nodes.next[at] === ABSENT) {
      at = nodes.parent[at];
      if (at === 0) break;
      leave(at);
    }
    if (at !== 0) at = nodes.next[at];
  }
  return `${lines.join("\n")}\n`;
}

/** The line of one symbol; undefined if it has no type. */
export function lineOf(configuration: Configuration, symbol: SymbolId, prefix: string): string | undefined {
  const { symbols } = configuration.model.data;
  const type = symbols.type[symbol];
  if (type === Type.unknown) return undefined;
  return printLine(
    prefix,
    symbols.name[symbol],
    typeNames[type] as DotConfigType,
    configuration.value(symbol),
    configuration.model.data.dialect.conf.strings,
  );
}

/** Whether the title of a menu or comment appears. Its own "visible if" counts, those around it do not. */
export function isTitleShown(configuration: Configuration, node: NodeId): boolean {
  const { nodes, properties } = configuration.model.data;
  const prompt = nodes.prompt[node];
  if (prompt === ABSENT) return false;
  if (configuration.evaluate(nodes.visibility[node]) === N) return false;
  return configuration.evaluate(properties.condition[prompt]) !== N;
}
