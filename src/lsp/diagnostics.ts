/** Diagnostics of kcfg as those of the protocol. */
import {
  type Diagnostic as ClientDiagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from "vscode-languageserver-types";
import type { OpenSession } from "../service/session.ts";
import { absolutePath } from "../service/tree-files.ts";
import type { DiagnosticCode } from "../text/codes.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { resolvePath } from "../text/path.ts";
import type { Location } from "../text/source-file.ts";
import type { Documents } from "./documents.ts";
import { rangeOfLocation, uriOf } from "./places.ts";

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** Findings of what has no effect, so that editors show it dim: lines of fragments, then parts of Kconfig files. */
const IDLE: ReadonlySet<string> = new Set<DiagnosticCode>([
  ...(["override", "duplicate", "reassigned", "redundant", "promptless"] as const),
  ...(["unmet-dependency", "not-visible", "unknown-symbol", "wrong-type"] as const),
  ...([
    "dead-symbol",
    "contradictory-depends",
    "hidden-prompt",
    "never-applies",
    "shadowed-default",
    "select-of-member",
  ] as const),
]);

/** Where diagnostics are about: how paths become URIs, and lines text. */
export interface Surroundings {
  readonly session: OpenSession | undefined;
  readonly documents: Documents;
}

/** The absolute path of a location: those of Kconfig files are named as the tree does, others as the person does. */
export function pathOfLocation({ path }: Pick<Location, "path">, session: OpenSession | undefined): string {
  if (path.startsWith("/") || session === undefined) return resolvePath("/", path);
  const isKconfig = session.model.data.files.some((file) => file.path === path);
  return isKconfig ? absolutePath(session, path) : resolvePath(session.caller.folder, path);
}

/** `line` has the text of a line, from 1, of the file that the diagnostic is about. */
export function clientDiagnostic(
  diagnostic: Diagnostic,
  surroundings: Surroundings,
  line: (number: number) => string,
): ClientDiagnostic {
  const { code, severity, message, location, label, notes = [], help = [] } = diagnostic;
  const texts = notes.filter((note) => note.location === undefined).map((note) => note.message);
  const lines = [
    message,
    ...(label === undefined ? [] : [label]),
    ...texts.map((text) => `note: ${text}`),
    ...help.map((text) => `help: ${text}`),
  ];
  const related = notes.flatMap((note) => {
    if (note.location === undefined) return [];
    const path = pathOfLocation(note.location, surroundings.session);
    const document = surroundings.documents.get(path);
    const uri = document?.uri ?? uriOf(path);
    const text = (number: number) => document?.line(number - 1) ?? "";
    return [{ message: note.message, location: { uri, range: rangeOfLocation(note.location, text) } }];
  });
  return {
    range: location === undefined ? TOP : rangeOfLocation(location, line),
    severity: SEVERITIES[severity],
    code,
    source: "kcfg",
    message: lines.join("\n"),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(IDLE.has(code) && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Whether two say the same of the same place. */
export function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.code === b.code &&
    a.message === b.message &&
    a.location?.line === b.location?.line &&
    a.location?.column === b.location?.column
  );
}
