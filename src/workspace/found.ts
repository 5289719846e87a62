/** What the search for a tree took, and from where: the material of `-v`. */

export interface Found {
  readonly what: "tree" | "kconfig" | "architecture" | "variable" | "config" | "base" | "dialect" | "made";
  /** The variable's name. */
  readonly name?: string;
  /** Of what the build makes: how many files. */
  readonly value: string;
  /** Several where it rests on all of them. */
  readonly from: Origin | readonly string[];
}

/**
 * An option (`--arch`), `environment`, a path (`../kcfg.json`, `Makefile`), a command (`uname -m`), a project by its title,
 * or `default`; or what a project's own ways are.
 */
export type Origin = string | ProjectOrigin;

export interface ProjectOrigin {
  /** `tool`: how its tool was built; `tree`: where it lies; the others: what is read where no build says what to read. */
  readonly kind: "tool" | "tree" | "all-components" | "all-boards" | "board" | "cmake";
}
