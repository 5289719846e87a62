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
  "invalid-statement": error("a statement that is not finished as it began"),
  "late-mainmenu": error("mainmenu is not the first statement"),
  "missing-end": error("a block has no end"),
  "no-newline-at-end": warning("the last line of a file is not ended"),
  "syntax-error": error("a statement that is no Kconfig"),
  "too-deep": error("blocks, expressions or dependencies stand in each other deeper than kcfg follows"),
  "unfinished-string": warning("a string is not closed on its line"),
  "unknown-option": error("an option that kcfg does not know"),
  "unknown-statement": error("a line begins with a word that begins no statement"),
  "unknown-to-dialect": error("a construct that the tree's Kconfig implementation does not know"),
  "unsupported-character": warning("a character that Kconfig passes over"),
  "wrong-end": error("an end that does not belong to the block that it ends"),

  // Files that Kconfig names
  "file-count": error("more files are sourced than any tree has"),
  "file-size": error("a Kconfig file is larger than any can be"),
  limit: error("the tree or a configuration takes more time or memory than any does that is meant well"),
  "include-depth": error("files source each other too deeply"),
  "missing-file": error("a file that is sourced does not exist"),
  "outside-tree": error("a path leads out of a tree that is not trusted"),
  "repeated-inclusion": error("a file is sourced a second time"),
  "recursive-inclusion": error("a file sources itself, directly or through others"),
  "unreadable-file": error("a file cannot be read"),
  "unset-environment": warning("an environment variable that is not set is read"),

  // Commands
  "denied-probe": error("something is decided by a command that was not run"),
  "malformed-recording": error("a file that is no recording of answers of commands"),
  "missing-probe": error("a recording has no answer for a command"),
  "probe-limit": error("a command takes too long or says too much"),
  "replay-environment": error("a recording was made for another environment"),

  // Macros
  "macro-arguments": error("a built-in function was given too few or too many arguments"),
  "macro-error": error("the tree refuses to be configured: $(error-if,…)"),
  "macro-info": info("the tree has something to say: $(info,…)"),
  "macro-limit": error("an expansion grows beyond all bounds"),
  "macro-name": error("a variable without a name"),
  "macro-recursion": error("a variable refers to itself"),
  "macro-unterminated": error("a reference without its closing parenthesis"),
  "macro-warning": warning("the tree warns: $(warning-if,…)"),

  // Definitions
  "blank-help": error("an empty help text"),
  "bool-tested-for-m": warning("a bool is compared with m, which it never is"),
  "choice-without-prompt": error("a choice that nobody can see"),
  "default-not-single": warning("a default of a number or string that is an expression"),
  "default-outside-choice": warning("the default of a choice is no member of it"),
  "defconfig-list-redefined": error("a second symbol names the defconfigs"),
  "dependency-cycle": error("a symbol depends on itself, directly or through others"),
  "help-redefined": error("a second help text"),
  "imply-by-value": warning("a number or string implies"),
  "imply-of-value": warning("a number or string is implied"),
  "invalid-number": warning("a default that is no number"),
  "invalid-range": warning("a range whose limits are no numbers"),
  "leading-blanks": warning("a prompt begins with blanks"),
  "member-default": error("a member of a choice has a default"),
  "member-not-bool": error("a member of a choice is no bool"),
  "member-prompt-outside": error("a member of a choice has a prompt in another entry"),
  "member-without-prompt": error("a member of a choice that nobody can see"),
  "menuconfig-without-prompt": error("a menuconfig without prompt"),
  "modules-redefined": error("a second symbol stands for modules"),
  "no-type": warning("a symbol without type"),
  "prompt-redefined": warning("a second prompt in one entry"),
  "range-without-number": warning("a range of what is no number"),
  "select-by-value": warning("a number or string selects"),
  "select-of-value": warning("a number or string is selected"),
  "transitional-with-more": error("a transitional symbol has more than a type and a help text"),
  "type-redefined": warning("a symbol is given a second type"),

  // Values
  "unmet-select": warning("a select turns on a symbol whose dependencies do not hold"),

  // Lines of a .config or fragment
  "binary-file": error("a fragment is no text"),
  "choice-override": warning("two lines give one choice two members"),
  conflict: error("lines of which each could hold, but not all of them together"),
  duplicate: warning("a symbol is set twice in one file"),
  "forced-by-select": error("a symbol cannot be turned off, because another one selects it"),
  "idle-policy": warning("a rule of the policy that can never apply here"),
  "limited-to-m": error("a symbol can be m at most"),
  "lost-choice": error("another member of the choice is y"),
  "malformed-line": error("a line that is no setting"),
  "malformed-suppression": warning("a comment for kcfg that suppresses nothing"),
  "not-utf8": warning("a fragment with bytes that are no UTF-8"),
  "no-modules": error("m is asked for where modules are off"),
  "not-visible": error("the symbol's prompt cannot be seen, though its dependencies hold"),
  "other-value": error("the result is another value"),
  "out-of-range": error("a number outside of its range"),
  override: warning("a later file sets another value"),
  "policy-forbidden": error("a value that the policy forbids"),
  "policy-required": error("a value that the policy requires is not there"),
  "policy-value": error("a value that is none of those that the policy allows"),
  promptless: warning("a symbol that nobody can set"),
  reassigned: warning("a line about a symbol that an earlier line was about"),
  redundant: info("a line without which the value holds as well"),
  "unknown-symbol": error("a name that no Kconfig file that was read defines"),
  renamed: error("a symbol that has another name now"),
  "stale-config": warning("a .config that says nothing about symbols that can be set"),
  "unused-baseline": warning("an entry of the baseline that nothing is found for any more"),
  "unused-transitional": warning("a former name whose value nothing takes over"),
  "unused-suppression": warning("a comment that suppresses what is not reported"),
  "unmet-dependency": error("what the symbol depends on does not hold"),
  "wrong-type": error("a value that the symbol's type does not have"),

  // The Kconfig files themselves, as `kcfg lint` sees them
  "always-on": info("a symbol that is on in every configuration"),
  "conflicting-definitions": warning("two definitions of a symbol show different prompts at once"),
  "contradictory-depends": warning("conditions that exclude each other"),
  "dead-symbol": warning("a symbol that can never be on"),
  "hidden-prompt": warning("a prompt that can never be seen"),
  indentation: warning("a line of Kconfig that is not indented as the kernel does it"),
  "missing-help": info("a prompt without help"),
  "never-applies": warning("a statement or definition whose conditions never hold"),
  "old-keyword": warning("an old word for a keyword"),
  "redundant-depends": warning("a dependency that other conditions require already"),
  "select-of-member": warning("a select of a choice's member, which does nothing"),
  "select-of-visible": info("a select of a symbol that has a prompt and dependencies"),
  "shadowed-default": warning("a default that never gets its turn"),
  "trailing-blanks": warning("blanks at the end of a line"),
  "undefined-symbol": warning("a name that no Kconfig file defines"),

  // The command line and the tree
  "opens-area": warning("a symbol is switched on that opens a whole area, such as EXPERT"),
  "unsafe-symbol": warning("the help of a symbol that is switched on says that it is unsafe"),
  unsatisfiable: error("no configuration has all values that are asked for"),
  contradiction: error("two values are asked for that exclude each other"),
  "malformed-baseline": error("a baseline file that kcfg did not write"),
  "malformed-patch": error("a patch that is no unified diff, or breaks off"),
  "patch-does-not-apply": error("a patch for other files or lines than the tree has"),
  "malformed-rename": error("a line of a list of renamed symbols that is none"),
  "incomplete-report": error("reports that are not all shares of one check"),
  "malformed-report": error("a file that is no report of kcfg check --format json"),
  "malformed-assignment": error("a word that is no SYM=value"),
  "no-defconfig": error("the tree does not say what its defconfig is"),
  "no-fragments": error("there is nothing to check"),
  "no-folder": error("a folder that does not exist"),
  "no-tree": error("no Kconfig tree was found"),
  "settings-key": error("kcfg.json has a key that means nothing, or has it twice"),
  "settings-syntax": error("kcfg.json is no JSON"),
  "settings-unreadable": error("kcfg.json cannot be read"),
  "settings-value": error("kcfg.json has a value of the wrong kind"),
  "unknown-rule": error("a rule of kcfg check that does not exist"),
  "unknown-architecture": error("an architecture that the kernel does not have"),
  "unknown-revision": error("a name that is neither a folder nor a revision of the repository"),
  "unknown-machine": warning("the machine's architecture cannot be told"),
  "unwritable-file": error("a file cannot be written"),
  "wrong-arguments": error("words of the command line that do not fit together"),
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type DiagnosticCode = keyof typeof codes;

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(codes, text);
}
