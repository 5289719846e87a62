/** What is said of what names a tree: kcfg.json, policies, patches, revisions, the machine, the search itself. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { DIALECT_NAMES } from "../text/dialect-name.ts";
import { type FindTreeResult, findTree } from "../workspace/find-tree.ts";
import type {
  Fault,
  MachineFault,
  PatchFault,
  SettingsFault,
  WorkspaceFinding,
} from "../workspace/finding.ts";
import type { Found, Origin } from "../workspace/found.ts";
import { TOP_KCONFIG } from "../workspace/locate.ts";
import type { TreeNote } from "../workspace/projects/project.ts";
import { SETTINGS_FILE } from "../workspace/settings.ts";
import { noJsonText } from "./json-words.ts";

/** The finding with its words. */
export function wordedWorkspace({ fault, ...data }: WorkspaceFinding): Diagnostic {
  const words = wordsOf(fault);
  return { ...data, ...(typeof words === "string" ? { message: words } : words) };
}

/** What `findTree` finds, worded at once, as programs get it. */
export interface WordedTree extends Omit<FindTreeResult, "diagnostics"> {
  readonly diagnostics: readonly Diagnostic[];
}

/** As `findTree`, with the words of what is wrong. */
export function findTreeInWords(...asked: Parameters<typeof findTree>): WordedTree {
  const found = findTree(...asked);
  return { ...found, diagnostics: found.diagnostics.map(wordedWorkspace) };
}

/** A message, or one with notes and help. */
type Words = string | Pick<Diagnostic, "message" | "notes" | "help">;

function wordsOf(fault: Fault): Words {
  switch (fault.kind) {
    case "no-tree-above":
      return {
        message: `no ${TOP_KCONFIG} file in ${fault.folder} or above`,
        help: [
          "go to the tree, or name its top file with --kconfig FILE",
          `or write a ${SETTINGS_FILE} that says where it is: {"tree": "path/to/tree"}`,
        ],
      };
    case "no-such-file":
      return `${fault.path} does not exist`;
    case "no-kconfig-in":
      return `${fault.path} is a folder without a ${TOP_KCONFIG} file`;
    case "no-tree-of-settings": {
      const { settings, kconfig, folder, namesFolder } = fault;
      return {
        message: `${settings} names a tree without ${kconfig}: ${folder}`,
        help: [
          namesFolder
            ? `correct "tree" or "kconfig" in ${settings}`
            : `say where the tree is: "tree": "path/to/tree"`,
        ],
      };
    }
    case "no-revision":
      return fault.isRepository
        ? `git knows no revision ${fault.revision}`
        : `${fault.revision} is neither a folder nor a revision: there is no git repository here`;
    case "unreadable":
      return `cannot read ${fault.path}: ${fault.message}`;
    case "json":
      return noJsonText(fault.path, fault.fault);
    case "no-rules":
      return "a policy is a list of rules";
    case "no-rule":
      return "a rule of a policy is an object";
    case "no-rule-symbol":
      return 'a rule names a symbol: "symbol"';
    case "no-rule-reason":
      return `the rule of ${fault.symbol} gives no reason`;
    case "no-rule-values":
      return `the rule of ${fault.symbol} allows no values: "values"`;
    case "rule-kind":
      return `the rule of ${fault.symbol} must be one of ${fault.kinds.join(", ")}`;
    case "rule-severity":
      return "'severity' is error or warning";
    case "rule-versions":
      return 'versions are limits such as ">=6.1 <6.13"';
    case "unknown-machine":
    case "unknown-architecture":
      return machineWords(fault);
    case "no-patch":
    case "hunk-without-file":
    case "cut-hunk":
    case "long-hunk":
    case "patch-elsewhere":
    case "patch-without-file":
    case "patch-misfit":
      return patchWords(fault);
    default:
      return settingsWords(fault);
  }
}

function settingsWords(fault: SettingsFault): Words {
  const { name } = fault;
  switch (fault.kind) {
    case "repeated-key":
      return `key '${name}' is there twice`;
    case "unknown-key":
      return unknownKeyWords(fault);
    case "wrong-type": {
      const help = HELP_BY_TYPE[fault.wanted];
      const message = `${NAMED[fault.of](name)} must be ${TYPES[fault.wanted]}`;
      return help === undefined ? message : { message, help: [help] };
    }
    case "empty":
      return { message: `'${name}' is empty`, help: [`leave '${name}' out to have the default`] };
    case "nul":
      return `${NAMED[fault.of](name)} contains a NUL character`;
    case "unknown-dialect":
      return { message: `unknown dialect '${name}'`, help: [`use one of ${DIALECT_NAMES.join(", ")}`] };
    case "no-variable":
      return `'${name}' cannot name a variable`;
  }
}

type WrongType = Extract<SettingsFault, { kind: "wrong-type" }>;

