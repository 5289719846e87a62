/** What bin/kcfg runs: the program that lies beside this file. */
import { join } from "node:path";
import { runProgram } from "./host/node-code.ts";

runProgram(join(__dirname, "kcfg.cjs"), process.argv.slice(2));
