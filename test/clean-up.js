/** Jest's globalTeardown: removes what test/build.js made. */
import { rmSync } from "node:fs";

export default function cleanUp() {
  const { KCFG_TEST_COMMAND, KCFG_TEST_SCRATCH = KCFG_TEST_COMMAND } = process.env;
  for (const folder of [KCFG_TEST_COMMAND, KCFG_TEST_SCRATCH])
    rmSync(folder, { recursive: true, force: true });
}
