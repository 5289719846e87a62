/** A generated tree of any size, shaped like a kernel's: menus, prompts, dependencies, selects, choices, help. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../fuzz/random.js";

/** Files and symbols of the content that is repeated: about an eighth of Linux. */
const FILES = 100;
const SYMBOLS_PER_FILE = 25;

/** Writes `times` copies of the content into a folder, each with names of its own. Answers how many symbols it has. */
export function growTree(folder, times) {
  const top = ['mainmenu "Grown"', ""];
  for (let copy = 0; copy < times; copy++) {
    mkdirSync(join(folder, `copy${copy}`), { recursive: true });
    top.push(`menu "Copy ${copy}"`);
    for (let file = 0; file < FILES; file++) {
      const path = `copy${copy}/Kconfig.${file}`;
      writeFileSync(join(folder, path), fileOf(copy, file));
      top.push(`source "${path}"`);
    }
    top.push("endmenu", "");
  }
  writeFileSync(join(folder, "Kconfig"), `${top.join("\n")}\n`);
  return times * FILES * (SYMBOLS_PER_FILE + 1);
}

function fileOf(copy, file) {
  // The same seed for each copy: the content is the same but for the names.
  const random = new Random(file + 1);
  const name = (number) => `C${copy}_F${Math.floor(number / SYMBOLS_PER_FILE)}_S${number % SYMBOLS_PER_FILE}`;
  const first = file * SYMBOLS_PER_FILE;
  const earlier = (number) => name(random.int(number));
  const text = [`menuconfig ${name(first)}`, `\ttristate "Subsystem ${file}"`, "\tdefault y", ""];
  // Selected by the others, and without dependencies, so that no loop can arise.
  const library = `${name(first)}_LIB`;
  text.push(`config ${library}`, "\ttristate", "");
  text.push(`if ${name(first)}`, "");
  for (let number = first + 1; number < first + SYMBOLS_PER_FILE; number++) {
    text.push(`config ${name(number)}`, `\ttristate "Driver ${number}"`);
    text.push(`\tdepends on ${earlier(number)} && (${earlier(number)} || !${earlier(number)})`);
    if (random.chance(0.3)) text.push(`\tdefault m if ${earlier(number)}`);
    if (random.chance(0.3)) text.push(`\tselect ${library} if ${earlier(number)}`);
    text.push("\thelp", "\t  Says what the driver is for,", "\t  in two lines or more.", "");
  }
  text.push("endif");
  return `${text.join("\n")}\n`;
}
