/** The lines that turn one configuration into another: few, and tried. */
import { DEFAULT_PREFIX, parseDotConfig } from "../dotconfig/dot-config.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { N, Y } from "../evaluate/tristate.ts";
import { lineOf } from "../evaluate/write.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { SourceFile } from "../text/source-file.ts";
import { type ConfigDifference, type ConfigSide, inOrder, valuesDiffer } from "./configurations.ts";

export interface TurningFragment {
  /** Lines of a .config without their ends, in the order of the definitions. */
  readonly lines: readonly string[];
  /** Symbols that differ still when the lines are laid over the first .config; empty in nearly all cases. */
  readonly open: readonly ConfigSymbol[];
}

/** What a line brings into view can need a line of its own, and so on; deeper than this nothing real goes. */
const MOST_ROUNDS = 12;
/** Up to so many lines each is tried whether it can go; a try is an evaluation of the whole tree. */
const MOST_TRIED = 48;

/**
 * The lines that, laid over the first .config, lead to the values of the second. What was asked for comes first; then
 * what the first file pins that would otherwise follow. A line without which the result is the same is left out.
 */
export function turningFragment(
  before: ConfigSide,
  after: ConfigSide,
  { asked }: ConfigDifference,
): TurningFragment {
  const { model } = before.configuration;
  const symbols = [...model.definedSymbols()];
  const wanted = new Set<ConfigSymbol>(asked.map(({ symbol }) => symbol));
  const openAfter = (set: Iterable<ConfigSymbol>) => {
    const result = laidOver(before, linesFor(after, set));
    const open = symbols.filter((symbol) => valuesDiffer(result, after.configuration, symbol));
    return { result, open };
  };
  let state = openAfter(wanted);
  for (let round = 0; round < MOST_ROUNDS && state.open.length > 0; round++) {
    const { result } = state;
    const settable = state.open.filter(
      (symbol) =>
        !wanted.has(symbol) &&
        symbol.hasPrompt &&
        (result.visibility(symbol.id) !== N || after.configuration.visibility(symbol.id) !== N),
    );
    if (settable.length === 0) break;
    for (const symbol of settable) wanted.add(symbol);
    state = openAfter(wanted);
  }
  if (wanted.size <= MOST_TRIED) {
    for (const symbol of [...wanted].reverse()) {
      const less = [...wanted].filter((other) => other !== symbol);
      if (openAfter(less).open.length <= state.open.length) wanted.delete(symbol);
    }
  }
  return { lines: linesFor(after, wanted), open: inOrder(state.open) };
}

/** Of an exclusive choice the chosen member comes last, where it counts. */
function linesFor({ configuration, dotConfig }: ConfigSide, symbols: Iterable<ConfigSymbol>): string[] {
  const sorted = inOrder([...symbols]);
  const isChosen = (symbol: ConfigSymbol) =>
    symbol.choice !== undefined && configuration.tristate(symbol.id) === Y;
  return [...sorted.filter((symbol) => !isChosen(symbol)), ...sorted.filter(isChosen)].flatMap(
    (symbol) => lineOf(configuration, symbol.id, dotConfig.prefix) ?? [],
  );
}

/** The first configuration with lines behind its own. */
function laidOver({ configuration, dotConfig }: ConfigSide, lines: readonly string[]): Configuration {
  const { source, prefix, dialect } = dotConfig;
  const text = `${source.text.replace(/\n?$/, "\n")}${lines.map((line) => `${line}\n`).join("")}`;
  const result = new Configuration(configuration.model);
  const file = parseDotConfig(new SourceFile(source.path, text), {
    prefix: prefix ?? DEFAULT_PREFIX,
    dialect,
  });
  readDotConfig(result, file);
  settle(result);
  return result;
}
