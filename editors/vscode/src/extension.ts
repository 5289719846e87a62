/** What the extension does on the desktop and on the web alike: starts the server, and has the commands. */
import { commands, type ExtensionContext, window, workspace } from "vscode";
import {
  DidChangeConfigurationNotification,
  type LanguageClientOptions,
  type Position as ServerPosition,
} from "vscode-languageclient";
import { chooseConfiguration } from "./choose-configuration.ts";
import { EXPLANATION, Explanations } from "./explain-symbol.ts";
import { plain } from "./plain-text.ts";
import type { Platform } from "./platform.ts";
import { Server } from "./server.ts";
import { setSymbol } from "./set-symbol.ts";
import { AT_START, SECTION, serverSettings } from "./settings.ts";
import { showGraph } from "./show-graph.ts";
import { SHOW_SELECTORS, showSelectors } from "./show-selectors.ts";
import { StatusEntry } from "./status.ts";
import { LANGUAGES } from "./subject.ts";

export async function start(context: ExtensionContext, platform: Platform): Promise<void> {
  const output = window.createOutputChannel("kcfg", { log: true });
  const options: LanguageClientOptions = {
    documentSelector: platform.schemes.flatMap((scheme) =>
      LANGUAGES.map((language) => ({ scheme, language })),
    ),
    initializationOptions: () => serverSettings(platform),
    outputChannel: output,
  };
  const server = new Server(platform, options);
  const explanations = new Explanations();
  const run = <Given extends unknown[]>(name: string, action: (...given: Given) => unknown) =>
    commands.registerCommand(name, async (...given: Given) => {
      try {
        await action(...given);
      } catch (error) {
        void window.showErrorMessage(plain(error instanceof Error ? error.message : String(error)));
      }
    });
  const tell = () =>
    void server.client?.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { kcfg: serverSettings(platform) },
    });
  context.subscriptions.push(
    server,
    output,
    new StatusEntry(server),
    workspace.registerTextDocumentContentProvider(EXPLANATION, explanations),
    workspace.onDidGrantWorkspaceTrust(tell),
    workspace.onDidChangeConfiguration((event) => {
      if (AT_START.some((name) => event.affectsConfiguration(name))) void server.restart().catch(showFailure);
      else if (event.affectsConfiguration(SECTION)) tell();
    }),
    run("kcfg.explainSymbol", () => explanations.show(server)),
    run("kcfg.setSymbol", () => setSymbol(server)),
    run("kcfg.showGraph", () => showGraph(server)),
    run("kcfg.chooseConfiguration", chooseConfiguration),
    run("kcfg.restartServer", () => server.restart()),
    run("kcfg.showOutput", () => output.show()),
    run(SHOW_SELECTORS, (uri: string, position: ServerPosition) => showSelectors(server, uri, position)),
  );
  await server.start().catch(showFailure);
}

/** The commands stay: one of them starts the server again. */
function showFailure(error: unknown): void {
  void window.showErrorMessage(plain(`kcfg: ${error instanceof Error ? error.message : String(error)}`));
}
