/** The cases of fixtures/: what each holds, how it is laid out in a folder, what came of it. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { filesBelow, parseCase, printCase, writeFiles } from "./case-file.js";

/** Within Jest this file is part of a bundle, and test/build.js says where the project is. */
const project = process.env.KCFG_TEST_PROJECT ?? join(import.meta.dirname, "..");
export const fixtures = join(project, "fixtures");
const ENDING = ".case";

/** Every case below fixtures/ROOM, or of all rooms: each file NAME.case, and each folder with a `command`. */
export function casesOf(room = "") {
  const found = [];
  const look = (below) => {
    const path = join(fixtures, below);
    if (existsSync(join(path, "command"))) {
      found.push({ name: below, path, files: filesBelow(path) });
      return;
    }
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const name = join(below, entry.name);
      if (entry.isDirectory()) look(name);
      else if (name.endsWith(ENDING)) found.push(readCaseFile(name.slice(0, -ENDING.length)));
    }
  };
  look(room);
  return found.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function readCaseFile(name) {
  const path = join(fixtures, `${name}${ENDING}`);
  return { name, path, files: parseCase(readFileSync(path, "latin1"), path).files };
}

/** The one case of this name in a room, wherever it lies there. */
export function caseOf(room, name) {
  const found = casesOf(room).filter((each) => each.name.endsWith(`/${name}`));
  if (found.length !== 1) throw new Error(`${found.length} cases ${room}/…/${name}`);
  return found[0];
}

const NO_INPUT = /^(?:command|environment|input|oracle|ignore|links|expected(?:-[^/]*)?\/.*)$/;

/** The files that the command finds; `config` is .config there. */
export function inputsOf({ files }) {
  const inputs = [...files].filter(([path]) => !NO_INPUT.test(path));
  return new Map(inputs.map(([path, text]) => [path === "config" ? ".config" : path, text]));
}

/** Words are split at blanks; there is no quoting. */
export function wordsOf({ files }) {
  return files.get("command").trim().split(/\s+/);
}

const linesOf = (text = "") => text.split("\n").filter((line) => line !== "");

/** The lines NAME=VALUE of `environment`. */
export function environmentOf({ files }) {
  const lines = linesOf(files.get("environment"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** The versions of the C tool that gave the answer; none where it is kcfg's own. */
export function oracleOf({ files }) {
  return (files.get("oracle") ?? "").split(/\s+/).filter((word) => word !== "");
}

/** What a case leaves out if it is so. */
const UNSAID = new Map([
  ["exit", "0\n"],
  ["stdout", ""],
  ["stderr", ""],
]);

/** All that must come out; a version's own answer where there is one. */
export function expectedOf({ files }, version) {
  const below = (prefix) =>
    [...files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]);
  const own = version === undefined ? [] : below(`expected-${version}/`);
  return new Map([...UNSAID, ...(own.length > 0 ? own : below("expected/"))]);
}

/**
 * Writes what came out into the case.
 * @param outcomes by "" for the answer of all, or by the version whose answer is its own
 */
export function record({ path, files }, outcomes) {
  const all = new Map([...files].filter(([each]) => !/^expected(?:-[^/]*)?\//.test(each)));
  for (const [version, outcome] of outcomes) {
    const folder = version === "" ? "expected" : `expected-${version}`;
    const told = [...outcome].filter(([each, text]) => UNSAID.get(each) !== text);
    for (const [each, text] of told) all.set(`${folder}/${each}`, text);
    // A version's own answer must be seen to be there.
    if (version !== "" && told.length === 0) all.set(`${folder}/exit`, outcome.get("exit"));
  }
  if (path.endsWith(ENDING)) {
    const { comment } = parseCase(readFileSync(path, "latin1"), path);
    writeFileSync(path, printCase({ comment, files: all }), "latin1");
  } else {
    rmSync(path, { recursive: true });
    writeFiles(path, all);
  }
}

/**
 * Writes the files that a case's command finds into `tree` in a new folder, in which nothing else may appear. Each line
 * `NAME TARGET` of `links` is a link to fixtures/TARGET.
 */
export function layOut(each, place) {
  const tree = join(place, "tree");
  mkdirSync(tree, { recursive: true });
  writeFiles(tree, inputsOf(each));
  for (const line of linesOf(each.files.get("links"))) {
    const [name, target] = line.split(" ");
    symlinkSync(join(fixtures, target), join(tree, name));
  }
  return tree;
}

/** All that is in a folder: files by their content, links by where they lead, and empty folders. */
export function stateOf(folder) {
  const state = new Map();
  const look = (below) => {
    const names = readdirSync(join(folder, below)).sort();
    if (names.length === 0 && below !== "") state.set(`${below}/`, "an empty folder\n");
    for (const name of names) {
      const path = below === "" ? name : `${below}/${name}`;
      const status = lstatSync(join(folder, path));
      if (status.isDirectory()) look(path);
      else if (status.isSymbolicLink()) state.set(path, `-> ${readlinkSync(join(folder, path))}\n`);
      else if (status.isFile()) state.set(path, readFileSync(join(folder, path), "latin1"));
      else state.set(path, "neither file nor folder\n");
    }
  };
  look("");
  return state;
}

/**
 * What a run made or changed beside and below `tree`, by the names that a case has for it, and under `removed` the
 * paths that are gone; but for what the case ignores.
 */
export function changesIn(each, before, after) {
  const ignored = linesOf(each.files.get("ignore"));
  const isIgnored = (path) =>
    ignored.some((one) => path === one || (one.endsWith("/") && path.startsWith(one)));
  const told = (paths) => paths.map((path) => [path, nameOf(path)]).filter(([, name]) => !isIgnored(name));
  const changed = told([...after.keys()].filter((path) => before.get(path) !== after.get(path)));
  const gone = told([...before.keys()].filter((path) => !after.has(path)));
  const changes = new Map(changed.map(([path, name]) => [name, after.get(path)]));
  if (gone.length > 0) changes.set("removed", `${gone.map(([, name]) => name).join("\n")}\n`);
  return changes;
}

/** `.config` would be hidden from who lists a folder. */
function nameOf(path) {
  if (!path.startsWith("tree/")) return `../${path}`;
  return path.slice("tree/".length).replace(/^\.config(?=$|\.old$)/, "config");
}
