/** What the desktop and the web do differently. */
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

export interface Platform {
  /** Whether commands of Kconfig files can be run where the server is. */
  readonly runsCommands: boolean;
  /** URI schemes of the files that the server can read. */
  readonly schemes: readonly string[];
  /** A client that is not started yet; each has a server of its own. */
  makeClient(options: LanguageClientOptions): Promise<BaseLanguageClient>;
}
