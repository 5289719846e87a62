/** The formats of a report: each a function of the one envelope. */
import type { FindingReport } from "../finding-report.ts";
import { renderJson } from "../json.ts";
import { renderGithub } from "./github.ts";
import { renderGitlab } from "./gitlab.ts";
import { renderJunit } from "./junit.ts";
import { renderRdjson } from "./rdjson.ts";
import { renderSarif } from "./sarif.ts";

/** All formats but text, which wants lines of source and a style as well. */
export const machineFormats = {
  json: renderJson,
  sarif: renderSarif,
  github: renderGithub,
  gitlab: renderGitlab,
  junit: renderJunit,
  rdjson: renderRdjson,
} as const satisfies Readonly<Record<string, (report: FindingReport) => string>>;

export type ReportFormat = "text" | keyof typeof machineFormats;

export const REPORT_FORMATS = [
  "text",
  ...(Object.keys(machineFormats) as (keyof typeof machineFormats)[]),
] as const;
