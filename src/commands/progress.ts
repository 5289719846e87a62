/** A line on a terminal that says how far a long run is. */
import { safeLine } from "../report/safe-text.ts";
import { CLEAR_LINE } from "../report/style.ts";
import type { Host } from "../text/host.ts";

/** Shorter runs say nothing. */
const QUIET_MILLISECONDS = 500;

export class Progress {
  readonly #host: Host;
  readonly #start: number;
  #isShown = false;

  constructor(host: Host) {
    this.#host = host;
    this.#start = host.now();
  }

  /** Takes the place of the line before it; nothing without a terminal. */
  show(text: string): void {
    const { stderr } = this.#host;
    if (!stderr.isTerminal || this.#host.now() - this.#start < QUIET_MILLISECONDS) return;
    stderr.write(CLEAR_LINE + safeLine(text).slice(0, stderr.columns - 1));
    this.#isShown = true;
  }

  /** Takes the line away before anything else is written. */
  end(): void {
    if (this.#isShown) this.#host.stderr.write(CLEAR_LINE);
    this.#isShown = false;
  }
}
