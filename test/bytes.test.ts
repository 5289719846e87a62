/** A short run of `npm run fuzz:bytes`: damaged bytes through every reader, none of which may throw. */
import { describe, expect, test } from "@jest/globals";
import * as kcfg from "./fuzz/subject.ts";
import { documentsOf, inputOf, makeTargets } from "./fuzz/targets.js";

/** `npm run fuzz:bytes` for a longer run. */
const CASES = 30;
const targets = makeTargets(kcfg, documentsOf());

describe("damaged bytes", () => {
  test.each(Object.keys(targets))("%s", async (target) => {
    for (let index = 0; index < CASES; index++) {
      const { input, run } = inputOf({ seed: 3, target }, index, targets);
      try {
        await run(input);
      } catch (error) {
        throw new Error(`case ${index} of --target "${target}" --seed 3`, { cause: error });
      }
    }
    expect(targets[target].documents.length).toBeGreaterThan(0);
  });
});
