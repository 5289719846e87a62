/** Entry of the command: the real host, the exit code, and a last word for what nobody foresaw. */
import { fileURLToPath } from "node:url";
import { nodeHost } from "./host/node.ts";
import { run } from "./main.ts";

try {
  process.exitCode = await run(process.argv.slice(2), nodeHost({ program: fileURLToPath(import.meta.url) }));
} catch (error) {
  // An exception is a bug in kcfg, never an answer about the input.
  process.stderr.write(`kcfg: internal error: ${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 2;
}
