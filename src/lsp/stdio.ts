/** The server on the streams of its host, until the client ends it. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { type ServerOptions, serve } from "./server.ts";

/** Never comes back: the client's `exit`, or the end of the input, ends the process. */
export function serveStreams({ input, output }: Streams, options: ServerOptions): Promise<never> {
  const connection = createConnection(
    ProposedFeatures.all,
    input as NodeJS.ReadableStream,
    output as NodeJS.WritableStream,
  );
  serve(connection, options);
  connection.listen();
  return new Promise(() => {});
}

/** Those of Node. */
interface Streams {
  readonly input: object;
  readonly output: object;
}
