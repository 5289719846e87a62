/** A .config's lines made user values, by the types of the symbols that they name. */
import type { DotConfig, DotConfigLine } from "../dotconfig/dot-config.ts";
import { parseStringValue } from "../dotconfig/string-value.ts";
import { ABSENT, hasTransitional, SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import { isValidNumber } from "../model/definition-check.ts";
import type { Dialect } from "../model/dialect.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { normalFloat } from "../model/python-numbers.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Environment } from "../text/host.ts";
import type { Configuration } from "./configuration.ts";
import { keepMarkedDefaults } from "./marked-defaults.ts";
import { letterOf, M, N, type Tristate, Y } from "./tristate.ts";
import { isWithinRange } from "./within-range.ts";

export interface ReadOptions {
  /** Whether unknown names are worth a warning (KCONFIG_WARN_UNKNOWN_SYMBOLS). */
  readonly warnUnknown?: boolean;
  /** Whether what a file calls a default gives way to what the Kconfig files have for one by now. */
  readonly takesNewDefaults?: boolean;
}

/** What the environment of a tree says of how its .config is read. */
export function readOptionsOf({ KCONFIG_DEFAULTS_POLICY: policy }: Environment): ReadOptions {
  return { takesNewDefaults: policy === "kconfig" };
}

export interface ReadOutcome {
  /** Warnings about lines that count for nothing or are odd. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a line named a symbol that the tree does not know, so that writing leaves it out. */
  readonly namesUnknown: boolean;
}

/** How a line's raw value reads for a type. */
export type TypedValue =
  | { readonly kind: "tristate"; readonly value: Tristate }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "ignored" }
  | { readonly kind: "invalid"; readonly reason: "value" | "string" };

/**
 * Reads a raw value as a symbol's type demands. Quirk: of a bool or tristate only the first character counts, so
 * that `yes` is y.
 */
export function readTyped(type: number, raw: string, { numbers, conf: { strings } }: Dialect): TypedValue {
  switch (type) {
    case Type.bool:
    case Type.tristate:
      if (raw[0] === "y") return { kind: "tristate", value: Y };
      if (raw[0] === "n") return { kind: "tristate", value: N };
      if (raw[0] === "m" && type === Type.tristate) return { kind: "tristate", value: M };
      return { kind: "invalid", reason: "value" };
    case Type.string: {
      const read = parseStringValue(raw, strings);
      if (read.ok) return { kind: "text", value: read.value };
      return read.reason === "unquoted" ? { kind: "ignored" } : { kind: "invalid", reason: "string" };
    }
    case Type.int:
    case Type.hex:
      return isValidNumber(type, raw, numbers)
        ? { kind: "text", value: raw }
        : { kind: "invalid", reason: "value" };
    case Type.float:
      return isValidNumber(type, raw, numbers)
        ? { kind: "text", value: normalFloat(raw) }
        : { kind: "invalid", reason: "value" };
    default:
      return { kind: "ignored" };
  }
}

