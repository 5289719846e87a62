/**
 * Hostile trees under strace: `npm run test:untrusted`, or `node test/robust/traced.js [--trees N] [--verbs N] [--seed S]`
 *
 * Of each tree some verbs are run under `deny` and `replay`. No program may be started after node; under `deny` no
 * file that lies beside the tree may be opened, printed or made. Says nothing of machines without strace.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.js";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/start.cjs", import.meta.url));

const VERBS = [
  ["explain", "A"],
  ["explain", "A", "--arch", "x86"],
  ["explain", "A", "--config", "link"],
  ["list"],
  ["list", "-C", "sub"],
  ["search", "a"],
  ["lint"],
  ["check"],
  ["check", "a.config"],
  ["check", "link"],
  ["check", "a.config", "--base", "link"],
  ["check", "a.config", "--format", "sarif=out", "--format", "github"],
  ["check", "a.config", "--write-baseline", "out"],
  ["set", "A=y"],
  ["merge", "a.config"],
  ["graph", "A", "-o", "out"],
  ["diff", "a.config", "b.config"],
  ["diff", "--tree", "HEAD~..HEAD"],
  ["diff", "--tree", ".", "sub"],
  ["diff", "--patch", "p.patch"],
  ["olddefconfig"],
  ["oldconfig"],
  ["savedefconfig", "out"],
  ["defconfig", "x_defconfig"],
  ["conf", "--olddefconfig", "Kconfig"],
  ["conf", "--syncconfig", "Kconfig"],
];

const PATCH = `diff --git a/../outside/secret b/Kconfig.n
similarity index 100%
rename from ../outside/secret
rename to Kconfig.n
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -1,1 +1,2 @@
 mainmenu "t"
+source "Kconfig.n"
`;

const SECRET = "TOPSECRET";
const OUTSIDE = {
  secret: `${SECRET}=1\nconfig LEAK\n`,
  Kconfig: `config LEAK\n\tbool "${SECRET}"\n`,
  Makefile: `VERSION = 6\nPATCHLEVEL = 12\n# ${SECRET}\n`,
};

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A tree in `room`/tree that does what it can to lead out, beside `room`/outside. */
function makeHostile(room, random) {
  const tree = join(room, "tree");
  const outside = join(room, "outside");
  for (const [name, text] of Object.entries(OUTSIDE)) write(join(outside, name), text);
  for (const name of ["Kconfig", "Makefile"]) write(join(room, name), `# ${SECRET}\n`);
  const way = random.pick([
    "../outside/secret",
    `${outside}/secret`,
    "link",
    "folder/secret",
    "sub/../../outside/secret",
    `$(shell,echo ${outside}/secret)`,
    "$(E)/secret",
  ]);
  const source = random.pick(["source", "rsource", "osource", "gsource"]);
  write(
    join(tree, "Kconfig"),
    [
      'mainmenu "t"\nconfig A\n\tbool "a"\n',
      `\tdefault $(shell,touch ${room}/ran && echo y)\n`,
      `config B\n\tstring "b"\n\tdefault "$(shell,touch ${room}/ran; cat ${outside}/secret)"\n`,
      random.chance(0.4) ? `${source} "${way}"\n` : "",
      random.chance(0.3) ? 'osource "folder/*"\nosource "../outside/K*"\n' : "",
    ].join(""),
  );
  write(join(tree, "sub/Kconfig"), 'config A\n\tbool "a"\n');
  symlinkSync(join(outside, "secret"), join(tree, "link"));
  symlinkSync(outside, join(tree, "folder"));
  symlinkSync("../outside/new", join(tree, "out"));
  for (const name of ["a.config", "b.config", ".config"]) {
    const kind = random.next();
    if (kind < 0.15) symlinkSync("../outside/secret", join(tree, name));
    else if (kind < 0.25) spawnSync("mkfifo", [join(tree, name)]);
    else write(join(tree, name), random.pick(["CONFIG_A=y\n", "CONFIG_NONE=y\n::error::x\n"]));
  }
  const check = (more) => ({ check: { fragments: ["a.config"], ...more } });
  const kind = random.next();
  if (kind < 0.2) symlinkSync("../outside/secret", join(tree, "kcfg.json"));
  else if (kind < 0.7) {
    const settings = random.pick([
      { tree: "folder" },
      { config: "link" },
      { base: "../outside/secret" },
      { probes: "run" },
      { probes: "record=out" },
      { environment: { srctree: outside } },
      { limits: { bytes: 1e15 } },
      { check: { fragments: ["link"] } },
      check({ renames: "link" }),
      check({ policy: ["folder/secret"] }),
      check({ baseline: "link" }),
    ]);
    write(join(tree, "kcfg.json"), JSON.stringify(settings));
  }
  const includes = ["include ../Makefile\n", `include ${outside}/Makefile\n`, "include folder/Makefile\n"];
  if (random.chance(0.6))
    write(join(tree, "Makefile"), random.pick([...includes, "VERSION = 6\nPATCHLEVEL = 12\n"]));
  else if (random.chance(0.5)) symlinkSync("../outside/Makefile", join(tree, "Makefile"));
  write(join(tree, "arch/x86/Kconfig"), "# nothing\n");
  write(join(tree, "arch/x86/Makefile"), "KBUILD_DEFCONFIG := x_defconfig\n");
  mkdirSync(join(tree, "arch/x86/configs"));
  symlinkSync(join(outside, "secret"), join(tree, "arch/x86/configs/x_defconfig"));
  write(join(tree, "p.patch"), PATCH);
  write(join(tree, "answers"), "kcfg-probes 1\n\nenvironment\n");
  if (random.chance(0.5)) makeRepository(tree, room);
  return { tree, outside };
}

