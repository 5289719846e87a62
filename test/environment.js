/**
 * Jest's environment for Node, which runs a test file outside of it: as a module of the worker's own, which shares with
 * the files before it what all of them import, compiled, warm, and with the globals that any script has. Inside, each
 * file would load and warm up all of kcfg anew, a second of processor time. What Jest gives a test is in test/jest.ts.
 */
import { TestEnvironment } from "jest-environment-node";

export default class SharedModules extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.importShared = (url) => {
      globalThis.jestGlobals = this.global;
      return import(url);
    };
    this.variables = { ...process.env };
  }

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.variables)) delete process.env[name];
    Object.assign(process.env, this.variables);
    await super.teardown();
  }
}
