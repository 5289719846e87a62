/** The dialects of Kconfig that kcfg can evaluate, by name; the model holds the data behind each. */

/**
 * Named for the kernel release whose `conf` defines the answer. `linux-6.1` stands for the choice rules before
 * the rewrite of 6.9 to 6.12, `linux-6.12` for those after it. Both refuse what their C tool refuses.
 * `linux-next` has the rules of 6.12 and takes every word that kcfg knows (`transitional`, `depends on A if B`…);
 * `extended` does so with the rules of 6.1: for U-Boot, Buildroot, NuttX, ESP-IDF, Zephyr and their like.
 */
export type DialectName = "linux-6.12" | "linux-6.1" | "linux-next" | "extended";

/** Every name, the newest rules first. */
export const DIALECT_NAMES: readonly DialectName[] = ["linux-next", "linux-6.12", "linux-6.1", "extended"];

export function isDialectName(text: string): text is DialectName {
  return (DIALECT_NAMES as readonly string[]).includes(text);
}