/** Takes every line of a .config or fragment as a request, the later of two lines for one symbol wins. */
export function readDotConfig(
  configuration: Configuration,
  file: DotConfig,
  options: ReadOptions = {},
): ReadOutcome {
  const { model } = configuration;
  const { override } = model.data.dialect.conf;
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<SymbolId>();
  const contradictory = new Set<SymbolId>();
  const values = new Map<SymbolId, { readonly value: string; readonly isDefault: boolean }>();
  let namesUnknown = false;

  function warn(
    line: DotConfigLine,
    code: string,
    message: string,
    classic: string,
    severity: "warning" | "notice" = "warning",
  ): void {
    const { path } = file.source;
    diagnostics.push({
      code,
      severity: "warning",
      message,
      location: { path, line: line.number, column: 1, endColumn: line.end - line.start + 1 },
      classic: {
        text: `${path}:${line.number}:${severity}: ${classic}`,
        ...(severity === "notice" && { isNotice: true }),
      },
    });
  }

  if (model.data.dialect.choices === "modal") countAllChoicesAsSet(configuration);
  for (const line of file.lines) {
    if (line.kind === "malformed") {
      if (!line.isSilent)
        warn(line, "malformed-line", "this line is not a setting", `unexpected data: ${line.text}`);
      continue;
    }
    if (line.kind !== "assignment" && line.kind !== "unset") continue;
    const setting = settingOfLine(model, line);
    if (setting === undefined) {
      namesUnknown = true;
      if (options.warnUnknown)
        warn(line, "unknown-symbol", `no symbol ${line.name} in this tree`, `unknown symbol: ${line.name}`);
      continue;
    }
    const { symbol, raw } = setting;
    // Quirk: a choice counts as set from the start, so that C takes its first line for a second one.
    if (seen.has(symbol.id) || symbol.isChoice) {
      warn(
        line,
        "reassigned",
        `${line.name} was set before`,
        `override: reassigning to symbol ${line.name}`,
        override,
      );
    }
    // Quirk: the oldest readers make nothing of "is not set" for what is no bool or tristate.
    const passesUnset = file.dialect === "5.10" || file.dialect === "sdkconfig";
    if (line.kind === "unset" && passesUnset && !symbol.isLogical) continue;
    const typed = readTyped(model.data.symbols.type[symbol.id], raw, model.data.dialect);
    if (typed.kind === "invalid") {
      if (typed.reason === "string")
        warn(line, "wrong-type", "this string has no closing quote", "invalid string found");
      else
        warn(
          line,
          "wrong-type",
          `${raw} is not a value of the ${symbol.type} ${line.name}`,
          `symbol value '${raw}' invalid for ${line.name}`,
        );
      continue;
    }
    const origin = {
      path: file.source.path,
      line: line.number,
      column: 1,
      endColumn: line.end - line.start + 1,
    };
    const isDefault = setting.isDefault && symbol.hasPrompt;
    if (typed.kind !== "ignored" && (isDefault || !setting.isDefault))
      values.set(symbol.id, { value: valueText(typed), isDefault });
    if (setting.isDefault) continue;
    const isConstant = symbol.id <= YES;
    if (typed.kind === "tristate" && !isConstant) {
      warnModalChoice(configuration, symbol, typed.value, (what, message, classic) => {
        warn(line, "choice-override", message, classic, what === "override" ? override : "warning");
        const isRefused = model.data.dialect.modalChoices === "first entry" && typed.value === M;
        if (isRefused && symbol.choice !== undefined) contradictory.add(symbol.choice.id);
      });
      configuration.setTristate(symbol.id, typed.value, origin);
    } else if (typed.kind === "text") configuration.setText(symbol.id, typed.value, origin);
    if (typed.kind !== "ignored") seen.add(symbol.id);
  }
  for (const choice of contradictory) configuration.forgetUserValue(choice);
  if (file.dialect === "sdkconfig" && options.takesNewDefaults !== true)
    keepMarkedDefaults(configuration, values);
  return { diagnostics, namesUnknown };
}

/** What a line asks of which symbol. */
export interface LineSetting {
  readonly symbol: ConfigSymbol;
  readonly raw: string;
  /** Whether the file says that it is a default, so that the line asks for nothing. */
  readonly isDefault: boolean;
}

type NamingLine = Extract<DotConfigLine, { readonly name: string }>;

/** The symbol that a line names, be it by a former name, and the value for it; undefined for a name that nobody knows. */
export function settingOfLine(model: Model, line: NamingLine): LineSetting | undefined {
  const raw = line.kind === "unset" ? "n" : line.value;
  const renamed = model.data.renames.size === 0 ? undefined : model.renamed(line.name);
  if (renamed !== undefined) {
    const { symbol, rename } = renamed;
    const isInverted = rename.isInverted && symbol.type === "bool";
    return { symbol, raw: isInverted ? (raw.startsWith("y") ? "n" : "y") : raw, isDefault: false };
  }
  const symbol = namedInFile(model, line.name) ?? constantNamed(model, line.name);
  return symbol && { symbol, raw, isDefault: line.isDefault === true };
}

function valueText(typed: Exclude<TypedValue, { kind: "ignored" | "invalid" }>): string {
  return typed.kind === "tristate" ? letterOf(typed.value) : typed.value;
}

