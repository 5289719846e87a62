/** `kcfg menuconfig`: options, and what is said where there is no terminal. */
import { Option } from "commander";
import { renderDiagnostics } from "../report/diagnostics.ts";
import type { Trouble } from "../service/problem.ts";
import type { ServiceRequest } from "../service/service.ts";
import type { Environment, Host } from "../text/host.ts";
import { treeWords } from "./options.ts";
import { requestOf, styleOptions, tellTroubles } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface MenuconfigOptions {
  readonly keys: "default" | "mconf" | "vi" | "emacs";
  readonly theme: "auto" | "dark" | "light";
  readonly plain?: true;
  /** False with `--no-mouse`. */
  readonly mouse: boolean;
}

/** The face, which this room does not import: main.ts puts both together. */
export type RunMenuconfig = (
  host: Host,
  options: {
    readonly request: ServiceRequest;
    readonly keys: MenuconfigOptions["keys"];
    readonly theme: MenuconfigOptions["theme"];
    readonly isPainted: boolean;
    readonly isAscii: boolean;
    readonly hasMouse: boolean;
    readonly isPlain: boolean;
    readonly treeWords: readonly string[];
    tell(troubles: readonly Trouble[]): void;
  },
) => Promise<{ readonly kind: "ended"; readonly exit: number } | { readonly kind: "no-terminal" }>;

/** Terminals that cannot move their cursor. */
const isDumb = ({ TERM }: Environment): boolean => TERM === "dumb";

export function menuconfigVerb(run: RunMenuconfig): Verb<MenuconfigOptions> {
  return {
    ignores: ["--format", "--verbose", "--quiet", "--no-pager"],
    ending: {
      about: [
        "Space changes the selected entry; y, m and n set it; Enter opens a menu or a number; Esc goes back; / searches; ? explains the entry. H shows all keys. The last line of the screen shows what the selected entry can do.",
        "An entry that cannot be set offers the ways to set it, A, B and C, with all that each of them changes. u takes back any change. The .config is written by s, or at the end if you agree; the former one stays as .config.old. It is not written if it would not differ, or if another program has changed it.",
      ],
      examples: ["kcfg menuconfig", "kcfg menuconfig --keys vi", "kcfg menuconfig --config build/.config"],
      exits: { 0: "done", 2: "no terminal, an unreadable file, no tree" },
    },
    declare(command) {
      command
        .addOption(
          new Option("--keys <set>", "keys as in nconf and Kconfiglib, in mconf, in vi, or in emacs")
            .choices(["default", "mconf", "vi", "emacs"])
            .default("default"),
        )
        .addOption(
          new Option("--theme <theme>", "colours for a dark or a light screen; auto: as COLORFGBG says")
            .choices(["auto", "dark", "light"])
            .default("auto"),
        )
        .option("--plain", "work line by line, for screen readers")
        .option("--no-mouse", "leave the mouse to the terminal");
    },
    async run({ options, host }: Invocation<MenuconfigOptions>) {
      const isPlain = options.plain === true;
      if (!isPlain && isDumb(host.environment)) return refuse(DUMB, host, options);
      const { color } = styleOptions(options, host.stdout, host);
      const answer = await run(host, {
        request: requestOf({ ...options, writesConfig: true }),
        keys: options.keys,
        theme: options.theme,
        isPainted: color,
        isAscii: options.ascii === true,
        hasMouse: options.mouse,
        isPlain,
        treeWords: treeWords(options),
        tell: (troubles) => tellTroubles(troubles, host, options, (path) => linesOf(path, host)),
      });
      return answer.kind === "ended" ? answer.exit : refuse(NO_TERMINAL, host, options);
    },
  };
}

const HELP = [
  "for scripts: kcfg set SYM=value, kcfg merge, kcfg olddefconfig",
  "to see values: kcfg list, kcfg explain SYM",
];
const DUMB = {
  message: "TERM is dumb: this terminal cannot show menus",
  help: ["line by line: kcfg menuconfig --plain"],
};
const NO_TERMINAL = {
  message: "menuconfig needs a terminal for its input and its output",
  help: [...HELP, "line by line, without a terminal: kcfg menuconfig --plain"],
};

function refuse(
  { message, help }: { readonly message: string; readonly help: readonly string[] },
  host: Host,
  options: Parameters<typeof styleOptions>[0],
): number {
  const diagnostic = { code: "wrong-arguments", severity: "error", message, help } as const;
  host.stderr.write(renderDiagnostics([diagnostic], styleOptions(options, host.stderr, host)));
  return 2;
}

/** Of a file that an error is about. */
function linesOf(path: string, host: Host): readonly string[] | undefined {
  const read = host.readText(path);
  return read.ok ? read.text.split(/\r?\n/) : undefined;
}
