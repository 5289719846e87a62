/** workspace/symbol: symbols of all trees that are open, by words of names, prompts and help texts. */
import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver-types";
import { search } from "../service/search.ts";
import type { OpenSession } from "../service/session.ts";
import { absolutePath } from "../service/tree-files.ts";
import { uriOf } from "./places.ts";

/** More than anybody looks through. */
const MOST = 100;

export function workspaceSymbols(sessions: readonly OpenSession[], query: string): WorkspaceSymbol[] {
  if (query.trim() === "") return [];
  const found = sessions.flatMap((session) =>
    (search(session, { words: [query] }) ?? []).slice(0, MOST).flatMap(({ symbol }) => {
      const [definition] = symbol.definitions;
      if (definition === undefined) return [];
      const { path, line } = definition.place;
      const at = { line: line - 1, character: 0 };
      const prompt = definition.prompt?.text;
      return [
        {
          name: symbol.name || (prompt ?? "choice"),
          kind: symbol.isChoice ? SymbolKind.Enum : SymbolKind.Variable,
          ...(prompt !== undefined && { containerName: prompt }),
          location: { uri: uriOf(absolutePath(session, path)), range: { start: at, end: at } },
        },
      ];
    }),
  );
  return found.slice(0, MOST);
}
