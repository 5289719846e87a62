/** A terminal and a runner obey kcfg alone, whatever a tree, a .config or a fragment says. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import type { Host, OutputStream } from "../src/text/host.ts";

const ESC = "\u001b";
/** Each could move the cursor, colour, hide, forge a line, or be a command for a runner. */
const HOSTILE = [
  `${ESC}[31mred${ESC}[0m`,
  `\r${ESC}[KReally format the disk? (FORGED) [Y/n/?] `,
  `${ESC}]0;title\u0007`,
  `${ESC}[2J`,
  "\u009b31m",
  "\u202edesrever",
  "\b\b\b\b",
  "##[command]rm -rf /",
  "::error file=x::forged",
  "##vso[task.setvariable variable=x]y",
] as const;

function treeOf(text: string): Readonly<Record<string, string>> {
  const kconfig = [
    `mainmenu "m ${text}"`,
    `$(info,${text})`,
    `config A`,
    `\tbool "a ${text}"`,
    "\thelp",
    `\t  ${text}`,
    "",
    `config S`,
    `\tstring "s ${text}"`,
    `\tdefault "v ${text}"`,
    `comment "c ${text}"`,
    "choice",
    `\tprompt "ch ${text}"`,
    "config M1",
    `\tbool "m1 ${text}"`,
    "config M2",
    '\tbool "m2"',
    "endchoice",
    `menu "menu ${text}"`,
    "config B",
    '\tbool "b"',
    "\tdepends on A",
    "endmenu",
    "",
  ];
  const name = `f ${text.replaceAll("/", "-")}.config`;
  return {
    Kconfig: kconfig.join("\n"),
    [name]: `CONFIG_B=y\nCONFIG_NONE=y\n${text}\nCONFIG_S="${text}"\n`,
    "a.config": `CONFIG_B=y\n${text}\n# ${text}\n`,
  };
}

/** Runs with the streams that a terminal, a pipe or a file would be. */
async function told(
  words: readonly string[],
  text: string,
  how: {
    readonly terminal?: boolean;
    readonly file?: boolean;
    readonly environment?: Record<string, string>;
  },
  input = "",
): Promise<string> {
  const host = memoryHost({ files: treeOf(text), folder: "/t", environment: how.environment, input });
  const stream = (of: OutputStream): OutputStream => ({
    write: (each) => of.write(each),
    isTerminal: how.terminal === true,
    isFile: how.file === true,
    columns: 100,
  });
  const wrap = (each: Host): Host => ({
    ...each,
    stdout: stream(host.stdout),
    stderr: stream(host.stderr),
    stdin: { ...host.stdin, isTerminal: how.terminal === true },
    at: (folder) => wrap(each.at(folder)),
  });
  await run(words, wrap(host.at("/t")));
  return host.stdoutText() + host.stderrText();
}

const fragmentOf = (text: string) => `f ${text.replaceAll("/", "-")}.config`;

const VERBS: readonly (readonly string[])[] = [
  ["oldconfig"],
  ["oldaskconfig"],
  ["listnewconfig"],
  ["helpnewconfig"],
  ["olddefconfig"],
  ["conf", "--oldconfig", "Kconfig"],
  ["conf", "--oldaskconfig", "Kconfig"],
  ["conf", "--listnewconfig", "Kconfig"],
  ["conf", "--helpnewconfig", "Kconfig"],
  ["explain", "A", "S", "M1"],
  ["explain", "B"],
  ["list"],
  ["search", "a"],
  ["check", "FRAGMENT", "a.config"],
  ["check", "FRAGMENT", "--format", "github"],
  ["check", "FRAGMENT", "--color", "always"],
  ["set", "B=y"],
  ["set", "S=x", "--diff"],
  ["lint"],
  ["diff", "FRAGMENT", "a.config"],
  ["graph", "A"],
  ["merge", "FRAGMENT"],
];

