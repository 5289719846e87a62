/**
 * Runs in VS Code's extension host beside the extension, and asks by VS Code's own interface for all that the extension
 * gives an editor. VS Code calls `run`; what was seen is logged as one line of JSON behind a mark. test/vscode-web/host.mjs
 * starts it.
 */
import * as vscode from "vscode";

/** Begins the line. */
const MARK = "kcfg-seen ";

/** Between two questions for what comes in its time, in milliseconds. */
const PAUSE = 100;
const MOST_TRIES = 300;

export async function run(): Promise<void> {
  const seen: Record<string, unknown> = {};
  const folder = vscode.workspace.workspaceFolders?.[0].uri;
  if (folder === undefined) throw new Error("no folder is open");
  const open = async (name: string) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
    await vscode.window.showTextDocument(document);
    return document;
  };
  const fragment = await open("a.config");
  const { uri } = fragment;
  const diagnostics = () => vscode.languages.getDiagnostics(uri);
  await until("diagnostics", () => diagnostics().length > 0);
  const extension = vscode.extensions.getExtension("kcfg.kcfg");
  seen.active = extension?.isActive;
  seen.language = fragment.languageId;
  seen.diagnostics = diagnostics().map(({ code, message, range, severity, source }) => [
    vscode.DiagnosticSeverity[severity],
    source,
    typeof code === "object" ? code.value : code,
    message.split("\n", 1)[0],
    `${range.start.line}:${range.start.character}-${range.end.character}`,
  ]);
  const ask = <T>(command: string, ...words: readonly unknown[]) =>
    vscode.commands.executeCommand<T>(`vscode.execute${command}`, ...words);

  // A file whose name tells nothing is read once it was missed.
  const isRead = async () => (await ask<readonly unknown[]>("WorkspaceSymbolProvider", "odd")).length > 0;
  await until("symbol of another file", isRead);

  // In the fragment: LASER's line is the first.
  const laser = new vscode.Position(0, 9);
  const hovers = await ask<vscode.Hover[]>("HoverProvider", uri, laser);
  seen.hover = hovers.flatMap(({ contents }) =>
    contents.map((each) => (typeof each === "string" ? each : each.value)),
  );
  const defined = await ask<(vscode.Location | vscode.LocationLink)[]>("DefinitionProvider", uri, laser);
  seen.definition = defined.map(placeOf);
  const hints = await ask<vscode.InlayHint[]>("InlayHintProvider", uri, wholeOf(fragment));
  seen.hints = hints.map(({ label }) =>
    typeof label === "string" ? label : label.map(({ value }) => value).join(""),
  );
  const { items } = await ask<vscode.CompletionList>(
    "CompletionItemProvider",
    uri,
    fragment.lineAt(0).range.start,
  );
  seen.completion = items
    .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
    .map(({ label }) => (typeof label === "string" ? label : label.label))
    .sort();
  const actions = await ask<vscode.CodeAction[]>("CodeActionProvider", uri, fragment.lineAt(0).range);
  seen.actions = actions.map(({ title }) => title);
  const rename = await ask<vscode.WorkspaceEdit>("DocumentRenameProvider", uri, laser, "RAY");
  seen.rename = rename
    .entries()
    .map(([at, edits]) => [nameOf(at), edits.length])
    .sort();
  const [fix] = actions;
  if (fix?.edit !== undefined) await vscode.workspace.applyEdit(fix.edit);
  await until("no diagnostics", () => diagnostics().length === 0);
  seen.fixed = fragment.getText();
  await vscode.commands.executeCommand("undo");

  const kconfig = await open("Kconfig");
  const power = new vscode.Position(2, 8);
  const references = await ask<vscode.Location[]>("ReferenceProvider", kconfig.uri, power);
  seen.references = references.map(placeOf).sort();
  const symbols = await ask<vscode.DocumentSymbol[]>("DocumentSymbolProvider", kconfig.uri);
  seen.symbols = symbols.map(({ name }) => name);
  const found = await ask<vscode.SymbolInformation[]>("WorkspaceSymbolProvider", "odd");
  seen.workspaceSymbols = found.map(({ name, location }) => [name, placeOf(location)]);
  const links = await ask<vscode.DocumentLink[]>("LinkProvider", kconfig.uri);
  seen.links = links.map(({ target }) => target && nameOf(target));
  const lenses = await ask<vscode.CodeLens[]>("CodeLensProvider", kconfig.uri, 10);
  seen.lenses = lenses.map(({ command }) => command?.title);
  const folds = await ask<vscode.FoldingRange[]>("FoldingRangeProvider", kconfig.uri);
  seen.folds = folds.length;
  const prepare = "vscode.prepareCallHierarchy";
  const [item] = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
    prepare,
    kconfig.uri,
    power,
  );
  const calls = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
    "vscode.provideIncomingCalls",
    item,
  );
  seen.callers = calls.map(({ from }) => from.name);

  // What is typed is answered from its text.
  const edit = new vscode.WorkspaceEdit();
  edit.insert(kconfig.uri, new vscode.Position(2, 0), "mistake x\n");
  await vscode.workspace.applyEdit(edit);
  const mistakes = () => vscode.languages.getDiagnostics(kconfig.uri);
  await until("mistake", () => mistakes().length > 0);
  seen.mistakes = mistakes().map(({ message, range }) => [message.split("\n", 1)[0], range.start.line]);
  seen.commands = (await vscode.commands.getCommands(true)).filter((each) => each.startsWith("kcfg.")).sort();
  console.log(MARK + JSON.stringify(seen));
}

async function until(what: string, isReady: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (await isReady()) return;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  throw new Error(`no ${what} after ${(PAUSE * MOST_TRIES) / 1000} s`);
}

const nameOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri);

function placeOf(at: vscode.Location | vscode.LocationLink): string {
  const [uri, range] = "targetUri" in at ? [at.targetUri, at.targetRange] : [at.uri, at.range];
  return `${nameOf(uri)}:${range.start.line + 1}`;
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
}
