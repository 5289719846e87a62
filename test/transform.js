/** Jest transformer: a test file is what test/build.js made of it, which test/resolver.cjs finds. */
import { basename } from "node:path";

export default {
  process: (_text, path) => ({ code: `import "kcfg-tests/${basename(path, ".ts")}.mjs";` }),
};
