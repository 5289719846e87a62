/** Symbols with a new name, as the tree itself tells them: from its lists, and from `transitional` symbols. */
import type { Model } from "../model/model.ts";
import type { Renames } from "../model/renames.ts";
import { successorsOf } from "../model/successors.ts";

/** The names that the tree's own lists tell, which are read as the new ones. */
export function renamesOf(model: Model): Renames {
  return new Map([...transitionalRenames(model), ...model.data.renames]);
}

/** Transitional symbols: each passes its value on to those that have it for a default. */
function transitionalRenames(model: Model): Renames {
  return new Map(
    [...successorsOf(model)].map(([former, successors]) => {
      const [first, ...others] = successors.map(({ name }) => name);
      return [
        model.symbolAt(former).name,
        { name: first, isInverted: false, ...(others.length > 0 && { others }) },
      ];
    }),
  );
}
