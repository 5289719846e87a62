/** textDocument/codeAction: verified fixes of a fragment, comments that accept a finding, typos in Kconfig keywords. */
import {
  type Diagnostic as ClientDiagnostic,
  type CodeAction,
  CodeActionKind,
  type Range,
  type TextEdit,
} from "vscode-languageserver-types";
import type { CheckFinding } from "../check/finding.ts";
import { fixTitle } from "../report/check-words/fixes.ts";
import { wordedFinding } from "../report/check-words/worded.ts";
import type { CheckAnswer } from "../service/check.ts";
import { editsOfFix } from "../service/fix-edits.ts";
import { KconfigText } from "../service/kconfig-text.ts";
import { correctNames, correctValue } from "../service/open-fragment.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { SourceFile, type Span } from "../text/source-file.ts";
import { clientDiagnostic, pathOfLocation } from "./diagnostics.ts";
import type { OpenDocument } from "./documents.ts";
import { rangeOf, rangeOfLocation, uriOf } from "./places.ts";
import { prefixIn, type View } from "./view.ts";

/** `checked` is the newest check of the document, of a fragment. */
export function codeActions(view: View, range: Range, checked?: CheckAnswer): CodeAction[] {
  const isAsked = ({ location }: Pick<Diagnostic, "location">) =>
    location !== undefined && location.line - 1 >= range.start.line && location.line - 1 <= range.end.line;
  if (view.document.kind === "kconfig")
    return view.document.kconfig.diagnostics.filter(isAsked).flatMap((each) => ofText(view, each));
  if (checked === undefined) return [];
  return checked.result.findings
    .filter(
      (each) => isAsked(each) && each.location?.path === view.document.path && each.suppressed === undefined,
    )
    .flatMap((finding) => [
      ...fixesOf(view, finding, checked),
      ...correctionsOf(view, finding),
      acceptance(view, finding),
    ]);
}

/** Another name for one that no symbol has; the value nearest to one that is not possible, if the line takes effect then. */
function correctionsOf(view: View, finding: CheckFinding): CodeAction[] {
  const { document, session, documents } = view;
  const setting = document.fragment(prefixIn(view)).settingOn(finding.location?.line ?? 0);
  if (session === undefined || setting === undefined) return [];
  const texts = new Map([...documents].map(([path, { text }]) => [path, text]));
  const number = setting.line.number;
  const change = (span: Span, newText: string, title: string): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [asClient(view, wordedFinding(finding))],
    edit: { changes: { [document.uri]: [{ range: rangeOf(document.source, span), newText }] } },
  });
  const { nameSpan, valueSpan } = setting;
  if (finding.code === "unknown-symbol")
    return correctNames(session, document.path, texts, { ...setting, number }).map(({ text, takesEffect }) =>
      change(
        nameSpan,
        text,
        takesEffect ? `write ${text}` : `write ${text}, which does not take effect by itself`,
      ),
    );
  if ((finding.code !== "wrong-type" && finding.code !== "out-of-range") || valueSpan === undefined)
    return [];
  const value = correctValue(session, document.path, texts, { name: setting.name, valueSpan, number });
  return value === undefined ? [] : [change(valueSpan, value, `write ${value}`)];
}

function fixesOf(view: View, finding: CheckFinding, { fragments }: CheckAnswer): CodeAction[] {
  return (finding.fixes ?? []).flatMap((fix) => {
    const edits = editsOfFix(fragments, finding, fix);
    if (edits === undefined) return [];
    const changes: Record<string, TextEdit[]> = {};
    for (const edit of edits) {
      const path = pathOfLocation(edit, view.session);
      const uri = view.documents.get(path)?.uri ?? uriOf(path);
      const source = fragments.find(({ source: { path: each } }) => each === edit.path)?.source;
      if (source === undefined) return [];
      changes[uri] = [...(changes[uri] ?? []), { range: rangeOf(source, edit), newText: edit.text }];
    }
    return [
      {
        title: fixTitle(fix),
        kind: CodeActionKind.QuickFix,
        diagnostics: [asClient(view, wordedFinding(finding))],
        isPreferred: fix.automatic !== false,
        edit: { changes },
      },
    ];
  });
}

/** A comment that accepts a finding: kcfg wants a reason, which only a person has. */
function acceptance(view: View, finding: CheckFinding): CodeAction {
  const start = { line: (finding.location?.line ?? 1) - 1, character: 0 };
  const newText = `# kcfg: ignore[${finding.code}] because\n`;
  return {
    title: `accept ${finding.code} here, with a comment for the reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [asClient(view, wordedFinding(finding))],
    edit: { changes: { [view.document.uri]: [{ range: { start, end: start }, newText }] } },
  };
}

function asClient(view: View, diagnostic: Diagnostic): ClientDiagnostic {
  return clientDiagnostic(diagnostic, view, (line) => view.document.line(line - 1));
}

/** What the text of a Kconfig file alone shows how to correct; offered if the mistake is gone then. */
function ofText(view: View, diagnostic: Diagnostic): CodeAction[] {
  const { document } = view;
  const { code, location, meant } = diagnostic;
  if (location === undefined) return [];
  const change = (title: string, range: Range, newText: string): CodeAction[] => {
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    if (!isBetter(document, span, newText)) return [];
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [asClient(view, diagnostic)],
        isPreferred: true,
        edit: { changes: { [document.uri]: [{ range, newText }] } },
      },
    ];
  };
  const range = rangeOfLocation(location, (line) => document.line(line - 1));
  if (meant !== undefined) return change(`write '${meant}'`, range, meant);
  if (code !== "no-newline-at-end") return [];
  const end = rangeOf(document.source, { start: document.text.length, end: document.text.length });
  return change("end the last line", end, "\n");
}

/** Whether a text has fewer mistakes with a change. */
function isBetter({ kconfig, source }: OpenDocument, { start, end }: Span, text: string): boolean {
  const changed = source.text.slice(0, start) + text + source.text.slice(end);
  const after = new KconfigText(new SourceFile(source.path, changed));
  return after.diagnostics.length < kconfig.diagnostics.length;
}
