/** What verbs answer with --format json, held against the schema that comes with the package. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { type Case, caseOf, casesOf, inputsOf, wordsOf } from "./cases.js";
import { projectRoot } from "./command.ts";

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(
  JSON.parse(readFileSync(join(projectRoot, "schemas/report.schema.json"), "utf8")),
);

/** Cases of a room that consist of a Kconfig and perhaps a config. */
function plainCasesOf(room: string): readonly Case[] {
  return casesOf(room).filter((each) => {
    const { files } = each;
    const given = [...inputsOf(each).keys()];
    return files.has("Kconfig") && given.every((path) => path === "Kconfig" || path === ".config");
  });
}

async function answer(each: Case, options: readonly string[]) {
  const inputs = inputsOf(each);
  const host = memoryHost({
    files: Object.fromEntries(inputs),
    environment: { srctree: "" },
    commands: () => "n\n",
  });
  const exit = await run([...wordsOf(each), ...options, "--format", "json"], host);
  // With `-o` it is in a file.
  const written = [...host.files].find(([path]) => !inputs.has(path.slice(1)));
  return { exit, stdout: host.stdoutText() || (each.name.startsWith("graph/") ? (written?.[1] ?? "") : "") };
}

describe.each([
  ["explain", ["--effects", "--why-not", "--tree"]],
  ["set", []],
  ["list", []],
  ["search", []],
  ["graph", []],
  ["lint", ["--information"]],
] as const)("%s", (room, options) => {
  // What `lint --diff` prints is a diff, in whatever format findings are wanted.
  const cases = plainCasesOf(room).filter((each) => room !== "lint" || !wordsOf(each).includes("--diff"));
  test.each(cases.map((each) => [each.name, each] as const))("%s", async (_, each) => {
    const { exit, stdout } = await answer(each, options);
    // Without an answer there is no document.
    if (exit === 2 && stdout === "") return;
    const document = JSON.parse(stdout);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(document.ok).toBe(exit === 0);
  });
});

test("the schema holds the answers to their keys", async () => {
  const explained = JSON.parse((await answer(caseOf("explain", "value"), [])).stdout);
  explained.result[0].surprise = true;
  expect(validate(explained)).toBe(false);
  const set = JSON.parse((await answer(caseOf("set", "lost"), [])).stdout);
  delete set.result.lost;
  expect(validate(set)).toBe(false);
  const lint = JSON.parse((await answer(caseOf("lint", "dead"), [])).stdout);
  delete lint.result.runs[0].figures.neverOn;
  expect(validate(lint)).toBe(false);
  const list = JSON.parse((await answer(caseOf("list", "columns"), [])).stdout);
  delete list.result[0].origin;
  expect(validate(list)).toBe(false);
  const search = JSON.parse((await answer(caseOf("search", "name"), [])).stdout);
  search.result[0].match = "luck";
  expect(validate(search)).toBe(false);
  const graph = JSON.parse((await answer(caseOf("graph", "left-out"), [])).stdout);
  graph.result.edges[0].kind = "knows";
  expect(validate(graph)).toBe(false);
});
