/** What differs between the Kconfig implementations, as data that the later rooms read. */
import { DEFAULT_PREFIX, type DotConfigDialect } from "../dotconfig/dot-config.ts";
import type { StringForm } from "../dotconfig/string-value.ts";
import { KERNEL_LEXER, type LexicalRules } from "../syntax/lexical-rules.ts";
import {
  compareReleases,
  type DialectChoice,
  type DialectName,
  type ProjectDialect,
  type Release,
  releaseOf,
  TOOL_TRAITS,
  type ToolTrait,
} from "../text/dialect-name.ts";

/** One implementation's rules. The grammar is the same for all. */
export interface Dialect {
  /** What it was chosen by; `dialectFor(choice)` is this dialect. */
  readonly choice: DialectChoice;
  readonly name: DialectName;
  /**
   * `exclusive`: exactly one visible member is y (Linux 6.10 and later). `modal`: a choice has a mode of its own,
   * may be tristate or optional (before the rewrite).
   */
  readonly choices: "exclusive" | "modal";
  /**
   * How a modal choice ends up. `first entry`: it has the type of the first entry that stands in it, not in an `if` of
   * it, and without a member that can be seen it is n; a member that cannot be seen has a value as any symbol.
   * `members`: it has the type of its first member, is y without one that can be seen, and such a member is n.
   */
  readonly modalChoices: "first entry" | "members";
  /** Of several types of a symbol, which one counts. */
  readonly retyped: "first" | "last";
  /** What a number or string is whose default or limit is a bool or tristate: "n" in any case, or that symbol's value. */
  readonly textOfLogical: "n" | "value";
  /** Whether a function that nobody defined stands for nothing, or may be one in Python that is not run. */
  readonly unknownFunctions: "nothing" | "unknown";
  /** How a file is cut into words. */
  readonly lexer: LexicalRules;
  /** Values of int and hex symbols that nothing gives a value. */
  readonly zeroInt: string;
  readonly zeroHex: string;
  /** Whether a user value out of its range is forgotten when it is read, so that the default applies. */
  readonly forgetsOutOfRange: boolean;
  /** Buckets of the C tool's symbol table; its order rules auto.conf and some messages. */
  readonly hashBuckets: number;
  /**
   * Ways to write beyond those that every implementation knows: attribute words (`optional`, `rsource`…), `option`
   * with the word behind it, and `named choice`, `tristate choice`, `choice type`, `choice prompt by type`, `unquoted`,
   * `depends on if`; `statement in choice`, `source in choice`. `all`: nothing is refused.
   */
  readonly words: ReadonlySet<string> | "all";
  /** What ends the run with an error. Elsewhere it is worth a warning, or nothing. */
  readonly refusals: ReadonlySet<Refusal>;
  /** What it does not even warn of. */
  readonly overlooks: ReadonlySet<Oversight>;
  /** Whether `$NAME` without parentheses is the variable's value. */
  readonly expandsBareDollar: boolean;
  /**
   * Whether `$NAME` in the path of a `source` and in `mainmenu` is the value that the symbol NAME has by then, as before
   * there were macros.
   */
  readonly expandsSymbols: boolean;
  /**
   * What `option env="X"` does: gives the variable's value to a symbol that is never written (or, if it is a bool,
   * written as others are), or nothing.
   */
  readonly optionEnv: "value" | "value and bools" | "ignored";
  /** Which blanks around prompts and titles count for nothing. */
  readonly blanks: "before all" | "around prompts";
  /** `patterns`: a plain `source` takes a pattern. `lenient patterns`: and what is not there is passed over. */
  readonly source: "path" | "patterns" | "lenient patterns";
  /**
   * How a file is called. `as written`: by what a `source` says. `from srctree`: what lies below `srctree`, by its path
   * from there.
   */
  readonly paths: "as written" | "from srctree";
  /** Whether `visible if` counts wherever it stands, or of menus only. */
  readonly visibleIf: "anywhere" | "menus";
  /** Whether m in the `visible if` of a menu needs MODULES for the menu's title as well; else for its prompts only. */
  readonly titlesNeedModules: boolean;
  /** The symbol that decides about m although no line says so. */
  readonly modulesName: string | undefined;
  /**
   * `capped`: an imply is limited by the direct dependency. `dropped`: it counts for nothing where that is n, and else
   * is not limited by it; a tristate that is implied to be y cannot be m.
   */
  readonly imply: "capped" | "dropped";
  /** Whether y, m and n are compared as tristates; else as words, so that n is more than m. */
  readonly comparesConstants: "as tristates" | "as words";
  /** The same for the values of bools and tristates. */
  readonly comparesLogicals: "as tristates" | "as words";
  /** What replaces a number outside of its range: the limit as it is spelled, or as a plain number. */
  readonly limits: "as spelled" | "as numbers";
  /**
   * What is a number, and what comparisons make of it: as C's strtoll has it, or as Python's int() and float(). There
   * the numbers are of any size, and 1_000, +5 and, of an int, 007 are some.
   */
  readonly numbers: "C" | "Python";
  /** What comes of a user value that is out of its range when values are calculated: the nearer limit, or a default. */
  readonly outOfRange: "limit" | "default";
  /** Whether a symbol that depends on itself ends the run, or is only told. */
  readonly loops: "refused" | "told";
  /**
   * How loops are looked for. `by dependency`: a symbol needs what it depends on, then what selects and implies it, then
   * what its properties rest on. `by property`: it needs what selects it, then what its prompts, ranges and defaults
   * rest on, their conditions with all that stands around them; what implies it is passed over. A loop ends the search
   * for others no further than it reaches.
   */
  readonly loopSearch: "by dependency" | "by property";
  /** What becomes of a select whose target has unmet dependencies: a warning, or the end of the build. */
  readonly unmetSelects: "warning" | "end of build";
  /** Title of a tree without `mainmenu`. */
  readonly title: string;
  /** Which symbols without a prompt are written though they are n. */
  readonly writesHidden: "implied" | "default n" | "all";
  /** Whether a member of a modal choice is written if it can be seen, or if its choice can be as well. */
  readonly writesMembers: "by themselves" | "with their choice";
  /** Whether `!S`, `S=n` or `S!=y` keeps an entry out of the submenu of the symbol S before it. */
  readonly negationEndsSubmenu: boolean;
  /** How the C tool behaves beside the language. */
  readonly conf: ConfManners;
}

