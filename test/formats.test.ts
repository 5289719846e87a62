/** Every rule in every format: each is valid by its schema, and none loses a finding. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import AjvDraft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { commandOf } from "../src/report/rules/page.ts";
import { rules } from "../src/report/rules/register.ts";
import { projectRoot, runKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-formats-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
// SARIF's schema is of an older draft, with patterns that are none under the `u` flag.
const ajvDraft4 = new AjvDraft4({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajvDraft4);
const schema = (path: string, reader: Pick<Ajv, "compile"> = ajv) =>
  reader.compile(JSON.parse(readFileSync(join(projectRoot, path), "utf8")));
const validators = {
  json: schema("schemas/report.schema.json"),
  sarif: schema("test/schemas/sarif-2.1.0.json", ajvDraft4),
  gitlab: schema("test/schemas/gitlab-code-quality.json"),
  rdjson: schema("test/schemas/rdjson.json"),
};
const junitSchema = XsdValidator.fromDoc(
  XmlDocument.fromString(readFileSync(join(projectRoot, "test/schemas/junit-jenkins.xsd"), "utf8")),
);

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fails: boolean;
  readonly suppressed: unknown;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly line: number } | null;
}

const FORMATS = ["json", "sarif", "github", "gitlab", "junit", "rdjson"] as const;

/** One run that writes all formats. */
async function reports(files: Readonly<Record<string, string>>, words: readonly string[]) {
  const folder = mkdtempSync(join(scratch, "run-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, "latin1");
  }
  const options = FORMATS.flatMap((format) => ["--format", `${format}=out.${format}`]);
  const summary = join(folder, "summary.md");
  writeFileSync(summary, "before\n");
  const { exit, stdout, stderr } = await runKcfg([...words, ...options], {
    folder,
    environment: { GITHUB_STEP_SUMMARY: summary },
  });
  expect(stderr).toBe("");
  const text = (format: string) => readFileSync(join(folder, `out.${format}`), "utf8");
  return { exit, text, stdout, summary: readFileSync(summary, "utf8"), json: JSON.parse(text("json")) };
}

function expectAllFormats(outcome: Awaited<ReturnType<typeof reports>>): void {
  const { text, json, summary, stdout } = outcome;
  const findings: readonly Finding[] = json.diagnostics;
  const counted = findings.filter(({ suppressed }) => suppressed === null);
  for (const [format, validate] of Object.entries(validators)) {
    validate(JSON.parse(text(format)));
    expect([format, validate.errors ?? []]).toEqual([format, []]);
  }

  const sarif = JSON.parse(text("sarif")).runs[0];
  expect(sarif.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(
    findings.map(({ code }) => code),
  );
  for (const { ruleId, ruleIndex } of sarif.results)
    expect(sarif.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(
    sarif.results.filter((each: { suppressions: unknown[] }) => each.suppressions.length > 0),
  ).toHaveLength(findings.length - counted.length);

  const gitlab: readonly { check_name: string; fingerprint: string }[] = JSON.parse(text("gitlab"));
  expect(gitlab.map((each) => each.check_name)).toEqual(counted.map(({ code }) => code));
  expect(new Set(gitlab.map(({ fingerprint }) => fingerprint)).size).toBe(gitlab.length);

  const rdjson: readonly { code: { value: string } }[] = JSON.parse(text("rdjson")).diagnostics;
  expect(rdjson.map(({ code }) => code.value)).toEqual(counted.map(({ code }) => code));

  const commands = text("github").split("\n").slice(0, -1).map(readCommand);
  expect(commands.map(({ title }) => title)).toEqual(counted.map(({ code }) => `kcfg ${code}`));
  expect(commands.map(({ file, line }) => [file, Number(line)])).toEqual(
    counted.map(({ location }) => [location?.path, location?.line]),
  );
  expect(summary.startsWith("before\n## ")).toBe(true);
  expect(summary).not.toMatch(/\b1 (?:errors|warnings)\b/);
  expect(summary.split("\n").filter((line) => /^\| (error|warning|info) /.test(line))).toHaveLength(
    counted.length,
  );

  const document = XmlDocument.fromString(text("junit"));
  junitSchema.validate(document);
  expect(document.find("//failure")).toHaveLength(counted.filter(({ fails }) => fails).length);
  document.dispose();

  for (const { code, severity } of counted)
    if (severity !== "info") expect(stdout).toContain(`${severity}[${code}]`);
  expect(outcome.exit).toBe(json.ok ? 0 : 1);
  expect(json.ok).toBe(!counted.some(({ fails }) => fails));
}

/** A workflow command, read by the rules of GitHub's documentation. */
function readCommand(line: string): Readonly<Record<string, string>> {
  const match = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
  if (match === null) throw new Error(`no workflow command: ${line}`);
  const [, command, properties, data] = match;
  const decode = (text: string) =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  const pairs = properties.split(",").map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), decode(pair.slice(equals + 1))];
  });
  return { command, message: decode(data), ...Object.fromEntries(pairs) };
}

