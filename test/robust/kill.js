/**
 * Kills kcfg at random moments while it writes: `npm run test:kill -- [--kills N] [--seed S] [--folder DIR]`
 *
 * Each round has a fresh .config, runs `set`, `conf --olddefconfig`, `check --fix` or `conf --syncconfig`, and sends
 * SIGKILL (or SIGTERM, SIGINT) somewhere between the start and the end that a run without a kill has. Then the file is
 * the old one or the new one, to the byte; .config.old is absent, what it was, or the old .config; the run after it
 * works. Half of the moments lie around the writing. `--folder` puts it on another disk, a small tmpfs for instance.
 */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.js";

const SYMBOLS = 1000;
const KCONFIG = [
  'config MODULES\n\tbool "Modules"\n\tmodules\n\tdefault y\n',
  ...Array.from(
    { length: SYMBOLS },
    (_, at) => `config SYMBOL_${at}\n\ttristate "Symbol ${at}"\n${at % 3 === 0 ? "\tdefault m\n" : ""}`,
  ),
  'config NEEDY\n\tbool "Needy"\n\tdepends on SYMBOL_7\n',
].join("");
const OLD_BACKUP = "# the one before\n";
/** What `check --fix` has something to add to. */
const fragment = `${Array.from({ length: 900 }, (_, at) => `CONFIG_SYMBOL_${at + 50}=y\n`).join("")}CONFIG_NEEDY=y\n`;
const config = (value) =>
  `CONFIG_MODULES=y\n${Array.from({ length: SYMBOLS }, (_, at) => `CONFIG_SYMBOL_${at}=${value}\n`).join("")}`;

/** What is run, on which file, and how the file begins. */
const SCENES = [
  { name: "set", words: ["set", "SYMBOL_7=n"], file: ".config", before: config("y") },
  {
    name: "olddefconfig",
    words: ["conf", "--olddefconfig", "Kconfig"],
    file: ".config",
    before: config("m"),
  },
  { name: "check --fix", words: ["check", "--fix", "my.config"], file: "my.config", before: fragment },
  {
    name: "syncconfig",
    words: ["conf", "--syncconfig", "Kconfig"],
    file: ".config",
    before: `${config("y")}CONFIG_GONE=y\n`,
    sync: true,
  },
];

/** Runs the rounds. Answers { counts, failures }; a failure is a line of text. */
export async function killTest({ command, folder, kills, seed, log = () => {} }) {
  const failures = [];
  const counts = {
    killed: 0,
    ended: 0,
    old: 0,
    new: 0,
    leftTemporary: 0,
    leftLock: 0,
    signals: {},
    scenes: {},
  };
  const place = join(folder, "round");
  const environment = { PATH: process.env.PATH, KCFG_CACHE_DIR: "" };
  const prepare = (scene) => {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    writeFileSync(join(place, "Kconfig"), KCONFIG);
    writeFileSync(join(place, scene.file), scene.before);
    if (scene.file === ".config") writeFileSync(join(place, ".config.old"), OLD_BACKUP);
  };
  const read = (name) =>
    existsSync(join(place, name)) ? readFileSync(join(place, name), "latin1") : undefined;
  const run = (words) =>
    spawn(command[0], [...command.slice(1), ...words], { cwd: place, env: environment, stdio: "ignore" });

  // What comes out without a kill, when it begins to write, and how long it takes.
  const scenes = [];
  for (const scene of SCENES) {
    prepare(scene);
    const started = performance.now();
    let firstWrite;
    const watcher = watch(place, (_, name) => {
      if (name !== "Kconfig") firstWrite ??= performance.now() - started;
    });
    const child = run(scene.words);
    await new Promise((done) => child.on("close", done));
    const duration = performance.now() - started;
    watcher.close();
    const after = read(scene.file);
    if (after === undefined || after === scene.before)
      failures.push(`${scene.name}: writes nothing, even if let alone`);
    scenes.push({
      ...scene,
      after,
      duration,
      firstWrite: firstWrite ?? duration,
      autoConf: read("include/config/auto.conf"),
    });
  }

  for (let round = 0; round < kills; round++) {
    const random = Random.ofCase(seed, round);
    const scene = scenes[round % scenes.length];
    const signal = random.weighted([
      [8, "SIGKILL"],
      [1, "SIGTERM"],
      [1, "SIGINT"],
    ]);
    prepare(scene);
    const child = run(scene.words);
    const closed = new Promise((done) => child.on("close", (exit, by) => done({ exit, by })));
    if (random.chance(0.5)) {
      // The moment that matters is short, and machines are not equally fast: from the first sign of writing on.
      const delay = random.next() * 8;
      await Promise.race([closed, firstChange(place)]);
      await pause(delay);
    } else await Promise.race([closed, pause(random.next() * scene.duration * 1.1)]);
    child.kill(signal);
    const { by } = await closed;
    counts[by === null ? "ended" : "killed"]++;
    counts.scenes[scene.name] = (counts.scenes[scene.name] ?? 0) + 1;
    counts.signals[signal] = (counts.signals[signal] ?? 0) + 1;

    const now = read(scene.file);
    const isOld = now === scene.before;
    if (isOld) counts.old++;
    else if (now === scene.after) counts.new++;
    else failures.push(`round ${round}, ${scene.name}, ${signal}: ${scene.file} is ${describe(now)}`);
    if (scene.file === ".config") {
      const kept = read(".config.old");
      const isSane = kept === scene.before || (isOld && kept === OLD_BACKUP);
      if (!isSane)
        failures.push(`round ${round}, ${scene.name}, ${signal}: .config.old is ${describe(kept)}`);
    }
    const autoConf = read("include/config/auto.conf");
    if (autoConf !== undefined && autoConf !== scene.autoConf)
      failures.push(`round ${round}, ${scene.name}, ${signal}: auto.conf is ${describe(autoConf)}`);
    const left = readdirSync(place);
    if (left.some((name) => name.endsWith(".tmp"))) counts.leftTemporary++;
    if (left.some((name) => name.endsWith(".kcfg-lock"))) counts.leftLock++;

    // Whatever was left behind is in nobody's way.
    const again = spawnSync(command[0], [...command.slice(1), ...scene.words], {
      cwd: place,
      env: environment,
    });
    if (read(scene.file) !== scene.after)
      failures.push(
        `round ${round}, ${scene.name}, ${signal}: the next run ends with ${again.status}: ${again.stderr}`,
      );
    log(round);
  }
  rmSync(place, { recursive: true, force: true });
  return { counts, failures };
}

const describe = (text) =>
  text === undefined ? "not there" : `${text.length} bytes that are neither the old nor the new ones`;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function firstChange(place) {
  return new Promise((done) => {
    const watcher = watch(place, () => {
      watcher.close();
      done();
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "500" },
      seed: { type: "string", default: "1" },
      folder: { type: "string", default: tmpdir() },
    },
  });
  const folder = mkdtempSync(join(values.folder, "kcfg-kill-"));
  const program = fileURLToPath(new URL("../../bin/kcfg", import.meta.url));
  try {
    const { counts, failures } = await killTest({
      command: [process.execPath, program],
      folder,
      kills: Number(values.kills),
      seed: Number(values.seed),
    });
    for (const failure of failures) console.log(failure);
    console.log(`seed ${values.seed}: ${JSON.stringify(counts)}, ${failures.length} failures`);
    process.exitCode = failures.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
