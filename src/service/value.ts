/** The value of a symbol as an editor shows it beside a line, and the values that it may be set to. */
import { assignableValues } from "../evaluate/assignable.ts";
import { Certainty } from "../evaluate/certainty.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { Type } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { OpenSession } from "./session.ts";

export interface ShownValue {
  /** A string's without quotes; of a choice, the name of the member that is y. */
  readonly value: string;
  /** False where it rests on a command that was not run. */
  readonly isKnown: boolean;
}

export function shownValue({ configuration, model }: OpenSession, symbol: ConfigSymbol): ShownValue {
  const isKnown = model.data.unknownWords.length === 0 || certaintyOf(configuration).isKnown(symbol.id);
  if (!symbol.isChoice) return { value: configuration.value(symbol.id), isKnown };
  const member = configuration.chosenMember(symbol.id);
  return { value: member === undefined ? "" : model.symbolAt(member).name, isKnown };
}

/** Configurations of a session do not change while it is the newest, but by changes that are made by hand. */
const certainties = new WeakMap<Configuration, Certainty>();

function certaintyOf(configuration: Configuration): Certainty {
  let certainty = certainties.get(configuration);
  if (certainty === undefined) {
    certainty = new Certainty(configuration);
    certainties.set(configuration, certainty);
  }
  return certainty;
}

/** A value that a line of a .config can give a symbol. */
export interface PossibleValue {
  /** A string's without quotes. */
  readonly value: string;
  /** The default, or a limit of the range. */
  readonly from: "type" | "default" | "lowest" | "highest";
  /** Whether asking for it gives it, as the configuration is. */
  readonly isAssignable: boolean;
}

/** Those worth offering: all of a bool or tristate; of a number or string, its default and the limits of its range. */
export function possibleValues(
  { configuration, model }: OpenSession,
  symbol: ConfigSymbol,
): readonly PossibleValue[] {
  const { id, type } = symbol;
  if (symbol.isLogical) {
    const assignable = assignableValues(configuration, symbol);
    const hasM = type === "tristate" && configuration.effectiveType(id) === Type.tristate;
    return (hasM ? ["y", "m", "n"] : ["y", "n"]).map((value) => ({
      value,
      from: "type",
      isAssignable: assignable.includes(value),
    }));
  }
  const isAssignable = configuration.isChangeable(id);
  const found: PossibleValue[] = [{ value: configuration.value(id), from: "default", isAssignable }];
  const range = configuration.activeRange(id);
  if (range !== undefined) {
    const [low, high] = model.property(range).limits.map((limit) => configuration.value(limit.id));
    found.push({ value: low, from: "lowest", isAssignable }, { value: high, from: "highest", isAssignable });
  }
  return found.filter(({ value }, at) => found.findIndex((each) => each.value === value) === at);
}
