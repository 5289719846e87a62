/** `unmet-dependency`, `not-visible`, `limited-to-m`: the prompt cannot be seen, or only as far as m. */
import { M, N, Y } from "../../evaluate/tristate.ts";
import type { Cause } from "../cause.ts";
import { obstaclesOf } from "../obstacle.ts";
import type { Question } from "../question.ts";

export function hidden({ request, symbol, configuration }: Question): Cause | undefined {
  const visibility = configuration.visibility(symbol.id);
  if (visibility === Y || (visibility === M && request.wanted !== "y")) return undefined;
  const obstacles = obstaclesOf(configuration, symbol, request.wanted === "y" ? Y : M);
  if (obstacles.length === 0) return undefined;
  if (visibility !== N) return { code: "limited-to-m", obstacles };
  const dependencies = obstacles.filter(({ kind }) => kind === "dependency");
  if (dependencies.length === 0) return { code: "not-visible", obstacles };
  return { code: "unmet-dependency", obstacles: dependencies };
}
