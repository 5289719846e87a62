/** Random inputs of a run: .config files, the environment, the mode, what is typed. */
import { LANGUAGES } from "./languages.js";

/**
 * Modes that are compared: the words of the command line, and which files the mode reads. Grow it here. `asks`: reads
 * answers.
 */
const MODES = [
  { weight: 10, words: ["--olddefconfig"], config: true },
  { weight: 3, words: ["--alldefconfig"], all: "alldef.config" },
  { weight: 2, words: ["--allnoconfig"], all: "allno.config" },
  { weight: 2, words: ["--allyesconfig"], all: "allyes.config" },
  { weight: 3, words: ["--allmodconfig"], all: "allmod.config" },
  { weight: 4, words: ["--savedefconfig=saved"], config: true },
  { weight: 3, words: ["--defconfig=start"], start: true, config: true },
  { weight: 1, words: ["--randconfig"], all: "allrandom.config", random: true },
  { weight: 1, words: ["--listnewconfig"], config: true },
  { weight: 2, words: ["--helpnewconfig"], config: true },
  { weight: 1, words: ["--oldaskconfig"], config: true, asks: true },
  { weight: 1.5, words: ["--oldconfig"], config: true, asks: true },
  { weight: 1, words: ["--yes2modconfig"], config: true },
  { weight: 1, words: ["--mod2yesconfig"], config: true },
  { weight: 1, words: ["--mod2noconfig"], config: true },
];

const ANSWERS = ["y", "m", "n", "", "?", "2", "1?", "12", "0x1f", "text", "yes", "no"];
/** More lines than any tree has questions. */
const ENTER = "\n".repeat(400);

/**
 * Inputs of one run: { words, files, environment, input, settled }. `settled`: the .config is to be what the C tool itself
 * makes of the tree, so that little or nothing is left to change; `edit` changes such a text a little.
 * @param kernel KERNELVERSION, by which kcfg knows whose rules are meant; undefined for no kernel's
 * @param modes only modes whose first word holds one of these; all if empty
 */
export function makeInputs(random, symbols, version, kernel, modes = []) {
  const { unknownModes = [], movesFolders = false } = LANGUAGES[version];
  const wanted = MODES.filter(
    ({ words, asks }) =>
      !unknownModes.includes(words[0]) &&
      (modes.length === 0 || modes.some((mode) => words[0].includes(mode))) &&
      (!asks || mayAsk(symbols, version, words[0])),
  );
  const mode = random.weighted(wanted.map((each) => [each.weight, each]));
  const environment = kernel === undefined ? {} : { KERNELVERSION: kernel };
  if (LANGUAGES[version].isPlain) environment.FUZZ_PLACE = "sub";
  const files = {};
  const prefix = random.chance(0.04) ? random.pick(["", "FOO_", "CONFIG"]) : undefined;
  if (prefix !== undefined) environment.CONFIG_ = prefix;
  const config = () => makeConfig(random, symbols, prefix ?? "CONFIG_");

  const name = random.chance(0.05)
    ? random.pick(["other.config", "out/dir/.config", "", movesFolders ? "deep.config" : "folder"])
    : undefined;
  if (name !== undefined) environment.KCONFIG_CONFIG = name;
  if (name === "folder") files["folder/file"] = "";
  else if (mode.config && random.chance(0.85)) files[name || ".config"] = config();
  if (mode.start && random.chance(0.97)) files.start = config();
  if (symbols.some(({ isDefconfigList }) => isDefconfigList)) {
    for (const name of ["list1", "list2"]) if (random.chance(0.7)) files[name] = config();
  }
  if (mode.config && random.chance(0.05)) {
    environment.KCONFIG_DEFCONFIG_LIST = random.pick(["list1", "absent list1", "\tlist1  list2"]);
    files.list1 = config();
  }
  if (mode.all !== undefined && random.chance(0.5)) {
    environment.KCONFIG_ALLCONFIG = random.pick(["1", "", "mini.config", "mini.config"]);
    if (random.chance(0.8)) files["mini.config"] = config();
    if (random.chance(0.5)) files["all.config"] = config();
    if (random.chance(0.5)) files[mode.all] = config();
  }
  if (mode.random) {
    environment.KCONFIG_SEED = String(random.int(1000));
    if (random.chance(0.3))
      environment.KCONFIG_PROBABILITY = random.pick(["10", "30:40", "20:30:40", "90", "101"]);
  }
  if (random.chance(0.05)) environment.KCONFIG_WERROR = random.pick(["1", ""]);
  if (random.chance(0.1)) environment.KCONFIG_WARN_UNKNOWN_SYMBOLS = random.pick(["1", ""]);
  if (random.chance(version === "newest" ? 0.2 : 0.03))
    environment.KCONFIG_WARN_CHANGED_INPUT = random.pick(["1", "1", "yes", ""]);
  if (random.chance(0.05)) environment.KCONFIG_OVERWRITECONFIG = random.pick(["1", ""]);
  if (random.chance(0.3)) environment.FUZZ_WORD = random.pick(["y", "A", "some text"]);
  const silent = random.chance(0.05) ? ["-s"] : [];
  const settled = mode.config === true && name === undefined && random.chance(0.25);
  const input = mode.asks ? { input: typed(random) } : {};
  return { words: [...silent, ...mode.words, "Kconfig"], files, environment, settled, ...input };
}

