/** Jobs of kcfg done beside each other, each in a thread of its own with its standard error kept apart. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Companion, Environment, JobOutcome, Jobs } from "../text/host.ts";
import { embeddedProgram } from "./node-executable.ts";
import { releaseMemory } from "./node-memory.ts";

/** What a thread is told. */
export interface Job {
  /** What is to be done, as `Jobs` got it; absent of a companion, which gets questions as messages. */
  readonly asked?: unknown;
  readonly folder: string;
  readonly environment: Environment;
}

/** The file of the program whose text says where it is; in an executable that is the only one. */
export function programFile(url: string): string {
  return embeddedProgram() === undefined ? fileURLToPath(url) : process.execPath;
}

/** `program` is the file that the threads run, which answers `threadJob` with the job. */
export function threadJobs(program: string, folder: string, environment: Environment): Jobs {
  return {
    async run(jobs, onDone) {
      const outcomes: JobOutcome[] = [];
      let next = 0;
      const work = async () => {
        while (next < jobs.length) {
          const index = next++;
          outcomes[index] = await runJob(program, { asked: jobs[index], folder, environment });
          onDone(index);
        }
      };
      await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, work));
      return outcomes;
    },
  };
}

function runJob(program: string, job: Job): Promise<JobOutcome> {
  return new Promise((done) => {
    const embedded = embeddedProgram();
    const worker = new Worker(embedded ?? program, {
      workerData: { kcfgJob: job },
      eval: embedded !== undefined,
    });
    let outcome: JobOutcome = { answer: undefined, stderr: "the thread ended without an answer\n" };
    worker.on("message", (message: JobOutcome) => {
      outcome = message;
    });
    worker.on("error", (error) => {
      outcome = {
        answer: undefined,
        stderr: `internal error: ${error instanceof Error ? error.stack : error}\n`,
      };
    });
    worker.on("exit", () => done(outcome));
  });
}

/** A thread that is started by the first question, and by the next one after it ended. */
export function threadCompanion(program: string, folder: string, environment: Environment): Companion {
  let worker: Worker | undefined;
  let next = 0;
  let isStopped = false;
  const waiting = new Map<number, { done(answer: unknown): void; fail(error: Error): void }>();
  const start = (): Worker => {
    const embedded = embeddedProgram();
    const job: Job = { folder, environment };
    const started = new Worker(embedded ?? program, {
      workerData: { kcfgJob: job },
      eval: embedded !== undefined,
    });
    started.unref();
    started.on("message", ({ id, answer, error }: CompanionAnswer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.done(answer);
      else asked?.fail(new Error(error));
    });
    // What ends it comes as an error or not; all that is asked is lost either way.
    started.on("error", () => {});
    started.on("exit", () => {
      if (worker === started) worker = undefined;
      for (const { fail } of waiting.values()) fail(new Error("the thread ended"));
      waiting.clear();
    });
    return started;
  };
  return {
    ask: (question) =>
      new Promise((done, fail) => {
        if (isStopped) throw new Error("the thread was stopped");
        const id = next++;
        waiting.set(id, { done, fail });
        worker ??= start();
        worker.postMessage({ id, question });
      }),
    stop() {
      isStopped = true;
      void worker?.terminate();
    },
    get isStopped() {
      return isStopped;
    },
  };
}

interface CompanionAnswer {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** Answers questions of `threadCompanion` in this thread, one after the other. Blocks of bytes are handed over, not copied. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>): void {
  let last: Promise<void> = Promise.resolve();
  parentPort?.on("message", ({ id, question }: { readonly id: number; readonly question: unknown }) => {
    last = last.then(async () => {
      try {
        const given = await answer(question);
        parentPort?.postMessage({ id, answer: given }, blocksOf(given));
        // Nobody waits for this thread now.
        releaseMemory(0.25, { isThorough: true });
      } catch (error) {
        parentPort?.postMessage({ id, error: error instanceof Error ? String(error.stack) : String(error) });
      }
    });
  });
}

function blocksOf(answer: unknown): ArrayBuffer[] {
  if (typeof answer !== "object" || answer === null) return [];
  return Object.values(answer).flatMap((part) =>
    part instanceof Uint8Array &&
    part.buffer instanceof ArrayBuffer &&
    part.byteLength === part.buffer.byteLength
      ? [part.buffer]
      : [],
  );
}

/** The job of this thread; undefined in the main one. */
export function threadJob(): Job | undefined {
  const data: unknown = workerData;
  if (isMainThread || typeof data !== "object" || data === null || !("kcfgJob" in data)) return undefined;
  return data.kcfgJob as Job;
}

export function answerJob(outcome: JobOutcome): void {
  parentPort?.postMessage(outcome);
}
