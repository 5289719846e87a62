/** Manual pages: what each verb's --help says, in roff that mandoc accepts, where it is there or KCFG_SHELLS is set. */
import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { manualPage } from "../src/report/manual-page.ts";
import { projectRoot, runKcfg, startBundle } from "./command.ts";

const kcfg = (words: readonly string[]) => runKcfg(words, { folder: projectRoot, environment: {} });
const pages: Readonly<Record<string, string>> = JSON.parse(
  Buffer.from((await kcfg(["manual"])).stdout, "latin1").toString(),
);
const help = (await kcfg(["--help"])).stdout;
const verbs = [...help.matchAll(/^ {2}([a-z][a-z0-9]+) /gm)]
  .map(([, verb]) => verb)
  .filter((verb) => !["help", "kcfg"].includes(verb));

test("there is one of each verb, and of kcfg", () => {
  expect(verbs.length).toBeGreaterThan(25);
  expect(Object.keys(pages).sort()).toEqual(["kcfg.1", ...verbs.map((verb) => `kcfg-${verb}.1`)].sort());
});

test("the program as it is installed makes them, too", () => {
  const { stdout, status } = spawnSync(process.execPath, [startBundle(), "manual"], { encoding: "utf8" });
  expect([status, Object.keys(JSON.parse(stdout)).length]).toEqual([0, verbs.length + 1]);
});

test.each(verbs)("kcfg-%s has all options of its help", async (verb) => {
  const { stdout } = await kcfg(["help", verb]);
  const shown = [...stdout.matchAll(/(?<=^ {2}(?:-\w, )?|^ {2}.*, )--[a-z-]+/gm)].map(([option]) => option);
  const page = pages[`kcfg-${verb}.1`].replaceAll("\\-", "-");
  expect(shown).toContain(verb === "lsp" ? "--stdio" : "--timings");
  for (const option of shown.filter((each) => each !== "--help"))
    expect([option, page.includes(option)]).toEqual([option, true]);
});

test("no text means something to roff", () => {
  const text = "a\\fBb .TH\n.TH c\n'd - e";
  const page = manualPage({
    verb: "x",
    version: "1",
    date: "2020-01-01",
    summary: text,
    usage: ".SH y",
    terms: [{ term: "'t", description: ".u" }],
    groups: [{ title: "G:", options: [{ flags: "-f", description: text, choices: ["."], standard: "'" }] }],
    ending: { about: [".v", text], examples: [".nf", "'z"], exits: { 0: text, 1: ".w" } },
    related: ["kcfg"],
  });
  expect(page).not.toMatch(/\\f/);
  const requests = [...page.matchAll(/^[.'].*$/gm)].map(([line]) => line);
  for (const line of requests)
    expect(line).toMatch(
      /^\.(TH KCFG\\-X|SH (NAME|SYNOPSIS|DESCRIPTION|G|EXAMPLES|EXIT|SEE)|B |BR |I |TP|PP|nf|fi)/,
    );
});

const isWanted = process.env.KCFG_SHELLS !== undefined || spawnSync("mandoc", ["-V"]).error === undefined;
if (isWanted)
  test("mandoc -T lint is silent", () => {
    for (const [name, text] of Object.entries(pages)) {
      const { stdout, stderr } = spawnSync("mandoc", ["-T", "lint"], { input: text, encoding: "utf8" });
      expect([name, stdout, stderr]).toEqual([name, "", ""]);
    }
    const { stdout } = spawnSync("mandoc", ["-T", "lint"], { input: ".XX\n", encoding: "utf8" });
    expect(stdout).not.toBe("");
  });
