/** What the search for a tree took, and from where: the material of `-v`. */

export interface Found {
  readonly what: "tree" | "kconfig" | "architecture" | "variable" | "config" | "base" | "dialect" | "made";
  /** The variable's name. */
  readonly name?: string;
  readonly value: string;
  /** An option (`--arch`), `environment`, a path (`../kcfg.json`, `Makefile`), a command (`uname -m`) or `default`. */
  readonly from: string;
}
