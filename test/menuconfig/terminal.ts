/** The command on a real terminal, that of script(1), with a screen that reads its escape sequences. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import xterm from "@xterm/headless";
import { commandBundle } from "../command.ts";

export interface TerminalOptions {
  readonly folder: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Milliseconds that a screen may take on a machine that does other things as well. */
const PATIENCE = 20_000;

const open = new Set<CommandTerminal>();

/** Ends what a test that failed has left. */
export function closeTerminals(): void {
  for (const terminal of open) terminal.close();
}

export class CommandTerminal {
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  #waiting: (() => void)[] = [];
  #hasEnded = false;
  /** All that has come, with its escape sequences. */
  output = "";

  constructor(
    words: readonly string[],
    { folder, columns = 80, rows = 24, environment = {} }: TerminalOptions,
  ) {
    open.add(this);
    this.#folder = folder;
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const program = [process.execPath, commandBundle(), ...words].map((word) => `'${word}'`).join(" ");
    // A shell before it shows what the terminal is like once the command has ended.
    const script = `tty > tty.txt; stty cols ${columns} rows ${rows}; sh -c 'echo $$ > pid.txt; exec "$@"' sh ${program}; echo "exit $?"; stty -a > stty.txt`;
    this.#child = spawn("script", ["-qefc", script, "/dev/null"], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        TERM: "xterm-256color",
        SHELL: "/bin/sh",
        KCFG_CACHE_DIR: join(folder, "cache"),
        ...environment,
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout?.setEncoding("utf8");
    this.#child.stdout?.on("data", (text: string) => {
      this.output += text;
      this.#screen.write(text, () => this.#wake());
    });
    this.#ended = new Promise((resolve) =>
      this.#child.on("close", () => {
        this.#hasEnded = true;
        open.delete(this);
        this.#screen.write("", () => {
          this.#wake();
          resolve();
        });
      }),
    );
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) each();
  }

  /** What is on the screen, line by line. */
  get text(): string {
    const { active } = this.#screen.buffer;
    const lines = Array.from({ length: this.#screen.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? "").trimEnd(),
    );
    return `${lines.join("\n").trimEnd()}\n`;
  }

  /** Whether a program has the screen to itself. */
  get isTaken(): boolean {
    return this.#screen.buffer.active.type === "alternate";
  }

  /** The screen once it is as it should be; fails with what there is if that does not come. */
  async until(isSo: (text: string) => boolean): Promise<string> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const { text } = this;
      if (isSo(text)) return text;
      if (this.#hasEnded || Date.now() > end) throw new Error(`the screen stays:\n${text}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  has(part: string): Promise<string> {
    return this.until((text) => text.includes(part));
  }

  send(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Sends keys and waits for the screen that they lead to. */
  press(keys: string, part: string): Promise<string> {
    this.send(keys);
    return this.has(part);
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    const tty = readFileSync(join(this.#folder, "tty.txt"), "utf8").trim();
    execFileSync("stty", ["-F", tty, "cols", `${columns}`, "rows", `${rows}`]);
  }

  get #pid(): number {
    return Number(readFileSync(join(this.#folder, "pid.txt"), "utf8"));
  }

  /** Sends the command itself a signal. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal);
  }

  /** Until the command has stopped: it gives the screen back before that, and what goes on must have stopped. */
  async stopped(): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!readFileSync(`/proc/${this.#pid}/stat`, "latin1").includes(") T ")) {
      if (Date.now() > end) throw new Error("it does not stop");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  close(): void {
    try {
      this.kill("SIGKILL");
    } catch {
      // It has not begun, or has ended.
    }
    this.#child.kill("SIGKILL");
  }

  /** The settings of the terminal after the command, once all has ended. */
  async end(): Promise<string> {
    const timer = setTimeout(() => this.close(), PATIENCE);
    await this.#ended;
    clearTimeout(timer);
    const path = join(this.#folder, "stty.txt");
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }
}
