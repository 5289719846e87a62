/** The words for what the service finds wrong with a question. */
import { PROBE_MODES } from "../probes/probe-mode.ts";
import type { Problem, Trouble } from "../service/problem.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

export function diagnosticOf(trouble: Trouble): Diagnostic {
  return "severity" in trouble ? trouble : { code: trouble.code, severity: "error", ...wordsFor(trouble) };
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
      const why = reason === "missing" ? "no such file" : reason === "directory" ? "it is a folder" : message;
      return { message: `cannot read ${path}: ${why}` };
    }
    case "binary-file":
      return {
        message: `${problem.path} is no text: it holds a NUL byte`,
        location: problem.location,
      };
  }
}
