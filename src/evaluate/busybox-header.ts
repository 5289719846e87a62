/** A configuration as BusyBox's include/autoconf.h, which its conf writes together with .config. */
import { ABSENT, isLogicalType, type NodeId, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import type { Configuration } from "./configuration.ts";
import { M, Y } from "./tristate.ts";
import { isTitleShown } from "./write.ts";

/** `timestamp`: the text of AUTOCONF_TIMESTAMP. Every symbol stands at each of its definitions, as in .config. */
export function writeBusyBoxHeader(
  configuration: Configuration,
  { kernelVersion, timestamp }: { readonly kernelVersion: string; readonly timestamp: string },
): string {
  const { model } = configuration;
  const { nodes, symbols, properties, texts } = model.data;
  const lines = [
    "/*",
    " * Automatically generated C config: don't edit",
    ` * Busybox version: ${kernelVersion}`,
    " */",
    `#define AUTOCONF_TIMESTAMP "${timestamp}"`,
    "",
  ];
  for (const node of model.menuOrder()) {
    if (node === 0) continue;
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT) {
      if (isTitleShown(configuration, node)) lines.push("", "/*", ` * ${titleOf(node)}`, " */");
    } else if ((symbols.flags[symbol] & SymbolFlag.choice) === 0)
      lines.push(...linesOf(configuration, symbol));
  }
  return `${lines.join("\n")}\n`;

  function titleOf(node: NodeId): string {
    return texts.at(properties.value[nodes.prompt[node]]) ?? "";
  }
}

function linesOf(configuration: Configuration, symbol: SymbolId): readonly string[] {
  const { symbols } = configuration.model.data;
  const [name, type] = [symbols.name[symbol], symbols.type[symbol]];
  if (type === Type.unknown) return [];
  if (isLogicalType(type)) {
    const value = configuration.tristate(symbol);
    if (value === Y) return [`#define CONFIG_${name} 1`, ...enabled(name)];
    if (value === M) return [`#define CONFIG_${name}_MODULE 1`];
    return [
      `#undef CONFIG_${name}`,
      `#define ENABLE_${name} 0`,
      `#define IF_${name}(...)`,
      `#define IF_NOT_${name}(...) __VA_ARGS__`,
    ];
  }
  const value = configuration.value(symbol);
  return [`#define CONFIG_${name} ${literal(type, value)}`, ...enabled(name)];
}

function literal(type: number, value: string): string {
  if (type === Type.string) return `"${value.replace(/["\\]/g, "\\$&")}"`;
  return type === Type.hex && !/^0[xX]/.test(value) ? `0x${value}` : value || "0";
}

const enabled = (name: string): readonly string[] => [
  `#define ENABLE_${name} 1`,
  "#ifdef MAKE_SUID",
  `# define IF_${name}(...) __VA_ARGS__ "CONFIG_${name}"`,
  "#else",
  `# define IF_${name}(...) __VA_ARGS__`,
  "#endif",
  `#define IF_NOT_${name}(...)`,
];
