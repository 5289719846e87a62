/** Pages of the rules about lines as lines: repeated, malformed, or without need. */
import type { RulePage } from "./rule.ts";

const TREE = `config NET
	bool "Networking"

config QUOTA
	int "Quota"
	default 10
`;

export const linePages = {
  override: {
    about: [
      "A later fragment sets another value for the same symbol. The later line wins; the earlier one is lost. Often that is the purpose of the later fragment, so this is a warning and does not fail the check.",
    ],
    remedy: [
      "Remove one of the lines, or say that it is meant: # kcfg: ignore[override] the lab needs no network",
    ],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_NET=y\n", "b.config": "# CONFIG_NET is not set\n" },
    },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\n", "b.config": "CONFIG_QUOTA=20\n" } },
  },
  duplicate: {
    about: ["One file sets the same symbol twice. The later line wins; the earlier one has no effect."],
    remedy: ["Remove one of the lines; --fix removes the earlier one, which changes no value."],
    bad: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\nCONFIG_QUOTA=20\nCONFIG_NET=y\n" } },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_QUOTA=20\nCONFIG_NET=y\n" } },
  },
  redundant: {
    about: [
      "The symbol has this value without the line: an earlier fragment requests the same, or, with --redundant, the base or a default already gives the value. This is information only; many teams write such lines on purpose, as a pin.",
    ],
    remedy: ["Remove the line; --redundant --fix does so, after an evaluation without all of these lines."],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "# the default\nCONFIG_QUOTA=10\n" },
      options: "--redundant",
    },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_QUOTA=20\n" }, options: "--redundant" },
  },
  "malformed-line": {
    about: [
      "The line is neither CONFIG_NAME=value, nor # CONFIG_NAME is not set, nor a comment, nor empty. It has no effect. Blanks before CONFIG_, a missing CONFIG_ and a byte order mark at the start of the file are the usual reasons.",
    ],
    remedy: ["Write the line in one of the known forms; --fix does so where it can be read in one way only."],
    bad: { kconfig: TREE, fragments: { "a.config": "NET=y\n" } },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\n" } },
  },
  "not-utf8": {
    about: [
      "A byte of the file is not part of a UTF-8 character. In a comment that is harmless; in a string the bytes go into the result unchanged. But reports, editors and code review show something else than what is there.",
    ],
    remedy: ["Save the file as UTF-8."],
    bad: { kconfig: TREE, fragments: { "a.config": "# caf\u00e9\nCONFIG_NET=y\n" } },
    good: { kconfig: TREE, fragments: { "a.config": "# cafe\nCONFIG_NET=y\n" } },
  },
  "unused-suppression": {
    about: [
      "A comment accepts a finding that is no longer reported. It would hide the next real finding of the same line.",
    ],
    remedy: ["Remove the comment."],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "# kcfg: ignore[promptless] given by the board\nCONFIG_NET=y\n" },
    },
    good: { kconfig: TREE, fragments: { "a.config": "# given by the board\nCONFIG_NET=y\n" } },
  },
  "malformed-suppression": {
    about: [
      "A comment begins with `# kcfg:` but names no rule that exists, gives no reason, or has another form than kcfg knows. It suppresses nothing.",
    ],
    remedy: [
      "Write # kcfg: ignore[rule] reason before the line, or # kcfg: ignore-file[rule] reason for the whole file. Several rules are separated by commas.",
    ],
    bad: {
      kconfig: TREE,
      fragments: {
        "a.config": "CONFIG_NET=y\n",
        "b.config": "# kcfg: ignore[override]\n# CONFIG_NET is not set\n",
      },
    },
    good: {
      kconfig: TREE,
      fragments: {
        "a.config": "CONFIG_NET=y\n",
        "b.config": "# a plain comment\nCONFIG_QUOTA=20\n",
      },
    },
  },
} as const satisfies Readonly<Record<string, RulePage>>;
