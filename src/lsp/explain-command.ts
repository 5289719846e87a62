/** kcfg.explain: all that `kcfg explain` says of a symbol, with the changes that another value takes. */
import { diagnosticOf } from "../report/problems.ts";
import { safeText } from "../report/safe-text.ts";
import type { Cancellation } from "../service/cancellation.ts";
import { explain } from "../service/explain.ts";
import type { OpenSession } from "../service/session.ts";
import { explanationText } from "./explanation-text.ts";

export interface ExplainedText {
  readonly text: string;
}

/** A sentence if no symbol has that name. */
export async function explainedText(
  session: OpenSession,
  word: string,
  cancellation: Cancellation | undefined,
): Promise<ExplainedText | string> {
  const { answers, problems } = await explain(session, { words: [word] }, cancellation);
  const [problem] = problems.map(diagnosticOf);
  if (answers.length === 0)
    return [problem?.message ?? "nothing is known of it", ...(problem?.help ?? [])].join("; ");
  return { text: safeText(answers.map((each) => explanationText(session, each)).join("\n")) };
}
