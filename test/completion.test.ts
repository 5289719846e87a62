/**
 * Completion: what `kcfg complete` answers, and what real shells make of it with the scripts of `kcfg completion`.
 * KCFG_SHELLS="bash zsh fish" names those that must be there; else those are asked that are.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commandBundle, runKcfg } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));
const tree = join(folder, "tree");
const environment = { KCFG_CACHE_DIR: join(folder, "cache") };

const KCONFIG = `mainmenu "t"
config VFIO
	tristate "Drivers in user space"
config VFIO_NOIOMMU
	bool "No IOMMU"
config SIZE
	int "Size"
config MODULES
	def_bool y
	modules
`;

beforeAll(async () => {
  for (const path of ["tree/below", "bin"]) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(tree, "Kconfig"), KCONFIG);
  writeFileSync(join(tree, "below/notes.config"), "");
  const kcfg = join(folder, "bin/kcfg");
  writeFileSync(kcfg, `#!/bin/sh\nexec "${process.execPath}" "${commandBundle()}" "$@"\n`);
  chmodSync(kcfg, 0o755);
});

const complete = async (words: readonly string[], where = tree) => {
  const { stdout } = await runKcfg(["complete", "--", ...words], { folder: where, environment });
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t")[0]);
};

describe("candidates", () => {
  test("no names of a tree that was never read, and what is kept of one that was", async () => {
    expect(await complete(["explain", "VF"])).toEqual([]);
    await runKcfg(["explain", "SIZE"], { folder: tree, environment });
    expect(await complete(["explain", "VF"])).toEqual(["VFIO", "VFIO_NOIOMMU"]);
    expect(await complete(["explain", "-C", "tree", "VF"], folder)).toEqual(["VFIO", "VFIO_NOIOMMU"]);
  });

  test.each([
    [["expl"], ["explain"]],
    [["--v"], ["--version"]],
    [["help", "expl"], ["explain"]],
    [["explain", "vfio_"], ["VFIO_NOIOMMU"]],
    [["explain", "CONFIG_SI"], ["CONFIG_SIZE"]],
    [["explain", "SIZE", "SI"], ["SIZE"]],
    [["explain", "VFIO."], []],
    [["set", "VFIO_"], ["VFIO_NOIOMMU="]],
    [
      ["set", "VFIO="],
      ["VFIO=y", "VFIO=m", "VFIO=n"],
    ],
    [
      ["set", "CONFIG_VFIO_NOIOMMU="],
      ["CONFIG_VFIO_NOIOMMU=y", "CONFIG_VFIO_NOIOMMU=n"],
    ],
    [["set", "SIZE="], []],
    [["set", "--fo"], ["--format"]],
    [
      ["set", "--format", ""],
      ["text", "json"],
    ],
    [["set", "--format=j"], ["--format=json"]],
    [["set", "--config", ""], []],
    [["rule", "unmet-d"], ["unmet-dependency"]],
    [
      ["cache", ""],
      ["info", "clear"],
    ],
    [["completion", "po"], ["powershell"]],
    [["check", ""], []],
    [["nonsense", ""], []],
  ] as const)("kcfg %j", async (words, expected) => {
    await runKcfg(["explain", "SIZE"], { folder: tree, environment });
    expect(await complete(words, join(tree, "below"))).toEqual(expected);
  });

  test("no name that a shell would take for something else", async () => {
    writeFileSync(
      join(tree, "Kconfig"),
      `N := $(shell,printf 'VFIO_;id')\n${KCONFIG}config $(N)\n\tbool "x"\n`,
    );
    const listed = await runKcfg(["list", "VFIO*"], { folder: tree, environment });
    expect(listed.stdout).toContain(";id");
    expect(await complete(["explain", "VFIO_"])).toEqual(["VFIO_NOIOMMU"]);
    writeFileSync(join(tree, "Kconfig"), KCONFIG);
  });

  test("names of today once the tree has changed", async () => {
    writeFileSync(join(tree, "Kconfig"), `${KCONFIG}config VFIO_NEW\n\tbool "new"\n`);
    await runKcfg(["explain", "SIZE"], { folder: tree, environment });
    expect(await complete(["explain", "VFIO_"])).toEqual(["VFIO_NOIOMMU", "VFIO_NEW"]);
    writeFileSync(join(tree, "Kconfig"), KCONFIG);
    await runKcfg(["explain", "SIZE"], { folder: tree, environment });
  });
});

/** Runs a script in a shell that has kcfg in its PATH. */
function runShell(words: readonly string[], script: string): string {
  const env = {
    ...environment,
    PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
    HOME: folder,
    TERM: "dumb",
  };
  const { stdout, stderr } = spawnSync(words[0], [...words.slice(1), script], {
    cwd: tree,
    encoding: "utf8",
    env,
  });
  return `${stdout}${stderr}`;
}

