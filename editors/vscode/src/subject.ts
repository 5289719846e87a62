/** Which symbol a command is about: that at the cursor, else the one that the person names. */
import { type TextEditor, type Uri, window } from "vscode";
import { WorkspaceSymbolRequest } from "vscode-languageclient";
import type { CommandQuestion } from "../../../src/lsp/commands.ts";
import type { SymbolAnswer } from "../../../src/lsp/symbol-command.ts";
import type { Server } from "./server.ts";

export const LANGUAGES = ["kconfig", "dotconfig"];

/** A symbol in the tree of a file. */
export interface Subject {
  readonly symbol: SymbolAnswer;
  /** Names it in further questions. */
  readonly question: CommandQuestion;
}

/** Undefined if the person names none. */
export async function subjectOf(server: Server): Promise<Subject | undefined> {
  const editor = window.activeTextEditor;
  const uri = editor && protocolUri(server, editor.document.uri);
  const here = editor && uri !== undefined ? { uri, ...atCursor(editor) } : undefined;
  const found = here && ("position" in here || "symbol" in here) ? await server.symbol(here) : null;
  if (found !== null && here !== undefined) return { symbol: found, question: here };
  const symbol = await askForSymbol(server, uri);
  return symbol && { symbol, question: { ...(uri !== undefined && { uri }), symbol: symbol.name } };
}

/** Undefined for what the server cannot read. */
export function protocolUri(server: Server, uri: Uri): string | undefined {
  const converted = server.client?.code2ProtocolConverter.asUri(uri);
  return converted?.startsWith("file:") ? converted : undefined;
}

/** In any other language, a word such as CONFIG_SMP. */
function atCursor({ document, selection }: TextEditor): CommandQuestion {
  const { active } = selection;
  if (LANGUAGES.includes(document.languageId))
    return { position: { line: active.line, character: active.character } };
  const range = document.getWordRangeAtPosition(active, /\bCONFIG_[A-Za-z0-9_]+/);
  return range === undefined ? {} : { symbol: document.getText(range) };
}

/** Offers symbols by words of their names, prompts and help texts while the person types. */
async function askForSymbol(server: Server, uri: string | undefined): Promise<SymbolAnswer | undefined> {
  const box = window.createQuickPick();
  box.placeholder = "Name of a symbol, or words of its prompt";
  box.matchOnDescription = true;
  const search = async (query: string) => {
    const found = (await server.client?.sendRequest(WorkspaceSymbolRequest.type, { query })) ?? [];
    if (box.value !== query) return;
    box.items = found.map(({ name, containerName: description }) => ({ label: name, description }));
  };
  const name = await new Promise<string | undefined>((done) => {
    box.onDidChangeValue((query) => void search(query).catch(() => undefined));
    box.onDidAccept(() => done(box.selectedItems[0]?.label ?? box.value.trim()));
    box.onDidHide(() => done(undefined));
    box.show();
  });
  box.dispose();
  if (name === undefined || name === "") return undefined;
  const symbol = await server.symbol({ ...(uri !== undefined && { uri }), symbol: name });
  if (symbol === null) throw new Error(`no entry of this tree defines ${name}`);
  return symbol;
}
