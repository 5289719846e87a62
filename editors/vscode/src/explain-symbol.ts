/** kcfg: Explain Symbol. The text stands in a document beside the editor, which is not saved. */
import { EventEmitter, type TextDocumentContentProvider, Uri, ViewColumn, window, workspace } from "vscode";
import type { Server } from "./server.ts";
import { subjectOf } from "./subject.ts";

export const EXPLANATION = "kcfg-explanation";

export class Explanations implements TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.path) ?? "";
  }

  async show(server: Server): Promise<void> {
    const subject = await subjectOf(server);
    if (subject === undefined) return;
    const { text } = await server.explain(subject.question);
    const uri = Uri.from({ scheme: EXPLANATION, path: `/Explain ${subject.symbol.name}` });
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, {
      viewColumn: ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
  }
}