/** By shell: what it makes of a line that ends at the cursor. */
const SHELLS: Readonly<Record<string, (line: string) => readonly string[]>> = {
  bash: (line) =>
    runShell(
      ["bash", "--norc", "-c"],
      `source <(kcfg completion bash); COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}; _kcfg 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`,
    )
      .split("\n")
      .filter((word) => word !== ""),
  fish: (line) =>
    runShell(
      ["fish", "--no-config", "-c"],
      `kcfg completion fish | source; complete -C ${JSON.stringify(line)}`,
    )
      .split("\n")
      .flatMap((word) => (word === "" ? [] : [word.split("\t")[0]])),
  // Its line is taken from the screen of a terminal that it runs in: what it added to the line.
  zsh: (line) => {
    const seen = runShell(
      ["zsh", "-f", "-c"],
      `zmodload zsh/zpty; zpty shell zsh -f -i
zpty -w shell 'PS1=; autoload -Uz compinit; compinit -u -D; source <(kcfg completion zsh); bindkey "^X" what; what() { print -r -- "{$BUFFER}" }; zle -N what; print -r -- RE""ADY'
zpty -r shell out '*READY*'
zpty -n -w shell ${JSON.stringify(line)}$'\\t'$'\\C-x'
zpty -r shell out '*{*}*'; print -r -- $out`,
    );
    const after = /\{([^{}]*)\}\s*$/.exec(seen)?.[1] ?? "";
    return after.trim() === line ? [] : [after.slice(line.lastIndexOf(" ") + 1).trim()];
  },
};
const wanted = process.env.KCFG_SHELLS?.split(" ");
const isThere = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

describe.each(wanted ?? Object.keys(SHELLS).filter(isThere))("%s", (shell) => {
  beforeAll(() => runKcfg(["explain", "SIZE"], { folder: tree, environment }));

  test("completes verbs, options, names and values", () => {
    const ask = SHELLS[shell];
    expect(ask("kcfg expl")).toEqual(["explain"]);
    expect(ask("kcfg explain VFIO_")).toEqual(["VFIO_NOIOMMU"]);
    expect(ask("kcfg set VFIO_")).toEqual(["VFIO_NOIOMMU="]);
    expect(ask("kcfg explain --why")).toEqual(["--why-not"]);
    // bash keeps what is before the = itself.
    expect(ask("kcfg set --format=j")).toEqual([shell === "bash" ? "json" : "--format=json"]);
    expect(ask("kcfg explain NOTHING")).toEqual([]);
  });
});

test("PowerShell's script is handed the words before the cursor", async () => {
  const { stdout } = await runKcfg(["completion", "powershell"], { folder, environment });
  expect(stdout).toMatch(/Register-ArgumentCompleter -Native -CommandName kcfg/);
  const { exit, stderr } = await runKcfg(["completion", "tcsh"], { folder, environment });
  expect([exit, stderr]).toEqual([2, expect.stringContaining("bash, zsh, fish, powershell")]);
});
