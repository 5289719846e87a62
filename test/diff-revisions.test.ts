/** Trees as git has them: read from its object store, while the work tree stays as it is and says something else. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { caseOf } from "./cases.js";
import { runKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-revisions-"));
const repository = join(scratch, "repository");
/** Where mktemp makes folders; nothing may stay in it. */
const temporary = join(scratch, "tmp");
afterAll(() => rmSync(scratch, { recursive: true }));

function git(...words: readonly string[]): void {
  const environment = { PATH: process.env.PATH, HOME: scratch, GIT_CONFIG_NOSYSTEM: "1" };
  const who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
  const { status, stderr } = spawnSync("git", [...who, ...words], {
    cwd: repository,
    encoding: "utf8",
    env: environment,
  });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
}

const write = (path: string, text: string) => writeFileSync(join(repository, path), text);

const TOP = `mainmenu "A tree in git"
config PROBED
	def_bool $(shell,scripts/answer.sh)
source "drivers/Kconfig"
source "link/Kconfig"
`;

beforeAll(() => {
  for (const folder of [repository, temporary, join(repository, "drivers"), join(repository, "scripts")])
    mkdirSync(folder, { recursive: true });
  git("init", "-q", "-b", "main");
  mkdirSync(join(repository, "real"));
  symlinkSync("real", join(repository, "link"));
  write("real/Kconfig", 'config LINKED\n\tbool "Linked"\n');
  write("Kconfig", TOP);
  write("drivers/Kconfig", 'config NET\n\tbool "Net ä"\n');
  // It takes down where it lies.
  write("scripts/answer.sh", `#!/bin/sh\nls -d "$(pwd)" >>"${scratch}/places"\necho n\n`);
  chmodSync(join(repository, "scripts/answer.sh"), 0o755);
  git("add", "-A");
  git("commit", "-qm", "one");
  git("tag", "v1");
  write("drivers/Kconfig", 'config NET\n\tbool "Net ä"\n\tdepends on LINKED\nconfig NEW\n\tbool "New"\n');
  write("scripts/answer.sh", "#!/bin/sh\necho y\n");
  git("commit", "-qam", "two");
  git("tag", "v2");
  write("drivers/Kconfig", "this is not Kconfig\n");
});

const diff = async (words: readonly string[], folder = repository) =>
  await runKcfg(["diff", "--ascii", "--tree", ...words], {
    folder,
    environment: { KCFG_CACHE_DIR: "", TMPDIR: temporary },
  });

test("two revisions, each with its own files, links and scripts", async () => {
  const { exit, stdout, stderr } = await diff(["v1..v2"]);
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("v1 -> v2: 1 symbol added, 0 removed, 0 renamed, 2 changed");
  expect(stdout).toMatch(/NEW {2}bool {2}drivers\/Kconfig:4/);
  // What the script of each revision answers, not that of the work tree.
  expect(stdout).toMatch(/PROBED .*\n +default {2}n -> y/);
  // It ran in a folder that was made for it, and is gone.
  expect(readFileSync(join(scratch, "places"), "utf8")).toMatch(new RegExp(`^${temporary}/.+\n$`));
  expect(stdout).toMatch(/NET .*\n +dependency {2}stricter: \+ LINKED\n +with nothing set: y -> n/);
  expect(readdirSync(temporary)).toEqual([]);
  expect(readFileSync(join(repository, "drivers/Kconfig"), "utf8")).toBe("this is not Kconfig\n");
});

test("from a folder below, and a revision against the work tree", async () => {
  write("drivers/Kconfig", 'config NET\n\tbool "Net ä"\n');
  const below = await diff(["v1", "v2"], join(repository, "drivers"));
  expect([below.exit, below.stderr, below.stdout]).toEqual([0, "", (await diff(["v1..v2"])).stdout]);
  expect((await diff(["v1"])).stdout).toContain("0 symbols added, 0 removed, 0 renamed, 1 changed");
  expect((await diff(["v2..", "--exit-code"])).exit).toBe(0);
  expect((await diff(["v1..v2", "--exit-code"])).exit).toBe(1);
});