/** With settings that make git run and fetch what it can. */
function makeRepository(tree, room) {
  const person = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
  const steps = [
    ["init", "-q"],
    ["add", "-A"],
    ["commit", "-qm", "1"],
    ["commit", "-qm", "2", "--allow-empty"],
    ["config", "core.fsmonitor", `touch ${room}/ran`],
    ["config", "protocol.allow", "always"],
  ];
  for (const words of steps) spawnSync("git", [...person, ...words], { cwd: tree });
}

/** What a run did that it must not do: lines of text. */
function faultsOf({ room, tree, outside, words, mode }) {
  const log = join(room, "trace");
  const cache = join(room, "cache");
  const [verb, ...others] = words;
  const command = verb === "conf" ? ["conf", `--probes=${mode}`, ...others] : [...words, "--probes", mode];
  const traced = ["-f", "-y", "-o", log, "-e", "trace=open,openat,openat2,creat,execve,execveat"];
  const { status, stdout, stderr } = spawnSync("strace", [...traced, process.execPath, PROGRAM, ...command], {
    cwd: tree,
    env: { PATH: process.env.PATH, KCFG_CACHE_DIR: cache },
    encoding: "latin1",
    input: "",
    timeout: 60_000,
  });
  if (status === null) return ["does not end"];
  const lines = readFileSync(log, "latin1").split("\n");
  const faults = [];
  const started = lines.filter((line) => /execve/.test(line) && /= 0$/.test(line));
  if (started.length > 1) faults.push(`starts ${started[1]}`);
  if (existsSync(join(room, "ran"))) faults.push("ran a command of the tree");
  rmSync(join(room, "ran"), { force: true });
  if (!mode.startsWith("deny")) return faults;
  for (const line of lines) {
    const path = /open\w*\(.*= \d+<([^>]*)>/.exec(line)?.[1];
    const isOfTree = path === tree || path?.startsWith(`${tree}/`) || path?.startsWith(cache);
    if (path?.startsWith(room) && !isOfTree) faults.push(`opens ${path}`);
  }
  if (`${stdout}${stderr}`.includes(SECRET)) faults.push("prints what lies outside");
  for (const name of readdirSync(outside).filter((each) => !(each in OUTSIDE))) {
    faults.push(`makes ${name} outside`);
    rmSync(join(outside, name));
  }
  return faults;
}

const { values } = parseArgs({
  options: {
    trees: { type: "string", default: "60" },
    verbs: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
  },
});
if (spawnSync("strace", ["-V"]).status !== 0) {
  console.log("traced: there is no strace here");
} else {
  let runs = 0;
  let failures = 0;
  for (let index = 0; index < Number(values.trees); index++) {
    const random = Random.ofCase(Number(values.seed), index);
    const room = realpathSync(mkdtempSync(join(tmpdir(), "kcfg-traced-")));
    const { tree, outside } = makeHostile(room, random);
    for (let verb = 0; verb < Number(values.verbs); verb++) {
      const words = random.pick(VERBS);
      const mode = random.pick(["deny", "deny", "deny", "replay=answers"]);
      runs += 1;
      for (const fault of faultsOf({ room, tree, outside, words, mode })) {
        failures += 1;
        console.log(`tree ${index}, ${words.join(" ")} (${mode}): ${fault}`);
      }
    }
    rmSync(room, { recursive: true });
  }
  console.log(`traced: ${values.trees} trees, ${runs} runs, ${failures} faults`);
  process.exitCode = failures > 0 || runs === 0 ? 1 : 0;
}
