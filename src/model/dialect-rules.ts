/** Which implementation has which facts: the kernel's releases that were compared, and the tools of other projects. */
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { KERNEL_LEXER } from "../syntax/lexical-rules.ts";
import type { ProjectDialect } from "../text/dialect-name.ts";
import type { Dialect } from "./dialect.ts";

/** The facts of one implementation, whatever it was chosen by. */
export type Rules = Omit<Dialect, "choice" | "name">;

export const OPTION_WORDS = ["option modules", "option defconfig_list", "option allnoconfig_y"] as const;
export const MODAL_WORDS = [
  "optional",
  "named choice",
  "tristate choice",
  "choice type",
  "choice prompt by type",
] as const;

export const rules510: Rules = {
  choices: "modal",
  modalChoices: "first entry",
  entries: "one by one",
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
  limitsMakeLoops: false,
  mainmenu: "first",
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
    printsMWithoutModules: true,
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
    endsEmptyMenus: "with ifs",
    mergeScript: "6.12",
    commandFile: "5.10",
    touchesInFolders: true,
    quotesAutoConf: true,
    writesRustcCfg: false,
    locatesEntryItself: false,
  },
};

export const rules61: Rules = {
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
    endsEmptyMenus: "always",
    commandFile: "6.1",
    touchesInFolders: false,
    quotesAutoConf: false,
    writesRustcCfg: true,
    locatesEntryItself: true,
  },
};

export const rules612: Rules = {
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

export const rules73: Rules = {
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
  lexer: {
    ...KERNEL_LEXER,
    hasPathWords: true,
    tellsAtStatements: true,
    mindsCutLines: false,
    losesCutStrings: true,
  },
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
    printsMWithoutModules: false,
    helpLayout: "by prompt",
    makesFolders: false,
  },
};

const ZCONF_WORDS = [...MODAL_WORDS, ...OPTION_WORDS, ...OLD_WORDS, "option env", "unknown option"] as const;

/** Linux 4.17 and before. */
const rulesZconf: Rules = {
  ...rulesUBoot,
  lexer: { ...rulesUBoot.lexer, hasMacros: false },
  words: new Set(ZCONF_WORDS),
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
    printsMWithoutModules: false,
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
    hasQuotedChoices: true,
    hasLooseHelp: true,
  },
  optionEnv: "value and bools",
  blanks: "around prompts",
  modalChoices: "members",
  entries: "together",
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
  outOfRange: "default",
  forgetsOutOfRange: false,
  limitsMakeLoops: true,
  mainmenu: "anywhere",
  conf: { ...rules61.conf, hasLateModes: false, endsEmptyMenus: "never", defconfigList: "symbol" },
};

/** What Espressif made of it. */
const rulesEspIdf: Rules = {
  ...rulesKconfiglib,
  lexer: { ...rulesKconfiglib.lexer, hasBraces: true, hasSets: true, hasLooseHelp: false },
  mainmenu: "first",
  visibleIf: "menus",
  modulesName: undefined,
  numbers: "Python",
  outOfRange: "default",
  forgetsOutOfRange: false,
  conf: { ...rulesKconfiglib.conf, dotConfig: "sdkconfig", head: "ESP-IDF", autoConf: "syncconfig" },
};

/** Trees that are configured by a tool of their own, which is that of no kernel release. */
export const ofProjects: Readonly<Record<ProjectDialect, Rules>> = {
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
    mainmenu: "ignored",
    title: "Busybox Configuration",
    writesHidden: "all",
    refusals: new Set(["repeated inclusion"]),
    conf: {
      ...rulesZconf.conf,
      usage: "letters",
      helpLayout: "text alone",
      head: "BusyBox",
      boolName: "boolean",
      offersHelp: "where there is some",
      echo: "nothing",
    },
  },
  frontends: {
    ...rulesZconf,
    lexer: { ...rulesZconf.lexer, printsUnfinishedStrings: true },
    words: new Set([...ZCONF_WORDS, "boolean"]),
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
      printsMWithoutModules: false,
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
