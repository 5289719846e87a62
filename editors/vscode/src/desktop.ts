/** The extension on the desktop: the server is kcfg, in a process of its own. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { type ExtensionContext, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
import { start } from "./extension.ts";
import { SECTION } from "./settings.ts";

export function activate(context: ExtensionContext): Promise<void> {
  return start(context, {
    runsCommands: true,
    schemes: ["file"],
    makeClient: async (options) =>
      new LanguageClient(
        SECTION,
        "kcfg",
        () => startProcess(context.asAbsolutePath("dist/server.cjs")),
        options,
      ),
  });
}

/** kcfg as the settings name it, else that of the extension. */
async function startProcess(own: string): Promise<ChildProcess> {
  const settings = workspace.getConfiguration(SECTION);
  const path = settings.get("path", "").trim();
  const words = ["lsp", ...settings.get<readonly string[]>("arguments", [])];
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
  const server =
    path === ""
      ? fork(own, words, { cwd: folder, silent: true, execArgv: [] })
      : spawn(path, words, { cwd: folder });
  await new Promise<void>((done, fail) => {
    server.once("spawn", done);
    server.once("error", ({ message }) => fail(new Error(`cannot start ${path || own}: ${message}`)));
  });
  return server;
}
