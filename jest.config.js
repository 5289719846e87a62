/** Jest runs TypeScript as ES modules, which test/build.js bundles with esbuild. */
import { availableParallelism } from "node:os";

export default {
  testEnvironment: "<rootDir>/test/environment.js",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/transform.js" },
  // What is below has a package.json of the same name.
  modulePathIgnorePatterns: ["<rootDir>/editors/"],
  globalSetup: "<rootDir>/test/build.js",
  globalTeardown: "<rootDir>/test/clean-up.js",
  testSequencer: "<rootDir>/test/sequencer.js",
  testTimeout: 60000,
  // Jest would leave a core free, of two the half. Some tests wait for a clock, and leave theirs to another.
  maxWorkers: availableParallelism() + 1,
  // A worker keeps much of the files that it has run, and spends more and more time on going through that.
  workerIdleMemoryLimit: "600MB",
};
