/** `kcfg explain`: why symbols have their values. */
import type { Verb } from "./verb.ts";
import { openSession } from "./session.ts";
import { lookUpSymbol } from "./symbol-names.ts";

export const explainVerb: Verb = {
  declare(command) {
    command.argument("<symbols...>", "names, with or without CONFIG_");
  },
  run({ words, options, host }) {
    const session = openSession(options, host);
    if (typeof session === "number") return session;
    for (const word of words) {
      const symbol = lookUpSymbol(session, word);
      if ("code" in symbol) {
        session.tell([symbol]);
        return 1;
      }
      session.caller.stdout.write(`${symbol.name} = ${session.configuration.value(symbol.id)}\n`);
    }
    return 0;
  },
};
