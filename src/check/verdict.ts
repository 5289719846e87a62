/** Whether a request came true. */
import type { Configuration } from "../evaluate/configuration.ts";
import { counts, type Request } from "./request.ts";

/**
 * Whether the .config of a configuration has what a line asks for: the value, or for "is not set" no value. An int,
 * hex or string that is not written has none.
 */
export function requestHolds(configuration: Configuration, request: Request): boolean {
  const { symbol, line, wanted } = request;
  if (symbol === undefined) return asksForNothing(request);
  const isWritten = configuration.isWritten(symbol.id);
  if (symbol.isLogical) return counts(request) && configuration.value(symbol.id) === wanted;
  if (line.kind === "unset") return !isWritten;
  return counts(request) && isWritten && configuration.value(symbol.id) === wanted;
}

/** `# CONFIG_X is not set` and `CONFIG_X=n`, which hold for a symbol that does not exist as well. */
function asksForNothing({ line }: Request): boolean {
  return line.kind === "unset" || line.value === "n";
}
