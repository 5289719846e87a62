/** `kcfg diff A.config B.config`: two configurations of the tree around. */

import { configDiffText, turningFragmentText, wireConfigDiff } from "../report/config-diff.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { renderJson } from "../report/json.ts";
import { wireTrouble } from "../report/problems.ts";
import { diff, turning } from "../service/diff.ts";
import type { DiffOptions } from "./diff-options.ts";
import { openTree, styleOptions, wireTree } from "./session.ts";
import type { Invocation } from "./verb.ts";

export async function diffConfigurations({
  words,
  options,
  host,
  version,
}: Invocation<DiffOptions>): Promise<number> {
  if (words.length > 2) {
    const message = "kcfg diff compares two configurations";
    const style = styleOptions(options, host.stderr, host);
    host.stderr.write(renderDiagnostics([{ code: "wrong-arguments", severity: "error", message }], style));
    return 2;
  }
  const loaded = await openTree({ ...options, config: options.config?.[0], format: "text" }, host);
  if (typeof loaded === "number") return loaded;
  const answer = diff(loaded, words);
  if (!("difference" in answer)) {
    loaded.tell(answer);
    return 2;
  }
  const { before, after, difference } = answer;
  const files = { before: before.dotConfig.source.path, after: after.dotConfig.source.path };
  const { asked, follows, unknown, idle, appeared, vanished } = difference;
  const counts = {
    asked: asked.length,
    follows: follows.length,
    appeared: appeared.length,
    vanished: vanished.length,
    unknown: unknown.length,
    idle: idle.length,
  };
  const isSame = Object.values(counts).every((count) => count === 0);
  const exitCode = options.exitCode && !isSame ? 1 : 0;
  const { stdout } = loaded.caller;
  if (options.answer === "text" || options.answer === "markdown") {
    const mostLines = options.verbose ? Number.POSITIVE_INFINITY : undefined;
    const { otherReleases } = answer;
    stdout.write(configDiffText(difference, files, loaded.style, { mostLines, otherReleases }));
    return exitCode;
  }
  const fragment = turning(answer);
  if (options.answer === "fragment") stdout.write(turningFragmentText(fragment, files));
  else {
    stdout.write(
      renderJson({
        command: "diff",
        version,
        ok: exitCode === 0,
        tree: wireTree(loaded.tree),
        inputs: [files.before, files.after].map((path) => ({ path, exists: true })),
        summary: counts,
        diagnostics: loaded.diagnostics.map(wireTrouble),
        result: wireConfigDiff(difference, fragment, files),
      }),
    );
  }
  return exitCode;
}
