/** docs/style.md, as far as a program can check it: no riddles in what people read. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { codes } from "../src/text/codes.ts";
import { casesOf, expectedOf, oracleOf } from "./cases.js";
import { projectRoot } from "./command.ts";

const RIDDLES: readonly RegExp[] = [
  /\bwhat (?:becomes|became) of\b/i,
  /\b(?:is|are|was|were) told\b/i,
  /\bstands? in for\b/i,
  /\bnothing asks\b/i,
  /\bfor ever\b/i,
  /\bgives? up\b/i,
  /\bpass(?:es)? over\b/i,
  /\bwithout a word\b/i,
  /\bslips? of the hand\b/i,
  /\bmend(?:s|ed)?\b/i,
  /\bdo(?:es)? not hold, the result\b/i,
  /\bis no (?:setting|unified diff|recording|report|value of|number|text)\b/i,
];

/** The riddles in a text, with the line that each stands in. */
function riddlesIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => RIDDLES.some((riddle) => riddle.test(line)));
}

const folders = ["docs", "docs/commands", "docs/rules"];
const pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].concat(
  folders.flatMap((folder) => readdirSync(join(projectRoot, folder)).map((name) => `${folder}/${name}`)),
);

describe("no riddles", () => {
  test("a riddle is found", () => {
    expect(riddlesIn("a\nwhat becomes of it\nb")).toEqual(["what becomes of it"]);
  });

  test.each(pages.filter((page) => page.endsWith(".md")))("%s", (page) => {
    const text = readFileSync(join(projectRoot, page), "utf8");
    // The page about style quotes some.
    expect(riddlesIn(page === "docs/style.md" ? text.slice(0, text.indexOf("## Instead of")) : text)).toEqual(
      [],
    );
  });

  test("titles of codes", () => {
    expect(
      riddlesIn(
        Object.values(codes)
          .map(({ title }) => title)
          .join("\n"),
      ),
    ).toEqual([]);
  });

  test("what kcfg prints in the cases that are not the C tool's", () => {
    const own = casesOf().filter((each) => oracleOf(each).length === 0);
    const texts = own.flatMap((each) =>
      ["stdout", "stderr"].map((stream) => [each.name, expectedOf(each).get(stream) ?? ""] as const),
    );
    expect(texts.filter(([, text]) => text !== "").length).toBeGreaterThan(200);
    expect(texts.flatMap(([name, text]) => riddlesIn(text).map((line) => `${name}: ${line}`))).toEqual([]);
  });
});
