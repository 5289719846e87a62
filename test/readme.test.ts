/** What README.md shows is what kcfg prints. UPDATE=1 puts the real output into it. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commandBundle, projectRoot } from "./command.ts";
import { consoleBlocks, updateReadme } from "./readme.js";

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

beforeAll(async () => {
  if (process.env.UPDATE) await updateReadme(projectRoot, "", run);
});

describe("README.md", () => {
  const steps = consoleBlocks(projectRoot)
    .filter(({ place }) => place === "")
    .flatMap((block) => block.steps);
  test.each(steps.map(({ command }, index) => [command, index] as const))("$ %s", (command, index) => {
    const { output } = consoleBlocks(projectRoot)
      .filter(({ place }) => place === "")
      .flatMap((block) => block.steps)[index];
    expect(run(command)).toBe(output);
  });

  test("shows the picture that is drawn now", () => {
    const path = join(projectRoot, "docs/vfio-noiommu.svg");
    const svg = run("kcfg graph VFIO_NOIOMMU --format svg");
    if (process.env.UPDATE) writeFileSync(path, svg);
    expect(readFileSync(path, "utf8")).toBe(svg);
  });

  test("shows the main verbs", () => {
    const commands = steps.map(({ command }) => command).join("\n");
    for (const verb of ["explain", "set", "check", "search", "list"])
      expect(commands).toContain(`kcfg ${verb} `);
  });
});
