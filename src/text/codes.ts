/** The register of diagnostic codes: every code that kcfg can report, how grave it is, and what it means. */
import type { Severity } from "./diagnostic.ts";

export interface CodeEntry {
  /** As it is usually reported; the case at hand may be milder. */
  readonly severity: Severity;
  /** One line, without a full stop. */
  readonly title: string;
}

const error = (title: string): CodeEntry => ({ severity: "error", title });
const warning = (title: string): CodeEntry => ({ severity: "warning", title });
const info = (title: string): CodeEntry => ({ severity: "info", title });

export const codes = {
  // The text of Kconfig files
  "invalid-statement": error("a statement that does not end as it should"),
  "late-mainmenu": error("mainmenu is not the first statement"),
  "missing-end": error("a block has no end"),
  "no-newline-at-end": warning("the last line of a file is not ended"),
  "syntax-error": error("a statement that is not Kconfig"),
  "too-deep": error("blocks, expressions or dependencies are nested deeper than kcfg follows"),
  "unfinished-string": warning("a string is not closed on its line"),
  "unknown-option": error("an option that kcfg does not know"),
  "unknown-statement": error("a line begins with an unknown word"),
  "unknown-to-dialect": error("a construct that the tree's Kconfig implementation does not know"),
  "unsupported-character": warning("a character that Kconfig ignores"),
  "wrong-end": error("an end of another kind of block"),

  // Files that Kconfig names
  "file-count": error("more files are sourced than any tree has"),
  "file-size": error("a Kconfig file is larger than any can be"),
  limit: error("the tree or a configuration exceeds a limit on time or memory"),
  "include-depth": error("files source each other too deeply"),
  "missing-file": error("a file that is sourced does not exist"),
  "outside-tree": error("a path leads out of a tree that is not trusted"),
  "repeated-inclusion": error("a file is sourced a second time"),
  "recursive-inclusion": error("a file sources itself, directly or through others"),
  "unreadable-file": error("a file cannot be read"),
  "unset-environment": warning("an environment variable that is not set is read"),

  // Commands
  "denied-probe": error("the answer rests on a command that was not run"),
  "malformed-recording": error("a file that is not a recording of commands"),
  "missing-probe": error("a recording has no answer for a command"),
  "probe-limit": error("a command takes too long or prints too much"),
  "replay-environment": error("a recording was made for another environment"),

  // Macros
  "macro-arguments": error("a built-in function was given too few or too many arguments"),
  "macro-error": error("the tree refuses to be configured: $(error-if,…)"),
  "macro-info": info("the tree prints a message: $(info,…)"),
  "macro-limit": error("an expansion grows beyond its limit"),
  "macro-name": error("a variable without a name"),
  "macro-recursion": error("a variable refers to itself"),
  "macro-unterminated": error("a reference without its closing parenthesis"),
  "macro-warning": warning("the tree warns: $(warning-if,…)"),

  // Definitions
  "blank-help": error("an empty help text"),
  "bool-tested-for-m": warning("a bool is compared with m, which is never its value"),
  "choice-without-prompt": error("a choice without a prompt"),
  "default-not-single": warning("a default of a number or string that is an expression"),
  "default-outside-choice": warning("the default of a choice is not a member of it"),
  "defconfig-list-redefined": error("a second symbol names the defconfigs"),
  "dependency-cycle": error("a symbol depends on itself, directly or through others"),
  "help-redefined": error("a second help text"),
  "imply-by-value": warning("a number or string implies"),
  "imply-of-value": warning("a number or string is implied"),
  "invalid-number": warning("a default that is not a number"),
  "invalid-range": warning("a range whose limits are not numbers"),
  "leading-blanks": warning("a prompt begins with blanks"),
  "member-default": error("a member of a choice has a default"),
  "member-not-bool": error("a member of a choice is not a bool"),
  "member-prompt-outside": error("a member of a choice has a prompt in another entry"),
  "member-without-prompt": error("a member of a choice without a prompt of its own"),
  "configdefault-with-more": error("a configdefault has more than defaults"),
  "menuconfig-without-prompt": error("a menuconfig without prompt"),
  "modules-redefined": error("a second symbol stands for modules"),
  "no-type": warning("a symbol without type"),
  "prompt-redefined": warning("a second prompt in one entry"),
  "range-without-number": warning("a range of a symbol that is not a number"),
  "select-by-value": warning("a number or string selects"),
  "select-of-value": warning("a number or string is selected"),
  "set-by-value": warning("a symbol that is no bool sets another one"),
  "set-of-logical": warning("a bool is set"),
  "set-outside-config": warning("a menu or choice sets a symbol"),
  "visible-if-outside-menu": warning("a visible if of what is no menu"),
  "transitional-with-more": error("a transitional symbol has more than a type and a help text"),
  "type-redefined": warning("a symbol has a second type"),

  // Values
  "unmet-select": warning("a select turns on a symbol whose dependencies are not met"),

  // Lines of a .config or fragment
  "binary-file": error("a fragment is not text"),
  "choice-override": warning("two lines set two members of one choice"),
  conflict: error("lines that cannot all take effect together"),
  duplicate: warning("a symbol is set twice in one file"),
  "forced-by-select": error("a symbol cannot be turned off, because another one selects it"),
  "unreachable-policy-rule": warning("a rule of the policy that can never apply here"),
  "limited-to-m": error("a symbol can be m at most"),
  "choice-conflict": error("another member of the choice is y"),
  "malformed-line": error("a line that is not a setting"),
  "malformed-suppression": warning("a comment for kcfg that suppresses nothing"),
  "not-utf8": warning("a fragment with bytes that are not UTF-8"),
  "no-modules": error("m is requested where modules are off"),
  "not-visible": error(
    "the symbol's prompt is not visible or has no effect, though its dependencies are met",
  ),
  "other-value": error("the result is another value"),
  "out-of-range": error("a number outside of its range"),
  override: warning("a later file sets another value"),
  "policy-forbidden": error("a value that the policy forbids"),
  "policy-required": error("a value that the policy requires is not there"),
  "policy-value": error("a value that the policy does not allow"),
  promptless: warning("a symbol without a prompt, which a line cannot set"),
  reassigned: warning("a line for a symbol that an earlier line sets"),
  redundant: info("a line that changes nothing"),
  "unknown-symbol": error("a name that no Kconfig file that was read defines"),
  renamed: error("a symbol that has another name now"),
  "stale-config": warning("a .config that does not mention symbols that can be set"),
  "unused-baseline": warning("an entry of the baseline that matches no finding"),
  "unused-transitional": warning("a former name whose value nothing takes over"),
  "unused-suppression": warning("a comment that suppresses what is not reported"),
  "unmet-dependency": error("a dependency of the symbol is not met"),
  "wrong-type": error("a value that the symbol's type does not have"),

  // The Kconfig files themselves, as `kcfg lint` sees them
  "always-on": info("a symbol that is on in every configuration"),
  "conflicting-definitions": warning(
    "two definitions of a symbol with different prompts that are visible at once",
  ),
  "contradictory-depends": warning("conditions that exclude each other"),
  "dead-symbol": warning("a symbol that can never be on"),
  "hidden-prompt": warning("a prompt that is never visible"),
  indentation: warning("a line that is not indented as in the kernel"),
  "missing-help": info("a prompt without help"),
  "never-applies": warning("a statement or definition whose conditions are never true"),
  "old-keyword": warning("an old word for a keyword"),
  "redundant-depends": info("a dependency that other conditions already require"),
  "select-of-member": warning("a select of a member of a choice, which has no effect"),
  "select-of-visible": info("a select of a symbol that has a prompt and dependencies"),
  "shadowed-default": warning("a default that never applies"),
  "trailing-blanks": warning("blanks at the end of a line"),
  "undefined-symbol": warning("a name that no Kconfig file defines"),

  // The command line and the tree
  "enables-broad-option": warning("a change turns on a symbol that opens a whole area, such as EXPERT"),
  "hex-without-prefix": warning("a hex is set to decimal digits without 0x, which are hexadecimal, too"),
  "unsafe-symbol": warning("a change turns on a symbol whose help or warning says that it is unsafe"),
  unsatisfiable: error("no configuration has all requested values"),
  contradiction: error("two requested values exclude each other"),
  "malformed-baseline": error("a baseline file that kcfg did not write"),
  "malformed-patch": error("a patch that is not a unified diff, or is cut off"),
  "patch-does-not-apply": error("a patch for other files or lines than the tree has"),
  "malformed-rename": error("a malformed line in a list of renamed symbols"),
  "incomplete-report": error("reports that are not all parts of one check"),
  "malformed-report": error("a file that is not a report of kcfg check --format json"),
  "malformed-assignment": error("a word that is not SYM=value"),
  "no-defconfig": error("the tree does not name its defconfig"),
  "no-fragments": error("there is nothing to check"),
  "no-folder": error("a folder that does not exist"),
  "no-tree": error("no Kconfig tree was found"),
  "settings-key": error("kcfg.json has an unknown key, or a key twice"),
  "settings-syntax": error("kcfg.json is not JSON"),
  "settings-unreadable": error("kcfg.json cannot be read"),
  "settings-value": error("kcfg.json has a value of the wrong kind"),
  "unknown-rule": error("a rule of kcfg check that does not exist"),
  "unknown-architecture": error("an architecture that the kernel does not have"),
  "unknown-revision": error("a name that is neither a folder nor a revision of the repository"),
  "unknown-machine": warning("the machine's architecture is unknown"),
  "unwritable-file": error("a file cannot be written"),
  "wrong-arguments": error("words of the command line that do not go together"),
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type DiagnosticCode = keyof typeof codes;

/** Names that codes had before: whoever wrote one is understood. */
const FORMER_NAMES: ReadonlyMap<string, DiagnosticCode> = new Map([
  ["lost-choice", "choice-conflict"],
  ["idle-policy", "unreachable-policy-rule"],
  ["opens-area", "enables-broad-option"],
]);

/** The code that a person names; undefined if none has this name or had it. */
export function codeNamed(text: string): DiagnosticCode | undefined {
  return isDiagnosticCode(text) ? text : FORMER_NAMES.get(text);
}

/** The name that a code had first, by which a baseline knows its findings. */
export function firstNameOf(code: string): string {
  for (const [former, present] of FORMER_NAMES) if (present === code) return former;
  return code;
}

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(codes, text);
}
