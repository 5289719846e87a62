/** A finding in plain words for formats that have one text for it: no colours, no excerpt, all places written out. */
import type { Location } from "../../text/source-file.ts";
import { runsText } from "../check.ts";
import type { WireDiagnostic } from "../json.ts";
import { safeLine, safeText } from "../safe-text.ts";

/** What is wrong, on one line. */
export function headline({ message, label }: WireDiagnostic): string {
  return safeLine(label === null ? message : `${message}: ${label}`);
}

/** Everything that a finding says, a line each, the headline first. */
export function messageLines(diagnostic: WireDiagnostic): readonly string[] {
  const { related, help, on } = diagnostic;
  return [
    headline(diagnostic),
    ...related.map(({ message, location }) =>
      location === null ? safeLine(message) : `${safeLine(message)} (${placeText(location)})`,
    ),
    ...help.map((text) => `help: ${safeText(text)}`),
    ...(on.length > 1 ? [`on ${runsText(on)}`] : []),
  ];
}

/** `a.config:3` */
export function placeText({ path, line }: Location): string {
  return `${safeLine(path)}:${line}`;
}

/** Findings that count. */
export function counted(diagnostics: readonly WireDiagnostic[]): readonly WireDiagnostic[] {
  return diagnostics.filter(({ suppressed }) => suppressed === null);
}
