/** Jest transformer: a test file is what test/build.js made of it, which test/environment.js imports. */
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

export default {
  process(_text, path) {
    const bundle = join(process.env.KCFG_TEST_COMMAND, "kcfg-tests", `${basename(path, ".ts")}.mjs`);
    return { code: `await importShared(${JSON.stringify(pathToFileURL(bundle))});` };
  },
  // A bundle lies elsewhere in each run.
  getCacheKey: (_text, path) => `${process.env.KCFG_TEST_COMMAND} ${path}`,
};
