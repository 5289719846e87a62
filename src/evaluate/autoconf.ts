/** What a build reads of a configuration: auto.conf, autoconf.h, rustc_cfg, and which symbols changed. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import { parseStringValue, quoteString } from "../dotconfig/string-value.ts";
import { isLogicalType, SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import { isValidNumber } from "../model/definition-check.ts";
import type { Dialect } from "../model/dialect.ts";
import type { Configuration } from "./configuration.ts";

/** The three texts. They list symbols in the order of the C tool's symbol table. */
export interface AutoconfTexts {
  /** For make: n left out, strings as they are, without quotes; old tools wrote the quotes. */
  readonly autoConf: string;
  /** For C: one `#define` a line; `_MODULE` behind the name of what is m. */
  readonly autoconfHeader: string;
  /** For rustc: `--cfg=` lines. */
  readonly rustcCfg: string;
  /** For make: tristates that are not n, with Y or M; old tools wrote it. */
  readonly tristateConf: string;
}

/**
 * Writes all of them. `prefix` stands before each name. With `tellsNegatives` the first two have what is n, and all of
 * them what is not written to .config and is no string.
 * (Behaviour of C conf, `--syncconfig`.)
 */
export function writeAutoconf(
  configuration: Configuration,
  prefix: string,
  tellsNegatives = false,
): AutoconfTexts {
  const { model } = configuration;
  const { symbols, texts, properties, nodes } = model.data;
  const title = texts.at(properties.value[nodes.prompt[0]]);
  const autoConf: string[] = ["#", "# Automatically generated file; DO NOT EDIT.", `# ${title}`, "#"];
  const { quotesAutoConf, commandFile, strings } = model.data.dialect.conf;
  const frame = commandFile === "5.10" ? [" *"] : [];
  const header: string[] = [
    "/*",
    ...frame,
    " * Automatically generated file; DO NOT EDIT.",
    ` * ${title}`,
    ...frame,
    " */",
  ];
  const rustc: string[] = [];
  const tristates = [...autoConf];
  for (const symbol of model.data.table.order) {
    const type = symbols.type[symbol];
    const isAsNegative = tellsNegatives && type !== Type.string && type !== Type.unknown;
    if (!(isAsNegative ? symbols.name[symbol] !== "" && symbol > YES : isShown(configuration, symbol)))
      continue;
    const name = prefix + symbols.name[symbol];
    const value = configuration.value(symbol);
    if (isLogicalType(type)) {
      if (value === "n") {
        if (!tellsNegatives) continue;
        autoConf.push(`${name}=n`);
        header.push(`#define ${name} 0`);
        continue;
      }
      if (type === Type.tristate) tristates.push(`${name}=${value.toUpperCase()}`);
      autoConf.push(`${name}=${value}`);
      header.push(`#define ${name}${value === "m" ? "_MODULE" : ""} 1`);
      rustc.push(`--cfg=${name}`, `--cfg=${name}="${value}"`);
      continue;
    }
    autoConf.push(`${name}=${quotesAutoConf && type === Type.string ? quoteString(value, strings) : value}`);
    const spelled = type === Type.hex ? prefixed(value) : value;
    header.push(`#define ${name} ${type === Type.string ? quoteString(value, strings) : spelled}`);
    rustc.push(`--cfg=${name}=${quoteString(spelled)}`);
  }
  const join = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return {
    autoConf: join(autoConf),
    autoconfHeader: join(header),
    rustcCfg: join(rustc),
    tristateConf: join(tristates),
  };
}

function isShown(configuration: Configuration, symbol: SymbolId): boolean {
  const { symbols } = configuration.model.data;
  return (
    symbols.type[symbol] !== Type.unknown &&
    (symbols.flags[symbol] & SymbolFlag.choice) === 0 &&
    configuration.isWritten(symbol)
  );
}

const prefixed = (hex: string): string => (/^0[xX]/.test(hex) ? hex : `0x${hex}`);

/**
 * Names whose value differs from the one in an old auto.conf, in the order in which the C tool touches their
 * files: names that the tree does not know any more, then symbols in the order of its table. What an old file
 * does not mention was n; an int, hex or string that it does not mention counts as changed.
 */
export function changedSince(configuration: Configuration, old: DotConfig | undefined): readonly string[] {
  const { model } = configuration;
  const { symbols, defconfigList } = model.data;
  const { conf } = model.data.dialect;
  const before = new Map<SymbolId, string>();
  const vanished: string[] = [];
  for (const line of old?.lines ?? []) {
    if (line.kind !== "assignment" && line.kind !== "unset") continue;
    const symbol =
      model.data.dialect.choices === "modal" ? model.symbolOrChoice(line.name) : model.symbol(line.name);
    if (symbol === undefined) {
      if (line.kind === "assignment") vanished.push(line.name);
      continue;
    }
    const value = line.kind === "unset" ? "n" : line.value;
    const read = readAutoValue(symbols.type[symbol.id], value, model.data.dialect);
    if (read !== undefined) before.set(symbol.id, read);
  }
  const changed: string[] = [];
  for (const symbol of model.data.table.order) {
    const type = symbols.type[symbol];
    if (type === Type.unknown || (symbols.flags[symbol] & SymbolFlag.choice) !== 0) continue;
    if (conf.defconfigList === "symbol" && symbol === defconfigList) continue;
    const value = configuration.value(symbol);
    const was = before.get(symbol);
    const isLogical = isLogicalType(type);
    if (configuration.isWritten(symbol)) {
      if (was === undefined ? isLogical && value === "n" : was === value) continue;
    } else if (was === undefined) continue;
    changed.push(symbols.name[symbol]);
  }
  return [...vanished, ...changed];
}

/** Strings in auto.conf have quotes in old tools only. Of a bool or tristate only the first character counts. */
function readAutoValue(
  type: number,
  raw: string,
  { conf: manners, numbers }: Pick<Dialect, "conf" | "numbers">,
): string | undefined {
  switch (type) {
    case Type.tristate:
      if (raw[0] === "m") return "m";
      return raw[0] === "y" || raw[0] === "n" ? raw[0] : undefined;
    case Type.bool:
      return raw[0] === "y" || raw[0] === "n" ? raw[0] : undefined;
    case Type.int:
    case Type.hex:
    case Type.float:
      return isValidNumber(type, raw, numbers) ? raw : undefined;
    case Type.string: {
      if (!manners.quotesAutoConf) return raw;
      const read = parseStringValue(raw, manners.strings);
      return read.ok ? read.value : undefined;
    }
    default:
      return undefined;
  }
}
