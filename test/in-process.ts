/**
 * The command as a function: runs a command line in the process of its caller, over real folders, and keeps to itself
 * what a process would share with its parent. test/build.js bundles this file; test/command.ts calls it.
 */
import { lineReader } from "../src/host/line-reader.ts";
import { nodeHost, recordingStream } from "../src/host/node.ts";
import { answerAsked, run } from "../src/main.ts";
import { decodeText, encodeText } from "../src/text/encoding.ts";
import type { Environment, Host, JobOutcome, ShellResult } from "../src/text/host.ts";
import { resolvePath } from "../src/text/path.ts";

/** Where a command runs. */
export interface Surroundings {
  readonly folder: string;
  /** All of it: nothing comes from this process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input, as bytes. */
  readonly input: Uint8Array;
  /** The bundled command, whose file tells the build to the cache. */
  readonly program: string;
  /** What commands answered in runs before over the same tree, for who asks thousands of times; this run adds its own. */
  readonly answers?: Map<string, ShellResult>;
  /** Hears of each file and folder that the run touches, absolute and as it is called. */
  readonly onPath?: (how: Touch, path: string) => void;
}

/** Whether something is there, and where a link leads, may be asked of everything: that is no touch. */
export type Touch = "read" | "list" | "write" | "stamp";

export interface Answer {
  readonly exit: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** What was handed to a shell, in order. */
  readonly commands: readonly string[];
}

/** How long a run may search with what it has no other limit for, in milliseconds. */
const PATIENCE = 1500;

/** The host, and each of its ways to a file with a witness. */
function watched(host: Host, onPath: NonNullable<Surroundings["onPath"]>): Host {
  const tell = (how: Touch, path: string) => onPath(how, resolvePath(host.folder, path));
  return {
    ...host,
    readText(path, options) {
      tell("read", path);
      return host.readText(path, options);
    },
    glob: (pattern, mayList) =>
      host.glob(pattern, (folder) => {
        const isAllowed = mayList?.(folder) ?? true;
        if (isAllowed) tell("list", folder);
        return isAllowed;
      }),
    stamp(path) {
      tell("stamp", path);
      return host.stamp?.(path);
    },
    writeText(path, text, options) {
      tell("write", path);
      if (options?.backup !== undefined) tell("write", options.backup);
      return host.writeText(path, text, options);
    },
    touch(path) {
      tell("write", path);
      return host.touch(path);
    },
  };
}

export async function answer(
  words: readonly string[],
  { folder, environment, input, program, answers, onPath = () => {} }: Surroundings,
): Promise<Answer> {
  const ask = (host: Host, command: string, variables: Environment): ShellResult => {
    const key = JSON.stringify([host.folder, command, variables]);
    const result = answers?.get(key) ?? host.run(command, variables, { keepsErrors: true });
    answers?.set(key, result);
    return result;
  };
  const pending = [input];
  const stdin = { readLine: lineReader(() => pending.shift()), isTerminal: false };
  const commands: string[] = [];
  const within = async <Result>(place: string, work: (host: Host) => Promise<Result>) => {
    const [stdout, stderr] = [recordingStream(), recordingStream()];
    const contained = (host: Host): Host => ({
      ...watched(host, onPath),
      stdin,
      readInput: () => ({ ok: true, text: decodeText(pending.shift() ?? new Uint8Array()) }),
      // The real host lets standard error pass: to the terminal of the tests.
      run(command, variables, how = {}) {
        commands.push(command);
        const { stderr: errors = "", ...result } = ask(host, command, variables);
        if (how.keepsErrors) return { ...result, stderr: errors };
        stderr.write(errors);
        return result;
      },
      lanes: undefined,
      // Ten seconds are for people.
      withinTime: (milliseconds, action) => {
        const most = Math.min(milliseconds, PATIENCE);
        return host.withinTime === undefined ? action() : host.withinTime(most, action);
      },
      // A thread loads the whole program first; one after another they answer the same.
      jobs: {
        async run(all, onDone) {
          const outcomes: JobOutcome[] = [];
          for (const [index, each] of all.entries()) {
            // Threads hand each other copies.
            const asked = structuredClone(each);
            const { result, stderr: told } = await within(host.folder, (own) => answerAsked(asked, own));
            outcomes.push({ answer: structuredClone(result), stderr: told });
            onDone(index);
          }
          return outcomes;
        },
      },
      // It changes the whole process.
      prepareFor: undefined,
      at: (other) => contained(host.at(other)),
    });
    const host = nodeHost({ folder: place, environment, program, stdout, stderr });
    const result = await work(contained(host));
    return { result, stdout: stdout.text(), stderr: stderr.text() };
  };
  const { result: exit, stdout, stderr } = await within(folder, (host) => run(words, host));
  return { exit, stdout: encodeText(stdout), stderr: encodeText(stderr), commands };
}
