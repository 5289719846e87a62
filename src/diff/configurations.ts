/** What differs between two configurations of one tree, and which of it was asked for. */
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { writeDefconfig } from "../evaluate/defconfig.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { N, Y } from "../evaluate/tristate.ts";
import { type ChangeCause, changeCause } from "../explain/change-cause.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { SourceFile } from "../text/source-file.ts";
import { causesAmong } from "./causes.ts";

/** One of the two: a .config that was read, and the values that follow from it. */
export interface ConfigSide {
  readonly configuration: Configuration;
  readonly dotConfig: DotConfig;
}

/** A symbol with two values; undefined where a .config has no line for it. */
export interface Difference {
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What gives the second value, or no longer gives the first. */
  readonly cause: ChangeCause;
}

/** A difference that nobody asked for. */
export interface FollowingDifference extends Difference {
  /** Symbols that differ as well and that it follows from at once. */
  readonly from: readonly ConfigSymbol[];
  /** The ends of these ways: differences that were asked for. Empty where no way was found. */
  readonly roots: readonly ConfigSymbol[];
}

/** A line that only one file has, or that both have with other values. */
export interface LineDifference {
  readonly name: string;
  /** As written behind the `=`; `n` for "is not set", undefined for no line. */
  readonly before: LineValue | undefined;
  readonly after: LineValue | undefined;
  /** Of a name that the tree does not define: the symbol that may have taken its place, by name and value. */
  readonly successor?: ConfigSymbol;
}

export interface LineValue {
  readonly value: string;
  readonly line: number;
}

/** All in the order of the definitions; lines in the order of the files. */
export interface ConfigDifference {
  readonly asked: readonly Difference[];
  readonly follows: readonly FollowingDifference[];
  /** Symbols that are n in both, and have a line only in the second, or only in the first. */
  readonly appeared: readonly ConfigSymbol[];
  readonly vanished: readonly ConfigSymbol[];
  /** Lines that differ about names that the tree does not define. */
  readonly unknown: readonly LineDifference[];
  /** Lines that differ about symbols whose values are the same. */
  readonly idle: readonly LineDifference[];
}

/**
 * Compares the values that two .configs lead to. A difference was *asked for* if the least lines that make one of the
 * configurations (its defconfig) name the symbol and it can be set in the second one; all others follow.
 */
export function compareConfigurations(before: ConfigSide, after: ConfigSide): ConfigDifference {
  const symbols = inOrder([...before.configuration.model.definedSymbols()]);
  const differing: ConfigSymbol[] = [];
  const appeared: ConfigSymbol[] = [];
  const vanished: ConfigSymbol[] = [];
  for (const symbol of symbols) {
    if (valuesDiffer(before.configuration, after.configuration, symbol)) differing.push(symbol);
    else if (symbol.isLogical && after.configuration.tristate(symbol.id) === N) {
      const [was, is] = [before, after].map(({ configuration }) => configuration.isWritten(symbol.id));
      if (is && !was) appeared.push(symbol);
      else if (was && !is) vanished.push(symbol);
    }
  }
  const ids = new Set(differing.map(({ id }) => id));
  const [least, leastAfter] = [leastOf(before), leastOf(after)];
  const isAsked = askedBy(after.configuration, ids, [least.names, leastAfter.names]);
  const asked: Difference[] = [];
  const others: Difference[] = [];
  for (const symbol of differing) {
    const difference = {
      symbol,
      before: writtenValue(before.configuration, symbol),
      after: writtenValue(after.configuration, symbol),
    };
    const cause = changeCause(before.configuration, after.configuration, symbol);
    if (isAsked(symbol) && cause.kind !== "lifted") {
      asked.push({ ...difference, cause });
      continue;
    }
    // A whole .config has a line for it too, which only repeats what would be so without.
    const without = agreeing(leastAfter.configuration, after.configuration, symbol);
    others.push({
      ...difference,
      cause: changeCause(agreeing(least.configuration, before.configuration, symbol), without, symbol),
    });
  }
  const directCauses = new Map(
    others.map(({ symbol, cause }) => [
      symbol.id,
      causesAmong(ids, least.configuration, leastAfter.configuration, symbol, cause),
    ]),
  );
  const follows = others.map((difference) => ({
    ...difference,
    from: directCauses.get(difference.symbol.id) ?? [],
    roots: rootsOf(difference.symbol, directCauses),
  }));
  return { asked, follows, appeared, vanished, ...lineDifferences(before, after, ids) };
}

/** The value that a .config has for a symbol; undefined where it has no line. */
export function writtenValue(configuration: Configuration, symbol: ConfigSymbol): string | undefined {
  return configuration.isWritten(symbol.id) ? configuration.value(symbol.id) : undefined;
}

/** Whether a symbol's value differs; a number or string that has no line in one of them does, too. */
export function valuesDiffer(before: Configuration, after: Configuration, symbol: ConfigSymbol): boolean {
  return symbol.isLogical
    ? before.tristate(symbol.id) !== after.tristate(symbol.id)
    : writtenValue(before, symbol) !== writtenValue(after, symbol);
}

