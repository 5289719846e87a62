/** Entry of the command: the real host, the exit code, and a last word for what nobody foresaw. */
import { isSomewhere, nodeHost, recordingStream } from "./host/node.ts";
import { answerJob, answerQuestions, type Job, programFile, threadJob } from "./host/node-jobs.ts";
import { answerAsked, companionOf, run } from "./main.ts";

const job = threadJob();
const program = programFile(import.meta.url);
// No `await` outside of a function: the bundle is a script, whose compiled code can be kept (host/node-code.ts).
void (job === undefined ? runProcess() : runThread(job));

async function runProcess(): Promise<void> {
  if (!isSomewhere()) {
    process.stderr.write("error: the folder that kcfg was started in does not exist any more\n");
    process.exitCode = 2;
    return;
  }
  try {
    let usesStreams = false;
    const host = {
      ...nodeHost({ program }),
      duplex: () => {
        // What a stream has taken it may not have written yet.
        usesStreams = true;
        return { input: process.stdin, output: process.stdout };
      },
    };
    const exit = await run(process.argv.slice(2), host);
    // All that was said is written: to end at once saves the taking down of all that V8 has, and of what it still compiles.
    if (!usesStreams) process.exit(exit);
    process.exitCode = exit;
  } catch (error) {
    // An exception is a bug in kcfg, never an answer about the input.
    process.stderr.write(`kcfg: internal error: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 2;
  }
}

async function runThread({ asked, folder, environment }: Job): Promise<void> {
  const [stdout, stderr] = [recordingStream(), recordingStream()];
  const host = nodeHost({ program, folder, environment, stdout, stderr });
  if (asked === undefined) {
    answerQuestions(companionOf(host));
    return;
  }
  const answer = await answerAsked(asked, host);
  answerJob({ answer, stderr: stderr.text() });
}
