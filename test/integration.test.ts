/** What CI systems run: the steps of action.yml, the pre-commit hooks and GitLab's jobs, each for real. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { ciFiles } from "../src/report/ci-files.ts";
import { commandBundle, projectRoot } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-integration-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const KCONFIG = 'config NET\n\tbool "Networking"\n\nconfig DRIVER\n\tbool "Driver"\n\tdepends on NET\n';

/** What stands where the action or the hook is installed: a built kcfg. */
const installed = join(scratch, "kcfg");
mkdirSync(join(installed, "bin"), { recursive: true });
cpSync(dirname(commandBundle()), join(installed, "dist/cli"), { recursive: true });
cpSync(commandBundle(), join(installed, "dist/cli/start.cjs"));
writeFileSync(
  join(installed, "bin/kcfg"),
  `#!/bin/sh\nexec "${process.execPath}" "${commandBundle()}" "$@"\n`,
);
chmodSync(join(installed, "bin/kcfg"), 0o755);

function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(scratch, "project-"));
  for (const [name, text] of Object.entries({ Kconfig: KCONFIG, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function bash(script: string, folder: string, environment: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
    {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: `${join(installed, "bin")}:${process.env.PATH}`, LC_ALL: "C", ...environment },
    },
  );
  return { exit: status, stdout, stderr };
}

const read = (name: string) => parse(readFileSync(join(projectRoot, name), "utf8"));

describe("action.yml", () => {
  interface Step {
    readonly run: string;
    readonly shell: string;
    readonly env?: Readonly<Record<string, string>>;
  }
  const action: {
    readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  } = read("action.yml");

  /** Runs the steps as GitHub does: inputs only through `env`, a step after the other until one fails. */
  function runAction(folder: string, given: Readonly<Record<string, string>>) {
    const summary = join(folder, "summary.md");
    writeFileSync(summary, "");
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, { default: text }]) => [name, text]),
    );
    const values: Readonly<Record<string, string>> = { ...inputs, ...given };
    let last: ReturnType<typeof bash> = { exit: 0, stdout: "", stderr: "" };
    for (const { run, env = {} } of action.runs.steps) {
      const environment = Object.fromEntries(
        Object.entries(env).map(([name, text]) => [
          name,
          text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => values[input]),
        ]),
      );
      last = bash(run, folder, {
        ...environment,
        GITHUB_ACTION_PATH: installed,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: folder,
      });
      if (last.exit !== 0) break;
    }
    return { ...last, summary: readFileSync(summary, "utf8") };
  }

  test("is a composite action whose steps take inputs through the environment only", () => {
    expect(action.runs.using).toBe("composite");
    for (const { run, shell, env } of action.runs.steps) {
      expect(shell).toBe("bash");
      expect(run).not.toContain("${{");
      for (const text of Object.values(env ?? {})) expect(text).toContain("${{");
    }
    for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/\.$/);
  });

  test("annotates, sums up and fails", () => {
    const folder = projectWith({ "a.config": "CONFIG_DRIVER=y\n" });
    const { exit, stdout, summary } = runAction(folder, { fragments: "a.config", sarif: "out.sarif" });
    expect(exit).toBe(1);
    expect(stdout).toMatch(
      /^::error file=a\.config,line=1,col=1,endColumn=16,title=kcfg unmet-dependency::DRIVER=y/,
    );
    expect(summary).toContain("| error | unmet-dependency | `a.config:1` |");
    expect(JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8")).version).toBe("2.1.0");
  });

  test("is content with what holds, several fragments, a base and a folder", () => {
    const folder = projectWith({ "sub/a.config": "CONFIG_DRIVER=y\n", "sub/b.config": "CONFIG_NET=y\n" });
    const outcome = runAction(folder, {
      directory: "sub",
      base: "allnoconfig",
      fragments: "a.config\nb.config",
      args: "--kconfig ../Kconfig",
    });
    expect(outcome).toMatchObject({ exit: 0, stdout: "", stderr: "" });
  });

  test("tells places from the top of the workspace", () => {
    const folder = projectWith({ "sub/a.config": "CONFIG_DRIVER=y\n" });
    const { stdout } = runAction(folder, {
      directory: "sub",
      fragments: "a.config",
      args: "--kconfig ../Kconfig",
      sarif: "out.sarif",
    });
    expect(existsSync(join(folder, "out.sarif"))).toBe(true);
    expect(stdout).toContain("file=sub/a.config,line=1");
    expect(stdout).toContain("nothing requests NET (Kconfig:1)");
  });

  test("takes hostile inputs as words", () => {
    const folder = projectWith({});
    // A shell that met them as they are would leave the mark.
    bash("touch hacked", folder, {});
    expect(existsSync(join(folder, "hacked"))).toBe(true);
    rmSync(join(folder, "hacked"));
    const { exit } = runAction(folder, {
      fragments: "$(touch hacked) `touch hacked` ;touch hacked",
      base: "x; touch hacked",
    });
    expect(exit).toBe(2);
    expect(existsSync(join(folder, "hacked"))).toBe(false);
  });
});

