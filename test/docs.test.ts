/** The pages of the project: their links lead somewhere, and the scripts and files that they name are there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { projectRoot } from "./command.ts";

const below = (folder: string) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" }).map((path) =>
    join(folder, path),
  );
const pages = [
  ...readdirSync(projectRoot),
  ...below("docs"),
  ...["fixtures/README.md", "src/README.md", "test/mutants/README.md"],
].filter((path) => path.endsWith(".md"));
const textOf = (page: string) => readFileSync(join(projectRoot, page), "utf8");
const { scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));

/** The heading that a link's `#name` stands for, as GitHub makes it. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

test("there are pages", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/ci.md"]),
  );
});

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  test("its links lead somewhere", () => {
    const prose = text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
    for (const [, target] of prose.matchAll(/\]\(([^()\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path, anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      expect([target, existsSync(join(projectRoot, file))]).toEqual([target, true]);
      if (anchor !== undefined)
        expect([target, anchorsOf(textOf(file))]).toEqual([target, expect.arrayContaining([anchor])]);
    }
  });

  test("its scripts and test files are there", () => {
    for (const [, name] of text.matchAll(/\bnpm run (?:--silent )?([\w:]+)/g))
      expect([name, name in scripts]).toEqual([name, true]);
    // Words in capitals stand for names; a Kconfig file is another project's.
    for (const [, path] of text.matchAll(
      /`((?:src|test|grammar|fixtures|docs|bin|schemas)\/[\w./-]*\w\/?)`/g,
    ))
      if (!/\/(?:[A-Z]+|Kconfig)$/.test(path))
        expect([
          path,
          existsSync(join(projectRoot, path)) || existsSync(join(projectRoot, dirname(page), path)),
        ]).toEqual([path, true]);
  });
});
