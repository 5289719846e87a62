/** Jest runs TypeScript as ES modules; test/transform.js strips the types with esbuild. */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/transform.js" },
  testTimeout: 60000,
};