export type Refusal =
  /** No prompt, no bool member, a default of a member… */
  | "broken choice"
  /** A prompt of a choice's member in another entry, be it in the same choice. */
  | "prompt of a member elsewhere"
  | "menuconfig without prompt"
  | "second help text"
  | "blank help text"
  | "repeated inclusion"
  /** A statement on the last line of the top file, if that line has no end. */
  | "cut last line";

export type Oversight = "blank help text" | "second help text" | "default outside of the choice";

/** Manners of one release's `conf`: its modes, messages and files. */
export interface ConfManners {
  /** `5.10`: one list of options, an unknown one ends the run. `6.1`, `7.3`: the two later texts. */
  readonly usage: "5.10" | "6.1" | "7.3";
  /** The modes that came later: `helpnewconfig`, `yes2modconfig` and `mod2yesconfig`. */
  readonly hasLateModes: boolean;
  /** Names of modes that are gone today, and of those that they mean. */
  readonly oldModes: Readonly<Record<string, string>>;
  /** Whether `--defconfig` works without a file. */
  readonly hasOptionalDefconfig: boolean;
  /** What stands before each name in a .config, where the variable CONFIG_ does not say. */
  readonly prefix: string;
  /** The variable that names the .config. */
  readonly configVariable: string;
  /** KCONFIG_WARN_CHANGED_INPUT counts. */
  readonly warnsOfChangedInput: boolean;
  /** KCONFIG_WERROR counts. */
  readonly hasWarningsAsErrors: boolean;
  /** KCONFIG_WARN_UNKNOWN_SYMBOLS counts. */
  readonly warnsOfUnknownSymbols: boolean;
  /**
   * `variable`: KCONFIG_DEFCONFIG_LIST; `symbol`: the defaults of the symbol with `option defconfig_list`, which is not
   * written but as a `written symbol`.
   */
  readonly defconfigList: "variable" | "symbol" | "written symbol";
  readonly seedStream: "stdout" | "stderr";
  /** Whose rules hold for the lines of a .config. */
  readonly dotConfig: DotConfigDialect;
  /** What a .config begins with: the title of the tree, or whose version it was made by. */
  readonly head: "title" | "ESP-IDF" | "BusyBox";
  /** Whether a menu has a line `# end of`, and one without entries too. */
  readonly endsMenus: boolean;
  readonly endsEmptyMenus: boolean;
  /** How strings stand in a .config. */
  readonly strings: StringForm;
  /** Whether a .config that would not change is left alone, and that is said. */
  readonly tellsNoChange: boolean;
  /** `always`: a mode that writes .config makes auto.conf where there is none. `syncconfig`: only that one. */
  readonly autoConf: "always" | "syncconfig";
  /** Whether tristate.conf is written beside auto.conf. */
  readonly writesTristateConf: boolean;
  /** `include/config`: the marks of a build lie there, wherever auto.conf is. */
  readonly marks: "beside auto.conf" | "include/config";
  /** KCONFIG_NEGATIVES counts: auto.conf and the header then tell of all that is no string. */
  readonly hasNegatives: boolean;
  /** Whether randconfig goes on for another round if any choice was given a member, or only if the last one was. */
  readonly randomRounds: "any choice" | "last choice";
  /** Whether --listnewconfig says a symbol's value too, and names members of choices. */
  readonly listsValues: boolean;
  /** Where it goes that a Kconfig file or a defconfig is not there. */
  readonly missingFileStream: "stdout" | "stderr";
  /** How a message calls the type. */
  readonly boolName: "bool" | "boolean";
  /** Which file of the kernel's documentation is named where a symbol depends on itself. */
  readonly loopGuide: "kconfig-language.rst" | "kconfig-language.txt";
  /** Whether that is named before each step of the loop; else behind the last one. */
  readonly guidesEachStep: boolean;
  /** How it is told that what is selected has unmet dependencies: several lines with values, or one with none. */
  readonly unmetSelect: "paragraph" | "line";
  /**
   * How the help text of a symbol is laid out. `by definition`: each with its prompt and conditions. `by prompt`: each
   * prompt with its menus, then the first definition. `by prompt, undivided`: so, and what selects it on one line,
   * whatever its value.
   */
  readonly helpLayout: "by definition" | "by prompt" | "by prompt, undivided";
  /**
   * Whether folders of a .config are made, and one of its name is an error. Else the new file is first written where
   * conf runs, and then renamed.
   */
  readonly makesFolders: boolean;
  /** Whether --oldconfig goes through all menus of a menu that has something new, or only through those that have. */
  readonly showsAllMenus: boolean;
  /** Which questions name `?` among their answers: all, or those that have a help text. */
  readonly offersHelp: "always" | "where there is some";
  /** What stands in the output for a line of input that nobody typed on a terminal. */
  readonly echo: "line" | "end of line" | "nothing";
  /** The severity of a line that sets a symbol again. */
  readonly override: "warning" | "notice";
  /** Layout of the .cmd file. */
  readonly commandFile: "5.10" | "6.1" | "6.12";
  /** Whether a build's mark for A_B is include/config/a/b.h; else it is include/config/A_B. */
  readonly touchesInFolders: boolean;
  /** Whether strings in auto.conf have quotes. */
  readonly quotesAutoConf: boolean;
  readonly writesRustcCfg: boolean;
  /** Whose words `kcfg merge` has: merge_config.sh as it was, or as it is since it makes one pass of each file. */
  readonly mergeScript: "6.12" | "7.3";
  /** Whether `Location:` in a help text begins with the entry itself. */
  readonly locatesEntryItself: boolean;
}

