/** What may stand at the end of a command line: what the scripts of `kcfg completion` ask for. */
import type { Command, Option } from "commander";
import { namesBeginning } from "../service/kept-names.ts";
import type { KeptName } from "../store/kept-names.ts";
import type { Host } from "../text/host.ts";
import { addSharedOptions } from "./options.ts";
import type { Verb } from "./verb.ts";

/** A verb of the program, as `main.ts` knows it. */
export interface KnownVerb {
  readonly name: string;
  readonly summary: string;
  /** What a verb that is run without commander says of itself. */
  readonly described?: Pick<Verb, "declare" | "ending">;
  readonly load?: () => Promise<Verb>;
}

export interface Candidate {
  /** What takes the place of the last word. One that ends in `=` is to be gone on with. */
  readonly word: string;
  readonly about: string;
}

/**
 * Candidates for the last of the words; none where a file is meant, which the shell knows better. Reads what is kept
 * of a tree, and nothing else.
 */
export async function candidatesFor(
  words: readonly string[],
  verbs: readonly KnownVerb[],
  makeCommand: (name: string) => Command,
  host: Host,
): Promise<readonly Candidate[]> {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  if (before.length === 0 || (before.length === 1 && before[0] === "help"))
    return matching(last, [
      ...verbs.map(({ name, summary }) => ({ word: name, about: summary })),
      { word: "--help", about: "all commands" },
      { word: "--version", about: "the version" },
    ]);
  const entry = verbs.find(({ name }) => name === before[0]);
  if (entry?.load === undefined) return [];
  const verb = await entry.load();
  const command = makeCommand(entry.name);
  verb.declare(command);
  addSharedOptions(command, verb.ignores);
  const options = [...command.options, command.createOption("-h, --help", "show this help")];

  const [, flag, start] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  if (flag !== undefined) {
    const choices = options.find(({ long }) => long === flag)?.argChoices ?? [];
    return matching(
      start,
      choices.map((word) => ({ word, about: "" })),
    ).map(({ word, about }) => ({
      word: `${flag}=${word}`,
      about,
    }));
  }
  const asked = options.find((option) => takesValue(option) && isNamed(option, before.at(-1)));
  if (asked !== undefined)
    return matching(
      last,
      (asked.argChoices ?? []).map((word) => ({ word, about: "" })),
    );
  if (last.startsWith("-"))
    return matching(
      last,
      options.flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : [])),
    );
  const folder = optionValue(options, "--directory", before);
  const named = (start: string) => namesBeginning(start, host, folder);
  switch (verb.completes) {
    case "symbols":
      return symbolsFor(last, named);
    case "assignments":
      return assignmentsFor(last, named);
    case undefined:
      return [];
    default:
      return matching(
        last,
        verb.completes.map((word) => ({ word, about: "" })),
      );
  }
}

type Named = (start: string) => readonly KeptName[];

function symbolsFor(last: string, named: Named): readonly Candidate[] {
  const prefix = last.startsWith("CONFIG_") ? "CONFIG_" : "";
  return named(last.slice(prefix.length)).map(({ name, prompt }) => ({ word: prefix + name, about: prompt }));
}

/** First the symbol, then the values that its type has; numbers and strings nobody can guess. */
function assignmentsFor(last: string, named: Named): readonly Candidate[] {
  const at = last.indexOf("=");
  if (at < 0) return symbolsFor(last, named).map(({ word, about }) => ({ word: `${word}=`, about }));
  const symbol = last.slice(0, at);
  const own = symbol.replace(/^CONFIG_/, "");
  const type = named(own).find(({ name }) => name === own)?.type;
  const values = type === "tristate" ? ["y", "m", "n"] : type === "bool" ? ["y", "n"] : [];
  return matching(
    last,
    values.map((value) => ({ word: `${symbol}=${value}`, about: "" })),
  );
}

function matching(start: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(start));
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function isNamed({ long, short }: Option, word: string | undefined): boolean {
  return word !== undefined && (word === long || word === short);
}

function optionValue(options: readonly Option[], name: string, words: readonly string[]): string | undefined {
  const option = options.find(({ long }) => long === name);
  const at = option === undefined ? -1 : words.findIndex((word) => isNamed(option, word));
  const joined = words.find((word) => word.startsWith(`${name}=`));
  return at >= 0 ? words[at + 1] : joined?.slice(name.length + 1);
}