/** Symbols by their first definition. */
export function inOrder(symbols: readonly ConfigSymbol[]): readonly ConfigSymbol[] {
  const place = new Map(symbols.map((symbol) => [symbol.id, symbol.firstEntry]));
  return [...symbols].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** `preferred` where it gives the symbol the value that it should have. */
function agreeing(preferred: Configuration, actual: Configuration, symbol: ConfigSymbol): Configuration {
  return valuesDiffer(preferred, actual, symbol) ? actual : preferred;
}

function askedBy(
  after: Configuration,
  differing: ReadonlySet<SymbolId>,
  least: readonly [ReadonlySet<string>, ReadonlySet<string>],
): (symbol: ConfigSymbol) => boolean {
  const isNamed = ({ name }: ConfigSymbol) => least.some((names) => names.has(name));
  return (symbol) => {
    if (!symbol.hasPrompt || after.visibility(symbol.id) === N) return false;
    if (symbol.choice !== undefined && isExclusive(after, symbol.choice)) {
      // Of a choice the member that is chosen was asked for; that the others are not follows.
      if (after.tristate(symbol.id) === N) return false;
      return symbol.choice.members.some(isNamed);
    }
    if (!after.isChangeable(symbol.id)) return false;
    return isNamed(symbol) && differing.has(symbol.id);
  };
}

function isExclusive(configuration: Configuration, choice: ConfigSymbol): boolean {
  return configuration.model.data.dialect.choices === "exclusive" || configuration.tristate(choice.id) === Y;
}

/** The configuration made of the least lines that lead to it, and the names in them. */
function leastOf({ configuration, dotConfig: { prefix } }: ConfigSide) {
  const text = writeDefconfig(configuration, { prefix });
  const { dotConfig: dialect } = configuration.model.data.dialect.conf;
  const file = parseDotConfig(new SourceFile("defconfig", text), { prefix, dialect });
  const least = new Configuration(configuration.model);
  readDotConfig(least, file);
  settle(least);
  const names = new Set(file.lines.flatMap((line) => ("name" in line ? [line.name] : [])));
  return { configuration: least, names };
}

function rootsOf(
  symbol: ConfigSymbol,
  directCauses: ReadonlyMap<SymbolId, readonly ConfigSymbol[]>,
): readonly ConfigSymbol[] {
  const roots: ConfigSymbol[] = [];
  const seen = new Set([symbol.id]);
  const pending = [symbol];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    const causes = directCauses.get(at.id);
    if (causes === undefined) roots.push(at);
    for (const cause of causes ?? []) {
      if (seen.has(cause.id)) continue;
      seen.add(cause.id);
      pending.push(cause);
    }
  }
  return roots;
}

function lineDifferences(
  before: ConfigSide,
  after: ConfigSide,
  differing: ReadonlySet<SymbolId>,
): Pick<ConfigDifference, "unknown" | "idle"> {
  const [linesBefore, linesAfter] = [linesByName(before.dotConfig), linesByName(after.dotConfig)];
  const unknown: LineDifference[] = [];
  const idle: LineDifference[] = [];
  const { model } = before.configuration;
  const onlyAfter = [...linesAfter].filter(
    ([name]) => !linesBefore.has(name) && model.symbol(name)?.isDefined,
  );
  for (const name of new Set([...linesBefore.keys(), ...linesAfter.keys()])) {
    const [was, is] = [linesBefore.get(name), linesAfter.get(name)];
    if (was?.value === is?.value) continue;
    const symbol = model.symbol(name);
    const difference = { name, before: was, after: is };
    if (symbol === undefined || !symbol.isDefined) {
      const successor = is === undefined ? successorOf(name, was, onlyAfter) : undefined;
      unknown.push({ ...difference, ...(successor !== undefined && { successor: model.symbol(successor) }) });
    }
    // "is not set" against no line at all is told by what appears and vanishes.
    else if (!differing.has(symbol.id) && (was?.value ?? "n") !== (is?.value ?? "n")) idle.push(difference);
  }
  return { unknown, idle };
}

/**
 * The one name that only the second file has, with the same value and a name that ends alike: with another first word, or
 * with words before it.
 */
function successorOf(
  name: string,
  was: LineValue | undefined,
  onlyAfter: readonly (readonly [name: string, value: LineValue])[],
): string | undefined {
  if (was === undefined || was.value === "n") return undefined;
  const [, ...others] = name.split("_");
  const ends = [`_${name}`, ...(others.length > 1 ? [`_${others.join("_")}`] : [])];
  const alike = onlyAfter.filter(
    ([other, { value }]) => value === was.value && ends.some((end) => other.endsWith(end)),
  );
  return alike.length === 1 ? alike[0][0] : undefined;
}

/** The last line of each name is the one that counts. */
function linesByName({ lines }: DotConfig): ReadonlyMap<string, LineValue> {
  const found = new Map<string, LineValue>();
  for (const line of lines) {
    if ("isDefault" in line && line.isDefault) continue;
    if (line.kind === "assignment") found.set(line.name, { value: line.value, line: line.number });
    else if (line.kind === "unset") found.set(line.name, { value: "n", line: line.number });
  }
  return found;
}
