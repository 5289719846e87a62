/** kcfg.symbol: the symbol that a name or a place means, its value, and those that it may be set to. */
import { lookUpSymbol } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import { type PossibleValue, possibleValues, shownValue } from "../service/value.ts";

export interface SymbolAnswer {
  readonly name: string;
  readonly type: string;
  /** Absent if nobody may set it: it has no prompt. */
  readonly prompt?: string;
  readonly value: string;
  /** False where it rests on a command that was not run. */
  readonly isKnown: boolean;
  readonly values: readonly PossibleValue[];
}

/** Null for a name that no entry of the tree defines. */
export function symbolAnswer(session: OpenSession, word: string): SymbolAnswer | null {
  const symbol = lookUpSymbol(session, word);
  if ("code" in symbol) return null;
  const prompt = symbol.propertiesOf("prompt")[0]?.text;
  return {
    name: symbol.name,
    type: symbol.type,
    ...(prompt !== undefined && { prompt }),
    ...shownValue(session, symbol),
    values: possibleValues(session, symbol),
  };
}
