/** Text of a tree for places where VS Code makes pictures of `$(name)` and links of `[text](address)`. */

/** Looks the same, and is text alone: an invisible space stands where either would begin to mean something. */
export function plain(text: string): string {
  return text.replace(/(\$|\])(?=\()/g, "$1\u200b");
}
