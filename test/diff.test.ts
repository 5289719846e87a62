/** What `kcfg diff` answers with --format json, held against the schema; and what its answers promise, tried. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { compareConfigurations } from "../src/diff/configurations.ts";
import { turningFragment } from "../src/diff/fragment.ts";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { readDotConfig, settleAfterReading } from "../src/evaluate/read.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { type Case, caseOf, casesOf, expectedOf, layOut, wordsOf } from "./cases.js";
import { projectRoot, runKcfg } from "./command.ts";

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(
  JSON.parse(readFileSync(join(projectRoot, "schemas/report.schema.json"), "utf8")),
);

// Where there is no answer there is no document.
const cases = casesOf("diff").filter((each) => expectedOf(each).get("exit") !== "2\n");

const scratch = mkdtempSync(join(tmpdir(), "kcfg-diff-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What a case answers as JSON, in a copy of it: the project's own kcfg.json is about another tree. */
async function documentOf(each: Case) {
  const folder = layOut(each, mkdtempSync(join(scratch, "case-")));
  const words = [...wordsOf(each), "--format", "json"];
  const { stdout } = await runKcfg(words, { folder, environment: { KCFG_CACHE_DIR: "" } });
  return JSON.parse(stdout);
}

describe("--format json", () => {
  test.each(cases.map((each) => [each.name, each] as const))("%s", async (_, each) => {
    const document = await documentOf(each);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(document.command).toBe("diff");
  });

  test("the schema holds answers to their keys", async () => {
    const document = await documentOf(caseOf("diff", "configs"));
    document.result.asked[0].surprise = true;
    expect(validate(document)).toBe(false);
  });
});

function modelOf(text: string): Model {
  const { model } = loadKconfig({
    path: "Kconfig",
    host: memoryHost({ files: { Kconfig: text } }),
    environment: {},
  });
  if (model === undefined) throw new Error("the tree does not load");
  return model;
}

function sideOf(model: Model, name: string, text: string) {
  const configuration = new Configuration(model);
  const dotConfig = parseDotConfig(new SourceFile(name, text));
  readDotConfig(configuration, dotConfig);
  settleAfterReading(configuration);
  return { configuration, dotConfig };
}

/** The same numbers each time. (A linear congruence, as in "Numerical Recipes".) */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("two configurations of a tree, at random", () => {
  const model = modelOf(caseOf("diff", "configs").files.get("Kconfig") ?? "");
  const symbols = [...model.definedSymbols()];
  const textOf = (random: (below: number) => number) =>
    symbols
      .filter(() => random(3) > 0)
      .map(({ name, type }) => {
        if (type === "int") return `CONFIG_${name}=${random(80)}\n`;
        if (type === "string") return `CONFIG_${name}="${random(2)}"\n`;
        const value = ["n", "m", "y"][random(3)];
        return value === "n" ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${value}\n`;
      })
      .join("");

  test("every difference is told once, and the fragment turns one into the other", () => {
    const random = randomFrom(1);
    for (let round = 0; round < 150; round++) {
      const [before, after] = [
        sideOf(model, "a.config", textOf(random)),
        sideOf(model, "b.config", textOf(random)),
      ];
      const difference = compareConfigurations(before, after);
      const told = [...difference.asked, ...difference.follows].map(({ symbol }) => symbol.name);
      const differing = symbols.filter(({ id, type }) => {
        const [a, b] = [before, after].map(({ configuration }) =>
          type === "int" || type === "string"
            ? configuration.isWritten(id) && configuration.value(id)
            : configuration.tristate(id),
        );
        return a !== b;
      });
      expect([...told].sort()).toEqual(differing.map(({ name }) => name).sort());
      const { lines, open } = turningFragment(before, after, difference);
      const turned = sideOf(model, "a.config", `${before.dotConfig.source.text}${lines.join("\n")}\n`);
      const still = symbols.filter(({ id, type }) =>
        type === "int" || type === "string"
          ? turned.configuration.isWritten(id) !== after.configuration.isWritten(id) ||
            turned.configuration.value(id) !== after.configuration.value(id)
          : turned.configuration.tristate(id) !== after.configuration.tristate(id),
      );
      expect(still.map(({ name }) => name).sort()).toEqual(open.map(({ name }) => name).sort());
      expect(open).toEqual([]);
      // What follows comes from something that was asked for.
      for (const { symbol, roots } of difference.follows)
        expect([symbol.name, roots.length > 0]).toEqual([symbol.name, true]);
    }
  });
});
