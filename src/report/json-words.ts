/** What is said of a text that is no JSON. */
import type { JsonFault } from "../workspace/json-object.ts";

/** `vfio.json is no valid JSON: expected a value, not }`. */
export function noJsonText(path: string, fault: JsonFault): string {
  return `${path} is no valid JSON: ${jsonFaultText(fault)}`;
}

function jsonFaultText(fault: JsonFault): string {
  switch (fault.kind) {
    case "no-object":
      return "expected an object {…}";
    case "too-deep":
      return "nested too deeply";
    case "escape":
      return "no valid escape in this string";
    case "expected": {
      const { found } = fault;
      const shown = found.length > SHOWN_LENGTH ? `${found.slice(0, SHOWN_LENGTH)}…` : found;
      return `expected ${expectedText(fault)}${found === "" ? " before the end of the file" : `, not ${shown}`}`;
    }
  }
}

/** Characters of a wrong word that a message repeats. */
const SHOWN_LENGTH = 30;

function expectedText({ what }: Extract<JsonFault, { kind: "expected" }>): string {
  if (what === "end") return "the end of the file";
  if (what === "value") return "a value";
  if (what === "name") return 'a name in "quotes"';
  return "after" in what ? `':' after "${what.after}"` : `',' or '${what.close}'`;
}
