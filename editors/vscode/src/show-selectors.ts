/** What a lens such as "selected by 12" opens: the hierarchy of the symbol's entry. */
import { commands, type Position, Selection, type Uri, window } from "vscode";

/** What the server puts into the command of a lens. */
export const SHOW_SELECTORS = "kcfg.showSelectors";

export async function showSelectors(uri: Uri, position: Position): Promise<void> {
  const editor = await window.showTextDocument(uri);
  // The hierarchy is that of the place of the cursor.
  editor.selection = new Selection(position, position);
  await commands.executeCommand("references-view.showCallHierarchy");
}
