/** What is said of the layout of Kconfig files. */
import type { About } from "./words.ts";

export function indentationText({ keyword, indent }: About<"indentation">): string {
  return keyword === undefined
    ? `the help text is indented by ${indentText(indent)}; two blanks more than help are usual`
    : `${keyword} is indented by ${indentText(indent)}; one tab more than its entry is usual`;
}

/** `1 tab and 2 blanks`. */
function indentText(indent: string): string {
  const tabs = indent.split("\t").length - 1;
  const blanks = indent.length - tabs;
  const parts = [
    ...(tabs > 0 ? [`${tabs} tab${tabs > 1 ? "s" : ""}`] : []),
    ...(blanks > 0 ? [`${blanks} blank${blanks > 1 ? "s" : ""}`] : []),
  ];
  return parts.length === 0 ? "nothing" : parts.join(" and ");
}
