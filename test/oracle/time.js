/**
 * Whole-process time of kcfg and the C tool, side by side: `npm run bench`, or
 *
 *   node test/oracle/time.js [--rounds N] [--tool COMMAND]
 *
 * One `--olddefconfig` of x86_64_defconfig on Linux 6.12 each, in turn, so that a busy machine slows both; the
 * answer is the median of the rounds' ratios. The stub compiler keeps gcc's own time out.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { environmentOf, lab, readyVersions, referenceOf, run, toolCommand, treeOf } from "./lab.js";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "11" }, tool: { type: "string" } },
});
const { ready } = readyVersions(["6.12"]);
if (ready.length === 0) {
  console.error(`bench: no tree in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}
const [version] = ready;

const env = environmentOf(version, "x86", "stub");
const defconfig = readFileSync(join(treeOf(version), "arch/x86/configs/x86_64_defconfig"));
const cwd = mkdtempSync(join(tmpdir(), "kcfg-bench-"));

async function measure(command) {
  writeFileSync(join(cwd, ".config"), defconfig);
  const { code, stderr, seconds } = await run([...command, "--olddefconfig", "Kconfig"], { cwd, env });
  if (code !== "0") throw new Error(`${command.join(" ")}: exit ${code}\n${stderr}`);
  return seconds;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const reference = [referenceOf(version)];
const tool = toolCommand(options.tool, version);
// The first round of each fills the page cache and is not counted.
await measure(reference);
await measure(tool);
const rounds = [];
for (let round = 0; round < Number(options.rounds); round++) {
  rounds.push({ reference: await measure(reference), tool: await measure(tool) });
}
rmSync(cwd, { recursive: true });

const milliseconds = (name) => `${(median(rounds.map((round) => round[name])) * 1000).toFixed(0)} ms`;
const ratios = rounds.map((round) => round.tool / round.reference);
console.log(
  `--olddefconfig, Linux ${version} x86, ${rounds.length} rounds, medians of whole-process wall time`,
);
console.log(`C tool ${milliseconds("reference")}   ${options.tool ?? "kcfg"} ${milliseconds("tool")}`);
console.log(
  `ratio  ${median(ratios).toFixed(2)}   (from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
);
