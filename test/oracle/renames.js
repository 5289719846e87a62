/** Small trees in which symbols have new names, and .config files of the time before: for test/oracle/forward.js. */

/** What the names of transitional symbols begin with. */
export const OLD = "OLD";

const TYPES = ["bool", "tristate", "int", "hex", "string"];

/** Values that a .config may hold, by type; some of them are wrong, or out of range. */
const VALUES = {
  bool: ["y", "y", "n", "m"],
  tristate: ["y", "m", "m", "n"],
  int: ["0", "7", "12", "500", "-3", "0x5", "text"],
  hex: ["0x0", "0x7", "0xff", "12", "0x1000", "text"],
  string: ['"old text"', '""', '"a\\"b"', '"y"', "bare"],
};

/** Values that a default may hold. */
const CONSTANTS = {
  bool: ["y", "n"],
  tristate: ["y", "m", "n"],
  int: ["3", "40"],
  hex: ["0x3", "0x40"],
  string: ['"of its own"', '""'],
};

/**
 * A tree with three to nine new names, most of which have an old one: { files, input }. The old names come before or
 * behind the new ones; the new ones may have a prompt, conditions, dependencies, other defaults, ranges, selects on
 * them, and further successors.
 */
export function makeRenames(random) {
  const lines = random.chance(0.8)
    ? ["config MODULES", '\tbool "Modules"', "\tmodules", ...(random.chance(0.8) ? ["\tdefault y"] : []), ""]
    : [];
  const conditions = ["SWITCH", "!SWITCH", "SWITCH && MODULES", "LEVEL", "LEVEL = y"];
  const condition = (probability) => (random.chance(probability) ? ` if ${random.pick(conditions)}` : "");
  lines.push("config SWITCH", '\tbool "Switch"', "", "config LEVEL", '\ttristate "Level"', "");

  const names = Array.from({ length: 3 + random.int(7) }, (_, index) => ({
    type: random.pick(TYPES),
    old: `${OLD}_${index}`,
    name: `NEW_${index}`,
  }));
  const entries = [];
  for (const [index, { type, old, name }] of names.entries()) {
    if (random.chance(0.9)) {
      // Rarely of another type than its successor.
      const oldType = random.chance(0.9) ? type : random.pick(TYPES);
      entries.push([`config ${old}`, `\t${oldType}`, "\ttransitional", ...(random.chance(0.2) ? HELP : [])]);
    }
    const attributes = [];
    if (random.chance(0.7)) attributes.push(`\tprompt "New ${index}"${condition(0.3)}`);
    const value = random.weighted([
      [6, old],
      [1, `${old} && ${old}`],
      [1, `${old} || SWITCH`],
    ]);
    attributes.push(`\tdefault ${type === "bool" || type === "tristate" ? value : old}${condition(0.3)}`);
    if (random.chance(0.3))
      attributes.splice(random.int(2), 0, `\tdefault ${random.pick(CONSTANTS[type])}${condition(0.5)}`);
    if (random.chance(0.2)) attributes.push(`\tdefault ${random.pick(names).old}`);
    if (random.chance(0.25)) attributes.push(`\tdepends on ${random.pick(conditions)}${condition(0.3)}`);
    if (type === "int" && random.chance(0.3)) attributes.push("\trange 5 100");
    if (type === "hex" && random.chance(0.3)) attributes.push("\trange 0x5 0x100");
    entries.push([`config ${name}`, `\t${type}`, ...attributes]);
    if (random.chance(0.3)) {
      const next = [`config NEXT_${index}`, `\t${type}${random.chance(0.5) ? ` "Next ${index}"` : ""}`];
      entries.push([...next, `\tdefault ${random.pick([name, name, old])}${condition(0.2)}`]);
    }
    if (random.chance(0.15) && (type === "bool" || type === "tristate")) {
      const word = random.pick(["select", "imply"]);
      entries.push([`config PULL_${index}`, `\t${type} "Pull"`, `\t${word} ${name}${condition(0.4)}`]);
    }
  }
  const order = random.chance(0.5) ? random.shuffled(entries) : entries;
  for (const entry of order) lines.push(...entry, "");
  const isMenu = random.chance(0.3);
  const tree = isMenu ? ['menu "All"', "", ...lines, "endmenu"] : lines;
  return {
    files: { Kconfig: `${tree.join("\n")}\n`, ".config": configOf(random, names) },
    // More lines than there are questions.
    input: random.pick(["", "y\n", "n\n?\n", "m\n\n12\n"]) + "\n".repeat(200),
  };
}

const HELP = ["\thelp", "\t  What older kernels called it."];

function configOf(random, names) {
  const lines = [];
  const say = (name, type) => {
    if (random.chance(0.15)) lines.push(`# CONFIG_${name} is not set`);
    else lines.push(`CONFIG_${name}=${random.pick(VALUES[type])}`);
  };
  if (random.chance(0.7))
    lines.push(random.pick(["CONFIG_MODULES=y", "CONFIG_MODULES=y", "# CONFIG_MODULES is not set"]));
  if (random.chance(0.5)) say("SWITCH", "bool");
  if (random.chance(0.5)) say("LEVEL", "tristate");
  for (const { old, name, type } of names) {
    if (random.chance(0.8)) say(old, type);
    if (random.chance(0.25)) say(name, type);
    if (random.chance(0.1)) say(name.replace("NEW", "NEXT"), type);
    if (random.chance(0.15)) say(name.replace("NEW", "PULL"), type);
  }
  const order = random.chance(0.4) ? random.shuffled(lines) : lines;
  return `${order.join("\n")}\n`;
}
