/** What verbs answer with --format json, held against the schema that comes with the package. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { projectRoot } from "./command.ts";

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(
  JSON.parse(readFileSync(join(projectRoot, "schemas/report.schema.json"), "utf8")),
);

/** The words of a case's command, quotes taken off. */
function wordsOf(folder: string): readonly string[] {
  const command = readFileSync(join(folder, "command"), "utf8");
  return (command.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
}

/** Cases of a room that consist of a Kconfig and perhaps a config. */
function casesOf(room: string): readonly string[] {
  const folder = join(projectRoot, "fixtures", room);
  return readdirSync(folder).filter((name) => {
    const files = readdirSync(join(folder, name));
    const isPlain = files.every((file) => ["Kconfig", "command", "config", "expected"].includes(file));
    return isPlain && files.includes("Kconfig") && files.includes("command");
  });
}

async function answer(room: string, name: string, options: readonly string[]) {
  const folder = join(projectRoot, "fixtures", room, name);
  const text = (file: string) => readFileSync(join(folder, file), "latin1");
  const hasConfig = readdirSync(folder).includes("config");
  const host = memoryHost({
    files: { Kconfig: text("Kconfig"), ...(hasConfig && { ".config": text("config") }) },
    environment: { srctree: "" },
    commands: () => "n\n",
  });
  const exit = await run([...wordsOf(folder), ...options, "--format", "json"], host);
  // With `-o` it is in a file.
  const [written] = [...host.files].filter(([path]) => !["/Kconfig", "/.config"].includes(path));
  return { exit, stdout: host.stdoutText() || (room === "graph" ? (written?.[1] ?? "") : "") };
}

describe.each([
  ["explain", ["--effects", "--why-not", "--tree"]],
  ["set", []],
  ["list", []],
  ["search", []],
  ["graph", []],
  ["lint", ["--information"]],
] as const)("%s", (room, options) => {
  test.each(casesOf(room))("%s", async (name) => {
    const { exit, stdout } = await answer(room, name, options);
    // Without an answer there is no document.
    if (exit === 2 && stdout === "") return;
    const document = JSON.parse(stdout);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(document.ok).toBe(exit === 0);
  });
});

test("the schema holds the answers to their keys", async () => {
  const explained = JSON.parse((await answer("explain", "value", [])).stdout);
  explained.result[0].surprise = true;
  expect(validate(explained)).toBe(false);
  const set = JSON.parse((await answer("set", "lost", [])).stdout);
  delete set.result.lost;
  expect(validate(set)).toBe(false);
  const lint = JSON.parse((await answer("lint", "dead", [])).stdout);
  delete lint.result.runs[0].figures.neverOn;
  expect(validate(lint)).toBe(false);
  const list = JSON.parse((await answer("list", "columns", [])).stdout);
  delete list.result[0].origin;
  expect(validate(list)).toBe(false);
  const search = JSON.parse((await answer("search", "name", [])).stdout);
  search.result[0].match = "luck";
  expect(validate(search)).toBe(false);
  const graph = JSON.parse((await answer("graph", "left-out", [])).stdout);
  graph.result.edges[0].kind = "knows";
  expect(validate(graph)).toBe(false);
});
