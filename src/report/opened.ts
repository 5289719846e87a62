/** What is said of a tree that was opened, beside the answer: where all is from, and what commands leave open. */
import { isTellable } from "../preprocess/unknown.ts";
import type { FoundTree, OpenTree } from "../service/open-tree.ts";
import type { InputChange } from "../store/inputs.ts";
import type { KeptFact } from "../store/load-tree.ts";
import type { GroundChange } from "../store/probe-ground.ts";
import { type LimitReached, limitDiagnostic } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { foundText, treeNoteText } from "./workspace-words.ts";

/** What `-v` says of a tree that was found: a fact a line, and where it is from. */
export function foundLines(
  { tree, answersTaken }: FoundTree,
  dialect: string | undefined,
): readonly string[] {
  const facts = tree.found.map(foundText);
  if (answersTaken > 0) {
    const what = answersTaken === 1 ? "answer of 1 tool" : `answers of ${answersTaken} tools`;
    facts.push(`${what}, from the cache (--no-cache asks them)`);
  }
  if (dialect !== undefined) facts.push(`dialect ${dialect}, from --dialect`);
  return facts;
}

/** What `-v` says of how it was read, a fact a line. */
export function readLines({ kept, probeFacts }: Pick<OpenTree, "kept" | "probeFacts">): readonly string[] {
  return [...kept.map(keptFactText), ...probeFacts];
}

/**
 * What commands that were not run leave open for the whole tree, a note a line. `countsWords` is for who does not say with each
 * answer what it rests on, `namesAll` names all places.
 */
export function unknownNotes(
  { tree, model, diagnostics }: Pick<OpenTree, "tree" | "model" | "diagnostics">,
  { countsWords, namesAll }: { readonly countsWords: boolean; readonly namesAll: boolean },
): readonly string[] {
  const { unknownWords } = model.data;
  const notes: string[] = tree.note === undefined ? [] : [treeNoteText(tree.note)];
  if (unknownWords.length > 0 && countsWords) {
    const what =
      unknownWords.length === 1 ? "1 word of this tree is" : `${unknownWords.length} words of this tree are`;
    const sources = unknownWords.flatMap((word) => word.sources);
    const unrun = [
      ...(sources.some(isTellable) ? ["commands"] : []),
      ...(sources.every(isTellable) ? [] : ["functions in Python"]),
    ].join(" and ");
    notes.push(`${what} not known, because ${unrun} were not run: kcfg explain shows what rests on them`);
  }
  const open = diagnostics.filter(({ code }) => code === "denied-probe");
  if (open.length > 0) {
    const places = namesAll ? open : open.slice(0, MOST_OPEN);
    const listed = places.map(({ location }) => `${location?.path}:${location?.line}`).join(", ");
    const more = open.length > places.length ? ` and ${open.length - places.length} more (-v)` : "";
    notes.push(`commands that were not run decide whether this tree warns or refuses: ${listed}${more}`);
  }
  return notes;
}

/** So many places are named unless all are asked for. */
const MOST_OPEN = 2;

/** That a search was given up. */
export function limitWarning(reached: LimitReached): Diagnostic {
  const notes = [{ message: "what was not found out by then is left out" }];
  return { ...limitDiagnostic(reached), severity: "warning", notes };
}

/** What was taken from the cache, or why it was not. */
function keptFactText(fact: KeptFact): string {
  switch (fact.kind) {
    case "model":
      return "model, from the cache";
    case "answers":
      return `answers of ${fact.count} commands, from the cache (--no-cache runs them)`;
    case "asked-again":
      return `commands run again, because ${groundText(fact.because)}`;
    case "outdated":
      return fact.because.kind === "command"
        ? "the tree read anew, because a command answers otherwise"
        : `the tree read anew, because of ${changeText(fact.because)}`;
  }
}

function groundText(change: GroundChange): string {
  switch (change.kind) {
    case "variable":
      return `the variable ${change.name} changed`;
    case "path":
      return `${change.path} changed`;
    case "young":
      return "a tool had just changed when they ran";
  }
}

function changeText(change: InputChange): string {
  switch (change.kind) {
    case "variable":
      return `the variable ${change.name}`;
    case "path":
      return change.path;
    case "no-stamps":
      return "a host without stamps";
  }
}