type Rules = Omit<Dialect, "choice" | "name">;

const OPTION_WORDS = ["option modules", "option defconfig_list", "option allnoconfig_y"] as const;
const MODAL_WORDS = [
  "optional",
  "named choice",
  "tristate choice",
  "choice type",
  "choice prompt by type",
] as const;

const rules510: Rules = {
  choices: "modal",
  modalChoices: "first entry",
  retyped: "first",
  textOfLogical: "n",
  unknownFunctions: "nothing",
  unmetSelects: "warning",
  lexer: KERNEL_LEXER,
  zeroInt: "",
  zeroHex: "",
  forgetsOutOfRange: true,
  hashBuckets: 9973,
  words: new Set([...MODAL_WORDS, ...OPTION_WORDS]),
  refusals: new Set(),
  overlooks: new Set(),
  expandsBareDollar: false,
  expandsSymbols: false,
  optionEnv: "value",
  blanks: "before all",
  source: "path",
  paths: "as written",
  visibleIf: "anywhere",
  titlesNeedModules: false,
  modulesName: undefined,
  imply: "capped",
  comparesConstants: "as tristates",
  comparesLogicals: "as tristates",
  limits: "as spelled",
  numbers: "C",
  outOfRange: "limit",
  loops: "refused",
  loopSearch: "by dependency",
  title: "Main menu",
  writesHidden: "implied",
  writesMembers: "by themselves",
  negationEndsSubmenu: false,
  conf: {
    usage: "5.10",
    hasLateModes: true,
    oldModes: {},
    hasOptionalDefconfig: false,
    prefix: DEFAULT_PREFIX,
    configVariable: "KCONFIG_CONFIG",
    head: "title",
    endsMenus: true,
    strings: "escaped",
    tellsNoChange: true,
    autoConf: "always",
    writesTristateConf: false,
    marks: "beside auto.conf",
    hasNegatives: false,
    listsValues: true,
    missingFileStream: "stderr",
    boolName: "bool",
    loopGuide: "kconfig-language.rst",
    guidesEachStep: false,
    unmetSelect: "paragraph",
    helpLayout: "by definition",
    makesFolders: true,
    showsAllMenus: false,
    offersHelp: "always",
    echo: "line",
    randomRounds: "any choice",
    override: "warning",
    warnsOfChangedInput: false,
    hasWarningsAsErrors: false,
    warnsOfUnknownSymbols: false,
    defconfigList: "symbol",
    seedStream: "stderr",
    dotConfig: "5.10",
    endsEmptyMenus: false,
    mergeScript: "6.12",
    commandFile: "5.10",
    touchesInFolders: true,
    quotesAutoConf: true,
    writesRustcCfg: false,
    locatesEntryItself: false,
  },
};

