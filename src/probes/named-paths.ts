/** The files that a person may have named: on the command line, or by a variable. */
import type { Environment, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";

/** Variables whose values are paths. */
const OF_PATHS = /^(?:KCONFIG_\w+|GITHUB_STEP_SUMMARY)$/;

/**
 * Every word, and what stands in one behind an option: `-oFILE`, `--format=sarif=FILE`. Words that are no paths do no
 * harm here: nothing is read because it was named.
 */
export function pathsOfPerson(words: readonly string[], environment: Environment): readonly string[] {
  const paths = new Set<string>();
  for (const word of words) {
    paths.add(word);
    if (/^-[A-Za-z]./.test(word)) paths.add(word.slice(2));
    for (let at = word.indexOf("="); at >= 0; at = word.indexOf("=", at + 1)) paths.add(word.slice(at + 1));
  }
  for (const [name, value] of Object.entries(environment))
    if (OF_PATHS.test(name)) for (const path of (value ?? "").split(/\s+/)) paths.add(path);
  paths.delete("");
  return [...paths];
}

/**
 * A host that knows what the person named, and waits for nothing else: files are regular ones, but for what stands in
 * /dev and /proc and was named, such as `<(…)` of a shell.
 */
export function withNames(host: Host, names: readonly string[]): Host {
  const regularOnly = (path: string) => !(STREAM.test(path) && names.includes(path));
  return {
    ...host,
    named: names,
    readText: (path, options) =>
      host.readText(path, { ...options, regularOnly: regularOnly(path) || OUTPUT.test(path) }),
    writeText: (path, text, options) =>
      host.writeText(path, text, { ...options, regularOnly: regularOnly(path) }),
    at: (folder) => withNames(host.at(folder), names),
  };
}

/** Who reads from them waits for what nobody writes. */
const OUTPUT = /^\/dev\/std(?:out|err)$/;
const STREAM = /^\/(?:dev|proc)\//;

/** What was named, as seen from the folder of `host`; with what a writer leaves beside it. */
export function namedFrom({ named = [], folder }: Host): readonly string[] {
  return named.flatMap((path) => {
    const whole = resolvePath(folder, path);
    return [whole, `${whole}.old`];
  });
}