/**
 * Whether a mode that asks can be compared. The older tools ask for ever for a text that nothing gives. The newest one
 * uses memory that it has freed where the text of a transitional symbol became that of its successor, and is set again.
 */
function mayAsk(symbols, version, word) {
  const isLogical = (type) => type === "bool" || type === "tristate";
  const isText = ({ types }) => ![...types].every(isLogical);
  if (LANGUAGES[version].isModal) return !symbols.some(isText);
  return word !== "--oldaskconfig" || !symbols.some((each) => each.isTransitional && isText(each));
}

function typed(random) {
  const count = random.pick([0, 3, 20]);
  const end = random.chance(0.95) ? ENTER : "";
  return `${Array.from({ length: count }, () => `${random.pick(ANSWERS)}\n`).join("")}${end}`;
}

/** A .config that the C tool wrote, as it is or with a few lines taken out, turned or moved. */
export function editConfig(random, text) {
  const lines = text.split("\n");
  for (let count = random.pick([0, 0, 1, 1, 2, 4]); count > 0 && lines.length > 1; count--) {
    const at = random.int(lines.length - 1);
    const line = lines[at];
    if (random.chance(0.3)) lines.splice(at, 1);
    else if (random.chance(0.2)) lines.splice(random.int(lines.length - 1), 0, line);
    else if (/^# .* is not set$/.test(line)) lines[at] = line.replace(/^# (.*) is not set$/, "$1=y");
    else if (line.endsWith("=m")) lines[at] = line.replace(/m$/, "y");
    else if (line.endsWith("=y"))
      lines[at] = random.chance(0.5) ? line.replace(/y$/, "m") : line.replace(/(.*)=y/, "# $1 is not set");
    else lines[at] = line.replace(/[0-9a-f]("?)$/, "7$1");
  }
  return lines.join("\n");
}

function makeConfig(random, symbols, prefix) {
  const lines = [];
  const share = random.pick([0.3, 0.7, 0.95]);
  const faults = random.chance(0.3) ? 0.15 : 0.01;
  for (const symbol of symbols) {
    while (random.chance(share)) {
      lines.push(lineOf(random, symbol, prefix, faults));
      if (!random.chance(faults)) break;
    }
  }
  if (random.chance(faults * 2)) lines.push(brokenLine(random, prefix));
  if (random.chance(0.1)) lines.push(random.pick(["", "#", "# comment", "# CONFIG_A is unset", "  "]));
  const order = random.chance(0.5) ? random.shuffled(lines) : lines;
  const end = random.chance(faults) ? "\r\n" : "\n";
  const last = random.chance(0.97) ? end : "";
  return order.length === 0 ? "" : order.join(end) + last;
}

function lineOf(random, { name, type }, prefix, faults) {
  if (random.chance(0.25)) return `# ${prefix}${name} is not set`;
  const wrong = random.chance(faults)
    ? random.pick(["bool", "tristate", "int", "hex", "string", "odd"])
    : type;
  return `${prefix}${name}=${someValue(random, wrong)}`;
}

function someValue(random, type) {
  switch (type) {
    case "bool":
      return random.pick(["y", "y", "y", "n"]);
    case "tristate":
      return random.pick(["y", "m", "m", "n"]);
    case "int":
      return random.pick(["0", "1", "5", "10", "42", "99", "-3", "1000", "-0"]);
    case "hex":
      return random.pick(["0x0", "0x5", "0x10", "ff", "0XFF", "10", "0x1000"]);
    case "string":
      return random.pick(['""', '"abc"', '"a\\"b\\\\c"', '"y"', '"10"', '"two words"', '"\xe4"']);
    default:
      return random.pick([
        "",
        "yes",
        "maybe",
        "no",
        "M",
        "08",
        "0x",
        '"open',
        '"a"b',
        '"a" ',
        "abc",
        " y",
        "1 ",
        "+1",
        "'a'",
      ]);
  }
}

function brokenLine(random, prefix) {
  return random.pick([
    `${prefix}UNKNOWN=y`,
    `# ${prefix}UNKNOWN is not set`,
    `${prefix}NOWHERE=m`,
    `${prefix}UNDEF=y`,
    `${prefix}A`,
    `${prefix}=y`,
    `# ${prefix}A is  not set`,
    `#${prefix}A is not set`,
    `# ${prefix}A is not set at all`,
    ` ${prefix}A=y`,
    `${prefix}A =y`,
    "junk",
    "A=y",
    "CONFIG_A=y",
    "\x00",
    `${prefix}y=n`,
    `${prefix}CHOICE0=y`,
  ]);
}