const rules61: Rules = {
  ...rules510,
  words: new Set([...MODAL_WORDS, "modules"]),
  conf: {
    ...rules510.conf,
    usage: "6.1",
    hasWarningsAsErrors: true,
    warnsOfUnknownSymbols: true,
    defconfigList: "variable",
    seedStream: "stdout",
    dotConfig: "6.1",
    endsEmptyMenus: true,
    commandFile: "6.1",
    touchesInFolders: false,
    quotesAutoConf: false,
    writesRustcCfg: true,
    locatesEntryItself: true,
  },
};

const rules612: Rules = {
  ...rules61,
  choices: "exclusive",
  zeroInt: "0",
  zeroHex: "0x0",
  forgetsOutOfRange: false,
  hashBuckets: 16384,
  words: new Set(["modules", "choice prompt by type"]),
  refusals: new Set(["broken choice", "cut last line"]),
  conf: { ...rules61.conf, dotConfig: "6.12", commandFile: "6.12" },
};

const rules73: Rules = {
  ...rules612,
  words: new Set(["modules", "transitional", "depends on if"]),
  refusals: new Set([
    ...rules612.refusals,
    "prompt of a member elsewhere",
    "menuconfig without prompt",
    "second help text",
    "blank help text",
    "repeated inclusion",
  ]),
  negationEndsSubmenu: true,
  conf: { ...rules612.conf, usage: "7.3", mergeScript: "7.3", warnsOfChangedInput: true },
};

/** Words of the tools before Linux 5.0. */
const OLD_WORDS = ["---help---", "unquoted", "statement in choice", "source in choice"] as const;

/** U-Boot's tool: Linux 4.20 with strings of its own. */
const rulesUBoot: Rules = {
  ...rules510,
  lexer: { ...KERNEL_LEXER, hasPathWords: true, tellsAtStatements: true, mindsCutLines: false },
  words: new Set([...MODAL_WORDS, ...OPTION_WORDS, ...OLD_WORDS, "unknown option"]),
  optionEnv: "ignored",
  imply: "dropped",
  comparesConstants: "as words",
  limits: "as numbers",
  conf: {
    ...rules510.conf,
    hasLateModes: false,
    hasOptionalDefconfig: true,
    endsMenus: false,
    strings: "raw",
    tellsNoChange: false,
    autoConf: "syncconfig",
    writesTristateConf: true,
    marks: "include/config",
    randomRounds: "last choice",
    helpLayout: "by prompt",
    makesFolders: false,
  },
};

/** Linux 4.17 and before. */
const rulesZconf: Rules = {
  ...rulesUBoot,
  lexer: { ...rulesUBoot.lexer, hasMacros: false },
  words: new Set([...MODAL_WORDS, ...OPTION_WORDS, ...OLD_WORDS, "option env", "unknown option"]),
  expandsSymbols: true,
  optionEnv: "value",
  loops: "told",
  loopSearch: "by property",
  title: "Linux Kernel Configuration",
  conf: {
    ...rulesUBoot.conf,
    strings: "escaped",
    loopGuide: "kconfig-language.txt",
    oldModes: { oldnoconfig: "olddefconfig" },
  },
};

