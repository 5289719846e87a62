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
      "A condition, a default, a select or an imply names a symbol that no Kconfig file defines. Such a name is n wherever it stands: the condition never holds, the select does nothing. Most are slips of the hand, or what was left behind when a symbol was removed or renamed.",
      "A name that only files of other architectures define is information: there it may be on. In a comparison, a word that nothing defines is a text, and no symbol is meant; it is reported where a bool or tristate stands on the other side.",
    ],
    remedy: ["Correct the name; kcfg suggests the nearest ones.", "Or remove what can never hold."],
    bad: lint(`${NET}\n${entry("DRIVER", "\tdepends on NETT\n")}`),
    good: lint(`${NET}\n${entry("DRIVER", "\tdepends on NET\n")}`),
  },
  "dead-symbol": {
    about: [
      "In no configuration is the symbol m or y: its prompt can never be seen, no default that could hold turns it on, and nothing that could be on selects it. The code behind it is never built.",
      "The claim is proven for the whole tree, with every prompt free to be answered. A warning holds whatever compilers and tools answer and whatever other architectures define; what is dead only here is information. The finding tells the shortest reason.",
    ],
    remedy: [
      "Remove the symbol with the code that it guards, or repair the condition that never holds.",
      "If it is kept dead on purpose, as BROKEN is, say so in a comment.",
    ],
    bad: lint("config HELPER\n\tbool\n"),
    good: lint(`config HELPER\n\tbool\n\n${entry("DRIVER", "\tselect HELPER\n")}`),
  },
  "always-on": {
    about: [
      "In every configuration the symbol is on. Without a prompt it is a constant, often on purpose, and this is information; with a prompt, the person who sees it is asked for nothing.",
    ],
    remedy: ["Remove the prompt, or what forces the symbol."],
    bad: lint(`config BASE\n\tdef_bool y\n\tselect NET\n\n${NET}`),
    good: lint(`${entry("BASE", "\tselect NET\n")}\n${NET}`),
  },
  "hidden-prompt": {
    about: [
      "The prompt, or the comment, can never be seen: its condition holds in no configuration. The symbol itself may be on by a default or a select; where it cannot, only that is reported.",
    ],
    remedy: ["Remove the prompt, or repair its condition."],
    bad: lint(`${NET}\nconfig CACHE\n\tbool "Cache" if NET && !NET\n\tdefault NET\n${HELP}`),
    good: lint(`${NET}\nconfig CACHE\n\tbool "Cache" if NET\n\tdefault NET\n${HELP}`),
  },
  "never-applies": {
    about: [
      "A default, select, imply or range stands behind a condition that holds in no configuration, or one of several definitions of a symbol does. An int, hex or string as a condition is such a case: it counts as n whatever its value is.",
    ],
    remedy: ["Remove the statement, or repair its condition."],
    bad: lint(
      `config SIZE\n\tint "Size"\n\tdefault 10\n${HELP}\nconfig LIMIT\n\tint "Limit"\n\tdefault SIZE if SIZE\n\tdefault 3\n${HELP}`,
    ),
    good: lint(
      `config SIZE\n\tint "Size"\n\tdefault 10\n${HELP}\nconfig LIMIT\n\tint "Limit"\n\tdefault SIZE if SIZE != 0\n\tdefault 3\n${HELP}`,
    ),
  },
  "shadowed-default": {
    about: [
      "The first default whose condition holds is taken. This one stands behind another, or behind several that leave nothing between them, so that its turn never comes.",
    ],
    remedy: ["Put the general default last, or remove the one that is never used."],
    bad: lint(`${NET}\nconfig SIZE\n\tint "Size"\n\tdefault 10\n\tdefault 20 if NET\n${HELP}`),
    good: lint(`${NET}\nconfig SIZE\n\tint "Size"\n\tdefault 20 if NET\n\tdefault 10\n${HELP}`),
  },
  "contradictory-depends": {
    about: [
      "The conditions of an entry and of the blocks around it exclude each other by their words alone, whatever the symbols in them are: nothing inside can ever be reached.",
    ],
    remedy: ["Remove one of the conditions, or move the entry out of the block."],
    bad: lint(`${NET}\nif !NET\n\n${entry("DRIVER", "\tdepends on NET\n")}\nendif\n`),
    good: lint(`${NET}\nif NET\n\n${entry("DRIVER")}\nendif\n`),
  },
  "redundant-depends": {
    about: [
      "The other conditions of the entry, or of the blocks around it, require this one already, by their words alone. What only follows from the definitions of the symbols is not reported: it would cease to follow when these change.",
      "Of a conjunction only the operand is meant that is underlined; the note shows what requires it. An operand of them that always holds is told as well.",
    ],
    remedy: ["Remove what is underlined, and its `&&`; of a whole `depends on`, the line."],
    bad: lint(`${NET}\nif NET\n\n${entry("DRIVER", "\tdepends on NET\n")}\nendif\n`),
    good: lint(`${NET}\nif NET\n\n${entry("DRIVER")}\nendif\n`),
  },
  "unmet-select": {
    about: [
      "A select turns its target on whatever the target depends on. Here a configuration exists in which the target's dependencies do not hold: the C tool then warns of unmet direct dependencies, and the build may fail. The configuration is part of the finding, and was evaluated.",
      "In `kcfg check` it is an error: the result of the fragments is such a configuration. `--allow unmet-select` lets it pass. `kcfg set` writes one with `--allow-unmet` only.",
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
      "The target is a member of a choice. Which member is y is decided by the person who is asked and by the defaults of the choice; select and imply do nothing to it.",
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
      "The target has a prompt and depends on other symbols. The kernel's manual asks to use select only for symbols without prompts and without dependencies: select overrides the answer to the prompt, and does not look at dependencies. This is information; where it can go wrong, unmet-select says so.",
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
      "The symbol is defined several times, and a configuration exists in which two prompts with different texts can be seen at once: one symbol is asked for twice, as if it were two. The configuration is part of the finding.",
    ],
    remedy: ["Make the conditions of the prompts exclude each other, or use one text."],
    bad: lint(`${NET}\nconfig NET\n\tbool "Telephony"\n`),
    good: lint(`${NET}\nconfig NET\n\tbool\n\tdefault y\n`),
  },
  "unused-transitional": {
    about: [
      "The symbol is `transitional`: it is read from a .config of an older tree, and a symbol that has it for its default takes over the value. Here no default names it, so that what an old .config says of it is lost without a word.",
    ],
    remedy: [
      "Give the symbol that took its place a default of it, as the first one.",
      "Or remove the entry, if the setting is gone for good.",
    ],
    bad: lint(`config OLD\n\tbool\n\ttransitional\n\n${NET}`),
    good: lint(`config OLD\n\tbool\n\ttransitional\n\n${entry("NET", "\tdefault OLD\n")}`),
  },
  "missing-help": {
    about: ["The symbol has a prompt, and none of its definitions has a help text."],
    remedy: ["Say what the symbol is for, and when to say what."],
    bad: lint('config NET\n\tbool "Networking"\n', "--information"),
    good: lint(NET, "--information"),
  },
  indentation: {
    about: [
      "Only with --style: attributes are one tab further in than their entry, and help text is two blanks further in than its keyword, as the kernel's coding style has it.",
    ],
    remedy: ["Indent the line as the finding says."],
    bad: lint('config NET\n    bool "Networking"\n', "--style"),
    good: lint('config NET\n\tbool "Networking"\n', "--style"),
  },
  "old-keyword": {
    about: [
      "Only with --style: `boolean` and `---help---` are old words that newer kernels do not know any more.",
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
