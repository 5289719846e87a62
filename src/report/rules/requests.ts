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
      "No Kconfig file of this tree defines the name. The C tool silently ignores such a line, so a typo, or a symbol that a newer version removed, goes unnoticed until the feature is missing.",
      "A line that requests n is only a warning: what does not exist is off.",
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
      "What the symbol depends on (`depends on`, an enclosing `if` or `menu`) is not met in the result, so the request is dropped. The C tool does this silently.",
      "The finding names the condition that fails and follows it to its root: a symbol that is not requested, or a line of another fragment that turns it off.",
    ],
    remedy: [
      "Request what is missing, too; where kcfg found the smallest change, --fix adds it.",
      "Or remove the request.",
    ],
    bad: { kconfig: NETWORK, fragments: { "driver.config": "CONFIG_DRIVER=y\n" } },
    good: { kconfig: NETWORK, fragments: { "driver.config": "CONFIG_NET=y\nCONFIG_DRIVER=y\n" } },
  },
  conflict: {
    about: [
      "Three or more lines conflict: without any one of them, the others would take effect. Each line looks right by itself, and often each is in another fragment. A later line does not override an earlier one here; the rules of the tree decide which is lost.",
      "The finding is at the line that is lost and names exactly the others. Where one line alone excludes the request, the finding of its cause names it, such as unmet-dependency; a request can have both. After 200 requests that do not take effect, or 10 searches, kcfg searches for no more conflicts and reports only the cause.",
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
      "The symbol's dependencies are met, but its prompt is not visible (`if` behind the prompt, `visible if` of a menu), so the request has no effect and the symbol keeps its default.",
    ],
    remedy: ["Request what the prompt needs, too.", "Or remove the request."],
    bad: { kconfig: EXPERT, fragments: { "cache.config": "# CONFIG_CACHE is not set\n" } },
    good: {
      kconfig: EXPERT,
      fragments: { "cache.config": "CONFIG_EXPERT=y\n# CONFIG_CACHE is not set\n" },
    },
  },
  "denied-probe": {
    about: [
      "Whether the request takes effect rests on the answer of a command of the tree, such as a test of the compiler, and commands are not run (`--probes deny`). kcfg does not guess: it names the command and its place.",
      "The same is reported where it rests on a variable that the tree may not read, see docs/untrusted-trees.md.",
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
      "The symbol has no prompt, so a .config cannot set it: its value comes from its own `default`, or from symbols that `select` it. The line has no effect, and the result has another value.",
      "A line for a promptless symbol that has this value anyway is not reported.",
    ],
    remedy: [
      "Request one of the symbols that give it its value: the finding names the least change. `--fix` writes it only with `--unsafe-fixes`.",
      "Or remove the line.",
    ],
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
      "The line requests y, but a dependency of the symbol is m, so the symbol can be m at most. A driver that is needed to boot is then missing at boot.",
    ],
    remedy: ["Request y for what it depends on.", "Or request m."],
    bad: { kconfig: MODULES, fragments: { "driver.config": "CONFIG_BUS=m\nCONFIG_DRIVER=y\n" } },
    good: { kconfig: MODULES, fragments: { "driver.config": "CONFIG_BUS=y\nCONFIG_DRIVER=y\n" } },
  },
  "no-modules": {
    about: ["The line requests m where modules are off. The symbol becomes y: built in."],
    remedy: ["Turn modules on.", "Or request y or n."],
    bad: { kconfig: NO_MODULES, fragments: { "driver.config": "CONFIG_DRIVER=m\n" } },
    good: { kconfig: NO_MODULES, fragments: { "driver.config": "CONFIG_MODULES=y\nCONFIG_DRIVER=m\n" } },
  },
  "wrong-type": {
    about: [
      "The value does not fit the symbol's type: m for a bool, a string without quotes, a number that is not one. The line has no effect.",
    ],
    remedy: ["Write a value of the type; the finding says what one looks like."],
    bad: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=big\n" } },
    good: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=18\n" } },
  },
  "out-of-range": {
    about: ["The number is outside of its range. The result has the nearest limit instead."],
    remedy: ["Request a number within the range."],
    bad: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=30\n" } },
    good: { kconfig: SIZE, fragments: { "log.config": "CONFIG_LOG_SIZE=25\n" } },
  },
  "choice-conflict": {
    about: [
      "The symbol is a member of a choice, and only one member can be y. A later line, or the default of the choice, selects another one.",
    ],
    remedy: ["Request one member of the choice."],
    bad: { kconfig: COMPRESSION, fragments: { "image.config": "CONFIG_XZ=y\nCONFIG_GZIP=y\n" } },
    good: { kconfig: COMPRESSION, fragments: { "image.config": "CONFIG_XZ=y\n" } },
  },
} as const satisfies Readonly<Record<string, RulePage>>;