/** A modal choice with a name is a symbol like others to C. */
function namedInFile(model: Model, name: string): ConfigSymbol | undefined {
  if (name === "") return undefined;
  if (model.data.dialect.conf.dotConfig === "sdkconfig") {
    const symbol = model.symbol(name);
    return symbol?.isDefined ? symbol : undefined;
  }
  return model.data.dialect.choices === "modal" ? model.symbolOrChoice(name) : model.symbol(name);
}

/** The constants y, m and n are symbols like others to C, only that what a line says of them has no effect. */
function constantNamed(model: Model, name: string): ConfigSymbol | undefined {
  if (model.data.dialect.conf.dotConfig === "sdkconfig") return undefined;
  const id = ["n", "m", "y"].indexOf(name);
  return id < 0 ? undefined : model.symbolAt(id);
}

/** Modal choices are no news to someone with a .config; one that is y forgets that if one of its members is new. */
function countAllChoicesAsSet(configuration: Configuration): void {
  const { symbols } = configuration.model.data;
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) configuration.countAsSet(symbol);
  }
}

/** Before the rewrite, C remarked on lines of one choice that contradict each other. */
function warnModalChoice(
  configuration: Configuration,
  symbol: ConfigSymbol,
  value: Tristate,
  warn: (what: "inconsistent" | "override", message: string, classic: string) => void,
): void {
  const { dialect } = configuration.model.data;
  const { choice } = symbol;
  if (dialect.choices !== "modal" || choice === undefined || value === N) return;
  const before = configuration.userValue(choice)?.value ?? "n";
  if (value === M && before === "y") {
    warn(
      "inconsistent",
      `${symbol.name}=m does not fit an earlier =y in its choice`,
      `${symbol.name} creates inconsistent choice state`,
    );
  } else if (value === Y && before !== "n") {
    warn(
      "override",
      `${symbol.name} overrides an earlier member of its choice`,
      `override: ${symbol.name} changes choice state`,
    );
  }
}

/**
 * What the C tool does when a .config has been read: calculates all values, in the order of its symbol table, and
 * compares them with what was read. Answers whether anything differs. Before the rewrite, numbers out of their
 * range are forgotten here; `beforeForgetting` is called while warnings about what was calculated still fit.
 */
export function settleAfterReading(configuration: Configuration, beforeForgetting?: () => void): boolean {
  const { model } = configuration;
  const { symbols, dialect } = model.data;
  const order = model.data.table.order;
  let differs = false;
  for (const symbol of order) {
    if (symbols.type[symbol] === Type.unknown) continue;
    const value = configuration.value(symbol);
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) continue;
    const user = configuration.hasUserValue(symbol)
      ? configuration.userValue(model.symbolAt(symbol))
      : undefined;
    const written = configuration.isWritten(symbol);
    if (user === undefined ? written : !written || user.value !== value) differs = true;
  }
  beforeForgetting?.();
  if (!dialect.forgetsOutOfRange) return differs;
  for (const symbol of order) {
    if (!configuration.hasUserValue(symbol) || symbols.choice[symbol] !== ABSENT) continue;
    const { value } = configuration.userValue(model.symbolAt(symbol)) ?? { value: "" };
    // What was written although it cannot be seen shall be asked for, should it come into view.
    if (!differs && configuration.visibility(symbol) === N) configuration.forgetUserValue(symbol);
    const type = symbols.type[symbol];
    if (type !== Type.int && type !== Type.hex) continue;
    if (isWithinRange(configuration, symbol, value)) continue;
    configuration.forgetNumber(symbol);
    differs = true;
  }
  return differs;
}

/** Whether reading a .config can end with other user values than its lines have. */
export function changesBySettling({ data }: Model): boolean {
  return data.dialect.forgetsOutOfRange || hasTransitional(data);
}

/** `settleAfterReading` for who asks about values afterwards: what was taken over from former names counts as asked. */
export function settle(configuration: Configuration): void {
  settleAfterReading(configuration);
  if (hasTransitional(configuration.model.data)) configuration.invalidate();
}
