/** `out-of-range`: the number was asked for, but its range changes it. */
import { isWithinRange } from "../../evaluate/range.ts";
import type { Cause } from "../cause.ts";
import type { Question } from "../question.ts";

export function outOfRange({ request, symbol, configuration }: Question): Cause | undefined {
  if (symbol.type !== "int" && symbol.type !== "hex") return undefined;
  const id = configuration.activeRange(symbol.id);
  if (id === undefined || isWithinRange(configuration, symbol.id, request.wanted)) return undefined;
  const range = configuration.model.property(id);
  const [low, high] = range.limits.map((limit) => configuration.rawText(limit.id));
  return { code: "out-of-range", range, low, high };
}
