/** `SYM=value` words of the command line, read by the types of the symbols that they name. */
import type { Wish } from "../check/attempt.ts";
import { VALUES_OF_TYPE } from "../check/words.ts";
import { parseStringValue } from "../dotconfig/string-value.ts";
import { readTyped } from "../evaluate/read.ts";
import { tristateOf } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { successorsOf } from "../model/successors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { LoadedTree, Session } from "./session.ts";
import { lookUpSymbol, unknownSymbol } from "./symbol-names.ts";

export interface Assignments {
  /** In the order of the command line, each symbol once. */
  readonly wishes: readonly Wish[];
  /** `unknown-symbol`, `renamed`, `promptless`, `wrong-type`, `contradiction`. */
  readonly problems: readonly Diagnostic[];
}

/** Words that are no assignments at all. */
export function malformedAssignments(words: readonly string[]): readonly Diagnostic[] {
  return words
    .filter((word) => !/^[^=]+=/.test(word))
    .map((word) => ({
      code: "malformed-assignment",
      severity: "error",
      message: `${word === "" ? "the empty word" : word} is no assignment`,
      help: [`write SYM=value, for instance ${/^\w+$/.test(word) ? word : "VFIO"}=y`],
    }));
}

/** Reads words that `malformedAssignments` has nothing against. */
export function readAssignments(loaded: LoadedTree, words: readonly string[]): Assignments {
  const wishes = new Map<number, Wish>();
  const problems: Diagnostic[] = [];
  for (const word of words) {
    const equals = word.indexOf("=");
    const symbol = lookUpSymbol(loaded, word.slice(0, equals));
    if ("code" in symbol) {
      problems.push(symbol);
      continue;
    }
    if (!symbol.isDefined) {
      problems.push(unknownSymbol(loaded, symbol.name));
      continue;
    }
    if (symbol.isTransitional) {
      problems.push(formerName(symbol, word.slice(equals + 1)));
      continue;
    }
    const value = readValue(symbol, word.slice(equals + 1));
    if (value === undefined) {
      problems.push(wrongType(symbol, word.slice(equals + 1)));
      continue;
    }
    const wish = { symbol, value };
    const rival = wishes.get(symbol.id) ?? rivalMember(wishes, wish);
    if (rival !== undefined && (rival.symbol.id !== symbol.id || rival.value !== value)) {
      problems.push(contradiction(rival, wish));
    } else wishes.set(symbol.id, wish);
  }
  return { wishes: [...wishes.values()], problems };
}

/** Reads words of `--keep`: `SYM=value`, or `SYM` for the value that it has. */
export function readKept(session: Session, words: readonly string[]): Assignments {
  const wishes: Wish[] = [];
  const problems: Diagnostic[] = [];
  for (const word of words) {
    if (word.includes("=")) {
      const read = readAssignments(session, [word]);
      wishes.push(...read.wishes);
      problems.push(...read.problems);
      continue;
    }
    const symbol = lookUpSymbol(session, word);
    if ("code" in symbol) problems.push(symbol);
    else wishes.push({ symbol, value: session.configuration.value(symbol.id) });
  }
  return { wishes, problems };
}

/** The value as configurations keep it; undefined if it is none for the type. Quotes around it are optional. */
function readValue(symbol: ConfigSymbol, raw: string): string | undefined {
  if (/[\n\r]/.test(raw)) return undefined;
  const quoted = parseStringValue(raw);
  const text = quoted.ok && quoted.rest === "" ? quoted.value : raw;
  if (symbol.type === "string") return text;
  if (symbol.type === "int" || symbol.type === "hex") {
    const typed = readTyped(symbol.model.data.symbols.type[symbol.id], text);
    return typed.kind === "text" ? typed.value : undefined;
  }
  // Files may say `yes`, of which C takes the first letter; a person at a terminal can be asked to mean it.
  const value = tristateOf(text);
  return value === undefined || (value === 1 && symbol.type === "bool") ? undefined : text;
}

/** A transitional symbol is never written: what takes over its value is to be set. */
function formerName(symbol: ConfigSymbol, raw: string): Diagnostic {
  const successors = successorsOf(symbol.model).get(symbol.id) ?? [];
  const names = successors.map(({ name }) => name).join(", ");
  const fitting = successors.filter((each) => readValue(each, raw) !== undefined);
  return {
    code: successors.length === 0 ? "promptless" : "renamed",
    severity: "error",
    message:
      successors.length === 0
        ? `${symbol.name} is transitional and no symbol takes over its value: nothing would come of it`
        : `${symbol.name} is a former name, which no .config keeps: ${names} ${successors.length === 1 ? "takes" : "take"} over its value`,
    location: symbol.definitions[0]?.place,
    help: fitting.map(({ name }) => `write ${name}=${raw}`),
  };
}

function wrongType(symbol: ConfigSymbol, raw: string): Diagnostic {
  const { name, type } = symbol;
  return {
    code: "wrong-type",
    severity: "error",
    message: `${raw === "" ? "nothing" : raw} is no value for the ${type} ${name}`,
    location: symbol.definitions[0]?.place,
    help: [`${type === "int" ? "an" : "a"} ${type} is ${VALUES_OF_TYPE[type]}`],
  };
}

/** Another member of the same choice that is to be y as well. */
function rivalMember(wishes: ReadonlyMap<number, Wish>, { symbol, value }: Wish): Wish | undefined {
  if (symbol.choice === undefined || value !== "y") return undefined;
  return [...wishes.values()].find(
    (other) =>
      other.symbol.choice?.id === symbol.choice?.id && other.symbol.id !== symbol.id && other.value === "y",
  );
}

function contradiction(first: Wish, second: Wish): Diagnostic {
  const [a, b] = [first, second].map(({ symbol, value }) => `${symbol.name}=${value}`);
  const isChoice = first.symbol.id !== second.symbol.id;
  return {
    code: "contradiction",
    severity: "error",
    message: `${a} and ${b} contradict each other${isChoice ? ": only one member of their choice can be y" : ""}`,
    location: isChoice ? second.symbol.choice?.definitions[0]?.place : undefined,
    help: ["leave one of them out"],
  };
}
