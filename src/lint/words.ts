/** How lint's findings speak of symbols and statements. */
import { sourceText } from "../explain/statements.ts";
import type { MenuNode, Property } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import type { Scope } from "./worlds.ts";

/** Longer statements are cut in a sentence; the excerpt shows the line. */
const LONGEST_STATEMENT = 70;

/** `select FOO if BAR`, as written, on one line. */
export function statementText(property: Property): string {
  return shortened(sourceText(property));
}

/** A text as it fits into a sentence. */
export function shortened(text: string): string {
  return text.length <= LONGEST_STATEMENT ? text : `${text.slice(0, LONGEST_STATEMENT - 1)}…`;
}

/** `config FOO`, as a place with its columns. */
export function entryLocation(node: MenuNode): Location {
  const { files, nodes } = node.model.data;
  const file = files[nodes.file[node.id]];
  const { path, line } = node.place;
  const text = file.line(line);
  const column = text.length - text.trimStart().length + 1;
  return { path, line, column, endColumn: text.trimEnd().length + 1 };
}

/** Whether the claim is one to act upon, or only true of what was read this time. */
export function severityIn(scope: Scope): "warning" | "info" {
  return scope === "here" ? "info" : "warning";
}
