/** The entry of the status bar: the configuration in use, and whether commands of the tree are run. */
import { type Disposable, StatusBarAlignment, window } from "vscode";
import type { TreeStatus } from "../../../src/lsp/tree.ts";
import { plain } from "./plain-text.ts";
import type { Server } from "./server.ts";
import { LANGUAGES, protocolUri } from "./subject.ts";

export class StatusEntry implements Disposable {
  readonly #server: Server;
  readonly #item = window.createStatusBarItem("kcfg.status", StatusBarAlignment.Right, 100);
  readonly #subscriptions: readonly Disposable[];
  /** Answers of earlier questions are not shown any more. */
  #asked = 0;

  constructor(server: Server) {
    this.#server = server;
    this.#item.name = "kcfg";
    this.#item.command = "kcfg.chooseConfiguration";
    this.#subscriptions = [
      server.onChanged(() => void this.update()),
      window.onDidChangeActiveTextEditor(() => void this.update()),
    ];
  }

  async update(): Promise<void> {
    const asked = ++this.#asked;
    const document = window.activeTextEditor?.document;
    if (document === undefined || !LANGUAGES.includes(document.languageId)) {
      this.#item.hide();
      return;
    }
    const uri = protocolUri(this.#server, document.uri);
    const status =
      uri === undefined
        ? undefined
        : await this.#server.status({ uri }).catch((error) => String(error.message));
    if (asked !== this.#asked) return;
    this.#item.text = statusText(status);
    this.#item.tooltip = statusHelp(status);
    this.#item.show();
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, this.#item]) each.dispose();
  }
}

/** A sentence in place of a status says why there is none. */
type Status = TreeStatus | string | undefined;

function statusText(status: Status): string {
  if (status === undefined || typeof status === "string" || status.config === undefined)
    return "$(circle-slash) kcfg";
  const { config, commands, isPartlyUnknown } = status;
  const missing = config.exists ? "" : " (defaults)";
  const mark = commands === "deny" && isPartlyUnknown ? " $(shield) commands not run" : "";
  return `$(settings) ${plain(config.path)}${missing}${mark}`;
}

function statusHelp(status: Status): string {
  if (status === undefined) return "kcfg does not read this file";
  if (typeof status === "string") return status;
  const { config, commands, isPartlyUnknown, symbols } = status;
  if (config === undefined) return "the tree could not be read: Problems says why";
  const lines = [
    config.exists ? `Values of ${config.path}` : `${config.path} does not exist: these are the defaults`,
    `${symbols.toLocaleString("en-US")} symbols`,
    COMMANDS[commands],
    ...(isPartlyUnknown ? ["Values that rest on them are not known"] : []),
  ];
  return lines.join("\n");
}

const COMMANDS: Readonly<Record<TreeStatus["commands"], string>> = {
  run: "Commands of Kconfig files are run",
  deny: "Commands of Kconfig files are not run",
  record: "Commands of Kconfig files are run, and recorded",
  replay: "A recording answers for the commands of Kconfig files",
};
