/** What bin/kcfg runs: a program that lies beside this file. */
import { join } from "node:path";
import { runProgram } from "./host/node-code.ts";

/** Verbs that verbs.cjs has not, and their help, which the manual has of all; kcfg.cjs has all. */
const LARGE: readonly string[] = ["menuconfig", "lsp", "manual"];

const words = process.argv.slice(2);
const program = words.some((word) => LARGE.includes(word)) ? "kcfg.cjs" : "verbs.cjs";
runProgram(join(__dirname, program), words);
