/** What a person should know about what is switched on. */
import type { Configuration } from "../evaluate/configuration.ts";
import { tristateOf } from "../evaluate/tristate.ts";
import { COMPILE_ONLY, compiledOnly } from "../explain/compile-only.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { PlannedSetting, PlanWarning } from "./plan.ts";
import { traitsOf } from "./traits.ts";

/** Symbols that open a whole area: of things half done, broken, or not meant for this machine. */
const AREAS = ["EXPERT", "STAGING", "BROKEN", COMPILE_ONLY] as const;

/** What helps say of symbols that one should not switch on lightly. */
const UNSAFE =
  /\b(taints?|tainted|tainting|unsafe|dangerous|insecure|not (?:be )?safe|security (?:risk|hole)s?)\b/i;
/** A longer sentence is cut: it is a hint, the help itself is at hand. */
const LONGEST_SENTENCE = 160;

/**
 * Warnings about going from one configuration to another: areas that are open now, by whatever opened them, and those
 * of the symbols that were set whose help says that they are unsafe, where they were off before.
 */
export function warningsOf(
  before: Configuration,
  after: Configuration,
  set: readonly ConfigSymbol[],
): readonly PlanWarning[] {
  const isNew = ({ id }: ConfigSymbol) =>
    before.tristate(id) < after.tristate(id) && before.tristate(id) === 0;
  const opened = AREAS.flatMap((name) => before.model.symbol(name) ?? []).filter(isNew);
  const changesSize = ({ id }: ConfigSymbol) =>
    traitsOf(before.model).sweeping(id)?.kind === "word-size" && before.tristate(id) !== after.tristate(id);
  return [
    ...set.filter(changesSize).map((symbol) => {
      const bits = after.tristate(symbol.id) === 0 ? 32 : 64;
      return { kind: "word-size", symbol, bits } as const;
    }),
    ...opened.map((symbol) => {
      const compiles = symbol.name === COMPILE_ONLY ? compiledOnly(after, set) : undefined;
      return { kind: "enables-broad-option", symbol, ...(compiles && { compiles }) } as const;
    }),
    ...set.flatMap((symbol) => {
      const text = symbol.definitions.map(({ warning }) => warning).find((each) => each !== undefined);
      const isOff = ["bool", "tristate"].includes(symbol.type) && after.tristate(symbol.id) === 0;
      const isSame = before.value(symbol.id) === after.value(symbol.id);
      return text === undefined || isOff || isSame ? [] : [{ kind: "declared", symbol, text } as const];
    }),
    ...set.flatMap((symbol) => {
      const value = after.value(symbol.id);
      const isMeant =
        symbol.type !== "hex" || !DECIMAL_DIGITS.test(value) || before.value(symbol.id) === value;
      return isMeant ? [] : [{ kind: "decimal-digits", symbol, value } as const];
    }),
    ...set.filter(isNew).flatMap((symbol): readonly PlanWarning[] => {
      const line = unsafeSentence(symbol);
      return line === undefined ? [] : [{ kind: "unsafe", symbol, line }];
    }),
  ];
}

/** Of one digit both numbers are the same. */
const DECIMAL_DIGITS = /^[1-9][0-9]+$/;

/** Of random symbols of Linux that cannot be set, 130 of 131 need fewer lines than this. */
const MANY_LINES = 8;

/** That a plan is large, if it is: nobody shall take it for the price of one symbol. */
export function largenessOf(needed: readonly PlannedSetting[]): readonly PlanWarning[] {
  if (needed.length < MANY_LINES) return [];
  const isOff = ({ value, before }: PlannedSetting) => (tristateOf(value) ?? 0) < (tristateOf(before) ?? 0);
  return [{ kind: "large", lines: needed.length, off: needed.filter(isOff).length }];
}

/** The sentence of a help text that says that the symbol is unsafe, cut if it is long. */
export function unsafeSentence(symbol: ConfigSymbol): string | undefined {
  const helps = symbol.definitions.flatMap(({ help }) => help ?? []);
  const sentences = helps
    .flatMap((help) => help.split(/\n\s*\n/))
    .flatMap((paragraph) =>
      paragraph
        .replace(/\s+/g, " ")
        .trim()
        .split(/(?<=[.!?:]) /),
    );
  const found = sentences.find((sentence) => UNSAFE.test(sentence));
  if (found === undefined || found.length <= LONGEST_SENTENCE) return found;
  return `${found.slice(0, LONGEST_SENTENCE).replace(/ \S*$/, "")} …`;
}
