/** What is wrong with a document that is open: of its text, of its tree, of its check. */
import type { CheckFinding } from "../check/finding.ts";
import { wordedFinding } from "../report/check-words/worded.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { isSame, pathOfLocation } from "./diagnostics.ts";
import type { OpenDocument } from "./documents.ts";
import type { OpenTree } from "./tree.ts";

/** The text's own, at once; of what the last reading found, what is about a line that is still the same. */
export function findingsInKconfig(document: OpenDocument, tree: OpenTree | undefined): readonly Diagnostic[] {
  const own = document.kconfig.diagnostics;
  if (tree === undefined) return [...own, NO_TREE];
  const source = tree.sourceRead(document.path);
  const isCurrent = source?.text === document.text;
  const isThere = ({ code, location }: Diagnostic) =>
    location === undefined ||
    (source?.line(location.line) === document.source.line(location.line) && !OF_THE_TEXT.has(code));
  const ofModel = tree
    .troublesIn(document.path)
    .filter((each) => (isCurrent || isThere(each)) && !own.some((other) => isSame(other, each)));
  const ofLint = tree
    .lintedIn(document.path)
    .filter((each) => isThere(each) && ![...own, ...ofModel].some((other) => isSame(other, each)));
  const unread = tree.session !== undefined && !tree.reads(document.path) ? [NOT_READ] : [];
  return [...own, ...ofModel, ...ofLint, ...unread];
}

/**
 * A finding of a check as an editor shows it. A line of which nothing is known, as commands are not run, is no mistake of
 * who wrote it.
 */
export function shownInEditor(finding: CheckFinding): Diagnostic {
  const diagnostic = withLocalPlaces(wordedFinding(finding));
  if (diagnostic.code !== "denied-probe") return diagnostic;
  return { ...diagnostic, severity: "info", help: ["commands are run in a trusted workspace"] };
}

/** Other lines of the same file are called by their numbers: its path is absolute here, and on the screen already. */
function withLocalPlaces(diagnostic: Diagnostic): Diagnostic {
  const { location, message, label, help } = diagnostic;
  if (location === undefined) return diagnostic;
  const local = (text: string) => text.replaceAll(`${location.path}:`, "line ");
  return {
    ...diagnostic,
    message: local(message),
    ...(label !== undefined && { label: local(label) }),
    ...(help !== undefined && { help: help.map(local) }),
  };
}

/** `checked` is what the last check found, in all files that it merged. */
export function findingsInConfig(
  document: OpenDocument,
  tree: OpenTree | undefined,
  checked: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (tree === undefined) return [NO_TREE_FOR_CONFIG];
  const { session } = tree;
  if (session === undefined) return tree.isRead ? [noModel(tree)] : [];
  return checked.filter(
    ({ location }) => location === undefined || pathOfLocation(location, session) === document.path,
  );
}

/** What the text of a file alone decides about: once that is another one, only its own tree knows. */
const OF_THE_TEXT: ReadonlySet<string> = new Set([
  "invalid-statement",
  "missing-end",
  "no-newline-at-end",
  "syntax-error",
  "too-deep",
  "unfinished-string",
  "unknown-option",
  "unknown-statement",
  "unsupported-character",
  "wrong-end",
]);

function noModel(tree: OpenTree): Diagnostic {
  const [first] = [
    ...tree.troublesElsewhere,
    ...[...tree.wrongFiles].flatMap((path) => tree.troublesIn(path)),
  ];
  const where = first?.location && [{ message: "what is wrong first", location: first.location }];
  return {
    code: first?.code ?? "no-tree",
    severity: "info",
    message: `the tree could not be read, so lines are not checked${first ? `: ${first.message}` : ""}`,
    ...(where && { notes: where }),
  };
}

const NO_TREE: Diagnostic = {
  code: "no-tree",
  severity: "info",
  message: "no tree is found that this file belongs to: only its own text is checked",
};

const NO_TREE_FOR_CONFIG: Diagnostic = {
  code: "no-tree",
  severity: "info",
  message: "no tree is found that this file is about: its lines are not checked",
  help: ["open the folder of the tree, or name it in a kcfg.json beside this file"],
};

const NOT_READ: Diagnostic = {
  code: "no-tree",
  severity: "info",
  message: "the tree does not read this file as it is configured: only its own text is checked",
};