/** What kcfg may have a terminal obey: colours, and a line that starts anew. */
const OWN = /\u001b\[(?:1|2|3[1-6]|22|39)m|\r\u001b\[K/g;

describe.each(VERBS.map((words) => [words.join(" "), words] as const))("%s", (_, words) => {
  const given = (text: string) => words.map((word) => (word === "FRAGMENT" ? fragmentOf(text) : word));

  test("on a terminal", async () => {
    for (const text of HOSTILE) {
      const plain = await told(given("harmless"), "harmless", { terminal: true }, "\n\n?\n\n\n\n\n\n");
      const out = await told(given(text), text, { terminal: true }, "\n\n?\n\n\n\n\n\n");
      expect(out.replace(OWN, "")).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      // What could be kcfg's own is not more than there is without the hostile text.
      const count = (of: string) => of.match(/\u001b\[31m/g)?.length ?? 0;
      expect(count(out)).toBeLessThanOrEqual(count(plain) + (words.includes("diff") ? 9 : 3));
      expect(out).not.toContain(`${ESC}[31mred`);
      expect(out).not.toContain(`\r${ESC}[KReally`);
    }
  });

  test("on a runner", async () => {
    if (words[0] === "conf") return;
    for (const text of HOSTILE) {
      const environment = { GITHUB_ACTIONS: "true" };
      const out = await told(given(text), text, { environment }, "\n\n?\n\n\n\n\n\n");
      for (const line of out.split("\n")) {
        if (words.includes("github") && line.startsWith("::")) {
          expect(line).toMatch(/^::(error|warning|notice) /);
          expect(line).not.toContain("::error file=x::forged");
        } else expect(line.trimStart().startsWith("::")).toBe(false);
        expect(line).not.toMatch(/##\w*\[/);
      }
      expect(out.replace(OWN, "")).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});

test("a report in GitHub's format is read by a runner, wherever it is written", async () => {
  const text = `${ESC}[31m##[command]x`;
  const out = await told(["check", fragmentOf(text), "--format", "github"], text, {});
  expect(out).toMatch(/^::error file=f /m);
  expect(out).not.toContain(ESC);
  expect(out).not.toContain("##[");
});

test("conf writes what C writes to a pipe: the bytes as they are", async () => {
  const text = HOSTILE[1];
  const out = await told(["conf", "--oldaskconfig", "Kconfig"], text, { environment: { CI: "true" } });
  expect(out).toContain(`a ${text} (A)`);
});

test("a diff in a file can be applied, on a runner as well", async () => {
  const environment = { GITHUB_ACTIONS: "true" };
  const words = ["set", "S=x", "-o", "a.config", "--diff"];
  expect(await told(words, "::x", { environment, file: true })).toContain("\n ::x\n");
  expect(await told(words, "::x", { environment })).not.toContain("\n::x");
});

test("JSON says the same, without a sign that anybody obeys", async () => {
  const text = `##[command]x \u009b31m \u202e ${ESC}[31m ##vso[y]`;
  for (const format of ["json", "sarif", "gitlab", "rdjson"]) {
    const out = await told(["check", fragmentOf(text), "--format", format], text, {
      environment: { GITHUB_ACTIONS: "true" },
    });
    const report = out.slice(0, out.lastIndexOf("\n") + 1);
    expect(report).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]|##\w*\[/);
    if (format === "json") expect(JSON.stringify(JSON.parse(report))).toContain("##[command]x");
  }
});

test("Markdown calls nobody and names no issue", async () => {
  const summary = "/t/summary.md";
  const host = memoryHost({
    files: { Kconfig: 'config A\n\tbool "a"\n', "@team #12.config": "CONFIG_A=y\n@team fix #12 | *x*\n" },
    folder: "/t",
    environment: { GITHUB_STEP_SUMMARY: summary },
  });
  await run(["check", "@team #12.config", "--format", "github"], host);
  const text = host.files.get(summary) ?? "";
  expect(text).toContain("kcfg check");
  if (text.includes("fix")) expect(text).toContain("&#124; &#42;x&#42;");
  // In code nobody is called.
  expect(text.replace(/`[^`]*`/g, "")).not.toMatch(/@\w|#\d(?!\d*;)/);
});
