/**
 * `kcfg check` against the C tool on the fragments that Linux 6.12 itself has: for each request of each fragment over
 * x86_64_defconfig and arm64's defconfig, kcfg's verdict is what the C tool's .config shows, every request that does
 * not hold has a cause, and with every proposed setting the C tool makes it hold.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import {
  environmentOf,
  fragmentsOf,
  noBuild,
  projectRoot,
  readyVersions,
  referenceOf,
  run,
  settingsOf,
  treeOf,
} from "./lab.js";

const VERSION = "6.12";
const BASES = [
  ["x86", "arch/x86/configs/x86_64_defconfig"],
  ["arm64", "arch/arm64/configs/defconfig"],
];

if (readyVersions([VERSION]).missing.length > 0) {
  console.error("check: no tree: run test/oracle/setup.sh first");
  process.exit(2);
}
/** `check.js 4` takes every fourth fragment. */
const step = Number(process.argv[2] ?? 1);
const tree = treeOf(VERSION);
const scratch = mkdtempSync(join(tmpdir(), "kcfg-oracle-check-"));

const counts = { requests: 0, wrong: 0, causes: 0, fixes: 0, unfixed: 0 };
const complain = (text) => console.log(`DIFFERENT ${text}`);

for (const [architecture, base] of BASES) {
  const fragments = fragmentsOf(tree).filter((_, index) => index % step === 0);
  const environment = environmentOf(VERSION, architecture, "stub");
  const answer = await run(
    [
      process.execPath,
      join(projectRoot, "bin/kcfg"),
      "check",
      "--each",
      "--arch",
      architecture,
      "--base",
      base,
      "--format",
      "json",
      ...fragments,
    ],
    { cwd: tree, env: environment },
  );
  if (answer.code !== "0" && answer.code !== "1") throw new Error(`kcfg: ${answer.code}\n${answer.stderr}`);
  const { result, diagnostics } = JSON.parse(Buffer.from(answer.stdout, "latin1").toString());
  if (result.runs.length !== fragments.length)
    throw new Error(`${result.runs.length} of ${fragments.length} runs`);
  const baseText = readFileSync(join(tree, base), "latin1");
  const work = [...result.runs];
  const worker = async () => {
    for (let one = work.shift(); one !== undefined; one = work.shift()) {
      const path = one.fragments[0].path;
      await compare({
        architecture,
        environment,
        baseText,
        path,
        requests: one.requests,
        findings: diagnostics.filter(({ on }) => on.includes(one.name)),
      });
    }
  };
  await Promise.all(cpus().map(worker));
  console.log(
    `${architecture}: ${fragments.length} fragments over ${base}, ${counts.requests} requests so far`,
  );
}
rmSync(scratch, { recursive: true });
console.log(`fixes that the C tool confirms: ${counts.fixes - counts.unfixed} of ${counts.fixes}`);
console.log(`requests that do not hold, with a cause: ${counts.causes}`);
console.log(`verdicts as the C tool's: ${counts.requests - counts.wrong} of ${counts.requests}`);
process.exitCode = counts.wrong === 0 && counts.unfixed === 0 && counts.requests > 0 ? 0 : 1;

async function compare({ architecture, environment, baseText, path, requests, findings }) {
  const text = readFileSync(join(tree, path), "latin1");
  const values = await evaluate(`${baseText}\n${text}`, environment);
  const last = new Map(requests.map((request) => [request.symbol, request]));
  for (const request of last.values()) {
    counts.requests += 1;
    if (holdsIn(values, request) !== request.holds) {
      counts.wrong += 1;
      complain(
        `${architecture} ${path}:${request.location.line} ${request.symbol}=${request.requested}: kcfg says ${request.holds ? "holds" : request.fate}, C has ${values.get(request.symbol)}`,
      );
    } else if (!request.holds) {
      const finding = findings.find(
        ({ symbol, location }) => symbol === request.symbol && location.line === request.location.line,
      );
      if (finding === undefined) {
        counts.wrong += 1;
        complain(`${architecture} ${path}:${request.location.line} ${request.symbol}: no finding`);
      } else counts.causes += 1;
    }
  }
  for (const { symbol, requested, location, fixes } of findings) {
    for (const { edits } of fixes) {
      const settings = edits.filter(({ kind }) => kind === "set");
      if (settings.length !== edits.length) continue;
      counts.fixes += 1;
      const fixed = await evaluate(
        `${baseText}\n${text}\n${settings.map((each) => each.text).join("\n")}\n`,
        environment,
      );
      if (holdsIn(fixed, { symbol, requested })) continue;
      counts.unfixed += 1;
      complain(
        `${architecture} ${path}:${location.line} ${symbol}=${requested}: not with ${settings.map((each) => each.text).join(", ")}`,
      );
    }
  }
}

/** What `conf --olddefconfig` makes of a .config: values as written, strings without quotes. */
async function evaluate(text, environment) {
  const folder = mkdtempSync(join(scratch, "run-"));
  const file = join(folder, "config");
  writeFileSync(file, text, "latin1");
  const { code, stderr } = await run([referenceOf(VERSION), "--olddefconfig", "Kconfig"], {
    cwd: tree,
    env: { ...environment, KCONFIG_CONFIG: file, KCONFIG_AUTOCONFIG: noBuild(folder) },
  });
  if (code !== "0") throw new Error(`conf: ${code}\n${stderr}`);
  const values = settingsOf(readFileSync(file, "latin1"));
  rmSync(folder, { recursive: true });
  return values;
}

/** n holds where there is no line as well. */
function holdsIn(values, { symbol, requested }) {
  const value = values.get(symbol);
  return requested === "n" ? value === undefined || value === "n" : value === requested;
}
