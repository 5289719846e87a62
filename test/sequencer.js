/**
 * In which order Jest hands out the test files: the long ones first, so that none of them runs alone at the end. Jest
 * knows how long each took from the run before; in a fresh clone it would go by their size, which says nothing.
 */
import { basename } from "node:path";
import Sequencer from "@jest/test-sequencer";

/** Files that take more than some five seconds beside others, longest first. */
const LONG = [
  "fixtures",
  "untrusted-kept",
  "package",
  "diff-revisions",
  "robust",
  "untrusted-limits",
  "menuconfig-terminal",
  "lsp-protocol",
  "pager",
  "cache",
  "integration",
  "pages",
  "process",
  "resolve",
  "codes",
  "diff-relation",
  "deferral",
  "options",
  "check-inputs",
  "arguments",
  "bytes",
  "untrusted-files",
  "probes",
  "kept-answers",
  "answers",
  "solver",
  "tolerant",
  "lint-fix",
  "lsp-changes",
  "origin",
  "untrusted-paths",
  "untrusted-output",
  "change-set",
];

export default class LongFirst extends Sequencer {
  async sort(tests) {
    const sorted = [...(await super.sort(tests))];
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const rank = ({ path }) => {
      const index = LONG.indexOf(basename(path, ".test.ts"));
      return index < 0 ? LONG.length : index;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
