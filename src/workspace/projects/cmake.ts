/** What CMake was told: the cache of a build folder, and the plain statements of a CMakeLists.txt. */

/** What `CMakeCache.txt` has of a name; nothing where that is empty. */
export function cached(text: string, name: string): string | undefined {
  return new RegExp(`^${name}:[A-Z]+=(.+)$`, "m").exec(text)?.[1];
}

/** The parts of a list as people write it: `a.conf;b.conf` or `a.conf b.conf`. */
export const partsOf = (list: string | undefined): readonly string[] =>
  (list ?? "").split(/[;\s]+/).filter(Boolean);

/** A command with its words, or a sign that opens or closes a block. */
const COMMAND = /^[ \t]*(\w+)[ \t]*\(((?:[^()"]|"(?:[^"\\]|\\[\s\S])*")*)\)/gm;
const OPENING: ReadonlySet<string> = new Set(["if", "foreach", "while", "function", "macro", "block"]);

/**
 * Variables that a CMakeLists.txt sets before `find_package(Zephyr)`, outside of any block: what lies in one is not
 * decided here. A value that rests on a variable that is not in `known`, and was not set before, is left out.
 */
export function setBefore(
  cmakeLists: string,
  known: Readonly<Record<string, string>>,
): ReadonlyMap<string, readonly string[]> {
  const text = cmakeLists.replace(/^((?:[^"#\n]|"(?:[^"\\\n]|\\.)*")*)#.*$/gm, "$1");
  const found = new Map<string, readonly string[]>();
  let depth = 0;
  for (const [, name = "", written = ""] of text.matchAll(COMMAND)) {
    const command = name.toLowerCase();
    if (command === "find_package" && /^\s*Zephyr\b/i.test(written)) break;
    if (OPENING.has(command)) depth += 1;
    else if (command.startsWith("end")) depth -= 1;
    if (depth > 0) continue;
    const words = written.match(/"(?:[^"\\]|\\[\s\S])*"|[^\s"]+/g) ?? [];
    const values = (from: number, to?: number) =>
      words.slice(from, to).flatMap((word) => {
        const value = expanded(word.replace(/^"(.*)"$/s, "$1"), known, found);
        return value === undefined ? [] : partsOf(value);
      });
    if (command === "set" && words.length > 1) {
      const end = words.findIndex((word) => word === "CACHE" || word === "PARENT_SCOPE");
      found.set(words[0] ?? "", values(1, end < 0 ? undefined : end));
    }
    const [how, list] = words;
    if ((command === "list" || command === "string") && how === "APPEND" && list !== undefined)
      found.set(list, [...(found.get(list) ?? []), ...values(2)]);
  }
  return found;
}

function expanded(
  word: string,
  known: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  let isKnown = true;
  const text = word.replace(/\$(ENV)?\{([^{}$]*)\}/g, (_, environment: string | undefined, name: string) => {
    const value = environment === undefined ? (found.get(name)?.join(";") ?? known[name]) : undefined;
    if (value === undefined) isKnown = false;
    return value ?? "";
  });
  return isKnown && !text.includes("$") ? text : undefined;
}
