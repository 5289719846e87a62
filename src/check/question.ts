/** What a rule may look at. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, SymbolId } from "../model/model.ts";
import type { Cause } from "./cause.ts";
import type { Request } from "./request.ts";

/** A request whose value fits its symbol's type, and the configuration in which it did not come true. */
export interface Question {
  readonly request: Request;
  readonly symbol: ConfigSymbol;
  readonly configuration: Configuration;
  /** The request that counts for each symbol. */
  readonly effective: ReadonlyMap<SymbolId, Request>;
}

/** Answers why a request did not come true, or undefined if this is not why. */
export type Rule = (question: Question) => Cause | undefined;
