/** `kcfg search`: symbols by words of their names, prompts and help texts. */

import { InvalidArgumentError, Option } from "commander";
import type { SearchHit } from "../query/search.ts";
import { renderJson } from "../report/json.ts";
import { wireTrouble } from "../report/problems.ts";
import { renderSearch, wireHit } from "../report/search.ts";
import { searchAdviceLines } from "../report/search-advice.ts";
import { search } from "../service/search.ts";
import { searchAdvice } from "../service/search-advice.ts";
import { type Limits, parseLimit } from "../text/budget.ts";
import { printedWord } from "../text/shell-word.ts";
import { treeWords } from "./options.ts";
import { exitOf, noteMissingConfig, openSession, type Session, wireTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface SearchOptions {
  readonly regex?: true;
  /** How many hits, and how much the tree may cost. */
  readonly limit: SearchLimit;
}

/** Milliseconds: some regular expressions try more ways than there is time for. Linux takes 0.2 s for an easy one. */
const REGEX_TIME = 10_000;

/** About a screen. */
const DEFAULT_LIMIT = 20;

export const searchVerb: Verb<SearchOptions> = {
  ignores: ["--trust-probes"],
  ending: {
    about: [
      "A result has all words, each in its name, its prompt or its help text, in upper or lower case. The best results come first: the whole name or prompt, the start of a name, words, parts of words, similar words, help texts.",
    ],
    examples: ["kcfg search iommu", "kcfg search CONFIG_VFIO pci", "kcfg search --regex '^USB_.*HUB$'"],
    exits: { 0: "something was found", 1: "nothing was found" },
  },
  declare(command) {
    command
      .argument("<words...>", "words of names, prompts or help texts")
      .option("--regex", "read the words as regular expressions, for a name, a prompt, or a line of help")
      .addOption(
        new Option(
          "--limit <number>",
          "show at most this many; 0: all. NAME=NUMBER: a limit, as in other commands",
        )
          .argParser(readLimit)
          .default({ hits: DEFAULT_LIMIT, limits: {} }, String(DEFAULT_LIMIT)),
      );
  },
  async run({ words, options, host, version, refuse }: Invocation<SearchOptions>): Promise<number> {
    if (words.every((word) => word.trim() === "")) return refuse("there is no word to look for");
    const patterns = options.regex ? words.map(patternOf) : [];
    const wrong = patterns.find((pattern) => typeof pattern === "string");
    if (wrong !== undefined) return refuse(wrong);
    const session = await openSession(
      { ...options, limits: options.limit.limits, answersPartly: true, asksFewValues: true },
      host,
    );
    if (typeof session === "number") return session;
    const hits = search(
      session,
      options.regex ? { patterns: patterns as readonly RegExp[], time: REGEX_TIME } : { words },
    );
    if (hits === undefined) return refuse(`the words take more than ${REGEX_TIME / 1000} s to look for`);
    const { hits: most } = options.limit;
    const shown = most === 0 ? hits : hits.slice(0, most);
    const isFound = hits.length > 0;
    if (options.format === "json") host.stdout.write(jsonOf(session, version, hits, shown));
    else {
      host.stdout.write(renderSearch(session.configuration, shown, session.style));
      const count = countWords(hits.length, shown.length);
      if (count !== undefined && !options.quiet) host.stderr.write(`${count}\n`);
      if (!isFound && !options.quiet) host.stderr.write(adviceText(session, words, options.regex === true));
      noteMissingConfig(session);
    }
    return exitOf(session, isFound ? 0 : 1);
  },
};

/** What to try next, a line each. */
function adviceText(session: Session, words: readonly string[], isRegex: boolean): string {
  const tree = treeWords(session.options);
  const lines = searchAdviceLines(searchAdvice(session, { words, isRegex }), (verb, given) =>
    ["kcfg", verb, ...[...given, ...tree].map(printedWord)].join(" "),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function countWords(found: number, shown: number): string | undefined {
  if (found === 0) return "nothing found";
  return found === shown ? undefined : `${shown} of ${found} hits; --limit 0 shows all`;
}

function jsonOf(
  session: Session,
  version: string,
  hits: readonly SearchHit[],
  shown: readonly SearchHit[],
): string {
  const { path, exists } = session.configFile;
  return renderJson({
    command: "search",
    version,
    ok: hits.length > 0 && session.errors.length === 0,
    tree: wireTree(session.tree),
    inputs: [{ path, exists }],
    summary: { hits: hits.length, shown: shown.length },
    diagnostics: session.errors.map(wireTrouble),
    result: shown.map((hit) => wireHit(session.configuration, hit)),
  });
}

/** The expression, or what is wrong with it. */
function patternOf(text: string): RegExp | string {
  try {
    return new RegExp(text, "i");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface SearchLimit {
  readonly hits: number;
  readonly limits: Limits;
}

function readLimit(text: string, before: SearchLimit): SearchLimit {
  const limit = parseLimit(text);
  if (limit !== undefined) return { ...before, limits: { ...before.limits, [limit[0]]: limit[1] } };
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError("A number is wanted.");
  return { ...before, hits: Number(text) };
}
