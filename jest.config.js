/** Jest runs TypeScript as ES modules; test/transform.js strips the types with esbuild. */
import { availableParallelism } from "node:os";

export default {
  testEnvironment: "<rootDir>/test/environment.js",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/transform.js" },
  globalSetup: "<rootDir>/test/build.js",
  globalTeardown: "<rootDir>/test/clean-up.js",
  testTimeout: 60000,
  // Jest would leave a core free, of two the half. Some tests wait for a clock, and leave theirs to another.
  maxWorkers: availableParallelism() + 1,
};