describe("each rule in every format", () => {
  test.each(rules.map((rule) => [rule.name, rule.bad] as const))("%s", async (name, bad) => {
    const files = { Kconfig: bad.kconfig, ...bad.fragments, ...bad.files };
    const outcome = await reports(files, commandOf(bad).split(" ").slice(1));
    expect(outcome.json.diagnostics.map(({ code }: Finding) => code)).toContain(name);
    expectAllFormats(outcome);
  });
});

const KCONFIG = 'config A\n\tbool "A"\n\nconfig B\n\tbool "B"\n\tdepends on A\n\nconfig S\n\tstring "S"\n';

test("hostile names and texts stay inside of each format", async () => {
  const name = "a:b, 50%<&\"'|`.config";
  const lines = [
    "CONFIG_B=y",
    '::error::"]]>\u001b[31m</failure>',
    "CONFIG_S=<&>%0A%25",
    "CONFIG_N|`\u0007=y",
    "junk",
  ];
  expectAllFormats(await reports({ Kconfig: KCONFIG, [name]: `${lines.join("\n")}\n` }, ["check", name]));
});

test("equal lines keep fingerprints of their own", async () => {
  expectAllFormats(
    await reports({ Kconfig: KCONFIG, "a.config": "junk\njunk\nCONFIG_A=y\nCONFIG_A=y\nCONFIG_A=y\n" }, [
      "check",
      "a.config",
    ]),
  );
});

test("fingerprints stay while lines move", async () => {
  const prints = async (text: string) =>
    (await reports({ Kconfig: KCONFIG, "a.config": text }, ["check", "a.config"])).json.diagnostics.map(
      ({ code, fingerprint }: Finding) => [code, fingerprint],
    );
  const lines = "CONFIG_B=y\nCONFIG_NONE=y\njunk\nCONFIG_S=1\n";
  expect(await prints(`# a\n\n# comment\n${lines}`)).toEqual(await prints(lines));
});

test("the answers of the other verbs, and a share of a check, fit the schema as well", async () => {
  const folder = mkdtempSync(join(scratch, "verbs-"));
  writeFileSync(join(folder, "Kconfig"), KCONFIG);
  writeFileSync(join(folder, "a.config"), "CONFIG_A=y\n");
  for (const words of [
    ["explain", "B", "NONE"],
    ["set", "B=y"],
    ["set", "A=y", "B=y"],
    ["check", "a.config", "--shard", "1/2"],
    ["rule"],
    ["rule", "none"],
  ]) {
    const { stdout } = await runKcfg([...words, "--format", "json"], { folder, environment: {} });
    validators.json(JSON.parse(stdout));
    expect([words, validators.json.errors ?? []]).toEqual([words, []]);
  }
});

test("the schema of kcfg.json takes what kcfg takes, and refuses what it refuses", () => {
  const validate = schema("schemas/kcfg.schema.json");
  const page = readFileSync(join(projectRoot, "docs/ci.md"), "utf8");
  const settings = [
    /```json\n([\s\S]*?)```/.exec(page)![1],
    readFileSync(join(projectRoot, "kcfg.json"), "utf8"),
    '{"$schema": "kcfg.schema.json", "base": "defconfig", "check": {"fragments": "a.config", "renames": ["r.txt"]}}',
  ];
  for (const text of settings) expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
  const wrong = [
    '{"chek": {}}',
    '{"check": {"base": []}}',
    '{"check": {"policy": [{"symbol": "A", "rule": "required"}]}}',
  ];
  for (const text of wrong) expect(validate(JSON.parse(text))).toBe(false);
});

test.each([
  [["--format", "xml"], "Formats are text, json, sarif"],
  [["--format", "json", "--format", "sarif"], "Standard output has the format json already"],
  [["--format", "json=a", "--format", "sarif=a"], "a is named twice"],
  [["--format", "json="], "Write json=FILE"],
])("%p is refused", async (words, message) => {
  const folder = mkdtempSync(join(scratch, "refused-"));
  const { exit, stderr } = await runKcfg(["check", "a.config", ...words], { folder, environment: {} });
  expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test("a report that cannot be written is an error", async () => {
  const folder = mkdtempSync(join(scratch, "unwritable-"));
  writeFileSync(join(folder, "Kconfig"), KCONFIG);
  writeFileSync(join(folder, "a.config"), "CONFIG_A=y\n");
  const { exit, stderr } = await runKcfg(["check", "a.config", "--format", "json=."], {
    folder,
    environment: {},
  });
  expect([exit, stderr]).toEqual([2, expect.stringContaining("error[unwritable-file]")]);
});
