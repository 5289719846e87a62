/** Functions that a project has in Python, as far as variables alone say what they answer. */

import { isUnknown } from "./unknown.ts";

/** By name: the answer for arguments, undefined where it is not known; `variable` reads the environment. */
export type PythonFunctions = ReadonlyMap<
  string,
  (args: readonly string[], variable: (name: string) => string) => string | undefined
>;

export const zephyrFunctions: PythonFunctions = new Map([
  [
    "shields_list_contains",
    ([shield], variable) => {
      const list = variable("SHIELD_AS_LIST");
      if (isUnknown(list) || isUnknown(shield)) return undefined;
      // Build files may have the semicolons escaped.
      return list.split(/\\?;/).includes(shield) ? "y" : "n";
    },
  ],
]);
