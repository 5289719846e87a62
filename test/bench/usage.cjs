/** Loaded by a process that is measured (node --require): what it took of processors and memory, into KCFG_BENCH_USAGE. */
const { writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage = { processor: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 };
    writeFileSync(process.env.KCFG_BENCH_USAGE, JSON.stringify(usage));
  });
}
