/** Where the time of a run goes: milliseconds for each kind of work, what is nested not counted twice. */

export class Stopwatch {
  readonly #clock: () => number;
  readonly #spent = new Map<string, number>();
  /** Kinds of work that were begun and are not done, the innermost last. */
  readonly #open: string[] = [];
  #since: number;

  /** `clock` gives milliseconds since the process began, and never goes back. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#since = 0;
  }

  /** Does `work` and counts its time as `name`; what `work` measures itself counts there instead. */
  measure<Result>(name: string, work: () => Result): Result {
    this.begin(name);
    try {
      return work();
    } finally {
      this.end();
    }
  }

  /** As `measure`, for what does not fit into a function; `end` must follow. */
  begin(name: string): void {
    this.#count();
    this.#open.push(name);
  }

  end(): void {
    this.#count();
    this.#open.pop();
  }

  /** Names what was spent until now, outside of all work. */
  lap(name: string): void {
    this.begin(name);
    const rest = this.#spent.get("rest") ?? 0;
    this.#spent.delete("rest");
    this.#spent.set(name, (this.#spent.get(name) ?? 0) + rest);
    this.end();
  }

  /** Names and milliseconds in the order of their first end; the time outside of all work is `rest`. */
  rooms(): readonly (readonly [name: string, milliseconds: number])[] {
    this.#count();
    return [...this.#spent];
  }

  #count(): void {
    const now = this.#clock();
    const name = this.#open.at(-1) ?? "rest";
    this.#spent.set(name, (this.#spent.get(name) ?? 0) + now - this.#since);
    this.#since = now;
  }
}

/** Does `work`, and measures it where somebody measures. */
export function measure<Result>(stopwatch: Stopwatch | undefined, name: string, work: () => Result): Result {
  return stopwatch === undefined ? work() : stopwatch.measure(name, work);
}