describe(".pre-commit-hooks.yaml", () => {
  const hooks: readonly {
    readonly id: string;
    readonly entry: string;
    readonly files: string;
    readonly language: string;
  }[] = read(".pre-commit-hooks.yaml");
  const files = { "a.config": "CONFIG_DRIVER=y\n", "b.config": "CONFIG_NET=y\n", "notes.txt": "text\n" };

  /** pre-commit hands the hook's entry the changed files that its pattern matches. */
  function runHook(id: string, folder: string) {
    const hook = hooks.find((each) => each.id === id)!;
    expect(hook.language).toBe("node");
    const matched = Object.keys(files).filter((name) => new RegExp(hook.files).test(name));
    expect(matched).toEqual(["a.config", "b.config"]);
    return bash(`${hook.entry} ${matched.join(" ")}`, folder, {});
  }

  test("kcfg-check finds what a fragment lacks by itself", () => {
    const { exit, stdout } = runHook("kcfg-check", projectWith(files));
    expect(exit).toBe(1);
    expect(stdout).toContain("error[unmet-dependency]: DRIVER=y is dropped");
  });

  test("kcfg-check-fix mends it", () => {
    const folder = projectWith(files);
    expect(runHook("kcfg-check-fix", folder).exit).toBe(0);
    expect(readFileSync(join(folder, "a.config"), "utf8")).toBe("CONFIG_NET=y\nCONFIG_DRIVER=y\n");
    expect(runHook("kcfg-check", folder).exit).toBe(0);
  });
});

test("the jobs of the GitLab example share the matrix and make one report", () => {
  const pipeline = read("docs/examples/gitlab-ci.yml");
  const folder = projectWith({
    "kcfg.json": JSON.stringify({
      check: { bases: ["allnoconfig", "alldefconfig"], fragments: ["a.config"] },
    }),
    "a.config": "CONFIG_DRIVER=y\n",
  });
  const count = pipeline.kcfg.parallel;
  const build = pipeline.default.before_script;
  for (let index = 1; index <= count; index++) {
    const environment = {
      CI_NODE_INDEX: String(index),
      CI_NODE_TOTAL: String(count),
      KCFG: installed,
      PATH: process.env.PATH ?? "",
    };
    expect(bash([...build, ...pipeline.kcfg.script].join("\n"), folder, environment).exit).toBe(0);
  }
  expect(bash(pipeline["kcfg report"].script.join("\n"), folder, {}).exit).toBe(1);
  const { codequality, junit } = pipeline["kcfg report"].artifacts.reports;
  expect(JSON.parse(readFileSync(join(folder, codequality), "utf8"))).toHaveLength(1);
  expect(readFileSync(join(folder, junit), "utf8")).toContain('failures="2"');
});

