/** The server on the web: a worker, in which the Kconfig files of the workspace are a file system in memory. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  type Connection,
  createConnection,
} from "vscode-languageserver/browser";
import { memoryHost } from "../../../src/host/memory.ts";
import { serve } from "../../../src/lsp/server.ts";
import { FILES, type Files, type Greeting, MISSING, type Missing } from "./mirror-protocol.ts";
import { noticing } from "./missing-files.ts";

const worker = globalThis as unknown as DedicatedWorkerGlobalScope;

worker.onmessage = ({ data }: MessageEvent<Greeting>) => {
  const connection: Connection = createConnection(
    new BrowserMessageReader(worker),
    new BrowserMessageWriter(worker),
  );
  const memory = memoryHost();
  const take = ({ texts }: Files) => {
    for (const [path, text] of Object.entries(texts))
      if (text === null) memory.files.delete(path);
      else memory.files.set(path, text);
  };
  take(data);
  const host = noticing(memory, (paths) => {
    const missing: Missing = { paths };
    void connection.sendNotification(MISSING, missing);
  });
  connection.onNotification(FILES, take);
  serve(connection, { host, version: data.version, request: { isUncached: true } });
  connection.listen();
};
