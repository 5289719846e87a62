/**
 * Screens of menuconfig, as a person sees them: test/menuconfig/*.screens have a tree, keys, and the screen after them.
 * UPDATE=1 writes the screens; every line of that diff is read.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { KeySet } from "../src/menuconfig/bindings.ts";
import { projectRoot } from "./command.ts";
import { filesIn, type MenuSession, openMenu } from "./menuconfig/session.ts";

const FOLDER = join(projectRoot, "test/menuconfig");
const isUpdate = process.env.UPDATE !== undefined;

interface Section {
  readonly title: string;
  readonly text: string;
}

/** What stands behind each line `-- TITLE --`, and what is before the first one. */
function sectionsOf(text: string): readonly Section[] {
  const [about, ...rest] = text.split(/^-- (.+) --\n/m);
  const sections: Section[] = [{ title: "", text: about }];
  for (let at = 0; at < rest.length; at += 2) sections.push({ title: rest[at], text: rest[at + 1] });
  return sections;
}

const textOf = (sections: readonly Section[]): string =>
  sections.map(({ title, text }) => (title === "" ? text : `-- ${title} --\n${text}`)).join("");

async function started(sections: readonly Section[]): Promise<MenuSession> {
  const options = Object.fromEntries(
    (sections.find(({ title }) => title === "options")?.text ?? "")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ", 2)),
  );
  const own = sections.filter(
    ({ title }) => !["", "options"].includes(title) && !/^(?:press|file)\b/.test(title),
  );
  const files = Object.fromEntries(own.map(({ title, text }) => [title, text]));
  const [columns, rows] = (options.size ?? "80x24").split("x").map(Number);
  return openMenu({
    files: { ...(options.tree && filesIn(join(projectRoot, "fixtures", options.tree))), ...files },
    size: { columns, rows },
    keys: options.keys as KeySet | undefined,
    isAscii: options.ascii === "yes",
  });
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith(".screens")))("%s", (name) => {
  test("shows these screens and leaves these files", async () => {
    const path = join(FOLDER, name);
    const sections = sectionsOf(readFileSync(path, "utf8"));
    const menu = await started(sections);
    const found: Section[] = [];
    for (const section of sections) {
      const { title } = section;
      const [, keys] = /^press (.+)$/.exec(title) ?? [];
      const [, file] = /^file (.+)$/.exec(title) ?? [];
      if (keys !== undefined) {
        await menu.press(keys);
        found.push({ title, text: menu.exit === undefined ? menu.screen : `ended with ${menu.exit}\n` });
      } else if (file !== undefined) {
        found.push({ title, text: menu.host.files.get(`/${file}`) ?? "(no such file)\n" });
      } else found.push(section);
    }
    const text = textOf(found);
    if (isUpdate) writeFileSync(path, text);
    else expect(text).toBe(textOf(sections));
  });
});
