/** The register of rules: its pages, its examples run for real, and docs/rules/ as it would be generated now. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { commandOf, pageOf, rulesIndex } from "../src/report/rules/page.ts";
import { rules } from "../src/report/rules/register.ts";
import type { Example } from "../src/report/rules/rule.ts";
import { projectRoot, runKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-rules-"));
afterAll(() => rmSync(scratch, { recursive: true }));

async function run(example: Example, ...more: readonly string[]) {
  const folder = mkdtempSync(join(scratch, "example-"));
  const { kconfig, fragments = {}, files = {} } = example;
  for (const [name, text] of Object.entries({ Kconfig: kconfig, ...fragments, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, "latin1");
  }
  const words = commandOf(example).split(" ").slice(1);
  const { exit, stdout, stderr } = await runKcfg([...words, "--format", "json", ...more], {
    folder,
    environment: {},
  });
  expect(stderr).toBe("");
  const { ok, diagnostics } = JSON.parse(stdout);
  return { exit, ok, codes: diagnostics.map(({ code }: { readonly code: string }) => code) };
}

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, { bad, good, severity }) => {
  test("the bad example reports it", async () => {
    const { exit, ok, codes } = await run(bad);
    expect(codes).toContain(name);
    expect(exit).toBe(ok ? 0 : 1);
    if (severity === "error") expect(exit).toBe(1);
  });

  test("the good example reports nothing", async () => {
    expect(await run(good)).toEqual({ exit: 0, ok: true, codes: [] });
  });
});

const docs = join(projectRoot, "docs/rules");
const pages = new Map([
  ["README.md", rulesIndex()],
  ...rules.map(({ name }): [string, string] => [`${name}.md`, pageOf(name) ?? ""]),
]);

test("docs/rules/ is what the register says (UPDATE=1 writes it)", () => {
  if (process.env.UPDATE) {
    rmSync(docs, { recursive: true, force: true });
    mkdirSync(docs, { recursive: true });
    for (const [name, text] of pages) writeFileSync(join(docs, name), text);
  }
  const found = readdirSync(docs).map((name): [string, string] => [
    name,
    readFileSync(join(docs, name), "utf8"),
  ]);
  expect(new Map(found.sort())).toEqual(new Map([...pages].sort()));
});

describe("kcfg rule", () => {
  const kcfg = async (...words: readonly string[]) =>
    await runKcfg(["rule", ...words], { folder: scratch, environment: {} });

  test("prints the page", async () => {
    expect(await kcfg("unmet-dependency")).toEqual({
      exit: 0,
      stderr: "",
      stdout: pages.get("unmet-dependency.md"),
    });
  });

  test("lists all rules", async () => {
    const { exit, stdout } = await kcfg();
    expect(exit).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[0]),
    ).toEqual(rules.map(({ name }) => name));
  });

  test("knows what is no rule of check", async () => {
    expect((await kcfg("dependency-cycle")).stdout).toContain("Error: a symbol depends on itself");
  });

  test("says what was meant", async () => {
    const { exit, stdout, stderr } = await kcfg("unmet-dependancy");
    expect([exit, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[unknown-rule]: no finding is called unmet-dependancy");
    expect(stderr).toContain("did you mean unmet-dependency?");
  });
});
