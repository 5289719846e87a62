/** The macro language: every case of fixtures/preprocess against the words of the C tool, and what C leaves open. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { type AssignmentOperator, Preprocessor } from "../src/preprocess/preprocessor.ts";
import { referenceEnd } from "../src/preprocess/reference.ts";
import { shellOutput } from "../src/preprocess/shell-output.ts";
import type { Diagnostic } from "../src/text/diagnostic.ts";
import { decodeText, encodeText } from "../src/text/encoding.ts";
import type { Environment } from "../src/text/host.ts";
import { MAX_SHELL_BYTES } from "../src/text/limits.ts";
import { casesOf, environmentOf, expectedOf, inputsOf, layOut } from "./cases.js";

/** What a run printed, and the preprocessor that it left behind. */
interface Run {
  stdout: string;
  stderr: string;
  failed: boolean;
  readonly diagnostics: Diagnostic[];
  readonly preprocessor: Preprocessor;
}

function start(environment: Environment, shell: (command: string) => string): Run {
  const run: Run = {
    stdout: "",
    stderr: "",
    failed: false,
    diagnostics: [],
    preprocessor: new Preprocessor({
      environment,
      shell,
      report(diagnostic) {
        run.diagnostics.push(diagnostic);
        if (diagnostic.severity === "error") run.failed = true;
        const { classic } = diagnostic;
        if (classic?.stream === "stdout") run.stdout += `${classic.text}\n`;
        else if (classic) run.stderr += `${classic.text}\n`;
      },
    }),
  };
  return run;
}

const noShell = () => {
  throw new Error("no command expected");
};

/** An assignment as the lexer sees it: a word at the start of a line, maybe with references, and an operator. */
function splitAssignment(
  line: string,
): { name: string; operator: AssignmentOperator; value: string } | undefined {
  const begin = line.search(/[^ \t]/);
  let at = begin;
  for (;;) {
    if (line.startsWith("$(", at)) {
      at = referenceEnd(line, at);
      if (at < 0) return undefined;
    } else if (/[\w-]/.test(line[at] ?? "")) at++;
    else break;
  }
  const rest = /^[ \t]*(=|:=|\+=)[ \t]*(.*)$/.exec(line.slice(at));
  if (rest === null || at === begin) return undefined;
  return { name: line.slice(begin, at), operator: rest[1] as AssignmentOperator, value: rest[2] };
}

/**
 * Feeds a file line by line: a stand-in for the lexer that is enough for the fixtures of this room, which hold
 * nothing but assignments, macros, and entries whose lines can be expanded as a whole. False if the run ended.
 */
function feed(run: Run, files: ReadonlyMap<string, string>, path: string): boolean {
  const lines = utf8(files.get(path)).split("\n");
  for (const [index, line] of lines.entries()) {
    const place = { path, line: index + 1 };
    const assignment = splitAssignment(line);
    const source = /^source "(.*)"$/.exec(line);
    if (line.startsWith("#")) continue;
    if (source) {
      if (!feed(run, files, source[1])) return false;
    } else if (assignment) {
      const { name, operator, value } = assignment;
      if (!run.preprocessor.assign(name, operator, value, place)) return false;
    } else if (run.preprocessor.expand(line, place) === undefined) return false;
  }
  return true;
}

/** Cases hold bytes. */
const utf8 = (latin1 = ""): string => Buffer.from(latin1, "latin1").toString("utf8");
const written = "#\n# configuration written to .config\n#\n";

describe("the C tool's words", () => {
  const scratch = mkdtempSync(join(tmpdir(), "kcfg-preprocess-"));
  afterAll(() => rmSync(scratch, { recursive: true }));

  test.each(casesOf("preprocess").map((each) => [each.name, each] as const))("%s", (_, each) => {
    const folder = layOut(each, mkdtempSync(join(scratch, "case-")));
    const run = start(environmentOf(each), (command) => {
      const result = spawnSync("/bin/sh", ["-c", command], { cwd: folder, maxBuffer: 1 << 20 });
      run.stderr += decodeText(result.stderr);
      return decodeText(result.stdout);
    });
    const reachedTheEnd = feed(run, inputsOf(each), "Kconfig");

    const isGood = reachedTheEnd && !run.failed;
    const expected = (file: string) => utf8(expectedOf(each).get(file));
    expect(run.stdout + (isGood ? written : "")).toBe(expected("stdout"));
    expect(run.stderr).toBe(expected("stderr"));
    expect(isGood ? "0\n" : "1\n").toBe(expected("exit"));
  });
});

