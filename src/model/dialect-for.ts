/** The dialect of a choice: of a release between those that were compared, and of a tree whose own tool has other traits. */
import { KERNEL_LEXER } from "../syntax/lexical-rules.ts";
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
import type { ConfManners, Dialect, Refusal } from "./dialect.ts";
import {
  MODAL_WORDS,
  OPTION_WORDS,
  ofProjects,
  type Rules,
  rules61,
  rules73,
  rules510,
  rules612,
} from "./dialect-rules.ts";

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
  "end of empty menus": manner((has) => ({ endsEmptyMenus: has ? "always" : "with ifs" })),
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
  "n for m without modules": manner((has) => ({ printsMWithoutModules: !has })),
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
