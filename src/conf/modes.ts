/** The modes of the C tool, and what each does. */
import type { ConfMode } from "./arguments.ts";

/** In the order of the help. */
export const configurationModes: ReadonlyMap<ConfMode, string> = new Map<ConfMode, string>([
  ["olddefconfig", "update a .config; new symbols get their defaults"],
  ["oldconfig", "update a .config, and ask about new symbols"],
  ["defconfig", "start from a defconfig, by default the one that make takes"],
  ["savedefconfig", "write a minimal configuration"],
  ["alldefconfig", "set all symbols to their defaults"],
  ["allnoconfig", "set as many symbols as possible to n"],
  ["allyesconfig", "set as many symbols as possible to y"],
  ["allmodconfig", "set as many symbols as possible to m"],
  ["randconfig", "set random values (KCONFIG_SEED, KCONFIG_PROBABILITY)"],
  ["listnewconfig", "list symbols that the .config does not mention"],
  ["helpnewconfig", "print the help of symbols that the .config does not mention"],
  ["syncconfig", "update the .config and the files that a build reads"],
  ["oldaskconfig", "ask about every symbol"],
  ["yes2modconfig", "change y to m, where m is possible"],
  ["mod2yesconfig", "change m to y"],
  ["mod2noconfig", "change m to n"],
]);
