/** textDocument/inlayHint: the value of each entry; what a line of a fragment sets, and what it is where that differs. */
import type { InlayHint, Range } from "vscode-languageserver-types";
import type { ConfigSymbol } from "../model/model.ts";
import { safeLine } from "../report/safe-text.ts";
import type { CheckAnswer } from "../service/check.ts";
import type { OpenSession } from "../service/session.ts";
import { shownValue } from "../service/value.ts";
import { positionAt } from "./places.ts";
import { prefixIn, type View } from "./view.ts";

/** Of long texts an editor shows the start. */
const MOST_OF_A_TEXT = 40;

/** `checked` is the newest check of the document, of a fragment. */
export function inlayHints(view: View, range: Range, checked?: CheckAnswer): InlayHint[] {
  const { session } = view;
  if (session === undefined) return [];
  return view.document.kind === "kconfig" ? ofEntries(view, session, range) : ofLines(view, range, checked);
}

function ofEntries({ document }: View, session: OpenSession, range: Range): InlayHint[] {
  return document.kconfig.mentions.flatMap((mention) => {
    if (mention.role !== "definition") return [];
    const position = positionAt(document.source, mention.end);
    const symbol = isWithin(position.line, range) ? session.model.symbol(mention.name) : undefined;
    if (symbol === undefined || !symbol.isDefined) return [];
    return [{ position, label: `= ${valueText(session, symbol)}`, paddingLeft: true }];
  });
}

function valueText(session: OpenSession, symbol: ConfigSymbol): string {
  const { value, isKnown } = shownValue(session, symbol);
  if (!isKnown) return "?";
  return symbol.type === "string" ? `"${shortened(value)}"` : value === "" ? '""' : value;
}

function shortened(text: string): string {
  const line = safeLine(text);
  return line.length > MOST_OF_A_TEXT ? `${line.slice(0, MOST_OF_A_TEXT)}…` : line;
}

function ofLines(view: View, range: Range, checked: CheckAnswer | undefined): InlayHint[] {
  const { document } = view;
  if (checked === undefined) return [];
  const { verdicts, configuration } = checked.result;
  const fragment = document.fragment(prefixIn(view));
  return verdicts.flatMap(({ request, holds, fate }) => {
    const { location, symbol } = request;
    const line = location.line - 1;
    if (location.path !== document.path || !isWithin(line, range)) return [];
    const setting = fragment.settingOn(location.line);
    if (setting === undefined) return [];
    const prompt = symbol?.propertiesOf("prompt")[0]?.text;
    const parts = [
      ...(holds || symbol === undefined || fate === "denied-probe"
        ? []
        : [`→ ${actual(configuration.value(symbol.id))}`]),
      ...(fate === "denied-probe" ? ["→ ?"] : []),
      ...(prompt === undefined ? [] : [shortened(prompt)]),
    ];
    if (parts.length === 0) return [];
    const position = positionAt(document.source, setting.line.end);
    return [{ position, label: parts.join(" · "), paddingLeft: true }];
  });
}

const actual = (value: string): string => (value === "" ? '""' : shortened(value));

const isWithin = (line: number, { start, end }: Range): boolean => line >= start.line && line <= end.line;
