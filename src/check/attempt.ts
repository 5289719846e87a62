/** Tries requests against a configuration: what comes true, what it takes beyond, and what follows. */
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { type DotConfigEdit, editDotConfig } from "../dotconfig/edit.ts";
import { type DotConfigType, printLine } from "../dotconfig/print-line.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { SourceFile } from "../text/source-file.ts";
import { causeOf } from "./cause.ts";
import { type Merge, merge } from "./merge.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { type Setting, settingsFor } from "./remedy.ts";
import type { Request } from "./request.ts";
import { requestHolds } from "./verdict.ts";

/** One value that is asked for; a string without quotes. It fits the symbol's type. */
export interface Wish {
  readonly symbol: ConfigSymbol;
  readonly value: string;
}

export interface Attempt {
  /** With the wishes, and with what they need where that was found. */
  readonly configuration: Configuration;
  /** The fragment with a line for each wish and need. */
  readonly text: string;
  /** Settings that nobody asked for, and without which a wish would not hold. */
  readonly needed: readonly Setting[];
  /** Whether every wish holds in `configuration`. */
  readonly holds: boolean;
  /** Why wishes do not hold without the needed settings; empty if all of them do. */
  readonly refusals: readonly Refusal[];
}

/** One need leads to the next at most so often. */
const MOST_ROUNDS = 8;

/**
 * Reads `fragment`, with the lines of the wishes put in, over `base`. Where a wish does not hold, looks for settings
 * of other symbols that make all of them hold at once; whether to take those is for the caller to decide.
 */
export function attempt(base: Configuration, fragment: DotConfig, wishes: readonly Wish[]): Attempt {
  const plain = mergeWith(base, fragment, wishes, []);
  const failing = failingRequests(plain, wishes);
  if (failing.length === 0) {
    return {
      configuration: plain.merged.configuration,
      text: plain.text,
      needed: [],
      holds: true,
      refusals: [],
    };
  }
  const repaired = repair(base, fragment, wishes, plain);
  const refusals = failing.map((each) => refusal(plain.merged, each));
  const { merged, text } = repaired.tried;
  return {
    configuration: merged.configuration,
    text,
    needed: repaired.needed,
    holds: repaired.holds,
    refusals,
  };
}

interface Tried {
  readonly merged: Merge;
  readonly text: string;
}

function mergeWith(
  base: Configuration,
  fragment: DotConfig,
  wishes: readonly Wish[],
  needed: readonly Setting[],
): Tried {
  const { prefix, source } = fragment;
  const line = ({ symbol, value }: Wish): DotConfigEdit => ({
    name: symbol.name,
    line: printLine(prefix, symbol.name, symbol.type as DotConfigType, value),
  });
  const needs = needed.map(({ symbol, value }) => ({ symbol, value: letterOf(value) }));
  const text = editDotConfig(fragment, [...needs, ...wishes].map(line));
  const edited = parseDotConfig(new SourceFile(source.path, text), { prefix });
  return { merged: merge(base, [edited]), text };
}

function repair(
  base: Configuration,
  fragment: DotConfig,
  wishes: readonly Wish[],
  plain: Tried,
): { readonly tried: Tried; readonly needed: readonly Setting[]; readonly holds: boolean } {
  const needed = new Map<number, Setting>();
  let tried = plain;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const [failing] = failingRequests(tried, wishes);
    if (failing === undefined) return { tried, needed: [...needed.values()], holds: true };
    const found = proposalFor(tried.merged.configuration, failing);
    const isAsked = (setting: Setting) => wishes.some((wish) => wish.symbol.id === setting.symbol.id);
    const fresh = found.filter((setting) => !isAsked(setting) && !needed.has(setting.symbol.id));
    if (fresh.length === 0) break;
    for (const setting of fresh) needed.set(setting.symbol.id, setting);
    tried = mergeWith(base, fragment, wishes, [...needed.values()]);
  }
  return { tried: plain, needed: [], holds: false };
}

interface Failing {
  readonly request: Request;
  readonly symbol: ConfigSymbol;
}

function failingRequests({ merged }: Tried, wishes: readonly Wish[]): readonly Failing[] {
  return wishes.flatMap(({ symbol }) => {
    const request = merged.effective.get(symbol.id);
    return request === undefined || requestHolds(merged.configuration, request) ? [] : [{ request, symbol }];
  });
}

function proposalFor(configuration: Configuration, { request, symbol }: Failing): readonly Setting[] {
  const cause = causeOf(configuration, request, symbol);
  if (cause.code === "wrong-type") return [];
  return settingsFor(configuration, symbol, request.wanted, cause.reason) ?? [];
}

function refusal({ configuration, effective }: Merge, { request, symbol }: Failing): Refusal {
  return refusalOf(causeOf(configuration, request, symbol), { request, symbol, configuration, effective });
}
