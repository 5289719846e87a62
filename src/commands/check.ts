/** `kcfg check`. */
import type { Verb } from "./verb.ts";

export const checkVerb: Verb = {
  declare(command) {
    command.argument("[words...]");
  },
  run({ host }) {
    host.stderr.write("kcfg check: not there yet\n");
    return 2;
  },
};
