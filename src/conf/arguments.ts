/** The words of `conf`, read as its getopt_long reads them. */
import type { ConfManners } from "../model/dialect.ts";
import { type Limits, parseLimit } from "../text/budget.ts";

const modes = [
  "oldaskconfig",
  "oldconfig",
  "syncconfig",
  "defconfig",
  "savedefconfig",
  "allnoconfig",
  "allyesconfig",
  "allmodconfig",
  "alldefconfig",
  "randconfig",
  "listnewconfig",
  "helpnewconfig",
  "olddefconfig",
  "yes2modconfig",
  "mod2yesconfig",
  "mod2noconfig",
] as const;

export type ConfMode = (typeof modes)[number];

const isMode = (name: string): name is ConfMode => (modes as readonly string[]).includes(name);
const takesFile = (name: string): boolean => name === "defconfig" || name === "savedefconfig";

export interface ConfArguments {
  readonly kind: "run";
  readonly mode: ConfMode;
  /** Set where the tool takes letters (`-o`) and got one, or none at all: all is as that tool does it. */
  readonly isByLetter?: true;
  /** FILE of --defconfig and --savedefconfig. */
  readonly file?: string;
  readonly kconfig: string;
  readonly silent: boolean;
  /** `--no-cache`, `--trust-probes` and `--timings`: kcfg's own, which C does not know. */
  readonly own: ReadonlySet<OwnOption>;
  /** The word behind kcfg's own `--probes=`. */
  readonly probes?: string;
  /** What kcfg's own `--limit=NAME=NUMBER` says. */
  readonly limits: Limits;
  /** What getopt has to say; the run goes on. */
  readonly complaints: readonly string[];
}

const ownOptions = ["no-cache", "trust-probes", "timings"] as const;
export type OwnOption = (typeof ownOptions)[number];

export type ParsedConfArguments =
  | ConfArguments
  /** A complaint that a tool with letters has on standard output, or its help. */
  | {
      readonly kind: "end";
      readonly complaints: readonly string[];
      readonly text: string;
      readonly stream: "stdout" | "stderr";
      readonly exit: number;
    }
  | { readonly kind: "usage"; readonly complaints: readonly string[]; readonly text: string };

/** Whose command line it is. */
export type ArgumentManners = Pick<
  ConfManners,
  "usage" | "hasLateModes" | "oldModes" | "hasOptionalDefconfig"
>;

/** Modes that came after Linux 5.0. */
const lateModes: readonly string[] = ["helpnewconfig", "yes2modconfig", "mod2yesconfig"];

/** The modes of one tool: the last came after 5.10, some are called otherwise. */
function modesOf({ usage, hasLateModes, oldModes }: ArgumentManners): readonly string[] {
  const known = modes.filter(
    (mode) =>
      (usage !== "5.10" || mode !== "mod2noconfig") &&
      (hasLateModes || !lateModes.includes(mode)) &&
      (mode !== "syncconfig" || oldModes.silentoldconfig === undefined),
  );
  return [...known, ...Object.keys(oldModes)];
}

function usageText(manners: ArgumentManners): string {
  const { usage } = manners;
  const listed = modesOf(manners).map((mode) => (takesFile(mode) ? `  --${mode}=FILE` : `  --${mode}`));
  const list = `${listed.join("\n")}\n`;
  if (usage === "5.10") return `Usage: conf [-s] [option] <kconfig-file>\nOptions, one of:\n${list}`;
  const options = `
Generic options:
  -h, --help              Print this message and exit.
  -s, --silent            Do not print log.

Mode options:
${list}`;
  return usage === "7.3"
    ? `Usage: conf [options] kconfig_file\n${options}\nArguments:\n  kconfig_file            The top Kconfig file.\n`
    : `Usage: conf [options] <kconfig-file>\n${options}`;
}

/**
 * Options may be shortened as long as they stay unique, and may stand behind the file name; the last mode wins.
 * Unknown ones are complained about and passed over; in 5.10 they end the run. (Behaviour of C conf, which uses
 * getopt_long.)
 */
export function parseConfArguments(words: readonly string[], given: ArgumentManners): ParsedConfArguments {
  const hasLetters = given.usage === "letters";
  const manners: ArgumentManners = hasLetters ? { ...given, usage: "5.10" } : given;
  const known = [...modesOf(manners)];
  const isLong = (word: string) =>
    known.some((mode) => word === `--${mode}` || word.startsWith(`--${mode}=`));
  return hasLetters && !words.some(isLong) ? parseLetter(words, manners) : parseLong(words, manners);
}

/** What the letter before the file means. Any other one means as much as none. */
const letters: Readonly<Record<string, ConfMode>> = {
  o: "oldconfig",
  s: "syncconfig",
  d: "defconfig",
  D: "defconfig",
  n: "allnoconfig",
  m: "allmodconfig",
  y: "allyesconfig",
  r: "randconfig",
};

