/** `kcfg set`. */
import type { Verb } from "./verb.ts";

export const setVerb: Verb = {
  declare(command) {
    command.argument("[words...]");
  },
  run({ host }) {
    host.stderr.write("kcfg set: not there yet\n");
    return 2;
  },
};
