/** A client of the language server for tests: frames over the streams of a process, and no library of the protocol. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

export interface Message {
  readonly jsonrpc: "2.0";
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what comes.
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what comes.
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface ClientOptions {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export class LanguageClient {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;
  /** What the server sent by itself, in order. */
  readonly heard: Message[] = [];
  stderr = "";
  #buffer: Buffer = Buffer.alloc(0);
  #next = 1;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #listeners: (() => void)[] = [];

  constructor({ command: [program, ...words], folder, environment }: ClientOptions) {
    this.process = spawn(program, words, { cwd: folder, env: { ...process.env, ...environment } });
    this.process.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.process.stderr.on("data", (chunk: Buffer) => {
      this.stderr += chunk;
    });
    this.ended = new Promise((done) => this.process.on("exit", done));
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, end).toString())?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#hear(message);
    }
  }

  #hear(message: Message): void {
    if (message.method === undefined) {
      this.#waiting.get(message.id ?? -1)?.(message);
      this.#waiting.delete(message.id ?? -1);
      return;
    }
    this.heard.push(message);
    // A request of the server's is answered with nothing.
    if (message.id !== undefined) this.send({ jsonrpc: "2.0", id: message.id, result: null });
    for (const listen of this.#listeners) listen();
  }

  send(message: Message): void {
    this.raw(Buffer.from(JSON.stringify(message)));
  }

  raw(body: Buffer): void {
    this.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  notify(method: string, params: unknown): void {
    this.send({ jsonrpc: "2.0", method, params });
  }

  /** Answers the whole message, with `result` or `error`. */
  ask(method: string, params: unknown): Promise<Message> {
    return this.begin(method, params).answer;
  }

  begin(method: string, params: unknown): { readonly id: number; readonly answer: Promise<Message> } {
    const id = this.#next++;
    const answer = new Promise<Message>((done) => this.#waiting.set(id, done));
    this.send({ jsonrpc: "2.0", id, method, params });
    return { id, answer };
  }

  /** Waits for a message of the server's; one that came already, counted from `from`, is one. */
  async until(wanted: (message: Message) => boolean, from = 0): Promise<Message> {
    for (;;) {
      const found = this.heard.slice(from).find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((done) => {
        this.#listeners.push(done);
      });
      this.#listeners = [];
    }
  }

  async start(folder: string, more: object = {}): Promise<Message> {
    const answer = await this.ask("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: {},
      ...more,
    });
    this.notify("initialized", {});
    return answer;
  }

  open(uri: string, text: string, languageId = "kconfig"): void {
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** The newest diagnostics of a document; waits for the first. */
  async diagnostics(uri: string, from = 0, version?: number) {
    const isThis = ({ method, params }: Message) =>
      method === "textDocument/publishDiagnostics" &&
      params.uri === uri &&
      (version === undefined || params.version === version);
    await this.until(isThis, from);
    return this.heard.findLast(isThis)?.params.diagnostics;
  }

  async stop(): Promise<number | null> {
    await this.ask("shutdown", null);
    this.notify("exit", null);
    return this.ended;
  }
}
