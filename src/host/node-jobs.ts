/** Jobs of kcfg done beside each other, each in a thread of its own with its standard error kept apart. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Environment, JobOutcome, Jobs } from "../text/host.ts";
import { embeddedProgram } from "./node-executable.ts";

/** What a thread is told. */
export interface Job {
  /** What is to be done, as `Jobs` got it. */
  readonly asked: unknown;
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

/** The job of this thread; undefined in the main one. */
export function threadJob(): Job | undefined {
  const data: unknown = workerData;
  if (isMainThread || typeof data !== "object" || data === null || !("kcfgJob" in data)) return undefined;
  return data.kcfgJob as Job;
}

export function answerJob(outcome: JobOutcome): void {
  parentPort?.postMessage(outcome);
}
