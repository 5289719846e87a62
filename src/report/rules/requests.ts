/** Pages of the rules about one request: a line that asks for a value which the result does not have. */
import type { RulePage } from "./rule.ts";

const NETWORK = `config NET
	bool "Networking"

config DRIVER
	bool "Network driver"
	depends on NET
`;

const TRANSPORT = `config NET
	bool "Networking"

config DISK
	bool "Disk"

config SYNC
	bool "Synchronization"
	depends on NET || DISK
`;

const MODULES = `config MODULES
	bool "Loadable modules"
	default y
	modules

config BUS
	tristate "Bus"

config DRIVER
	tristate "Driver"
	depends on BUS
`;

const NO_MODULES = `config MODULES
	bool "Loadable modules"
	modules

config DRIVER
	tristate "Driver"
`;

const COMPRESSION = `choice
	prompt "Compression"

config GZIP
	bool "gzip"

config XZ
	bool "xz"

endchoice
`;

const SANITIZER = `config SANITIZER
	bool "Sanitizer"
	depends on $(shell,echo y)
`;

const LIBRARY = `config LIBRARY
	bool "Library"

config PROGRAM
	bool "Program"
	select LIBRARY
`;

const HELPER = `config HELPER
	bool

config PROGRAM
	bool "Program"
	select HELPER
`;

const EXPERT = `config EXPERT
	bool "Expert settings"

config CACHE
	bool "Cache" if EXPERT
	default y
`;

const SIZE = `config LOG_SIZE
	int "Size of the log"
	range 12 25
	default 17
`;

