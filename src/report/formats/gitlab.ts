/** GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"). */
import type { Severity } from "../../text/diagnostic.ts";
import type { FindingReport } from "../finding-report.ts";
import { jsonText } from "../json.ts";
import { counted, messageLines } from "./message.ts";

const SEVERITIES: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" };

/** A list of findings. GitLab wants a place of each and takes two with one fingerprint for the same. */
export function renderGitlab({ diagnostics, inputs }: FindingReport): string {
  const seen = new Map<string, number>();
  const issues = counted(diagnostics).map((each) => {
    const count = (seen.get(each.fingerprint) ?? 0) + 1;
    seen.set(each.fingerprint, count);
    return {
      description: messageLines(each).join("\n"),
      check_name: each.code,
      fingerprint: count === 1 ? each.fingerprint : `${each.fingerprint}-${count}`,
      severity: SEVERITIES[each.severity],
      location: {
        path: each.location?.path ?? inputs[0]?.path ?? "kcfg.json",
        lines: { begin: each.location?.line ?? 1 },
      },
    };
  });
  return jsonText(issues);
}
