/**
 * Jest's environment for Node, but with a global object as any script has one. Jest's own asks a proxy for every `Map`
 * and `Math` that a test or kcfg names, which makes tight loops ten times slower than they are. And with the command that
 * test/build.js bundled, loaded once for all files that a worker runs: compiled anew for each, it would be slow in each.
 */
import { join } from "node:path";
import vm from "node:vm";
import { TestEnvironment } from "jest-environment-node";

export default class PlainGlobals extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }

  async setup() {
    await super.setup();
    this.global.kcfgInProcess = await import(join(process.env.KCFG_TEST_COMMAND, "in-process.mjs"));
  }
}
