/** Where Jest finds modules: also in the bundles that test/build.js made of the test files. */
const { join } = require("node:path");

/** A path that begins so is the name of a bundle. */
const BUNDLED = "kcfg-tests/";

function pathOf(path, options) {
  const { KCFG_TEST_COMMAND: bundles, KCFG_TEST_PROJECT: project } = process.env;
  if (path.startsWith(BUNDLED)) return join(bundles, path);
  // A package that was not bundled is the project's, wherever the bundles lie.
  const isPackage = /^[@\w]/.test(path) && options.basedir.startsWith(bundles);
  return options.defaultResolver(path, isPackage ? { ...options, basedir: project } : options);
}

module.exports = { sync: pathOf };
