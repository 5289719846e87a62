/** The extension on the web: the server is a worker, and gets the files of the workspace from here. */
import { type ExtensionContext, ProgressLocation, Uri, window, workspace } from "vscode";
import {
  type BaseLanguageClient,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from "vscode-languageclient";
import { LanguageClient } from "vscode-languageclient/browser";
import { start } from "./extension.ts";
import { readAll, workspaceTexts } from "./mirror.ts";
import { FILES, type Files, type Greeting, MISSING, type Missing } from "./mirror-protocol.ts";
import { SECTION } from "./settings.ts";

export function activate(context: ExtensionContext): Promise<void> {
  // The server knows paths alone: all folders of a workspace of the web lie in one file system.
  const root = workspace.workspaceFolders?.[0]?.uri ?? Uri.file("/");
  const isOurs = (uri: Uri) => uri.scheme === root.scheme && uri.authority === root.authority;
  return start(context, {
    runsCommands: false,
    schemes: [root.scheme],
    makeClient: async (options) => {
      const worker = new Worker(Uri.joinPath(context.extensionUri, "dist/web-server.js").toString(true));
      const greeting: Greeting = {
        version: context.extension.packageJSON.version,
        texts: await window.withProgress(
          { location: ProgressLocation.Window, title: "kcfg reads the Kconfig files" },
          workspaceTexts,
        ),
      };
      worker.postMessage(greeting);
      const client: BaseLanguageClient = new LanguageClient(SECTION, "kcfg", worker, {
        ...options,
        uriConverters: {
          code2Protocol: (uri) => (isOurs(uri) ? Uri.file(uri.path) : uri).toString(),
          protocol2Code: (text) => {
            const uri = Uri.parse(text);
            return uri.scheme === "file" ? root.with({ path: uri.path }) : uri;
          },
        },
        middleware: {
          workspace: {
            // The server hears of a change when it has the new text.
            didChangeWatchedFile: async (event, next) => {
              await send(client, [root.with({ path: Uri.parse(event.uri).path })]);
              await next(event);
            },
          },
        },
      });
      client.onNotification(MISSING, ({ paths }: Missing) => void supply(client, root, paths));
      return client;
    },
  });
}

/** Reads what the server looked for, as far as it is there and in the workspace. */
async function supply(client: BaseLanguageClient, root: Uri, paths: readonly string[]): Promise<void> {
  const uris = paths.map((path) => root.with({ path })).filter((uri) => workspace.getWorkspaceFolder(uri));
  const found = await send(client, uris);
  if (found.length === 0) return;
  const changes = found.map(
    (path): FileEvent => ({ uri: Uri.file(path).toString(), type: FileChangeType.Created }),
  );
  await client.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
}

/** Answers the paths of what is there. */
async function send(client: BaseLanguageClient, uris: readonly Uri[]): Promise<readonly string[]> {
  const texts = await readAll(uris);
  const files: Files = { texts };
  await client.sendNotification(FILES, files);
  return Object.keys(texts).filter((path) => texts[path] !== null);
}
