/** A report with its paths from the root of a project, for services that show them in a repository. */
import { relativePath, resolvePath } from "../text/path.ts";
import type { Location } from "../text/source-file.ts";
import type { CheckReport } from "./check-report.ts";
import type { FindingReport } from "./finding-report.ts";
import type { WireDiagnostic } from "./json.ts";
import type { LintReport } from "./lint-report.ts";

/**
 * Paths of findings start at `folder`, those of Kconfig files behind them at their tree; all of them are told from
 * `root`. Both folders are absolute.
 */
export function rebaseReport(report: FindingReport, folder: string, root: string): FindingReport {
  return report.command === "lint" ? rebaseLint(report, folder, root) : rebaseCheck(report, folder, root);
}

/** All that lint speaks of is in Kconfig files. */
function rebaseLint(report: LintReport, folder: string, root: string): LintReport {
  const tree = report.tree?.folder ?? folder;
  const moved = <Place extends Location>(location: Place | null): Place | null =>
    location && { ...location, path: relativePath(root, resolvePath(tree, location.path)) };
  return {
    ...report,
    diagnostics: report.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      location: moved(diagnostic.location),
      related: diagnostic.related.map((note) => ({ ...note, location: moved(note.location) })),
    })),
  };
}

function rebaseCheck(report: CheckReport, folder: string, root: string): CheckReport {
  const inputs = new Set(report.result.runs.flatMap((run) => run.inputs.map(({ path }) => path)));
  const tree = report.tree?.folder ?? folder;
  const moved = (path: string, from: string) =>
    path.startsWith("<") ? path : relativePath(root, resolvePath(from, path));
  const own = (location: Location) => ({ ...location, path: moved(location.path, folder) });
  const behind = (location: Location) =>
    inputs.has(location.path) ? own(location) : { ...location, path: moved(location.path, tree) };
  const rebased = (diagnostic: WireDiagnostic): WireDiagnostic => ({
    ...diagnostic,
    location: diagnostic.location && own(diagnostic.location),
    related: diagnostic.related.map((note) => ({
      ...note,
      location: note.location && behind(note.location),
    })),
    fixes: diagnostic.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) =>
        edit.kind === "set" ? edit : { ...edit, path: moved(edit.path, folder) },
      ),
    })),
  });
  const runs = report.result.runs.map((run) => ({
    ...run,
    fragments: run.fragments.map((fragment) => ({ ...fragment, path: moved(fragment.path, folder) })),
    requests: run.requests.map((request) => ({ ...request, location: own(request.location) })),
  }));
  return { ...report, diagnostics: report.diagnostics.map(rebased), result: { ...report.result, runs } };
}
