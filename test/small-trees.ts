/** Random trees of six or seven symbols, small enough to try every assignment. */
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import type { DialectName } from "../src/text/dialect-name.ts";

export type Roll = (bound: number) => number;

/** Numbers from 0 to `bound` - 1, the same ones in every run (mulberry32). */
export function dice(seed: number): Roll {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

export function modelOf(text: string, dialect: DialectName = "linux-6.12"): Model {
  const host = memoryHost({ files: { Kconfig: text } });
  const { model, diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

export const among = <Item>(roll: Roll, items: readonly Item[]): Item => items[roll(items.length)];

/** A condition over symbols that come earlier, so that there are no loops. */
function condition(roll: Roll, names: readonly string[]): string {
  const atom = () => {
    const name = among(roll, names);
    const shape = roll(8);
    return shape === 0 ? `${name}=${among(roll, ["y", "m", "n"])}` : shape === 1 ? `${name}!=n` : name;
  };
  const term = () => (roll(4) === 0 ? `!${among(roll, names)}` : atom());
  return Array.from({ length: 1 + roll(3) }, term).reduce(
    (left, right) => `${left} ${among(roll, ["&&", "||"])} ${right}`,
  );
}

/** How MODULES is defined: for itself, or by what is a tristate, which C calculates with the state before. */
export type Modules = "plain" | "resting";

/** Six or seven symbols: bools, tristates, a choice, a number, selects and implies of what comes later. */
export function randomTree(roll: Roll, modules: Modules): string {
  const names: string[] = [];
  const lines: string[] = [];
  const later = ["F", "G"];
  const add = (name: string, body: readonly string[]) => {
    lines.push(`config ${name}`, ...body.map((line) => `\t${line}`));
    names.push(name);
  };
  const isPlain = modules === "plain";
  if (isPlain && roll(3) > 0)
    add("MODULES", ['bool "modules"', "modules", ...(roll(2) ? ["default y"] : [])]);
  add("A", [`${isPlain ? among(roll, ["bool", "tristate"]) : "tristate"} "A"`]);
  if (!isPlain) {
    if (roll(2)) add("E", ['tristate "E"', "depends on A"]);
    const rules = ["depends on A", "default y if A", "default A", "default y\n\tdepends on A=m || A=n"];
    const prompt = roll(4) === 0 ? "" : ' "modules"';
    add("MODULES", [
      `bool${prompt}`,
      "modules",
      prompt === "" ? `default ${among(roll, names)}` : among(roll, rules),
    ]);
  }
  if (roll(3) === 0) {
    add("NUMBER", ['int "number"', `default ${roll(5)}`, ...(roll(2) ? [`range ${roll(3)} 6`] : [])]);
    names.pop();
    add("BIG", ["bool", "default y", `depends on NUMBER ${among(roll, [">", "<", "=", "!="])} ${roll(6)}`]);
  }
  if (roll(2) === 0) {
    lines.push("choice", '\tprompt "one"');
    if (roll(3) === 0) lines.push(`\tdefault K2 if ${condition(roll, names)}`);
    for (const member of ["K1", "K2", "K3"].slice(0, 2 + roll(2))) {
      add(member, [`bool "${member}"`, ...(roll(3) === 0 ? ["depends on A"] : [])]);
    }
    lines.push("endchoice");
  }
  for (const name of ["B", "C", "D", "F", "G"].slice(0, 3 + roll(3))) {
    const hasPrompt = roll(4) > 0;
    add(name, [
      `${among(roll, ["bool", "tristate"])}${hasPrompt ? ` "${name}"` : ""}${hasPrompt && roll(5) === 0 ? ` if ${condition(roll, names)}` : ""}`,
      ...(roll(2) ? [`depends on ${condition(roll, names)}`] : []),
      ...(roll(3) === 0 ? [`default ${among(roll, ["y", "m", ...names])} if ${condition(roll, names)}`] : []),
      ...(roll(4) === 0 ? ["default y"] : []),
      ...(roll(3) === 0 && !later.includes(name)
        ? [`${among(roll, ["select", "imply"])} ${among(roll, later)}`]
        : []),
    ]);
  }
  // What selects aim at has to be there.
  for (const name of later) if (!names.includes(name)) add(name, ["bool"]);
  return `${lines.join("\n")}\n`;
}
