/** What the machine's tools answered while a tree was looked for, kept for verbs that only read. */

import { digestText } from "../text/digest.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import type { Cache, Host, ShellResult } from "../text/host.ts";
import { digestOf, groundOf, isSameGround, type ProbeGround } from "./probe-ground.ts";

// As with the answers that a model rests on: no key is sound, and this is good enough to read by. A file holds what was
// asked from one folder in one environment:
//
//     WHERE.answers             digest of the rest, newline, JSON

export interface KeptAnswers {
  /** Answers from the cache where nothing that can be seen has changed, and runs what is not there. */
  readonly host: Host;
  /** How many were taken from the cache. */
  taken(): number;
  /** Keeps what had to be run. */
  finish(): void;
}

/** Commands asked in one folder, and what their answers rest on. */
interface Asked {
  readonly ground: ProbeGround;
  /** Command and digest of its environment, to the answer. */
  readonly answers: Readonly<Record<string, Answer>>;
}

type Answer = Pick<ShellResult, "stdout" | "code">;

/** The kernel answers, by machine and personality: no file tells when it answers otherwise. */
const OF_THE_KERNEL = /^uname\b/;

/** `caller` without a cache is left as it is. */
export function keepAnswers(caller: Host): KeptAnswers {
  const { cache } = caller;
  if (cache === undefined) return { host: caller, taken: () => 0, finish: () => {} };
  const place = digestText(
    JSON.stringify(["answers", cache.build, caller.folder, digestOf(caller.environment)]),
  );
  const name = `${place}.answers`;
  const started = caller.now();
  const kept = new Map(Object.entries(readAnswers(cache, name) ?? {}));
  const valid = new Map<string, Asked | undefined>();
  const fresh = new Map<string, { readonly at: Host; readonly answers: Map<string, Answer> }>();
  let count = 0;

  const keptAt = (host: Host): Asked | undefined => {
    if (!valid.has(host.folder)) {
      const asked = kept.get(host.folder);
      const isValid = asked !== undefined && isSameGround(asked.ground, host, caller.environment);
      valid.set(host.folder, isValid ? asked : undefined);
    }
    return valid.get(host.folder);
  };
  const wrap = (host: Host): Host => ({
    ...host,
    at: (folder) => wrap(host.at(folder)),
    run: (command, environment, options) => {
      if (OF_THE_KERNEL.test(command) || options?.keepsErrors) return host.run(command, environment, options);
      const key = `${digestOf(environment)} ${command}`;
      const known = keptAt(host)?.answers[key];
      if (known !== undefined) {
        count += 1;
        return known;
      }
      const result = host.run(command, environment);
      const isWhole = [result.failure, result.unanswered, result.limit].every((each) => each === undefined);
      const here = fresh.get(host.folder) ?? { at: host, answers: new Map() };
      fresh.set(host.folder, here);
      if (isWhole) here.answers.set(key, { stdout: result.stdout, code: result.code });
      return result;
    },
  });
  return {
    host: wrap(caller),
    taken: () => count,
    finish: () => {
      for (const [folder, { at, answers }] of fresh) {
        const all = { ...valid.get(folder)?.answers, ...Object.fromEntries(answers) };
        const probes = Object.keys(all).map((key) => ({ command: key.slice(key.indexOf(" ") + 1) }));
        kept.set(folder, { ground: groundOf(probes, at, caller.environment, started), answers: all });
      }
      if (fresh.size > 0) writeAnswers(cache, name, Object.fromEntries(kept));
    },
  };
}

type File = Readonly<Record<string, Asked>>;

function readAnswers(cache: Cache, name: string): File | undefined {
  const bytes = cache.read(name);
  if (bytes === undefined) return undefined;
  const text = decodeText(bytes);
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  // Only what kcfg wrote itself, as this build does, has the digest.
  if (text.slice(0, end) === digestText(cache.build + body)) return JSON.parse(body) as File;
  cache.remove(name);
  return undefined;
}

function writeAnswers(cache: Cache, name: string, file: File): void {
  const body = JSON.stringify(file);
  cache.write(name, encodeText(`${digestText(cache.build + body)}\n${body}`));
}
