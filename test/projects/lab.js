/** The lab that setup.sh makes: trees of other projects, each with its own conf and the environment of its make. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const lab = resolve(
  process.env.KCFG_PROJECTS || join(process.env.TMPDIR || tmpdir(), "kcfg-projects"),
);

/** A tool that says nothing for so long hangs. */
const TIME_LIMIT = 300_000;

/** Where each project is configured, from its tree, and what its conf is given. */
export const projects = {
  "u-boot": { folder: ".", kconfig: "Kconfig", configs: "configs" },
  busybox: { folder: ".", kconfig: "Config.in", configs: "configs" },
  xen: { folder: "xen", kconfig: "Kconfig", configs: "arch/x86/configs" },
  coreboot: { folder: ".", kconfig: "src/Kconfig", configs: "configs" },
};

export const isReady = (name) => existsSync(join(lab, name, "env"));
export const treeOf = (name) => join(lab, name, "tree");
export const folderOf = (name) => join(treeOf(name), projects[name].folder);
export const confOf = (name) => join(lab, name, "conf");
export const versionOf = (name) => readFileSync(join(lab, name, "version"), "utf8").trim();

/** The environment that the project's make starts its conf in. */
export function environmentOf(name) {
  const lines = readFileSync(join(lab, name, "env"), "utf8")
    .split("\0")
    .filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** Names of all defconfigs, sorted. */
export function defconfigsOf(name) {
  const folder = join(folderOf(name), projects[name].configs);
  return readdirSync(folder)
    .filter((each) => lstatSync(join(folder, each)).isFile())
    .sort();
}

/** `count` of a list, spread over all of it, beginning at a place that follows from the seed. */
export function spread(list, count, seed = 0) {
  if (list.length <= count) return list;
  return Array.from(
    { length: count },
    (_, index) => list[(Math.floor((index * list.length) / count) + seed) % list.length],
  );
}

/**
 * A folder that looks like a project's tree: links to all that is in it, but folders of its own for what conf writes.
 * It may be thrown away.
 */
export function makeView(name, place) {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  link(realpathSync(folderOf(name)), place, new Set(["include", "output", "build"]));
  // What make has made by then.
  if (name === "coreboot") mkdirSync(join(place, "build/config"), { recursive: true });
}

function link(from, to, own) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const { name } = entry;
    if (/^\.config|^\.tmpconfig|^generated_defconfig$|^\.git$|^\.kconfig\.d$/.test(name)) continue;
    if (to.endsWith("/include") && name === "autoconf.h") continue;
    if (
      entry.isDirectory() &&
      (own.has(name) || (to.endsWith("/include") && ["config", "generated"].includes(name)))
    ) {
      if (to.endsWith("/include")) continue;
      mkdirSync(join(to, name));
      if (name === "output") own = new Set([...own, "build"]);
      if (name !== "build") link(join(from, name), join(to, name), new Set());
    } else symlinkSync(join(from, name), join(to, name));
  }
}

/** The environment with all that lies in the tree moved to a view of it. */
export function environmentIn(name, view) {
  const from = folderOf(name);
  const real = realpathSync(from);
  return Object.fromEntries(
    Object.entries(environmentOf(name)).map(([key, value]) => [
      key,
      value.replaceAll(from, view).replaceAll(real, view),
    ]),
  );
}

/** Files below a folder that are no links, with their content, by path; sorted. */
export function filesBelow(folder, below = "") {
  const found = new Map();
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [key, value] of filesBelow(folder, path)) found.set(key, value);
    else if (entry.isFile()) found.set(path, readFileSync(join(folder, path), "latin1"));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function run(command, { cwd, env, input = "" }) {
  const { status, signal, stdout, stderr } = spawnSync(command[0], command.slice(1), {
    cwd,
    env,
    input,
    encoding: "latin1",
    timeout: TIME_LIMIT,
    maxBuffer: 1 << 28,
  });
  return { exit: status ?? `signal ${signal}`, stdout, stderr };
}

/** The command under test. */
export const kcfg = (...words) => [process.execPath, join(projectRoot, "bin/kcfg"), ...words];

/** Writes the text of a defconfig as make hands it to conf. */
export function writeDefconfig(name, defconfig, view) {
  const source = `${projects[name].configs}/${defconfig}`;
  if (name !== "u-boot") return source;
  const { stdout } = run(
    ["cpp", "-nostdinc", "-P", "-I", ".", "-undef", "-x", "assembler-with-cpp", source],
    { cwd: view, env: process.env },
  );
  writeFileSync(join(view, "generated_defconfig"), stdout, "latin1");
  return "generated_defconfig";
}
