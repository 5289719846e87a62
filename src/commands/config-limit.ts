/** A .config or fragment that is larger than any. */
import { LimitReached, limitDiagnostic } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/** Says which limit a .config is beyond. */
export function configTooLarge(path: string, limit: number): Diagnostic {
  const told = limitDiagnostic(new LimitReached("config", limit));
  return { ...told, message: `cannot read ${path}: ${told.message}` };
}
