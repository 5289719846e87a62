/** The modes of the C tool, and what each does. */
import type { ConfMode } from "./arguments.ts";

/** In the order of the help. */
export const configurationModes: ReadonlyMap<ConfMode, string> = new Map<ConfMode, string>([
  ["olddefconfig", "bring a .config up to date, new symbols at their defaults"],
  ["oldconfig", "bring a .config up to date, asking about new symbols"],
  ["defconfig", "start from a defconfig: kcfg defconfig x86_64_defconfig"],
  ["savedefconfig", "write the minimal configuration (to ./defconfig)"],
  ["alldefconfig", "all symbols at their defaults"],
  ["allnoconfig", "as much as possible n"],
  ["allyesconfig", "as much as possible y"],
  ["allmodconfig", "as much as possible m"],
  ["randconfig", "random values (KCONFIG_SEED, KCONFIG_PROBABILITY)"],
  ["listnewconfig", "list symbols that the .config says nothing about"],
  ["helpnewconfig", "the help of symbols that the .config says nothing about"],
  ["syncconfig", "bring .config and what a build reads of it up to date"],
  ["oldaskconfig", "ask about every symbol"],
  ["yes2modconfig", "y to m, where m is possible"],
  ["mod2yesconfig", "m to y"],
  ["mod2noconfig", "m to n"],
]);
