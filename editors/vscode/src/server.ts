/** The server as commands ask it: started, stopped, and asked one question at a time. */
import { type Disposable, EventEmitter } from "vscode";
import {
  type BaseLanguageClient,
  ExecuteCommandRequest,
  type LanguageClientOptions,
} from "vscode-languageclient";
import type { COMMANDS, CommandQuestion } from "../../../src/lsp/commands.ts";
import type { ExplainedText } from "../../../src/lsp/explain-command.ts";
import type { Drawing } from "../../../src/lsp/graph-command.ts";
import type { SetResult } from "../../../src/lsp/set-command.ts";
import type { SymbolAnswer } from "../../../src/lsp/symbol-command.ts";
import type { TreeStatus } from "../../../src/lsp/tree.ts";
import type { Platform } from "./platform.ts";
import { SHOW_SELECTORS } from "./show-selectors.ts";

type CommandName = (typeof COMMANDS)[number];

export class Server implements Disposable {
  readonly #platform: Platform;
  readonly #options: LanguageClientOptions;
  readonly #changed = new EventEmitter<void>();
  /** Values, or the state of the server, may be others. */
  readonly onChanged = this.#changed.event;
  #client: BaseLanguageClient | undefined;

  constructor(platform: Platform, options: LanguageClientOptions) {
    this.#platform = platform;
    this.#options = options;
  }

  get client(): BaseLanguageClient | undefined {
    return this.#client;
  }

  async start(): Promise<void> {
    const client = await this.#platform.makeClient(this.#options);
    this.#client = client;
    client.onNotification("kcfg/statusChanged", () => this.#changed.fire());
    client.registerFeature({
      fillClientCapabilities: (capabilities) => {
        capabilities.experimental = {
          ...capabilities.experimental,
          kcfgStatus: true,
          [SHOW_SELECTORS]: true,
        };
      },
      initialize: () => {},
      getState: () => ({ kind: "static" }),
      clear: () => {},
    });
    await client.start();
    this.#changed.fire();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.dispose();
    this.#changed.fire();
  }

  async restart(): Promise<void> {
    // One that does not answer any more is left behind.
    await this.stop().catch(() => undefined);
    await this.start();
  }

  symbol(question: CommandQuestion): Promise<SymbolAnswer | null> {
    return this.#ask("kcfg.symbol", question);
  }
  explain(question: CommandQuestion): Promise<ExplainedText> {
    return this.#ask("kcfg.explain", question);
  }
  graph(question: CommandQuestion): Promise<Drawing> {
    return this.#ask("kcfg.graph", question);
  }
  set(question: CommandQuestion): Promise<SetResult> {
    return this.#ask("kcfg.set", question);
  }
  status(question: CommandQuestion): Promise<TreeStatus> {
    return this.#ask("kcfg.status", question);
  }

  /** Rejected with a sentence that can be shown. */
  async #ask<Answer>(command: CommandName, question: CommandQuestion): Promise<Answer> {
    const client = this.#client;
    if (client === undefined) throw new Error("the server of kcfg is not running");
    const known = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!known.includes(command))
      throw new Error(
        `the kcfg that kcfg.path names does not have ${command}: it is older than this extension`,
      );
    return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [question] });
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
  }
}
