/** Keywords that mean the same as the usual one. */
export const OLD_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ["---help---", "help"],
  ["boolean", "bool"],
]);
