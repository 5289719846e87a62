/** `kcfg diff --tree`, `kcfg diff --patch`: two trees, or one with and without a patch. */

import { renderJson } from "../report/json.ts";
import { wireTrouble } from "../report/problems.ts";
import { makeStyle } from "../report/style.ts";
import { treeDiffText, treeNames } from "../report/tree-diff.ts";
import { treeDiffSummary, wireTreeDiff } from "../report/tree-diff-json.ts";
import { treeDiffMarkdown } from "../report/tree-diff-markdown.ts";
import { diffTrees as askTrees, type TreesAnswer } from "../service/diff-trees.ts";
import type { DiffOptions } from "./diff-options.ts";
import { requestOf, type SessionOptions, styleOptions, tellerOf, tellTroubles, wireTree } from "./session.ts";
import type { Invocation } from "./verb.ts";

export async function diffTrees({ words, options, host, version }: Invocation<DiffOptions>): Promise<number> {
  const { patch, config: configs } = options;
  const shared: SessionOptions = { ...options, config: undefined, format: "text" };
  const question = { ...requestOf(shared), words, patch, configs };
  const answer = await askTrees(question, host, tellerOf(shared, host));
  if ("troubles" in answer) {
    const { troubles, caller, lines } = answer;
    tellTroubles(troubles, caller, options, lines);
    return 2;
  }
  const exitCode = options.exitCode && !isSame(answer) ? 1 : 0;
  answer.caller.stdout.write(rendered(answer, options, { version, ok: exitCode === 0 }));
  return exitCode;
}

function isSame({ difference, values }: TreesAnswer): boolean {
  const { added, removed, renamed, changed, choices } = difference;
  return (
    [added, removed, renamed, changed, choices].every(({ length }) => length === 0) &&
    values.every(({ differences }) => differences.length === 0)
  );
}

function rendered(
  answer: TreesAnswer,
  options: DiffOptions,
  { version, ok }: { readonly version: string; readonly ok: boolean },
): string {
  const { before, after, difference, values, caller } = answer;
  const names = treeNames(answer);
  if (options.answer === "markdown")
    return treeDiffMarkdown(difference, values, names, { architecture: after.tree.architecture });
  if (options.answer === "json")
    return renderJson({
      command: "diff",
      version,
      ok,
      tree: wireTree(after.tree),
      inputs: values.map(({ path }) => ({ path, exists: true })),
      summary: treeDiffSummary(difference),
      diagnostics: after.diagnostics.map(wireTrouble),
      result: wireTreeDiff(difference, values, {
        before: { name: names.before, tree: wireTree(before.tree) },
        after: { name: names.after, tree: wireTree(after.tree) },
      }),
    });
  const style = makeStyle(styleOptions(options, caller.stdout, caller));
  return treeDiffText(difference, values, names, style, { showsAll: options.verbose === true });
}
