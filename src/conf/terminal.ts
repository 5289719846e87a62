/** What a dialogue of `conf` says and hears: lines of standard input, and their echo where nobody typed them. */
import type { Dialect } from "../model/dialect.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import type { Host } from "../text/host.ts";

type Echo = Dialect["conf"]["echo"];

/** Bytes of one line; what is longer comes as several answers. C's buffer holds one more, for the end mark. */
const LINE_LIMIT = 4095;
/** The same of tools that take letters. */
const SHORT_LINE_LIMIT = 127;

export class ConfTerminal {
  readonly #host: Host;
  /** What stands for a line that nobody typed. */
  readonly #echo: Echo;
  #unsaid = "";
  #ended = false;

  /** Whether lines are short, and the end of input is no news. */
  readonly #isOld: boolean;

  constructor(host: Host, echo: Echo, isOld = false) {
    this.#host = host;
    this.#isOld = isOld;
    this.#echo = host.stdin.isTerminal && host.stdout.isTerminal ? "nothing" : echo;
  }

  /** Whether the input's end was met, be it behind a line without newline. */
  get ended(): boolean {
    return this.#ended;
  }

  say(text: string): void {
    this.#unsaid += text;
  }

  /** Says all that was held back. Must be called at the end. */
  flush(): void {
    if (this.#unsaid !== "") this.#host.stdout.write(this.#unsaid);
    this.#unsaid = "";
  }

  /** A line on standard error, with an empty one before it. */
  complain(text: string): void {
    this.flush();
    this.#host.stderr.write(`\n${text}\n`);
  }

  /**
   * The next line up to a NUL byte, with its newline if it has one. Undefined at the end of input. What is echoed is the
   * line, or `fallback` where there is none or where only ends of lines are echoed.
   */
  readLine(fallback: "" | "\n"): string | undefined {
    this.flush();
    const limit = this.#isOld ? SHORT_LINE_LIMIT : LINE_LIMIT;
    const line = this.#host.stdin.readLine(limit);
    if (line === undefined || (!line.endsWith("\n") && encodeText(line).length < limit)) {
      this.#ended = true;
    }
    const heard = line?.split("\0", 1)[0];
    if (this.#echo !== "nothing") this.say(this.#echo === "line" ? (heard ?? fallback) : fallback);
    if (heard === undefined && !this.#isOld) this.complain("Error in reading or end of file.");
    return heard;
  }
}

/** Without the blanks around it, by C's idea of a blank. */
export function trimmed(line: string): string {
  return line.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
}

/** Without its last byte, which is the newline of a complete line. */
export function withoutLastByte(line: string): string {
  if (line.endsWith("\n") || line === "") return line.slice(0, -1);
  return decodeText(encodeText(line).subarray(0, -1));
}
