/** What is said of a request or a rule that rests on commands which were not run. */
import { showRequest } from "../../check/request.ts";
import { unknownDiagnostic } from "../unknown.ts";
import type { About, Words } from "./words.ts";

export function deniedProbeWords({ about, rests, model }: About<"denied-probe">): Words {
  const what =
    "wanted" in about
      ? `whether ${showRequest(about)} takes effect`
      : `whether the policy for ${about.symbol} holds`;
  const { message, notes, help } = unknownDiagnostic(what, rests, model);
  return { message, notes, help };
}
