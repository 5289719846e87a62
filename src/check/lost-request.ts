/** A request that does not hold: why, and what stands around it. */
import { N } from "../evaluate/tristate.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { type Cause, causeOf } from "./cause.ts";
import { writtenValue } from "./change.ts";
import type { Merge } from "./merge.ts";
import type { Request } from "./request.ts";

export interface LostRequest {
  readonly request: Request;
  readonly symbol: ConfigSymbol;
  readonly cause: Cause;
  /** The value that the .config has; undefined without a line. */
  readonly actual: string | undefined;
  /** Where its choice decides: the other members that can be chosen. */
  readonly rivals: readonly ConfigSymbol[];
  /** The request that counts for each symbol. */
  readonly effective: ReadonlyMap<SymbolId, Request>;
}

export function lostRequest(
  { configuration, effective }: Pick<Merge, "configuration" | "effective">,
  request: Request,
  symbol: ConfigSymbol,
): LostRequest {
  const cause = causeOf(configuration, request, symbol);
  const members = cause.code === "choice-conflict" ? (symbol.choice?.members ?? []) : [];
  return {
    request,
    symbol,
    cause,
    actual: writtenValue(configuration, symbol),
    rivals: members.filter(({ id }) => id !== symbol.id && configuration.visibility(id) !== N),
    effective,
  };
}
