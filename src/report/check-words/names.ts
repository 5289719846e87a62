/** What is said of lines whose name no symbol has, or has no longer. */
import type { LostRequest } from "../../check/lost-request.ts";
import { unknownNameDiagnostic, unknownNameText } from "../unknown-name.ts";
import { wordsFor } from "./cause.ts";
import type { About, Words } from "./words.ts";

export function unknownSymbolWords({ name, known }: About<"unknown-symbol">): Words {
  if (name === "") return { message: "this line names no symbol" };
  if (known === undefined) return { message: unknownNameText(name) };
  const { message, notes, help } = unknownNameDiagnostic(known);
  return { message, notes, help };
}

export function renamedWords({ name, rename, meant, lost }: About<"renamed">): Words {
  const { name: newName, isInverted, others = [] } = rename;
  return {
    message:
      others.length === 0
        ? `${name} is called ${newName} now${isInverted ? " and means the opposite" : ""}`
        : `${name} is gone; ${[newName, ...others].join(", ")} take over its value for now`,
    notes: lost && notesOfMeant(lost),
    help: meant === undefined ? undefined : [`write ${meant}`],
  };
}

/** Why what is meant by a former name does not hold either. */
function notesOfMeant(lost: LostRequest): Words["notes"] {
  const { message, label, notes = [] } = wordsFor(lost);
  return [{ message: label === undefined ? message : `${message}: ${label}` }, ...notes];
}

/** A transitional symbol only passes its value on, and this one to nobody. */
export function withoutSuccessorWords({ name }: About<"no-successor">): Words {
  return { message: `${withoutSuccessorText(name)}: the line has no effect` };
}

export function withoutSuccessorText(name: string): string {
  return `${name} is transitional and no symbol takes over its value`;
}