const rulesCoreboot: Rules = {
  ...rules61,
  zeroInt: "0",
  zeroHex: "0x0",
  comparesConstants: "as words",
  words: new Set([...rules61.words, "source in choice"]),
  source: "lenient patterns",
  conf: {
    ...rules61.conf,
    dotConfig: "6.12",
    marks: "include/config",
    hasNegatives: true,
    override: "notice",
  },
};

/** Kconfiglib, in Python. */
const rulesKconfiglib: Rules = {
  ...rules61,
  lexer: {
    ...KERNEL_LEXER,
    hasPathWords: true,
    assignsBehindHelp: true,
    joinsAllLines: true,
    hasMenuHelp: true,
  },
  optionEnv: "value and bools",
  blanks: "around prompts",
  modalChoices: "members",
  retyped: "last",
  textOfLogical: "value",
  words: "all",
  expandsBareDollar: true,
  source: "patterns",
  paths: "from srctree",
  titlesNeedModules: true,
  modulesName: "MODULES",
  imply: "dropped",
  limits: "as numbers",
  conf: { ...rules61.conf, hasLateModes: false, endsEmptyMenus: false },
};

/** What Espressif made of it. */
const rulesEspIdf: Rules = {
  ...rulesKconfiglib,
  lexer: { ...rulesKconfiglib.lexer, hasBraces: true, hasSets: true },
  visibleIf: "menus",
  modulesName: undefined,
  numbers: "Python",
  outOfRange: "default",
  forgetsOutOfRange: false,
  conf: { ...rulesKconfiglib.conf, dotConfig: "sdkconfig", head: "ESP-IDF", autoConf: "syncconfig" },
};

/** Trees that are configured by a tool of their own, which is that of no kernel release. */
const ofProjects: Readonly<Record<ProjectDialect, Rules>> = {
  "u-boot": rulesUBoot,
  zconf: rulesZconf,
  buildroot: {
    ...rulesZconf,
    title: "Buildroot Configuration",
    conf: { ...rulesZconf.conf, prefix: "", configVariable: "BR2_CONFIG" },
  },
  busybox: {
    ...rulesZconf,
    words: "all",
    modulesName: "MODULES",
    title: "Busybox Configuration",
    writesHidden: "all",
    refusals: new Set(["repeated inclusion"]),
    conf: {
      ...rulesZconf.conf,
      head: "BusyBox",
      boolName: "boolean",
      offersHelp: "where there is some",
      echo: "nothing",
    },
  },
  frontends: {
    ...rulesZconf,
    lexer: { ...rulesZconf.lexer, printsUnfinishedStrings: true },
    title: "Configuration",
    writesHidden: "default n",
    writesMembers: "with their choice",
    comparesLogicals: "as words",
    overlooks: new Set(["blank help text", "second help text", "default outside of the choice"]),
    conf: {
      ...rulesZconf.conf,
      defconfigList: "written symbol",
      guidesEachStep: true,
      unmetSelect: "line",
      helpLayout: "by prompt, undivided",
      showsAllMenus: true,
      listsValues: false,
      boolName: "boolean",
      offersHelp: "where there is some",
      echo: "end of line",
      missingFileStream: "stdout",
      oldModes: { oldnoconfig: "olddefconfig", silentoldconfig: "syncconfig" },
    },
  },
  coreboot: rulesCoreboot,
  xen: {
    ...rules510,
    words: new Set([...rules510.words, ...OLD_WORDS]),
    comparesConstants: "as words",
    imply: "dropped",
    limits: "as numbers",
    conf: {
      ...rules510.conf,
      hasLateModes: false,
      writesTristateConf: true,
      marks: "include/config",
      helpLayout: "by prompt",
    },
  },
  "crosstool-ng": {
    ...rules510,
    comparesConstants: "as words",
    limits: "as numbers",
    conf: { ...rules510.conf, prefix: "CT_", marks: "include/config" },
  },
  kconfiglib: rulesKconfiglib,
  "esp-idf": rulesEspIdf,
  zephyr: { ...rulesKconfiglib, unknownFunctions: "unknown", unmetSelects: "end of build" },
};

