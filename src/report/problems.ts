/** The words for what the service finds wrong with a question. */
import type { CheckFinding } from "../check/finding.ts";
import type { LintFinding } from "../lint/finding.ts";
import { PROBE_MODES } from "../probes/probe-mode.ts";
import type { Problem, Trouble } from "../service/problem.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { SETTINGS_FILE } from "../workspace/settings.ts";
import { withoutSuccessorText } from "./check-words/names.ts";
import { wordedFinding } from "./check-words/worded.ts";
import { type WireDiagnostic, wireDiagnostic } from "./json.ts";
import { wordedLintFinding } from "./lint-words/worded.ts";
import { notOfTypeText, valuesOfTypeText } from "./type-words.ts";
import { unknownNameDiagnostic } from "./unknown-name.ts";
import { wordedWorkspace } from "./workspace-words.ts";

/** Words for what is wrong with a question, or for what a check or lint found. */
export function diagnosticOf(trouble: Trouble | CheckFinding | LintFinding): Diagnostic {
  if ("subject" in trouble) return "fails" in trouble ? wordedFinding(trouble) : wordedLintFinding(trouble);
  if ("fault" in trouble) return wordedWorkspace(trouble);
  return "severity" in trouble ? trouble : { code: trouble.code, severity: "error", ...wordsFor(trouble) };
}

/** As the JSON envelope has it. */
export function wireTrouble(trouble: Trouble): WireDiagnostic {
  return wireDiagnostic(diagnosticOf(trouble));
}

type Words = Omit<Diagnostic, "code" | "severity">;

function wordsFor(problem: Problem): Words {
  switch (problem.code) {
    case "no-folder":
      return { message: `-C ${problem.folder} is no folder` };
    case "outside-tree": {
      const { path, settings } = problem;
      const what = settings === undefined ? `the tree's own ${path}` : `'${path}' in ${settings}`;
      return {
        message: `${what} leads elsewhere, and commands are denied: nothing outside is read or written`,
        help: ["name the file or the tree on the command line, if it is meant"],
      };
    }
    case "missing-probe":
      return {
        message: `the recording has no answer for ${problem.command}`,
        notes: [{ message: "this is asked when the tree is looked for, as its Makefile would" }],
        help: ["record this tree again: --probes record=FILE"],
      };
    case "settings-value": {
      const { source, mode } = problem;
      const what = "settings" in source ? `'probes' in ${source.settings}` : source.name;
      return { message: `${what} is '${mode}', which is no mode`, help: [`write ${PROBE_MODES}`] };
    }
    case "unreadable-file": {
      const { path, reason, message } = problem;
      if (reason === "not-read")
        return {
          message: `no Kconfig file of this tree is at or below ${path}`,
          help: ["name a file or folder that the tree reads: kcfg lint drivers/net"],
        };
      const why = reason === "missing" ? "no such file" : reason === "directory" ? "it is a folder" : message;
      return { message: `cannot read ${path}: ${why}` };
    }
    case "binary-file":
      return {
        message: `${problem.path} is not text: it contains a NUL byte`,
        location: problem.location,
      };
    case "no-defconfig":
      return {
        message: "this tree does not say which file its defconfig is",
        help: ["name the file: --base FILE"],
      };
    case "wrong-arguments":
      return treesWords(problem);
    case "denied-probe": {
      const why =
        problem.mode === "deny" ? "commands are denied" : "a recording answers for commands, and none is run";
      return {
        message: `git is not asked for ${problem.revision}, because ${why}`,
        help: ["check the revision out elsewhere, and name its folder"],
      };
    }
    case "no-fragments":
      return {
        message: "no fragments to check",
        help: [
          "name them: kcfg check FRAGMENT…",
          `or list them in ${SETTINGS_FILE}: {"check": {"fragments": ["my.config"]}}`,
        ],
      };
    case "unwritable-file":
      return { message: unwritableText(problem) };
    case "unknown-symbol":
      return unknownNameDiagnostic(problem);
    case "malformed-assignment": {
      const { word } = problem;
      return {
        message: `${word === "" ? "the empty word" : word} is no assignment`,
        help: [`write SYM=value, for instance ${/^\w+$/.test(word) ? word : "VFIO"}=y`],
      };
    }
    case "wrong-type": {
      const { symbol, raw } = problem;
      return {
        message: notOfTypeText(raw, symbol),
        location: symbol.definitions[0]?.place,
        help: [valuesOfTypeText(symbol.type)],
      };
    }
    case "renamed": {
      const { symbol, raw, successors, fitting } = problem;
      const names = successors.map(({ name }) => name).join(", ");
      return {
        message: `${symbol.name} is a former name, which no .config keeps: ${names} ${successors.length === 1 ? "takes" : "take"} over its value`,
        location: symbol.definitions[0]?.place,
        help: fitting.map(({ name }) => `write ${name}=${raw}`),
      };
    }
    case "promptless": {
      const { symbol } = problem;
      return {
        message: `${withoutSuccessorText(symbol.name)}: it would have no effect`,
        location: symbol.definitions[0]?.place,
        help: [],
      };
    }
    case "contradiction": {
      const { first, second } = problem;
      const [a, b] = [first, second].map(({ symbol, value }) => `${symbol.name}=${value}`);
      const isChoice = first.symbol.id !== second.symbol.id;
      return {
        message: `${a} and ${b} contradict each other${isChoice ? ": only one member of their choice can be y" : ""}`,
        location: isChoice ? second.symbol.choice?.definitions[0]?.place : undefined,
        help: ["leave one of them out"],
      };
    }
  }
}

function treesWords(problem: Extract<Problem, { code: "wrong-arguments" }>): Words {
  switch (problem.reason) {
    case "patched-trees":
      return { message: "a patch changes one tree", help: ["kcfg diff --patch FILE [TREE]"] };
    case "tree-count":
      return {
        message: "two trees are compared",
        help: ["kcfg diff --tree DIR1 DIR2, or --tree REV1..REV2"],
      };
    case "dot-config": {
      const { path, words, isPatched } = problem;
      const help = isPatched
        ? `--config ${path} shows how the patch changes its values`
        : `kcfg diff ${words.join(" ")} compares .configs; --config ${path} compares its values in two trees`;
      return { message: `${path} is a .config, not a Kconfig tree`, help: [help] };
    }
  }
}

function unwritableText(problem: Extract<Problem, { code: "unwritable-file" }>): string {
  switch (problem.reason) {
    case "no-name":
      return "-o needs the name of a file";
    case "standard-input":
      return "standard input cannot be written: name a fragment with -o, or look with --diff";
    case "host":
      return problem.message;
  }
}
