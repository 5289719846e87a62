/** Jest's globalTeardown: removes what test/build.js made. */
import { rmSync } from "node:fs";

export default function cleanUp() {
  rmSync(process.env.KCFG_TEST_COMMAND, { recursive: true, force: true });
}