/** Expands one text after some assignments of the form `name operator value`. */
function expand(text: string, assignments: readonly string[] = [], environment: Environment = {}) {
  const run = start(environment, noShell);
  for (const [index, assignment] of assignments.entries()) {
    const parts = splitAssignment(assignment);
    if (!parts) throw new Error(`no assignment: ${assignment}`);
    const { name, operator, value } = parts;
    if (!run.preprocessor.assign(name, operator, value, { path: "Kconfig", line: index + 1 }))
      return { run, text: undefined };
  }
  return { run, text: run.preprocessor.expand(text, { path: "Kconfig", line: 100 }) };
}

describe("what C leaves open", () => {
  test.each([
    // C reads freed memory (the text of "old") or a null pointer (none, environment) in these three.
    ["old", ["x := a", "x := $(x) b"], "a b"],
    ["none", ["x := [$(x)]"], "[]"],
    ["environment", ["FRUIT := [$(FRUIT)]", "x := $(FRUIT)"], "[apple]"],
  ])("a simple variable may be made of itself: %s", (_, assignments, expected) => {
    expect(expand("$(x)", assignments, { FRUIT: "apple" }).text).toBe(expected);
  });

  test("names of JavaScript are no variables, functions or environment", () => {
    expect(expand("[$(constructor)$(__proto__)$(toString,a)$(hasOwnProperty)]").text).toBe("[]");
  });

  const deep = 90_000;
  const doubling = (rounds: number, first: string) => [
    `x0 = ${first}`,
    ...Array.from({ length: rounds }, (_, index) => `x${index + 1} = $(x${index})$(x${index})`),
  ];
  const chain = (length: number) => [
    "x0 = end",
    ...Array.from({ length }, (_, index) => `x${index + 1} = $(x${index})`),
  ];

  test.each([
    ["nested references", `${"$(a".repeat(deep)}${")".repeat(deep)}`, [], ""],
    ["nested arguments", `${"$(f,".repeat(900)}z${")".repeat(900)}`, ["f = $(1)"], "z"],
    ["a chain of variables", `$(x${deep})`, chain(deep), "end"],
    ["many references in a row", "$(a)-".repeat(deep), ["a := b"], "b-".repeat(deep)],
    [
      "a text of plain parentheses",
      `$(f,${"(".repeat(deep)}${")".repeat(deep)})`,
      ["f = $(1)"],
      "(".repeat(deep) + ")".repeat(deep),
    ],
  ])("%s: deep input needs no deep stack and ends", (_, text, assignments, expected) => {
    expect(expand(text, assignments).text).toBe(expected);
  });

  test.each([
    ["nesting, in the text", `${"$(a".repeat(200_000)}${")".repeat(200_000)}`, [], "100,000"],
    ["nesting, in variables", "$(x200000)", chain(200_000), "100,000"],
    ["calls", "$(x40)", doubling(40, ""), "1,000,000"],
    ["length", "$(x15)", doubling(15, "long ".repeat(1000)), "16 Mi"],
  ])("the limit of %s is a diagnostic", (_, text, assignments, words) => {
    const { run, text: expanded } = expand(text, assignments);
    expect(expanded).toBeUndefined();
    expect(run.diagnostics).toMatchObject([
      { code: "macro-limit", severity: "error", location: { path: "Kconfig", line: 100 } },
    ]);
    expect(run.diagnostics[0].message).toContain(words);
  });

  test("a value that is doubled line by line ends at the same limit", () => {
    const { run, text } = expand("$(x)", ["x := 0123456789abcdef", ...Array<string>(30).fill("x += $(x)")]);
    expect(text).toBeUndefined();
    expect(run.diagnostics).toMatchObject([{ code: "macro-limit" }]);
  });

  test("after a failure the variables can be used again", () => {
    const { run, text } = expand("$(a)", ["a = $(b)", "b = $(a)"]);
    expect(text).toBeUndefined();
    expect(run.preprocessor.assign("b", ":=", "ok", { path: "Kconfig", line: 9 })).toBe(true);
    expect(run.preprocessor.expand("$(a)", { path: "Kconfig", line: 9 })).toBe("ok");
  });
});

