/** Jest's environment while a fault is being tried: the first test that fails ends the run, with its name. */
import { writeSync } from "node:fs";
import { relative } from "node:path";
import { exit } from "node:process";
import SharedModules from "../environment.js";

/** Begins the line on standard error that names the test. */
export const FAILED = "first failure: ";

export default class FirstFailure extends SharedModules {
  #file;

  constructor(config, context) {
    super(config, context);
    this.#file = relative(config.projectConfig.rootDir, context.testPath);
  }

  handleTestEvent({ name, test }) {
    if (name !== "test_done" || test.errors.length === 0) return;
    const words = [];
    for (let at = test; at?.parent !== undefined; at = at.parent) words.unshift(at.name);
    writeSync(2, `${FAILED}${this.#file}: ${words.join(" › ")}\n`);
    exit(1);
  }
}