describe("what is no revision", () => {
  test.each([["nowhere..v2"], ["--", "-x..v2"]])("%s", async (...words) => {
    const { exit, stderr } = await diff(words);
    expect([exit, stderr]).toEqual([
      2,
      expect.stringContaining("error[unknown-revision]: git knows no revision"),
    ]);
  });
});

test("a bare repository, and a patch over a revision", async () => {
  const bare = join(scratch, "bare.git");
  git("clone", "-q", "--bare", repository, bare);
  expect((await diff(["v1..v2"], bare)).stdout).toContain("1 symbol added");
  writeFileSync(join(bare, "x.patch"), caseOf("diff", "patch-files").files.get("x.patch") ?? "");
  writeFileSync(
    join(bare, "y.patch"),
    '--- a/drivers/Kconfig\n+++ b/drivers/Kconfig\n@@ -1,2 +1,4 @@\n config NET\n \tbool "Net ä"\n+config MORE\n+\tbool "More"\n',
  );
  const patched = await diff(["v1", "--patch", "y.patch"], bare);
  expect([patched.exit, patched.stderr]).toEqual([0, ""]);
  expect(patched.stdout).toContain("v1 -> v1 with y.patch: 1 symbol added");
  const refused = await diff(["v1", "--patch", "x.patch"], bare);
  expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("error[patch-does-not-apply]")]);
  expect(readdirSync(temporary)).toEqual([]);
});

test("a patch that git wrote, over a tree below the top of its repository", async () => {
  const below = join(scratch, "below");
  mkdirSync(join(below, "k/sub"), { recursive: true });
  const run = (...words: readonly string[]) => {
    const who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    const { status, stdout, stderr } = spawnSync("git", [...who, ...words], {
      cwd: below,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: scratch, GIT_CONFIG_NOSYSTEM: "1" },
    });
    expect([status, stderr]).toEqual([0, ""]);
    return stdout;
  };
  run("init", "-q", "-b", "main");
  writeFileSync(join(below, "k/Kconfig"), 'config A\n\tbool "A"\nrsource "sub/*.kc"\n');
  writeFileSync(join(below, "k/sub/one.kc"), 'config S1\n\tbool "One"\n');
  run("add", "-A");
  run("commit", "-qm", "one");
  run("mv", "k/sub/one.kc", "k/sub/uno.kc");
  writeFileSync(join(below, "k/sub/two.kc"), 'config S2\n\tbool "Two"\n');
  run("add", "-A");
  run("commit", "-qm", "two");
  writeFileSync(join(scratch, "mail.patch"), run("format-patch", "-M", "-1", "--stdout"));
  writeFileSync(join(scratch, "diff.patch"), run("diff", "-M", "HEAD~", "HEAD"));
  writeFileSync(join(scratch, "none.patch"), run("diff", "HEAD", "--", "*Kconfig*"));
  run("checkout", "-q", "HEAD~");
  const environment = { KCFG_CACHE_DIR: "", TMPDIR: temporary };
  const told = async (folder: string, ...words: readonly string[]) => {
    const { exit, stdout, stderr } = await runKcfg(
      ["diff", "--ascii", "--dialect", "extended", "--patch", ...words],
      {
        folder,
        environment,
      },
    );
    expect([exit, stderr]).toEqual([0, ""]);
    return stdout;
  };
  for (const patch of ["mail.patch", "diff.patch"]) {
    const answers = [
      await told(join(below, "k"), `../../${patch}`),
      await told(below, `../${patch}`, "--kconfig", "k/Kconfig"),
      await told(below, `../${patch}`, "k"),
      await told(join(below, "k"), `../../${patch}`, "HEAD"),
    ];
    for (const answer of answers) {
      expect(answer).toContain(`${patch}: 1 symbol added, 0 removed, 0 renamed, 1 changed`);
      expect(answer).toContain("sub/one.kc -> sub/uno.kc");
    }
  }
  expect(await told(below, "../none.patch", "k")).toContain(
    "0 symbols added, 0 removed, 0 renamed, 0 changed",
  );
});
