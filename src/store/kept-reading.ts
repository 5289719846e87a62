/** What one reading of a tree leaves for the next: syntax trees by content, answers of commands. */
import type { EarlierReadings } from "../model/load/earlier-readings.ts";
import type { KconfigSyntax } from "../syntax/tree.ts";
import type { Environment, FileReader, ShellResult } from "../text/host.ts";
import type { SourceFile } from "../text/source-file.ts";
import { groundOf, isSameGround, type ProbeGround } from "./probe-ground.ts";

/**
 * Given to `loadKconfig` again and again, for the same tree: a file whose text is the same is not parsed again, and a
 * command is not run again unless its text changed, or the environment, or one of the files and tools that commands are
 * seen to use. The model is made anew each time.
 */
export class KeptReading implements EarlierReadings {
  #trees = new Map<string, KconfigSyntax>();
  #taken = new Map<string, KconfigSyntax>();
  readonly #remarks = new WeakMap<KconfigSyntax, { readonly dialect: object; readonly found: unknown }>();
  #answers = new Map<string, ShellResult>();
  #asked = new Map<string, ShellResult>();
  #ground: ProbeGround | undefined;
  #parsed = 0;
  #run = 0;

  /** Files that the last reading parsed, and commands that it ran. */
  get figures(): { readonly parsed: number; readonly run: number } {
    return { parsed: this.#parsed, run: this.#run };
  }

  get hasAnswers(): boolean {
    return this.#answers.size > 0;
  }

  /** Before a reading: forgets answers that may not hold any more. */
  begin(host: FileReader, environment: Environment): void {
    const holds = this.#ground !== undefined && isSameGround(this.#ground, host, environment);
    if (!holds) this.#answers = new Map();
    this.#taken = new Map();
    this.#asked = new Map();
    this.#parsed = 0;
    this.#run = 0;
  }

  tree({ path, text }: SourceFile, kind: "strict" | "tolerant", parse: () => KconfigSyntax): KconfigSyntax {
    const key = `${kind} ${path}`;
    let syntax = this.#taken.get(key) ?? this.#trees.get(key);
    if (syntax?.source.text !== text) {
      this.#parsed += 1;
      syntax = parse();
    }
    this.#taken.set(key, syntax);
    return syntax;
  }

  remarks<Found>(syntax: KconfigSyntax, dialect: object, find: () => Found): Found {
    const known = this.#remarks.get(syntax);
    if (known?.dialect === dialect) return known.found as Found;
    const found = find();
    this.#remarks.set(syntax, { dialect, found });
    return found;
  }

  answer(command: string, run: () => ShellResult): ShellResult {
    const known = this.#asked.get(command) ?? this.#answers.get(command);
    if (known !== undefined) {
      this.#asked.set(command, known);
      return known;
    }
    this.#run += 1;
    const result = run();
    const isWhole = [result.failure, result.unanswered, result.limit].every((each) => each === undefined);
    if (isWhole) this.#asked.set(command, result);
    return result;
  }

  /** After a reading, which began at `started`: what it did not ask for is forgotten. */
  end(host: FileReader, environment: Environment, started: number): void {
    this.#trees = this.#taken;
    const isNew = this.#run > 0 || this.#ground === undefined || this.#asked.size !== this.#answers.size;
    this.#answers = this.#asked;
    if (!isNew) return;
    const asked = [...this.#answers.keys()].map((command) => ({ command }));
    this.#ground = groundOf(asked, host, environment, started);
  }
}
