/** What a lens such as "selected by 12" opens: the hierarchy of the symbol's entry. */
import { commands, Selection, window } from "vscode";
import type { Position } from "vscode-languageclient";
import type { Server } from "./server.ts";

/** What the server puts into the command of a lens. */
export const SHOW_SELECTORS = "kcfg.showSelectors";

/** `uri` and `position` as the server names them: on the web, its files are not those of the editor. */
export async function showSelectors({ client }: Server, uri: string, position: Position): Promise<void> {
  if (client === undefined) return;
  const { asUri, asPosition } = client.protocol2CodeConverter;
  const editor = await window.showTextDocument(asUri(uri));
  const place = asPosition(position);
  // The hierarchy is that of the place of the cursor.
  editor.selection = new Selection(place, place);
  await commands.executeCommand("references-view.showCallHierarchy");
}
