/** The terminal for a program that has all of it: raw keys, its size, and how it was before, whatever ends the process. */
import { writeSync } from "node:fs";
import type { OpenTerminal, Terminal, TerminalListener } from "../text/host.ts";
import { isTerminal } from "./node-modules.ts";

/** Undefined where standard input or output is none. */
export function nodeTerminal(): Terminal | undefined {
  return isTerminal(0) && isTerminal(1)
    ? { open: (sequences, listener) => open(sequences, listener) }
    : undefined;
}

/** Signals that end a process. */
const ENDING = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"] as const;

function open(
  { enter, leave }: { readonly enter: string; readonly leave: string },
  listener: TerminalListener,
): OpenTerminal {
  const { stdin, stdout } = process;
  let isTaken = false;

  const take = () => {
    if (isTaken) return;
    isTaken = true;
    stdin.setRawMode(true);
    write(enter);
  };
  const giveBack = () => {
    if (!isTaken) return;
    isTaken = false;
    write(leave);
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal has gone: there is nothing to give back.
    }
  };
  const suspend = () => {
    giveBack();
    // SIGTSTP has a listener here; nobody can listen to this one.
    process.kill(process.pid, "SIGSTOP");
  };
  const goOn = () => {
    // Stopped by another one, it is still taken, but the shell has had the terminal meanwhile.
    if (isTaken) giveBack();
    take();
    listener.onResize();
  };
  const end = (signal: NodeJS.Signals) => {
    close();
    process.kill(process.pid, signal);
  };
  const onInput = (text: string) => listener.onInput(text);
  const onResize = () => listener.onResize();
  const onEnd = () => listener.onEnd();
  const close = () => {
    giveBack();
    for (const signal of ENDING) process.off(signal, end);
    process.off("SIGTSTP", suspend).off("SIGCONT", goOn).off("exit", giveBack);
    process.off("uncaughtExceptionMonitor", giveBack);
    stdout.off("resize", onResize);
    stdin.off("data", onInput).off("end", onEnd).off("error", onEnd);
    stdin.pause();
  };

  for (const signal of ENDING) process.on(signal, end);
  process.on("SIGTSTP", suspend).on("SIGCONT", goOn).on("exit", giveBack);
  process.on("uncaughtExceptionMonitor", giveBack);
  stdout.on("resize", onResize);
  stdin.setEncoding("utf8");
  stdin.on("data", onInput).on("end", onEnd).on("error", onEnd);
  take();
  return {
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
    suspend,
    close,
  };
}

/** To the terminal at once; where it has gone, that is found out by reading. */
function write(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // See above.
  }
}
