/** Pages of the rules about Kconfig files: what `kcfg lint` reports. */
import type { Example, RulePage } from "./rule.ts";

const lint = (kconfig: string, options?: string): Example => ({ verb: "lint", kconfig, options });

const HELP = "\thelp\n\t  What it is for, and when to say Y.\n";

/** An entry that nothing is wrong with. */
const entry = (name: string, more = "") =>
  `config ${name}\n\tbool "${name[0]}${name.slice(1).toLowerCase()}"\n${more}${HELP}`;

const NET = entry("NET");

export const kconfigPages = {
  "undefined-symbol": {
    about: [
      "A condition, a default, a select or an imply names a symbol that no Kconfig file defines. Such a name is always n: the condition is never true, the select does nothing. Most are typos, or remain from a symbol that was removed or renamed.",
      "A name that only files of other architectures define is information: it may be on there. In a comparison, a word that nothing defines is a text and not a symbol; it is reported only if the other side is a bool or tristate.",
    ],
    remedy: [
      "Correct the name; kcfg suggests the nearest ones.",
      "Or remove the condition that is never true.",
    ],
    bad: lint(`${NET}\n${entry("DRIVER", "\tdepends on NETT\n")}`),
    good: lint(`${NET}\n${entry("DRIVER", "\tdepends on NET\n")}`),
  },
  "dead-symbol": {
    about: [
      "The symbol is m or y in no configuration: its prompt is never visible, no default that can apply turns it on, and no symbol that can be on selects it. Its code is never built.",
      "This is proven for the whole tree and all answers to its prompts. A warning is true for all compilers and tools and for all architectures; what is dead only here is information. The finding shows the shortest reason.",
    ],
    remedy: [
      "Remove the symbol with the code that it guards, or correct the condition that is never true.",
      "If it is meant to be dead, as BROKEN is, accept the finding with a comment.",
    ],
    bad: lint("config HELPER\n\tbool\n"),
    good: lint(`config HELPER\n\tbool\n\n${entry("DRIVER", "\tselect HELPER\n")}`),
  },
  "always-on": {
    about: [
      "The symbol is on in every configuration. Without a prompt it is a constant, often on purpose, so this is information. With a prompt, the question has only one answer.",
    ],
    remedy: ["Remove the prompt, or what forces the symbol."],
    bad: lint(`config BASE\n\tdef_bool y\n\tselect NET\n\n${NET}`),
    good: lint(`${entry("BASE", "\tselect NET\n")}\n${NET}`),
  },
  "hidden-prompt": {
    about: [
      "The prompt, or the comment, is never visible: its condition is true in no configuration. A default or a select may still turn the symbol on; where that is impossible, only dead-symbol is reported.",
    ],
    remedy: ["Remove the prompt, or correct its condition."],
    bad: lint(`${NET}\nconfig CACHE\n\tbool "Cache" if NET && !NET\n\tdefault NET\n${HELP}`),
    good: lint(`${NET}\nconfig CACHE\n\tbool "Cache" if NET\n\tdefault NET\n${HELP}`),
  },
  "never-applies": {
    about: [
      "The condition of a default, select, imply or range, or of one of several definitions of a symbol, is true in no configuration. An int, hex or string as a condition is such a case: it is n whatever its value.",
    ],
    remedy: ["Remove the statement, or correct its condition."],
    bad: lint(
      `config SIZE\n\tint "Size"\n\tdefault 10\n${HELP}\nconfig LIMIT\n\tint "Limit"\n\tdefault SIZE if SIZE\n\tdefault 3\n${HELP}`,
    ),
    good: lint(
      `config SIZE\n\tint "Size"\n\tdefault 10\n${HELP}\nconfig LIMIT\n\tint "Limit"\n\tdefault SIZE if SIZE != 0\n\tdefault 3\n${HELP}`,
    ),
  },
  "shadowed-default": {
    about: [
      "The first default whose condition is true applies. This one follows another, or several, whose conditions cover all cases, so that it never applies.",
    ],
    remedy: ["Put the general default last, or remove the one that is never used."],
    bad: lint(`${NET}\nconfig SIZE\n\tint "Size"\n\tdefault 10\n\tdefault 20 if NET\n${HELP}`),
    good: lint(`${NET}\nconfig SIZE\n\tint "Size"\n\tdefault 20 if NET\n\tdefault 10\n${HELP}`),
  },
  "contradictory-depends": {
    about: [
      "The conditions of an entry and of the blocks around it exclude each other as they are written, whatever values the symbols have: nothing inside can be reached.",
    ],
    remedy: ["Remove one of the conditions, or move the entry out of the block."],
    bad: lint(`${NET}\nif !NET\n\n${entry("DRIVER", "\tdepends on NET\n")}\nendif\n`),
    good: lint(`${NET}\nif NET\n\n${entry("DRIVER")}\nendif\n`, "--information"),
  },
  "redundant-depends": {
    about: [
      "The other conditions of the entry, or of the blocks around it, already require this one, as they are written. What only follows from the definitions of the symbols is not reported, because it would change with them.",
      "Of several operands of `&&`, only the underlined one is meant; the note shows what requires it. An operand that is always true is reported, too. It does no harm, so it is information; lint counts them without --information.",
    ],
    remedy: ["Remove what is underlined, and its `&&`; of a whole `depends on`, the line."],
    bad: lint(`${NET}\nif NET\n\n${entry("DRIVER", "\tdepends on NET\n")}\nendif\n`, "--information"),
    good: lint(`${NET}\nif NET\n\n${entry("DRIVER")}\nendif\n`),
  },
  "unmet-select": {
    about: [
      "A select turns its target on without regard to its dependencies. Here a configuration exists in which the dependencies of the target are not met: the C tool then warns of unmet direct dependencies, and the build may fail. The configuration is part of the finding, and was evaluated.",
      "In `kcfg check` it is an error: the result of the fragments is such a configuration. `--allow unmet-select` accepts it. `kcfg set` writes one only with `--allow-unmet`.",
    ],
    remedy: [
      "Let the selecting symbol depend on what the target needs.",
      "Or let it depend on the target instead of selecting it.",
    ],
    bad: lint(`${NET}\nconfig LIBRARY\n\tbool\n\tdepends on NET\n\n${entry("DRIVER", "\tselect LIBRARY\n")}`),
    good: lint(
      `${NET}\nconfig LIBRARY\n\tbool\n\tdepends on NET\n\n${entry("DRIVER", "\tdepends on NET\n\tselect LIBRARY\n")}`,
    ),
  },
  "select-of-member": {
    about: [
      "The target is a member of a choice. The answer to its prompt and the defaults of the choice decide which member is y; select and imply have no effect.",
    ],
    remedy: ["Give the choice a default: default MEMBER if CONDITION."],
    bad: lint(
      `choice\n\tprompt "Speed"\n\n${entry("SLOW")}\n${entry("FAST")}\nendchoice\n\n${entry("GAMES", "\tselect FAST\n")}`,
    ),
    good: lint(
      `choice\n\tprompt "Speed"\n\tdefault FAST if GAMES\n\n${entry("SLOW")}\n${entry("FAST")}\nendchoice\n\n${entry("GAMES")}`,
    ),
  },
  "select-of-visible": {
    about: [
      "The target has a prompt and depends on other symbols. The kernel's manual asks to use select only for symbols without prompts and without dependencies: select overrides the answer to the prompt and ignores dependencies. This is information; where dependencies can be unmet, unmet-select reports it.",
    ],
    remedy: ["Use depends on, or imply."],
    bad: lint(
      `${NET}\n${entry("LIBRARY", "\tdepends on NET\n")}\n${entry("DRIVER", "\tdepends on NET\n\tselect LIBRARY\n")}`,
      "--information",
    ),
    good: lint(
      `${NET}\n${entry("LIBRARY", "\tdepends on NET\n")}\n${entry("DRIVER", "\tdepends on LIBRARY\n")}`,
      "--information",
    ),
  },
  "conflicting-definitions": {
    about: [
      "The symbol is defined several times, and a configuration exists in which two prompts with different texts are visible at once: one symbol looks like two. The configuration is part of the finding.",
    ],
    remedy: ["Make the conditions of the prompts exclude each other, or use one text."],
    bad: lint(`${NET}\nconfig NET\n\tbool "Telephony"\n`),
    good: lint(`${NET}\nconfig NET\n\tbool\n\tdefault y\n`),
  },
  "unused-transitional": {
    about: [
      "The symbol is `transitional`: it is read from a .config of an older tree, and a symbol with it as its default takes over the value. Here no default names it, so that the setting of an old .config is silently lost.",
    ],
    remedy: [
      "Add it as the first default of the symbol that replaced it.",
      "Or remove the entry, if the setting is gone for good.",
    ],
    bad: lint(`config OLD\n\tbool\n\ttransitional\n\n${NET}`),
    good: lint(`config OLD\n\tbool\n\ttransitional\n\n${entry("NET", "\tdefault OLD\n")}`),
  },
  "missing-help": {
    about: ["The symbol has a prompt, and none of its definitions has a help text."],
    remedy: ["Describe what the symbol does, and when to turn it on."],
    bad: lint('config NET\n\tbool "Networking"\n', "--information"),
    good: lint(NET, "--information"),
  },
  indentation: {
    about: [
      "Only with --style: attributes are one tab further in than their entry, and help text is two blanks further in than its keyword, as the kernel's coding style has it.",
    ],
    remedy: ["Indent the line as the finding shows."],
    bad: lint('config NET\n    bool "Networking"\n', "--style"),
    good: lint('config NET\n\tbool "Networking"\n', "--style"),
  },
  "old-keyword": {
    about: [
      "Only with --style: `boolean` and `---help---` are old words that newer kernels no longer accept.",
    ],
    remedy: ["Write bool, or help."],
    bad: lint('config NET\n\tboolean "Networking"\n', "--style --dialect extended"),
    good: lint('config NET\n\tbool "Networking"\n', "--style --dialect extended"),
  },
  "trailing-blanks": {
    about: ["Only with --style: the line ends with blanks or tabs."],
    remedy: ["Remove them."],
    bad: lint('config NET \n\tbool "Networking"\n', "--style"),
    good: lint('config NET\n\tbool "Networking"\n', "--style"),
  },
} as const satisfies Readonly<Record<string, RulePage>>;
