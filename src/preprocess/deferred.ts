/** Outputs of commands that are still running: texts that stand for them, and what they turn out to be. */
import type { MacroPlace } from "./builtins.ts";
import { shellOutput } from "./shell-output.ts";

// A stand-in is two code units that no file can hold: the decoder makes lone surrogates of invalid bytes, but only
// from U+DC80 on. Stand-ins are joined and passed on like any text; only who looks inside must settle them first.

const OPEN = "\uDC00";
const CLOSE = "\uDC01";
const STAND_IN = /\uDC00(\d+)\uDC01/g;

/** Begins a command; `wait` answers its raw standard output. */
export type StartCommand = (command: string, place: MacroPlace) => { wait(): string };

/** The commands of one run that were begun, in order. */
export class DeferredOutputs {
  readonly #start: StartCommand;
  readonly #running: { wait(): string }[] = [];
  readonly #known: string[] = [];

  constructor(start: StartCommand) {
    this.#start = start;
  }

  /** Begins a command; answers the text that stands for what `$(shell)` keeps of its output. */
  begin(command: string, place: MacroPlace): string {
    const index = this.#running.push(this.#start(command, place)) - 1;
    return `${OPEN}${index}${CLOSE}`;
  }

  /** `text` with every stand-in replaced; waits for what is not known yet. */
  settle(text: string): string {
    return isDeferred(text)
      ? text.replace(STAND_IN, (_, index: string) => this.#output(Number(index)))
      : text;
  }

  #output(index: number): string {
    let output: string | undefined = this.#known[index];
    if (output === undefined) {
      output = shellOutput(this.#running[index].wait());
      this.#known[index] = output;
    }
    return output;
  }
}

/** Whether a text holds a stand-in. */
export function isDeferred(text: string): boolean {
  return text.includes(OPEN);
}
