/** One symbol as a line of a .config. */
import { quoteString, type StringForm } from "./string-value.ts";

export type DotConfigType = "bool" | "tristate" | "int" | "hex" | "string" | "float";

/**
 * The line without its end: `CONFIG_A=y`, `CONFIG_I=3`, `CONFIG_S="text"`, or `# CONFIG_A is not set` for a bool
 * or tristate that is `n`. `value` is the symbol's own text, a string's without quotes.
 */
export function printLine(
  prefix: string,
  name: string,
  type: DotConfigType,
  value: string,
  strings: StringForm = "escaped",
): string {
  switch (type) {
    case "bool":
    case "tristate":
      return value === "n" ? `# ${prefix}${name} is not set` : `${prefix}${name}=${value}`;
    case "string":
      return `${prefix}${name}=${quoteString(value, strings)}`;
    case "int":
    case "hex":
    case "float":
      return `${prefix}${name}=${value}`;
  }
}