const NAMED: Readonly<Record<WrongType["of"], (name: string) => string>> = {
  key: (name) => `'${name}'`,
  variable: (name) => `environment '${name}'`,
  limit: (name) => `the limit '${name}'`,
};

const TYPES: Readonly<Record<WrongType["wanted"], string>> = {
  string: "a string",
  "string-list": "a string or a list of strings",
  object: "an object",
  "string-map": "an object of strings",
  "number-map": "an object of numbers",
  number: "a number above 0",
};

const HELP_BY_TYPE: Readonly<Partial<Record<WrongType["wanted"], string>>> = {
  "string-map": 'write {"CC": "gcc"}',
  "number-map": 'write {"bytes": 500000000}',
};

function unknownKeyWords({
  name,
  within,
  keys,
  near,
}: Extract<SettingsFault, { kind: "unknown-key" }>): Words {
  const list = keys.join(", ");
  if (within === "limits") return { message: `unknown limit '${name}'`, help: [`the limits are ${list}`] };
  const where = within === "check" ? " in 'check'" : within === "rule" ? " in a rule" : "";
  return {
    message: `unknown key '${name}'${where}`,
    help: [near === undefined ? `the keys are ${list}` : `did you mean '${near}'?`],
  };
}

function machineWords(fault: MachineFault): Words {
  if (fault.kind === "unknown-architecture") {
    const { version, architecture, known, near } = fault;
    return {
      message: `linux ${version} has no architecture '${architecture}'`,
      help: [
        ...(near.length === 0 ? [] : [`did you mean ${near.join(" or ")}?`]),
        `the architectures are ${known.join(", ")}`,
      ],
    };
  }
  const { fallback, because } = fault;
  const why =
    typeof because === "number"
      ? `exit code ${because}`
      : typeof because === "string"
        ? because
        : "it was not run";
  return {
    message: `cannot determine this machine's architecture, using ${fallback}`,
    notes: [{ message: `uname -m: ${why}` }],
    help: ["name one with --arch"],
  };
}

function patchWords(fault: PatchFault): Words {
  switch (fault.kind) {
    case "no-patch":
      return "this is not a unified diff: it has no lines --- and +++";
    case "hunk-without-file":
      return "a hunk without the names of its file before it";
    case "cut-hunk":
      return `the hunk ends here, and ${fault.missing} lines of it are missing`;
    case "long-hunk":
      return "the hunk has more lines than its head says";
    case "patch-elsewhere": {
      const rest = fault.missing.length - MOST_NAMES;
      const names = [...fault.missing.slice(0, MOST_NAMES), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
      return {
        message: `the tree has no file that the patch changes; looked for, from the tree's folder: ${names}`,
        help: [
          "paths may start in the tree's folder or at the top of its git repository: name the tree that it is for",
        ],
      };
    }
    case "patch-without-file":
      return `the patch does not apply to ${fault.path}: there is no such file`;
    case "patch-misfit": {
      const { path, line, shown, there } = fault;
      return {
        message: `the patch does not apply to ${path}: its line ${line} is not as the patch has it, nor are these lines elsewhere`,
        notes: [
          {
            message: there === undefined ? "the file ends before this line" : `here it says: ${there}`,
            location: { path, line: shown },
          },
        ],
      };
    }
  }
}

/** Names in a message before the rest is counted. */
const MOST_NAMES = 5;

/** `dialect linux-6.12, from Makefile and scripts/kconfig`. */
export function foundText({ what, name, value, from }: Found): string {
  if (what === "made") {
    const files = value === "1" ? "1 file" : `${value} files`;
    return `made ${files}, from what the build of ${originText(from)} makes`;
  }
  const subject = what === "variable" ? `${name}=${value}` : what === "tree" ? value : `${what} ${value}`;
  return `${subject}, from ${originText(from)}`;
}

function originText(from: Found["from"]): string {
  if (typeof from === "string") return from;
  return "kind" in from ? PROJECT_ORIGINS[from.kind] : from.join(" and ");
}

const PROJECT_ORIGINS: Readonly<Record<Exclude<Origin, string>["kind"], string>> = {
  tool: "the tool's own",
  tree: "the tree",
  "all-components": "all components",
  "all-boards": "no build folder: all boards",
  board: "no build folder: the board's name",
  cmake: "CMake's default",
};

/** What a person has to know of a tree: a sentence without a stop. */
export function treeNoteText(note: TreeNote): string {
  switch (note) {
    case "no-build:components":
      return "there is no build folder, so all components of ESP-IDF and of the project are read; idf.py reconfigure makes one";
    case "no-build:devicetree":
      return "there is no build folder, so what devicetree and modules say is not known; west build -b BOARD --cmake-only makes one";
    case "no-build:boards":
      return "there is no build folder, so Zephyr is read for all boards at once, and values are those of no board; west build -b BOARD --cmake-only makes one";
  }
}