describe("the GitLab component", () => {
  const [header, job] = readFileSync(join(projectRoot, "templates/check.yml"), "utf8")
    .split("---\n")
    .map((text) => parse(text));
  const { script, variables } = job["kcfg check"];

  /** GitLab puts the inputs into the variables; the script reads nothing else. */
  function runComponent(folder: string, inputs: Record<string, string>) {
    const environment = Object.fromEntries(
      Object.entries<string>(variables).map(([name, text]) => [
        name,
        text.replace(
          /\$\[\[ inputs\.(\w+) \]\]/,
          (_, input) => inputs[input] ?? header.spec.inputs[input].default ?? "",
        ),
      ]),
    );
    return bash(script.join("\n"), folder, environment);
  }

  test("uses each of its inputs", () => {
    const text = JSON.stringify(job);
    for (const name of Object.keys(header.spec.inputs)) expect(text).toContain(`$[[ inputs.${name} ]]`);
  });

  test("checks fragments over a base, and writes both reports", () => {
    const folder = projectWith({ "a.config": "CONFIG_NET=y\n", "b.config": "CONFIG_DRIVER=y\n" });
    const inputs = { base: "allnoconfig", fragments: "a.config b.config", args: "--redundant" };
    expect(runComponent(folder, inputs).exit).toBe(0);
    expect(runComponent(folder, { ...inputs, fragments: "b.config" }).exit).toBe(1);
    for (const report of Object.values<string>(job["kcfg check"].artifacts.reports))
      expect(existsSync(join(folder, report))).toBe(true);
  });

  test("takes hostile inputs as words", () => {
    const folder = projectWith({});
    const hostile = "$(touch hacked) ;touch hacked `touch hacked`";
    expect(runComponent(folder, { fragments: hostile, base: hostile, args: hostile }).exit).toBe(2);
    expect(existsSync(join(folder, "hacked"))).toBe(false);
  });
});

test("docs/ci.md shows the examples as they are", () => {
  const page = readFileSync(join(projectRoot, "docs/ci.md"), "utf8");
  for (const name of ["github.yml", "gitlab-ci.yml", "pre-commit-config.yaml"])
    expect(page).toContain(readFileSync(join(projectRoot, "docs/examples", name), "utf8"));
});

test("docs/ci.md's kcfg.json is one", () => {
  const page = readFileSync(join(projectRoot, "docs/ci.md"), "utf8");
  const settings = /```json\n([\s\S]*?)```/.exec(page)![1];
  const folder = projectWith({ "kcfg.json": settings });
  const { stderr } = bash("kcfg check", folder, {});
  // It names a tree that is not there; nothing else may be wrong with it.
  expect(stderr).toContain("error[no-tree]");
  expect(stderr).not.toContain("settings-");
  const wrong = projectWith({ "kcfg.json": settings.replace('"check"', '"chek"') });
  expect(bash("kcfg check", wrong, {}).stderr).toContain("error[settings-");
});

