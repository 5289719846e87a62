/** `SYM=value` words of a person, read by the types of the symbols that they name. */

import { parseStringValue } from "../dotconfig/string-value.ts";
import { readTyped } from "../evaluate/read.ts";
import { tristateOf } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { successorsOf } from "../model/successors.ts";
import { lookUpSymbol, unknownName } from "./names.ts";
import type { OpenTree } from "./open-tree.ts";
import type { Assignment } from "./plan.ts";
import type { Problem } from "./problem.ts";
import type { OpenSession } from "./session.ts";

export interface Assignments {
  /** In the order of the words, each symbol once. */
  readonly assignments: readonly Assignment[];
  /** `unknown-symbol`, `renamed`, `promptless`, `wrong-type`, `contradiction`. */
  readonly problems: readonly Problem[];
}

/** Words that are no assignments at all. */
export function malformedAssignments(words: readonly string[]): readonly Problem[] {
  return words.filter((word) => !isAssignment(word)).map((word) => ({ code: "malformed-assignment", word }));
}

export function isAssignment(word: string): boolean {
  return /^[^=]+=/.test(word);
}

/** Reads words that `malformedAssignments` has nothing against. */
export function readAssignments(tree: OpenTree, words: readonly string[]): Assignments {
  const assignments = new Map<number, Assignment>();
  const problems: Problem[] = [];
  for (const word of words) {
    const equals = word.indexOf("=");
    const read = readAssignment(tree, word.slice(0, equals), word.slice(equals + 1));
    if ("code" in read) {
      problems.push(read);
      continue;
    }
    const { symbol, value } = read;
    const rival = assignments.get(symbol.id) ?? rivalMember(assignments, read);
    if (rival !== undefined && (rival.symbol.id !== symbol.id || rival.value !== value))
      problems.push({ code: "contradiction", first: rival, second: read });
    else assignments.set(symbol.id, read);
  }
  return { assignments: [...assignments.values()], problems };
}

function readAssignment(tree: OpenTree, name: string, raw: string): Assignment | Problem {
  const symbol = lookUpSymbol(tree, name);
  if ("code" in symbol) return symbol;
  if (!symbol.isDefined) return unknownName(tree, symbol.name);
  if (symbol.isTransitional) return formerName(symbol, raw);
  const value = readValue(symbol, raw);
  return value === undefined ? { code: "wrong-type", symbol, raw } : { symbol, value };
}

/** Reads words for what must not change: `SYM=value`, or `SYM` for the value that it has. */
export function readKept(session: OpenSession, words: readonly string[]): Assignments {
  const assignments: Assignment[] = [];
  const problems: Problem[] = [];
  for (const word of words) {
    if (word.includes("=")) {
      const read = readAssignments(session, [word]);
      assignments.push(...read.assignments);
      problems.push(...read.problems);
      continue;
    }
    const symbol = lookUpSymbol(session, word);
    if ("code" in symbol) problems.push(symbol);
    else assignments.push({ symbol, value: session.configuration.value(symbol.id) });
  }
  return { assignments, problems };
}

/** The value as configurations keep it; undefined if it is none for the type. Quotes around it are optional. */
function readValue(symbol: ConfigSymbol, raw: string): string | undefined {
  if (/[\n\r]/.test(raw)) return undefined;
  const quoted = parseStringValue(raw);
  const text = quoted.ok && quoted.rest === "" ? quoted.value : raw;
  if (symbol.type === "string") return text;
  if (symbol.type === "int" || symbol.type === "hex" || symbol.type === "float") {
    const { symbols, dialect } = symbol.model.data;
    const typed = readTyped(symbols.type[symbol.id], text, dialect);
    return typed.kind === "text" ? typed.value : undefined;
  }
  // Files may say `yes`, of which C takes the first letter; a person can be asked to mean it.
  const value = tristateOf(text);
  return value === undefined || (value === 1 && symbol.type === "bool") ? undefined : text;
}

/** A transitional symbol is never written: what takes over its value is to be set. */
function formerName(symbol: ConfigSymbol, raw: string): Problem {
  const successors = successorsOf(symbol.model).get(symbol.id) ?? [];
  if (successors.length === 0) return { code: "promptless", symbol };
  const fitting = successors.filter((each) => readValue(each, raw) !== undefined);
  return { code: "renamed", symbol, raw, successors, fitting };
}

/** Another member of the same choice that is to be y as well. */
function rivalMember(
  assignments: ReadonlyMap<number, Assignment>,
  { symbol, value }: Assignment,
): Assignment | undefined {
  if (symbol.choice === undefined || value !== "y") return undefined;
  return [...assignments.values()].find(
    (other) =>
      other.symbol.choice?.id === symbol.choice?.id && other.symbol.id !== symbol.id && other.value === "y",
  );
}