describe("diagnostics", () => {
  test.each([
    ["$(info,a", [], "macro-unterminated"],
    ["$(x)", ["x = $(x)"], "macro-recursion"],
    ["$(x,)", ["x = $(x,)"], "macro-recursion"],
    ["$(info)", [], "macro-arguments"],
    ["$(info,a,b)", [], "macro-arguments"],
    [`$(f${",".repeat(16)})`, [], "macro-arguments"],
    ["$(error-if,y,no)", [], "macro-error"],
  ])("%s ends the run with a code", (text, assignments, code) => {
    const { run, text: expanded } = expand(text, assignments);
    expect(expanded).toBeUndefined();
    expect(run.diagnostics).toMatchObject([
      { code, severity: "error", location: { path: "Kconfig", line: 100 } },
    ]);
    expect(run.diagnostics[0].message).not.toBe("");
  });

  test.each([
    ["$(warning-if,y,text)", "macro-warning", "warning"],
    ["$(info,text)", "macro-info", "info"],
  ])("%s goes on", (text, code, severity) => {
    const { run, text: expanded } = expand(`a${text}b`);
    expect(expanded).toBe("ab");
    expect(run.diagnostics).toMatchObject([{ code, severity, message: "text" }]);
  });

  test("a message from a value has the true line for people, and C's line in C's words", () => {
    const { run } = expand("", ["x := 1", "x := $(warning-if,y,text)"]);
    expect(run.diagnostics).toMatchObject([
      { location: { path: "Kconfig", line: 2 }, classic: { text: "Kconfig:3: text" } },
    ]);
  });

  test("a name that expands to nothing is an error, but not the end", () => {
    const { run, text } = expand("$(x)", ["$(nothing) := a", "x := b"]);
    expect(text).toBe("b");
    expect(run.diagnostics).toMatchObject([{ code: "macro-name", severity: "error" }]);
  });
});

describe("what was asked of the world", () => {
  test("environment variables are kept once, in order of first use, if they are set", () => {
    const environment = { A: "1", B: "2", C: "3", EMPTY: "", GONE: undefined };
    const { run, text } = expand("$(C)$(EMPTY)$(A,x)$(B)$(C)$(GONE)$(NEVER)$(A)", ["A = a"], environment);
    expect(text).toBe("3a23a");
    expect([...run.preprocessor.environmentRead]).toEqual([
      ["C", "3"],
      ["EMPTY", ""],
      ["B", "2"],
    ]);
  });

  test("commands are kept in order, with their trimmed output and the true line", () => {
    const run = start({}, (command) => `<${command}>\n\n`);
    const { preprocessor } = run;
    preprocessor.assign("x", ":=", "$(shell,one)", { path: "Kconfig", line: 3 });
    expect(preprocessor.expand("$(x) $(shell,two $(shell,three))", { path: "sub/Kconfig", line: 8 })).toBe(
      "<one> <two <three>>",
    );
    expect(preprocessor.probes).toEqual([
      { command: "one", output: "<one>", path: "Kconfig", line: 3 },
      { command: "three", output: "<three>", path: "sub/Kconfig", line: 8 },
      { command: "two <three>", output: "<two <three>>", path: "sub/Kconfig", line: 8 },
    ]);
  });
});

describe("referenceEnd", () => {
  test.each([
    ["$(a)b", 0, 4],
    ["x$(a$(b)(c))d", 1, 12],
    ["x$(a$(b)(c))d", 4, 8],
    ["$()", 0, 3],
    ['$(a,")")', 0, 6],
    ["$(a", 0, -1],
    ["$(a(b)", 0, -1],
    ["$(a\nb)", 0, -1],
    ["$(", 0, -1],
  ])("%j at %d", (text, at, end) => {
    expect(referenceEnd(text, at)).toBe(end);
  });
});

describe("shellOutput", () => {
  // 4095 bytes as conf 6.12 and 6.1 keep them: the last character may be cut in two.
  test("counts bytes, not characters", () => {
    expect(shellOutput("x".repeat(5000))).toBe("x".repeat(MAX_SHELL_BYTES));
    const cut = shellOutput("é".repeat(5000));
    expect(encodeText(cut)).toHaveLength(MAX_SHELL_BYTES);
    expect(cut).toBe(`${"é".repeat(2047)}\udcc3`);
    expect(shellOutput("€".repeat(1365))).toBe("€".repeat(1365));
    expect(shellOutput("€".repeat(1366))).toBe("€".repeat(1365));
    expect(encodeText(shellOutput("\udcff".repeat(5000)))).toHaveLength(MAX_SHELL_BYTES);
  });

  test("newlines at the cut are at the end", () => {
    expect(shellOutput(`${"x".repeat(4000)}${"\n".repeat(1000)}y`)).toBe("x".repeat(4000));
  });
});