describe("kcfg init", () => {
  test("writes what kcfg check then checks, and refuses to write it again", () => {
    const folder = projectWith({ "a.config": "CONFIG_DRIVER=y\n", "configs/b.config": "CONFIG_NET=y\n" });
    rmSync(join(folder, "kcfg.json"), { force: true });
    expect(bash("kcfg init", folder, {})).toMatchObject({ exit: 0 });
    const { exit, stdout } = bash("kcfg check", folder, {});
    expect([exit, stdout]).toEqual([1, expect.stringContaining("DRIVER=y is dropped")]);
    expect(bash("kcfg init", folder, {})).toMatchObject({ exit: 1 });
    expect(bash("kcfg init --force", folder, {})).toMatchObject({ exit: 0 });
  });

  test("adds a file for CI beside a kcfg.json that is there", () => {
    const folder = projectWith({ "kcfg.json": "{}\n" });
    expect(bash("kcfg init --ci github", folder, {})).toMatchObject({
      exit: 0,
      stdout: "kept kcfg.json\nwrote .github/workflows/kcfg.yml\n",
    });
    expect(readFileSync(join(folder, "kcfg.json"), "utf8")).toBe("{}\n");
    expect(bash("kcfg init --ci github", folder, {})).toMatchObject({ exit: 1 });
  });

  test("says where no tree is", () => {
    const folder = projectWith({});
    rmSync(join(folder, "Kconfig"));
    const { exit, stderr } = bash("kcfg init", folder, {});
    expect([exit, stderr]).toEqual([2, expect.stringContaining("error[no-tree]")]);
    expect(existsSync(join(folder, "kcfg.json"))).toBe(false);
  });

  test.each(["github", "gitlab", "pre-commit"] as const)("--ci %s uses what there is", (service) => {
    const folder = projectWith({ "a.config": "CONFIG_DRIVER=y\n" });
    expect(bash(`kcfg init --force --ci ${service}`, folder, {})).toMatchObject({ exit: 0 });
    const { path, text } = ciFiles[service];
    expect(readFileSync(join(folder, path), "utf8")).toBe(text);
    const written = parse(text);
    if (service === "github") {
      const { with: inputs } = written.jobs.kcfg.steps.find(({ uses }: { uses: string }) =>
        uses.includes("kcfg"),
      );
      for (const name of Object.keys(inputs)) expect(Object.keys(read("action.yml").inputs)).toContain(name);
      expect(inputs.sarif).toBe(written.jobs.kcfg.steps.at(-1).with.sarif_file);
    } else if (service === "gitlab") {
      const { before_script: build, script, variables } = written.kcfg;
      expect(variables.KCFG).toBe("tools/kcfg");
      const environment = { KCFG: installed, PATH: process.env.PATH ?? "" };
      expect(bash([...build, ...script].join("\n"), folder, environment).exit).toBe(1);
      for (const report of Object.values<string>(written.kcfg.artifacts.reports))
        expect(existsSync(join(folder, report))).toBe(true);
    } else {
      const [{ id }] = written.repos[0].hooks;
      expect(read(".pre-commit-hooks.yaml").map((hook: { id: string }) => hook.id)).toContain(id);
    }
  });
});

describe("the forms for issues", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  test.each(readdirSync(join(projectRoot, folder)))("%s asks what GitHub can show", (name) => {
    const { name: title, description, labels, body, ...others } = read(`${folder}/${name}`);
    expect([typeof title, typeof description, Array.isArray(labels), others]).toEqual([
      "string",
      "string",
      true,
      {},
    ]);
    const ids = body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, attributes, validations = {} } of body) {
      expect(["input", "textarea"]).toContain(type);
      expect(Object.keys(attributes)).toEqual(expect.arrayContaining(["label", "description"]));
      // GitHub refuses `render` of a single line.
      expect(type === "input" && attributes.render !== undefined).toBe(false);
      expect(Object.keys(validations).filter((key) => key !== "required")).toEqual([]);
    }
  });
});

test("the task of docs/editors.md reads each finding of a check", () => {
  const page = readFileSync(join(projectRoot, "docs/editors.md"), "utf8");
  const block = page.split("```json\n").find((each) => each.includes("problemMatcher")) ?? "";
  const [task] = JSON.parse(block.slice(0, block.indexOf("```"))).tasks;
  const [head, place] = task.problemMatcher.pattern.map(
    ({ regexp }: { regexp: string }) => new RegExp(regexp),
  );
  const folder = mkdtempSync(join(scratch, "task-"));
  writeFileSync(join(folder, "Kconfig"), 'config A\n\tbool "a"\n\tdepends on B\n\nconfig B\n\tbool "b"\n');
  writeFileSync(join(folder, "a.config"), "CONFIG_A=y\n\nCONFIG_NONE=y\n# CONFIG_B is not set\n");
  const [kcfg, ...words] = `${task.command} a.config`.split(" ");
  expect(kcfg).toBe("kcfg");
  const { stdout } = spawnSync(process.execPath, [commandBundle(), ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" },
  });
  const lines = stdout.split("\n");
  // As an editor reads them: the two lines stand one below the other.
  const found = lines.flatMap((line, at) => {
    const [, severity, code] = head.exec(line) ?? [];
    const [, file, row] = place.exec(lines[at + 1] ?? "") ?? [];
    return severity === undefined ? [] : [[severity, code, file, Number(row)]];
  });
  expect(found).toEqual([
    ["error", "unmet-dependency", "a.config", 1],
    ["error", "unknown-symbol", "a.config", 3],
  ]);
});
