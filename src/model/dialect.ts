/** What differs between the Kconfig implementations: facts with names, which the later rooms ask for. */
import type { DotConfigDialect } from "../dotconfig/dot-config.ts";
import type { StringForm } from "../dotconfig/string-value.ts";
import type { LexicalRules } from "../syntax/lexical-rules.ts";
import type { DialectChoice, DialectName } from "../text/dialect-name.ts";

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
   * it, and without a member that can be seen it is n; a member that cannot be seen has a value as any symbol. It is
   * asked for what the greatest of its members is, and for nothing once a member comes into view that was not set.
   * `members`: it has the type of its first member, is y without one that can be seen, and such a member is n. It is
   * asked for what the last of its members is that was set to m or y.
   */
  readonly modalChoices: "first entry" | "members";
  /**
   * How several entries of a symbol or choice are taken. `one by one`: an entry that depends on nothing counts for
   * nothing beside one that does, as to what the symbol itself depends on; a choice is checked when its first entry is.
   * `together`: one such entry is enough, and checks come once all are known; a choice that has no member anywhere is
   * not checked, since its own entry is one of another project.
   */
  readonly entries: "one by one" | "together";
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
  /** Whether a symbol needs the limits of its ranges as well, so that a loop can go through them. */
  readonly limitsMakeLoops: boolean;
  /** What becomes of a select whose target has unmet dependencies: a warning, or the end of the build. */
  readonly unmetSelects: "warning" | "end of build";
  /** Where `mainmenu` may stand: before all other statements, or anywhere, the last one counting or none. */
  readonly mainmenu: "first" | "anywhere" | "ignored";
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
  /**
   * `letters`: one letter before the file says what to do, as before Linux 3.0. `5.10`: one list of options, an unknown one
   * ends the run. `6.1`, `7.3`: the two later texts.
   */
  readonly usage: "letters" | "5.10" | "6.1" | "7.3";
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
  /** Whether a menu has a line `# end of`. */
  readonly endsMenus: boolean;
  /** Which menus without entries have one too. `with ifs`: those in which an `if` stands. */
  readonly endsEmptyMenus: "always" | "with ifs" | "never";
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
  /** Whether help and warnings print m for an m that is out of date while MODULES is n, or is not known yet. */
  readonly printsMWithoutModules: boolean;
  /**
   * How the help text of a symbol is laid out. `by definition`: each with its prompt and conditions. `by prompt`: each
   * prompt with its menus, then the first definition. `by prompt, undivided`: so, and what selects it on one line,
   * whatever its value. `text alone`: nothing but the text.
   */
  readonly helpLayout: "by definition" | "by prompt" | "by prompt, undivided" | "text alone";
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