export const requestPages = {
  "unknown-symbol": {
    about: [
      "No Kconfig file of this tree defines the name. The C tool passes over such a line without a word, so a slip of the hand, or a symbol that a newer version dropped, goes unnoticed until the feature is missing.",
      "A line that asks for n is reported as a warning only: what does not exist is off.",
    ],
    remedy: [
      "Correct the name; kcfg suggests the nearest ones, and says when the symbol exists for another architecture.",
      "If the symbol has a new name, put both into a file of renamed symbols (--renames).",
    ],
    bad: { kconfig: NETWORK, fragments: { "net.config": "CONFIG_NETT=y\n" } },
    good: { kconfig: NETWORK, fragments: { "net.config": "CONFIG_NET=y\n" } },
  },
  "unmet-dependency": {
    about: [
      "What the symbol depends on (`depends on`, an enclosing `if` or `menu`) does not hold in the result, so the symbol is dropped. The C tool does this in silence.",
      "The finding names the condition that fails and follows it to its root: a symbol that nobody asked for, or a line of another fragment that turns it off.",
    ],
    remedy: [
      "Ask for what is missing as well; where kcfg found the least change, --fix adds it.",
      "Or remove the request.",
    ],
    bad: { kconfig: NETWORK, fragments: { "driver.config": "CONFIG_DRIVER=y\n" } },
    good: { kconfig: NETWORK, fragments: { "driver.config": "CONFIG_NET=y\nCONFIG_DRIVER=y\n" } },
  },
  conflict: {
    about: [
      "Three or more lines cannot hold together, though any one of them could go and the others would hold: each line looks right by itself, and often each is in another fragment. The later ones do not take the place of the earlier ones; the rules of the tree decide which is lost.",
      "The finding stands at the line that is lost and names all the others, no more and no fewer. Where one line alone excludes the request, that one is named by the finding of its cause, such as unmet-dependency; a request can have both. Beyond 200 requests that do not hold, or 10 searches, no more conflicts are looked for: the finding of the cause stands alone.",
    ],
    remedy: ["Change or remove one of the lines."],
    bad: {
      kconfig: TRANSPORT,
      fragments: {
        "offline.config": "# CONFIG_NET is not set\n",
        "small.config": "# CONFIG_DISK is not set\n",
        "sync.config": "CONFIG_SYNC=y\n",
      },
    },
    good: {
      kconfig: TRANSPORT,
      fragments: {
        "offline.config": "# CONFIG_NET is not set\n",
        "small.config": "CONFIG_DISK=y\n",
        "sync.config": "CONFIG_SYNC=y\n",
      },
    },
  },
  "not-visible": {
    about: [
      "The symbol's dependencies hold, but its prompt cannot be seen (`if` behind the prompt, `visible if` of a menu), so what is asked for does not count and the symbol keeps its default.",
    ],
    remedy: ["Ask for what the prompt needs as well.", "Or remove the request."],
    bad: { kconfig: EXPERT, fragments: { "cache.config": "# CONFIG_CACHE is not set\n" } },
    good: {
      kconfig: EXPERT,
      fragments: { "cache.config": "CONFIG_EXPERT=y\n# CONFIG_CACHE is not set\n" },
    },
  },
  "denied-probe": {
    about: [
      "Whether the request holds rests on what a command of the tree answers, such as a test of the compiler, and commands are not run (`--probes deny`). kcfg does not guess: it names the command and its place.",
      "The same is said of what a variable decides that the tree may not read, see docs/untrusted-trees.md.",
    ],
    remedy: [
      "Record the answers where the tools are, `--probes record=FILE`, and check with `--probes replay=FILE`.",
      "Or let the commands run, if you trust the tree.",
    ],
    bad: {
      kconfig: SANITIZER,
      fragments: { "debug.config": "CONFIG_SANITIZER=y\n" },
      options: "--probes deny",
    },
    good: { kconfig: SANITIZER, fragments: { "debug.config": "CONFIG_SANITIZER=y\n" } },
  },
  promptless: {
    about: [
      "The symbol has no prompt: nobody can set it, other symbols give it its value by `select` or by its own `default`. The line has no effect, and the result happens to have another value.",
      "A line for a promptless symbol whose value holds anyway is not reported.",
    ],
    remedy: ["Ask for one of the symbols that give it its value.", "Or remove the line."],
    bad: { kconfig: HELPER, fragments: { "program.config": "CONFIG_HELPER=y\n" } },
    good: { kconfig: HELPER, fragments: { "program.config": "CONFIG_PROGRAM=y\n" } },
  },
  "forced-by-select": {
    about: [
      "Another symbol selects this one, so it cannot be turned off. `select` is a lower limit that wins over every request.",
    ],
    remedy: ["Turn off the symbols that select it.", "Or remove the request."],
    bad: {
      kconfig: LIBRARY,
      fragments: { "small.config": "CONFIG_PROGRAM=y\n# CONFIG_LIBRARY is not set\n" },
    },
    good: {
      kconfig: LIBRARY,
      fragments: { "small.config": "# CONFIG_PROGRAM is not set\n# CONFIG_LIBRARY is not set\n" },
    },
  },
  "limited-to-m": {
    about: [
      "The symbol is asked for as y, but what it depends on is m, so it can be m at most. A driver that is needed to boot is then missing when it is needed.",
    ],
    remedy: ["Ask for y of what it depends on.", "Or ask for m."],
    bad: { kconfig: MODULES, fragments: { "driver.config": "CONFIG_BUS=m\nCONFIG_DRIVER=y\n" } },
    good: { kconfig: MODULES, fragments: { "driver.config": "CONFIG_BUS=y\nCONFIG_DRIVER=y\n" } },
  },
  "no-modules": {
    about: ["The symbol is asked for as m where modules are off. It becomes y: built in."],
    remedy: ["Turn modules on.", "Or ask for y or n."],
    bad: { kconfig: NO_MODULES, fragments: { "driver.config": "CONFIG_DRIVER=m\n" } },
    good: { kconfig: NO_MODULES, fragments: { "driver.config": "CONFIG_MODULES=y\nCONFIG_DRIVER=m\n" } },
  },
  "wrong-type": {
    about: [
      "The value does not fit the symbol's type: m for a bool, a string without quotes, a number that is none. The line counts for nothing.",
    ],
    remedy: ["Write a value of the type; the finding says what one looks like."],
    bad: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=big\n" } },
    good: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=18\n" } },
  },
  "out-of-range": {
    about: ["The number is outside of the range that holds. The nearest limit takes its place."],
    remedy: ["Ask for a number within the range."],
    bad: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=30\n" } },
    good: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=25\n" } },
  },
  "lost-choice": {
    about: [
      "The symbol is a member of a choice, of which one member only can be y. A later line, or the choice's own default, makes it another one.",
    ],
    remedy: ["Ask for one member of the choice."],
    bad: { kconfig: COMPRESSION, fragments: { "image.config": "CONFIG_XZ=y\nCONFIG_GZIP=y\n" } },
    good: { kconfig: COMPRESSION, fragments: { "image.config": "CONFIG_XZ=y\n" } },
  },
} as const satisfies Readonly<Record<string, RulePage>>;
