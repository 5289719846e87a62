/** The grammar as EBNF for people, made from the rules themselves; `kconfig.ebnf` holds it. */
import type { ISerializedGast } from "chevrotain";
import { validatedGrammar } from "./parse-file.ts";

/** A serialized production, as far as it is read here. */
interface Production {
  readonly type: string;
  readonly name?: string;
  readonly label?: string;
  readonly nonTerminalName?: string;
  readonly definition?: readonly Production[];
}

/** Rules that only say what is wrong, or how lists are gathered: no part of the language. */
const hidden: ReadonlySet<string> = new Set([
  "strayEnd",
  "invalidStatement",
  "brokenEntry",
  "brokenAttribute",
]);

const HEAD = `/* The Kconfig language as kcfg reads it, all dialects in one. Made from grammar/rules.ts; do not edit. */`;

const TERMINALS = `/*
   EOL             one or more line ends, with blank lines and comments between them
   WORD            letters, digits, _ and -, and $(...) with anything in it; never one of the keywords above
   TEXT            "..." or '...', a backslash takes the next character as it is, $(...) inside is a macro
   PATH            a path without quotes, behind one of the source words
   HELP            'help' or '---help---' with all lines below it that are indented as much as the first
   ASSIGNMENTTAIL  = := or += and the rest of the line
   Blanks, comments (# to the end of the line) and a backslash before a line end stand between any two words.
*/`;

/** The whole grammar: one rule a line, in the order of `rules.ts`, each wrapped at 100 columns. */
export function writeEbnf(): string {
  const rules = validatedGrammar().getSerializedGastProductions() as readonly (ISerializedGast &
    Production)[];
  const lines = rules
    .filter((rule) => !hidden.has(rule.name ?? ""))
    .map((rule) => wrap(`${rule.name} ::= ${sequence(rule.definition ?? [])}`));
  return `${[HEAD, ...lines, TERMINALS].join("\n\n")}\n`;
}

function sequence(parts: readonly Production[]): string {
  return parts.map(one).filter(Boolean).join(" ");
}

function one(part: Production): string {
  switch (part.type) {
    case "Terminal":
      return part.label?.startsWith("'") ? part.label : `${part.name}`.toUpperCase();
    case "NonTerminal":
      return hidden.has(part.name ?? "") ? "" : (part.name ?? "");
    case "Option":
      return `${group(part)}?`;
    case "Repetition":
      return `${group(part)}*`;
    case "RepetitionMandatory":
      return `${group(part)}+`;
    case "Alternation":
      return alternation(part);
    default:
      return sequence(part.definition ?? []);
  }
}

function alternation(part: Production): string {
  const ways = (part.definition ?? []).map((way) => sequence(way.definition ?? [])).filter(Boolean);
  return ways.length === 1 ? ways[0] : `( ${ways.join(" | ")} )`;
}

function group(part: Production): string {
  const inner = sequence(part.definition ?? []);
  return /^\w+$/.test(inner) || (inner.startsWith("( ") && inner.endsWith(" )")) ? inner : `( ${inner} )`;
}

const WIDTH = 100;

function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = `    ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