const isProject = (name: DialectName): name is ProjectDialect => Object.hasOwn(ofProjects, name);

/** The releases that were compared with their C tool, the oldest first. */
const known: readonly (readonly [Release, Rules])[] = [
  [{ version: 5, patchLevel: 10 }, rules510],
  [{ version: 6, patchLevel: 1 }, rules61],
  [{ version: 6, patchLevel: 12 }, rules612],
  [{ version: 7, patchLevel: 3 }, rules73],
];

/** The first release with the new answers of choices, which were rewritten in steps from 6.9 to 6.12. */
const CHOICE_REWRITE: Release = { version: 6, patchLevel: 10 };

const NO_REFUSALS: ReadonlySet<Refusal> = new Set();

function rulesNamed(name: DialectName): Rules {
  if (name === "linux-next") return { ...rules73, words: "all", refusals: NO_REFUSALS };
  if (name === "extended") {
    const lexer = { ...KERNEL_LEXER, hasSets: true };
    return { ...rules61, lexer, words: "all", expandsBareDollar: true, source: "patterns" };
  }
  if (isProject(name)) return ofProjects[name];
  const release = releaseOf(name);
  return release === undefined ? rules73 : rulesOf(release);
}

function rulesOf(release: Release): Rules {
  const next = known.findIndex(([each]) => compareReleases(release, each) <= 0);
  if (next < 0) return rules73;
  const [nextRelease, newer] = known[next];
  if (compareReleases(release, nextRelease) === 0) return newer;
  if (next === 0) return { ...newer, words: "all" };
  const older = known[next - 1][1];
  const isBeforeRewrite = newer.choices !== older.choices && compareReleases(release, CHOICE_REWRITE) < 0;
  return {
    ...(isBeforeRewrite ? older : newer),
    words: union(older.words, newer.words),
    refusals: new Set([...older.refusals].filter((refusal) => newer.refusals.has(refusal))),
  };
}

type Words = Dialect["words"];

function union(a: Words, b: Words): Words {
  return a === "all" || b === "all" ? "all" : new Set([...a, ...b]);
}

type Change = (rules: Rules, has: boolean) => Partial<Rules>;

const words =
  (...changed: readonly string[]): Change =>
  ({ words: before }, has) => {
    if (before === "all") return {};
    const others = [...before].filter((word) => !changed.includes(word));
    return { words: new Set(has ? [...others, ...changed] : others) };
  };

const refusal =
  (each: Refusal): Change =>
  ({ refusals }, has) => ({
    refusals: new Set([...[...refusals].filter((other) => other !== each), ...(has ? [each] : [])]),
  });

const manner =
  (change: (has: boolean, conf: ConfManners) => Partial<ConfManners>): Change =>
  ({ conf }, has) => ({ conf: { ...conf, ...change(has, conf) } });

/** `special` for those that have a trait; those that lack it are otherwise as 6.1. */
const only = <Value extends string>(special: Value, has: boolean, value: Value | "6.1"): Value | "6.1" =>
  has ? special : value === special ? "6.1" : value;

