/** Names in a row, as many as there is room for. */
import { safeLine } from "./safe-text.ts";

/** `A, B, C and 4 more`: as many as there is room for. */
export function listed(names: readonly string[], most: number, room = Infinity): string {
  const shown: string[] = [];
  let length = MORE.length;
  for (const name of names.slice(0, most).map(safeLine)) {
    length += name.length + 2;
    if (shown.length > 0 && length > room) break;
    shown.push(name);
  }
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}

const MORE = "  and 1000 more";
