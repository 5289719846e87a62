/**
 * What README.md and docs/ show is what kcfg prints: outputs of commands, and the options of each verb. UPDATE=1 puts
 * that into them.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { terminal } from "../editors/vscode/terminal-picture.mjs";
import { commandBundle, projectRoot, runKcfg } from "./command.ts";
import { stepsIn, withOutputs } from "./console-blocks.ts";

const LAB = `# lab box without an IOMMU
CONFIG_VFIO=m
CONFIG_VFIO_NOIOMMU=y
CONFIG_VFIO_IOMMU_TYPE1=y
CONFIG_VFIO_DEBUG_FS=y
`;

/** A folder with what the commands find in a clone, and kcfg on the PATH. */
const folder = mkdtempSync(join(tmpdir(), "kcfg-readme-"));
mkdirSync(join(folder, "bin"));
writeFileSync(join(folder, "bin/kcfg"), `#!/bin/sh\nexec "${process.execPath}" "${commandBundle()}" "$@"\n`);
chmodSync(join(folder, "bin/kcfg"), 0o755);
for (const name of ["vfio-6.12", "diff/seed-patch", "diff/trees"])
  cpSync(join(projectRoot, "fixtures", name), join(folder, "clone/fixtures", name), { recursive: true });
cpSync(join(projectRoot, "kcfg.json"), join(folder, "clone/kcfg.json"));
writeFileSync(join(folder, "clone/lab.config"), LAB);
/** The .config of the small tree after the lines of "Set it". */
const asked = readFileSync(join(projectRoot, "fixtures/vfio-6.12/vfio.config"), "utf8");
writeFileSync(join(folder, "clone/asked.config"), `${asked}CONFIG_VFIO=m\nCONFIG_VFIO_NOIOMMU=y\n`);
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string): string {
  const { stdout } = spawnSync("sh", ["-c", `${command} 2>&1`], {
    cwd: join(folder, "clone"),
    encoding: "utf8",
    env: { PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`, LC_ALL: "C" },
  });
  return stdout;
}

const isUpdate = process.env.UPDATE !== undefined;
const commandPages = readdirSync(join(projectRoot, "docs/commands")).map((name) => `docs/commands/${name}`);
const pages = ["README.md", "docs/options.md", ...commandPages];
const textOf = (page: string) => readFileSync(join(projectRoot, page), "utf8");
const put = (page: string, text: string) => writeFileSync(join(projectRoot, page), text);

/** Where a page lists the options of a verb, of all verbs, or the modes. */
const HELP = /^<!-- kcfg (\w+) --help -->\n([\s\S]*?)^<!-- end of help -->$/gm;
const help: Readonly<Record<string, string>> = JSON.parse(
  Buffer.from(
    (await runKcfg(["manual", "--markdown"], { folder: projectRoot, environment: {} })).stdout,
    "latin1",
  ).toString(),
);
const withHelp = (text: string) =>
  text.replaceAll(
    HELP,
    (_, name: string) => `<!-- kcfg ${name} --help -->\n\n${help[name]}\n<!-- end of help -->`,
  );

if (isUpdate) for (const page of pages) put(page, withHelp(withOutputs(textOf(page), run)));

describe.each(pages)("%s", (page) => {
  const steps = stepsIn(textOf(page));
  if (steps.length > 0)
    test.each(steps)("$ $command", ({ command, output }) => {
      expect(run(command)).toBe(output);
    });

  test("lists the options that there are", () => {
    expect(textOf(page)).toBe(withHelp(textOf(page)));
  });
});

test("there is help of each verb in one page, which has its name", () => {
  const shown = commandPages.flatMap((page) =>
    [...textOf(page).matchAll(HELP)].map(([, name]) => [page, name] as const),
  );
  const wanted = Object.keys(help).filter((name) => name !== "options");
  expect(shown.toSorted()).toEqual(
    wanted.map((name) => [`docs/commands/${name}.md`, name] as const).toSorted(),
  );
  expect([...textOf("docs/options.md").matchAll(HELP)].map(([, name]) => name)).toEqual(["options"]);
});

describe("README.md", () => {
  const text = textOf("README.md");

  test("has at most 900 words", () => {
    expect(text.split(/\s+/).filter((word) => word !== "").length).toBeLessThanOrEqual(900);
  });

  test("shows what kcfg is for", () => {
    const commands = stepsIn(text).map(({ command }) => command);
    for (const verb of ["explain", "set", "check"])
      expect(commands.filter((command) => command.startsWith(`kcfg ${verb} `))).toHaveLength(1);
  });

  test.each(["README.md", "docs/README.md"])("%s leads to the page of each command", (page) => {
    for (const path of commandPages)
      expect(textOf(page)).toContain(`](${page === "README.md" ? path : path.replace("docs/", "")})`);
  });
});

test.each(["light", "dark"] as const)("the picture of a terminal is what kcfg prints now, %s", (theme) => {
  const command = "kcfg explain VFIO_NOIOMMU";
  const output = run(`${command} --color always`);
  // Its help would take half of the picture.
  const [told] = /^[\s\S]*?to set it[\s\S]*?\n(?=\n)/.exec(output) ?? [""];
  expect(told).toContain("run: kcfg set");
  const svg = terminal(`$ ${command}\n${told}`, theme);
  const path = `docs/explain-${theme}.svg`;
  if (isUpdate) put(path, svg);
  expect(textOf(path)).toBe(svg);
  expect(textOf("README.md")).toContain(path);
});

test("the picture of a graph is the one that is drawn now", () => {
  const svg = run("kcfg graph VFIO_NOIOMMU --format svg");
  if (isUpdate) put("docs/vfio-noiommu.svg", svg);
  expect(textOf("docs/vfio-noiommu.svg")).toBe(svg);
});
