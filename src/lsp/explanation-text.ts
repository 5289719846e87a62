/** The words of `kcfg explain` for a client that shows text of one width. */
import { renderChoice } from "../report/choice-explanation.ts";
import { type ExplanationOptions, renderExplanation } from "../report/explanation.ts";
import { makeStyle } from "../report/style.ts";
import type { Explaining } from "../service/explain.ts";
import { definedElsewhere, prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";

/** Columns of the text: about those of a hover window. */
const WIDTH = 100;

export function explanationText(session: OpenSession, answer: Explaining): string {
  return answer.kind === "choice"
    ? renderChoice(answer.explained, layoutFor(session))
    : renderExplanation(answer.explained, layoutFor(session));
}

function layoutFor(session: OpenSession): ExplanationOptions {
  const { source } = session.configFile.dotConfig;
  return {
    style: makeStyle({ color: false, ascii: false, width: WIDTH }),
    lines: (path) => (path === source.path ? source.text.split(/\r?\n/) : session.lines(path)),
    prefix: prefixOf(session),
    treeWords: [],
    elsewhere: (name) => definedElsewhere(session, name),
  };
}
