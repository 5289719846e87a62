/** Pages of the rules about policies, baselines and new names: what a project says beside its fragments. */
import type { RulePage } from "./rule.ts";

const TREE = `config NET
	bool "Networking"

config DEBUG
	bool "Debugging"

config TICKS
	int "Ticks a second"
	default 250
`;

function policy(rule: string): Readonly<Record<string, string>> {
  return { "policy.json": `[\n  ${rule}\n]\n` };
}

const REQUIRED = policy('{ "symbol": "NET", "rule": "required", "reason": "the updater needs it" }');
const FORBIDDEN = policy('{ "symbol": "DEBUG", "rule": "forbidden", "reason": "it opens the device" }');
const IDLE = policy(
  '{ "symbol": "DEBUG", "rule": "forbidden", "reason": "it opens the device", "versions": ">=6.1" }',
);
const ALLOWED = policy(
  '{ "symbol": "TICKS", "rule": "allowed", "values": [100, 250], "reason": "others were never measured" }',
);
const OPTIONS = "--policy policy.json";

export const policyPages = {
  "policy-required": {
    about: [
      "A rule of the policy says which value the symbol must have, and the final configuration has another one. `required` also fails if the symbol does not exist; `optional` does not apply where it does not exist or cannot be set.",
    ],
    remedy: ["Request the value in a fragment.", "Or change the rule, if its reason is gone."],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_TICKS=100\n" },
      files: REQUIRED,
      options: OPTIONS,
    },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\n" }, files: REQUIRED, options: OPTIONS },
  },
  "policy-forbidden": {
    about: [
      "A rule of the policy says that the symbol must not have this value: without values, that it must not be on at all.",
    ],
    remedy: ["Find out with kcfg explain what turns it on, and turn that off."],
    bad: { kconfig: TREE, fragments: { "a.config": "CONFIG_DEBUG=y\n" }, files: FORBIDDEN, options: OPTIONS },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\n" }, files: FORBIDDEN, options: OPTIONS },
  },
  "policy-value": {
    about: ["A rule of the policy lists the values that the symbol may have, and it has another one."],
    remedy: ["Request one of the values."],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_TICKS=1000\n" },
      files: ALLOWED,
      options: OPTIONS,
    },
    good: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_TICKS=100\n" },
      files: ALLOWED,
      options: OPTIONS,
    },
  },
  "unreachable-policy-rule": {
    about: [
      "A rule of the policy is limited to versions or architectures, and can never apply here: the tree has no version or architecture, or none of the rule's architectures is checked (those of kcfg.json; where it names none, those of the kernel). It never finds anything, whatever the fragments contain.",
    ],
    remedy: ["Correct the name in `architectures`.", "Or remove what the tree does not have."],
    bad: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\n" }, files: IDLE, options: OPTIONS },
    good: { kconfig: TREE, fragments: { "a.config": "CONFIG_NET=y\n" }, files: FORBIDDEN, options: OPTIONS },
  },
  "unused-baseline": {
    about: [
      "The baseline lists a finding that is no longer reported. The entry would hide the same finding if it came back.",
    ],
    remedy: ["Write the baseline again: --write-baseline FILE."],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_NET=y\n" },
      files: {
        "known.json":
          '{ "kcfgBaseline": 1, "findings": [{ "fingerprint": "0123456789abcdef", "code": "override" }] }\n',
      },
      options: "--baseline known.json",
    },
    good: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_NET=y\n" },
      files: { "known.json": '{ "kcfgBaseline": 1, "findings": [] }\n' },
      options: "--baseline known.json",
    },
  },
  "stale-config": {
    about: [
      "The file is a whole .config, written by a configuration tool, and the tree has symbols that it does not mention: it is older than the tree. make olddefconfig would silently give them their defaults. Lines that no longer take effect have findings of their own.",
    ],
    remedy: [
      "List the new symbols with kcfg listnewconfig, answer them with kcfg oldconfig, and keep the result.",
    ],
    bad: {
      kconfig: TREE,
      fragments: {
        "old.config":
          "#\n# Automatically generated file; DO NOT EDIT.\n#\n# CONFIG_NET is not set\n# CONFIG_DEBUG is not set\n",
      },
    },
    good: {
      kconfig: TREE,
      fragments: {
        "new.config":
          "#\n# Automatically generated file; DO NOT EDIT.\n#\n# CONFIG_NET is not set\n# CONFIG_DEBUG is not set\nCONFIG_TICKS=250\n",
      },
    },
  },
  renamed: {
    about: [
      "The symbol has a new name: a list of renamed symbols says so (--renames, lines `OLD NEW`, or `OLD !NEW` where the new one means the opposite), or the tree still knows the old name as `transitional`.",
    ],
    remedy: ["Write the new name; --fix does it."],
    bad: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_NETWORK=y\n" },
      files: { "renames.txt": "# old, new\nCONFIG_NETWORK CONFIG_NET\n" },
      options: "--renames renames.txt",
    },
    good: {
      kconfig: TREE,
      fragments: { "a.config": "CONFIG_NET=y\n" },
      files: { "renames.txt": "# old, new\nCONFIG_NETWORK CONFIG_NET\n" },
      options: "--renames renames.txt",
    },
  },
} as const satisfies Readonly<Record<string, RulePage>>;