/** What follows from a trait of the tree's own tool. */
const changes: Readonly<Record<ToolTrait, Change>> = {
  "option words": (rules, has) => {
    const { words: before } = words(...OPTION_WORDS)(rules, has);
    return before === undefined ? {} : words("modules")({ ...rules, words: before }, !has);
  },
  "modal choices": (rules, has) => {
    const { choices, forgetsOutOfRange, hashBuckets, conf } = has ? rules61 : rules612;
    const { dotConfig, commandFile } = conf;
    const { refusals } = rules;
    const others = [...refusals].filter((each) => each !== "broken choice" && each !== "cut last line");
    return {
      ...words(...MODAL_WORDS)(rules, has),
      choices,
      forgetsOutOfRange,
      hashBuckets,
      refusals: new Set(has ? others : [...others, "broken choice", "cut last line"]),
      conf: choices === rules.choices ? rules.conf : { ...rules.conf, dotConfig, commandFile },
    };
  },
  "zero numbers": (_, has) => {
    const { zeroInt, zeroHex } = has ? rules612 : rules61;
    return { zeroInt, zeroHex };
  },
  transitional: words("transitional"),
  "conditional dependencies": words("depends on if"),
  "negation ends submenus": (_, has) => ({ negationEndsSubmenu: has }),
  "choice prompt by type": words("choice prompt by type"),
  "refused prompt of a member elsewhere": refusal("prompt of a member elsewhere"),
  "refused menuconfig without prompt": refusal("menuconfig without prompt"),
  "refused second help text": refusal("second help text"),
  "refused blank help text": refusal("blank help text"),
  "refused repeated inclusion": refusal("repeated inclusion"),
  "short usage": manner((has, { usage }) => ({ usage: only<ConfManners["usage"]>("5.10", has, usage) })),
  "usage with arguments": manner((has, { usage }) => ({
    usage: only<ConfManners["usage"]>("7.3", has, usage),
  })),
  "changed input warning": manner((has) => ({ warnsOfChangedInput: has })),
  "warnings as errors": manner((has) => ({ hasWarningsAsErrors: has })),
  "unknown symbol warning": manner((has) => ({ warnsOfUnknownSymbols: has })),
  "defconfig list variable": manner((has) => ({ defconfigList: has ? "variable" : "symbol" })),
  "seed on standard error": manner((has) => ({ seedStream: has ? "stderr" : "stdout" })),
  "end of empty menus": manner((has) => ({ endsEmptyMenus: has })),
  "location of the entry itself": manner((has) => ({ locatesEntryItself: has })),
  "folders of touched files": manner((has) => ({ touchesInFolders: has })),
  "quoted auto.conf": manner((has) => ({ quotesAutoConf: has })),
  "fixed command file": manner((has, { commandFile }) => ({
    commandFile: only<ConfManners["commandFile"]>("5.10", has, commandFile),
  })),
  "unset behind any sign": manner((has, { dotConfig }) => ({
    dotConfig: only<ConfManners["dotConfig"]>("5.10", has, dotConfig),
  })),
  "merge in one pass": manner((has) => ({ mergeScript: has ? "7.3" : "6.12" })),
  rustc_cfg: manner((has) => ({ writesRustcCfg: has })),
  "path words": ({ lexer }, has) => ({ lexer: { ...lexer, hasPathWords: has } }),
  macros: ({ lexer }, has) => ({ lexer: { ...lexer, hasMacros: has }, expandsSymbols: !has }),
  "unquoted titles": words("unquoted"),
  "dashed help": words("---help---"),
  "statements in choices": words("statement in choice"),
  "source in choices": ({ words: before }, has) =>
    before === "all" || before.has("statement in choice")
      ? {}
      : words("source in choice")({ ...rules510, words: before }, has),
  "patterns in source": ({ source }, has) => ({
    source: has ? "lenient patterns" : source === "lenient patterns" ? "path" : source,
  }),
  "typed constants": (_, has) => ({ comparesConstants: has ? "as tristates" : "as words" }),
  "weak imply": (_, has) => ({ imply: has ? "dropped" : "capped" }),
  "limits as numbers": (_, has) => ({ limits: has ? "as numbers" : "as spelled" }),
  "raw strings": manner((has) => ({ strings: has ? "raw" : "escaped" })),
  "news of no change": manner((has) => ({ tellsNoChange: has })),
  "ends of menus": manner((has) => ({ endsMenus: has })),
  "auto.conf at each writing": manner((has) => ({ autoConf: has ? "always" : "syncconfig" })),
  "tristate.conf": manner((has) => ({ writesTristateConf: has })),
  "marks below include/config": manner((has) => ({ marks: has ? "include/config" : "beside auto.conf" })),
  "optional defconfig": manner((has) => ({ hasOptionalDefconfig: has })),
  "modes from yes to m": manner((has) => ({ hasLateModes: has })),
  negatives: manner((has) => ({ hasNegatives: has })),
  "rounds by the last choice": manner((has) => ({ randomRounds: has ? "last choice" : "any choice" })),
  "notice of overrides": manner((has) => ({ override: has ? "notice" : "warning" })),
};

const made = new Map<string, Dialect>();

/** The rules of a choice. `dialectFor({ name: "linux-6.12" })` has the rules of 6.12, whatever a tree's tool can do. */
export function dialectFor(choice: DialectChoice): Dialect {
  const key = JSON.stringify(choice);
  const before = made.get(key);
  if (before !== undefined) return before;
  let rules = rulesNamed(choice.name);
  for (const trait of TOOL_TRAITS) {
    const has = choice.traits?.[trait];
    if (has !== undefined) rules = { ...rules, ...changes[trait](rules, has) };
  }
  const dialect: Dialect = { ...rules, choice, name: choice.name };
  made.set(key, dialect);
  return dialect;
}