/** The words of a tool that looks at the first one only: `-o Config.in`, `-D FILE Config.in`, `Config.in`. */
function parseLetter(words: readonly string[], manners: ArgumentManners): ParsedConfArguments {
  // What is kcfg's own is read as everywhere.
  const { own, others } = withoutOwn(words);
  const rest = [...others];
  let mode: ConfMode = "oldaskconfig";
  let file: string | undefined;
  if (rest[0]?.startsWith("-")) {
    const letter = rest[0].charAt(1);
    rest.shift();
    if (letter === "h" || letter === "?") return ended("See README for usage info\n", "stderr", 0);
    mode = letters[letter] ?? mode;
    if (letter === "D") {
      file = rest.shift();
      if (file === undefined) return ended("conf: No default config file specified\n", "stdout", 1);
    }
  }
  if (rest.length === 0) return ended("conf: Kconfig file missing\n", "stdout", 1);
  const parsed = parseLong([...own, rest[0]], manners);
  return parsed.kind === "run" ? { ...parsed, mode, file, isByLetter: true } : parsed;
}

const ended = (text: string, stream: "stdout" | "stderr", exit: number): ParsedConfArguments => ({
  kind: "end",
  complaints: [],
  text,
  stream,
  exit,
});

/** kcfg's own options, with the words behind them, and all others. */
function withoutOwn(words: readonly string[]): { readonly own: string[]; readonly others: string[] } {
  const own: string[] = [];
  const others: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--dialect" || word === "--probes") own.push(word, words[++at] ?? "");
    else if (/^--(?:dialect|probes|limit)=/.test(word) || ownOptions.some((name) => word === `--${name}`))
      own.push(word);
    else others.push(word);
  }
  return { own, others };
}

function parseLong(words: readonly string[], manners: ArgumentManners): ParsedConfArguments {
  const { usage, oldModes, hasOptionalDefconfig } = manners;
  const optionNames: readonly string[] = [
    ...modesOf(manners),
    ...(usage === "5.10" ? [] : ["help", "silent"]),
  ];
  const endWith = (complaints: readonly string[]): ParsedConfArguments => ({
    kind: "usage",
    complaints,
    text: usageText(manners),
  });
  const isEnd = (complaints: readonly string[]) => usage === "5.10" && complaints.length > 0;
  const complaints: string[] = [];
  const names: string[] = [];
  let mode: ConfMode = "oldaskconfig";
  let file: string | undefined;
  let silent = false;
  const own = new Set<OwnOption>();
  let probes: string | undefined;
  let limits: Limits = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--") {
      names.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      names.push(word);
      continue;
    }
    if (!word.startsWith("--")) {
      for (const letter of word.slice(1)) {
        if (letter === "h" && usage !== "5.10") return endWith(complaints);
        if (letter === "s") silent = true;
        else complaints.push(`conf: invalid option -- '${letter}'`);
        if (isEnd(complaints)) return endWith(complaints);
      }
      continue;
    }
    // Only as a whole: C's own options keep the shortest forms that they have in C.
    const ownOption = ownOptions.find((name) => word === `--${name}`);
    if (ownOption !== undefined) {
      own.add(ownOption);
      continue;
    }
    if (word.startsWith("--dialect=")) continue;
    if (word === "--dialect") {
      at += 1;
      continue;
    }
    if (word.startsWith("--probes=") || word === "--probes") {
      probes = word === "--probes" ? (words[++at] ?? "") : word.slice("--probes=".length);
      continue;
    }
    if (word.startsWith("--limit=")) {
      const limit = parseLimit(word.slice("--limit=".length));
      if (limit === undefined) complaints.push(`conf: '${word}' names no limit and a number`);
      else limits = { ...limits, [limit[0]]: limit[1] };
      continue;
    }
    const equals = word.indexOf("=");
    const given = word.slice(2, equals < 0 ? undefined : equals);
    const value = equals < 0 ? undefined : word.slice(equals + 1);
    const completed = completeOption(given, optionNames, complaints, word);
    const name = completed === undefined ? undefined : (oldModes[completed] ?? completed);
    if (name !== undefined && !takesFile(name) && value !== undefined)
      complaints.push(`conf: option '--${name}' doesn't allow an argument`);
    if (isEnd(complaints)) return endWith(complaints);
    if (name === undefined || (!takesFile(name) && value !== undefined)) continue;
    if (name === "help") return endWith(complaints);
    if (name === "silent") silent = true;
    else if (isMode(name)) {
      if (takesFile(name)) {
        const isOptional = hasOptionalDefconfig && name === "defconfig";
        file = isOptional ? value : (value ?? words[++at]);
        if (!isOptional && file === undefined) {
          complaints.push(`conf: option '--${name}' requires an argument`);
          if (isEnd(complaints)) return endWith(complaints);
          continue;
        }
      }
      mode = name;
      if (name === "syncconfig") silent = true;
    }
  }
  if (names.length === 0) return endWith([...complaints, "conf: Kconfig file missing"]);
  return { kind: "run", mode, file, kconfig: names[0], silent, own, probes, limits, complaints };
}

function completeOption(
  given: string,
  optionNames: readonly string[],
  complaints: string[],
  word: string,
): string | undefined {
  if (optionNames.includes(given)) return given;
  const fitting = optionNames.filter((name) => name.startsWith(given));
  if (fitting.length === 1) return fitting[0];
  if (fitting.length === 0) complaints.push(`conf: unrecognized option '${word}'`);
  else {
    const list = fitting.map((name) => `'--${name}'`).join(" ");
    complaints.push(`conf: option '${word}' is ambiguous; possibilities: ${list}`);
  }
  return undefined;
}
