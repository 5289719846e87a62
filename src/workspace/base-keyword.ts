/** Bases that are no files: what a tree makes by itself. */

const KEYWORDS = ["defconfig", "allnoconfig", "alldefconfig"] as const;
export type BaseKeyword = (typeof KEYWORDS)[number];

export const isBaseKeyword = (word: string): word is BaseKeyword =>
  (KEYWORDS as readonly string[]).includes(word);
