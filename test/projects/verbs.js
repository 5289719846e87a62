/** The verbs in a project's tree as it comes: no variable set by hand, no kcfg.json. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  confOf,
  defconfigsOf,
  environmentOf,
  folderOf,
  kcfg,
  makeView,
  projects,
  run,
  spread,
  writeDefconfig,
} from "./lab.js";

/** Of each project a symbol that can be asked about, and words that find it. */
const QUESTIONS = {
  "u-boot": { symbol: "CMD_NET", words: "network commands" },
  busybox: { symbol: "FEATURE_VERBOSE", words: "verbose" },
  xen: { symbol: "HVM", words: "HVM support" },
  coreboot: { symbol: "CONSOLE_SERIAL", words: "serial console" },
};

/** Defconfigs whose .config is compared. */
const FEW = 3;
/** … or all, where the tool has no modes that kcfg conf knows. */
const ALL = 24;

/** lint is to end within this time, in milliseconds, unless it counts what it left undecided. */
const LINT_LIMIT = 60_000;

/** Asks every verb once, and lets the project's conf say what a defconfig comes to. */
export function askVerbs(name, isSample, scratch) {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const tree = folderOf(name);
  const config = join(scratch, ".config");
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LC_ALL: "C",
    KCFG_CACHE_DIR: join(scratch, "cache"),
  };
  const failures = [];
  let count = 0;
  const ask = (words, isRight) => {
    const outcome = run(kcfg(...words), { cwd: tree, env });
    count += 1;
    if (isRight(outcome)) return outcome;
    failures.push(`${name} kcfg ${words.join(" ")}`);
    console.log(
      `WRONG ${name}: kcfg ${words.join(" ")}: exit ${outcome.exit}\n  ${outcome.stderr.slice(0, 600)}`,
    );
    return outcome;
  };
  const answers = ({ exit }) => exit === 0 || exit === 1;
  const says = (text) => (outcome) => answers(outcome) && outcome.stdout.includes(text);
  const { symbol, words } = QUESTIONS[name];
  const own = ["--config", config];

  for (const defconfig of spread(defconfigsOf(name), isSample ? 1 : name === "busybox" ? ALL : FEW)) {
    rmSync(config, { force: true });
    const expected = expectedConfig(name, defconfig, scratch);
    ask(["defconfig", defconfig, ...own], ({ exit }) => exit === 0 && isSame(config, expected.config));
    ask(["olddefconfig", ...own], ({ exit }) => exit === 0 && isSame(config, expected.config));
    if (expected.minimal !== undefined) {
      const minimal = join(scratch, "minimal");
      ask(["savedefconfig", minimal, ...own], ({ exit }) => exit === 0 && isSame(minimal, expected.minimal));
    }
    ask(["check", `${projects[name].configs}/${defconfig}`], answers);
  }
  ask(["explain", symbol, ...own], says(symbol));
  ask(["search", words, ...own], says(symbol));
  ask(["set", `${symbol}=y`, "--dry-run", ...own], answers);
  ask(["list", ...own], answers);
  const started = Date.now();
  const { stdout } = ask(["lint"], answers);
  const took = Date.now() - started;
  count += 1;
  if (took > LINT_LIMIT && !/\d questions? undecided/.test(stdout)) {
    failures.push(`${name} lint takes ${took} ms`);
    console.log(`WRONG ${name}: lint takes ${took} ms`);
  }
  return { count, failures };
}

/** What the project's own conf makes of a defconfig: the text of .config and of the defconfig saved from it. */
function expectedConfig(name, defconfig, scratch) {
  const tree = folderOf(name);
  const config = join(scratch, "expected");
  rmSync(config, { force: true });
  const variables = {
    KCONFIG_CONFIG: config,
    BR2_CONFIG: config,
    KCONFIG_AUTOCONFIG: join(scratch, "auto.conf"),
  };
  const env = { ...environmentOf(name), ...variables };
  const file = writeDefconfig(name, defconfig, tree);
  const { kconfig } = projects[name];
  if (name === "busybox") return { config: busyboxConfig(file, scratch, env) };
  run([confOf(name), `--defconfig=${file}`, kconfig], { cwd: tree, env });
  const minimal = join(scratch, "expected-minimal");
  run([confOf(name), `--savedefconfig=${minimal}`, kconfig], { cwd: tree, env });
  return { config: readFileSync(config, "latin1"), minimal: readFileSync(minimal, "latin1") };
}

/** BusyBox's conf writes where it runs, questions and all, and with the date unless it is told not to. */
function busyboxConfig(file, scratch, env) {
  const view = join(scratch, "view");
  makeView("busybox", view);
  run([confOf("busybox"), "-D", file, projects.busybox.kconfig], {
    cwd: view,
    env: { ...env, KCONFIG_NOTIMESTAMP: "1" },
    input: "\n".repeat(5000),
  });
  return readFileSync(join(view, ".config"), "latin1");
}

/** What is not known is not compared. */
const isSame = (path, text) =>
  text === undefined || (existsSync(path) && readFileSync(path, "latin1") === text);
