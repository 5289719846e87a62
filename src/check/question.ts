/** A request that does not hold, with all that is asked about it. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, SymbolId } from "../model/model.ts";
import type { Cause } from "./cause.ts";
import type { Request } from "./request.ts";

/** What is asked about. */
export interface Question {
  readonly request: Request;
  readonly symbol: ConfigSymbol;
  readonly configuration: Configuration;
  /** The request that counts for each symbol. */
  readonly effective: ReadonlyMap<SymbolId, Request>;
}

/** A request that does not hold, and why. */
export interface LostRequest {
  readonly cause: Cause;
  readonly question: Question;
}
