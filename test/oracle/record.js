/**
 * Writes the expected results of fixtures/ with the C tool: run it after adding or changing a case with an `oracle`.
 *
 *   test/oracle/record.sh                      all cases
 *   test/oracle/record.sh ranges choices/two   only those whose name holds one of the words
 *
 * fixtures/README.md describes a case. The first version that `oracle` names writes expected/; a further one runs with
 * KERNELVERSION=VERSION.0, by which kcfg knows whose rules are meant, and its answer is kept only if it differs.
 * fixtures/vfio-*\/requests/NAME.config, put behind vfio.config, give expected/NAME.config.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  casesOf,
  changesIn,
  environmentOf,
  fixtures,
  layOut,
  oracleOf,
  record,
  stateOf,
  wordsOf,
} from "../cases.js";
import { referenceOf } from "./lab.js";

const words = process.argv.slice(2);
const isWanted = (name) => words.length === 0 || words.some((word) => name.includes(word));
const scratch = mkdtempSync(join(tmpdir(), "kcfg-record-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Runs the C tool with nothing but these variables, PATH and LC_ALL=C. */
function reference(version, given, { folder, environment, input = "" }) {
  const tool = referenceOf(version);
  if (!existsSync(tool)) fail(`no ${tool}: run test/oracle/setup.sh`);
  const { status, signal, stdout, stderr } = spawnSync(tool, given, {
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: "C", ...environment },
    encoding: "latin1",
    input: Buffer.from(input, "latin1"),
  });
  // The reference sometimes reads wild memory and dies: that is no answer.
  if (status === null) fail(`conf-${version} died with ${signal} in ${folder}`);
  return { exit: `${status}\n`, stdout, stderr };
}

function fail(message) {
  process.stderr.write(`record: ${message}\n`);
  process.exit(2);
}

function outcomeOf(each, version, kernel) {
  const place = mkdtempSync(join(scratch, "case-"));
  const folder = layOut(each, place);
  const before = stateOf(place);
  const said = reference(version, wordsOf(each).slice(1), {
    folder,
    environment: { ...kernel, ...environmentOf(each) },
    input: each.files.get("input"),
  });
  return new Map([...Object.entries(said), ...changesIn(each, before, stateOf(place))]);
}

const plain = (outcome) => JSON.stringify([...outcome].sort());

let count = 0;
for (const each of casesOf()) {
  const [first, ...further] = oracleOf(each);
  if (first === undefined || !isWanted(each.name)) continue;
  count += 1;
  const answer = outcomeOf(each, first, {});
  const own = further
    .map((version) => [version, outcomeOf(each, version, { KERNELVERSION: `${version}.0` })])
    .filter(([, outcome]) => plain(outcome) !== plain(answer));
  record(each, new Map([["", answer], ...own]));
}

for (const name of readdirSync(fixtures).filter((each) => each.startsWith("vfio-") && isWanted(each))) {
  const tree = join(fixtures, name);
  for (const request of ["olddefconfig.config", ...readdirSync(join(tree, "requests"))]) {
    count += 1;
    const folder = mkdtempSync(join(scratch, "vfio-"));
    const path = join(tree, "requests", request);
    const texts = [join(tree, "vfio.config"), path].filter(existsSync).map((each) => readFileSync(each));
    writeFileSync(join(folder, ".config"), Buffer.concat(texts));
    reference("6.12", ["-s", "--olddefconfig", "Kconfig"], { folder, environment: { srctree: tree } });
    mkdirSync(join(tree, "expected"), { recursive: true });
    writeFileSync(join(tree, "expected", request), readFileSync(join(folder, ".config")));
  }
}
console.log(`record: ${count} cases written by the C tool; read the diff`);
