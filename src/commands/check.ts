/** `kcfg check`: every request of .config fragments that does not hold, where it is written, and why. */
import { type CheckResult, checkFragments } from "../check/check-fragments.ts";
import type { Finding } from "../check/finding.ts";
import { fragmentLines, totalLine } from "../report/check.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { firstEscapedByte } from "../text/encoding.ts";
import { type Base, isBaseKeyword, openBase } from "./base.ts";
import {
  type ConfigFile,
  type LoadedTree,
  openTree,
  readConfigFile,
  styleOptions,
  wireTree,
} from "./session.ts";
import { unknownSymbol } from "./symbol-names.ts";
import type { Invocation, Verb } from "./verb.ts";

interface CheckOptions {
  readonly base?: string;
}

const HELP = `
Each line of a fragment is a request. It holds if the .config that results from the base and all fragments has what
it asks for. Exit code: 0 all hold or were overridden by a later line, 1 some do not, 2 could not be checked.

Example:
  kcfg check --base arch/x86/configs/x86_64_defconfig my.config`;

export const checkVerb: Verb<CheckOptions> = {
  declare(command) {
    command
      .argument("<fragments...>", "files with lines of a .config, merged in this order; - is standard input")
      .option(
        "--base <base>",
        "what they are merged over: a file, defconfig, allnoconfig or alldefconfig (default: kcfg.json, .config)",
      )
      .addHelpText("after", HELP);
  },
  run({ words, options, host, version }: Invocation<CheckOptions>) {
    const base = options.base;
    const loaded = openTree(
      { ...options, base: base !== undefined && isBaseKeyword(base) ? undefined : base },
      host,
    );
    if (typeof loaded === "number") return loaded;
    const opened = openBase(loaded, base);
    const read = words.map((word) => readFragment(loaded, word));
    const failures = [opened, ...read].filter((each): each is Diagnostic => "code" in each);
    if (failures.length > 0 || "code" in opened) {
      loaded.tell(failures);
      return 2;
    }
    const fragments = read.filter((each): each is ConfigFile => "dotConfig" in each);
    const result = checkFragments(
      opened.configuration,
      fragments.map(({ dotConfig }) => dotConfig),
      { unknownSymbol: (name) => unknownSymbol(loaded, name) },
    );
    if (options.format === "json") host.stdout.write(jsonAnswer(loaded, opened, fragments, result, version));
    else if (!options.quiet) host.stdout.write(textAnswer(loaded, opened, fragments, result));
    return result.holds ? 0 : 1;
  },
};

/** A fragment must be text, and be there unless it may be missing. */
export function readFragment(
  loaded: LoadedTree,
  word: string,
  options: { readonly mayBeMissing?: boolean } = {},
): ConfigFile | Diagnostic {
  const file = readConfigFile(loaded, word);
  if ("code" in file) return file;
  if (!file.exists && !options.mayBeMissing)
    return { code: "unreadable-file", severity: "error", message: `cannot read ${word}: no such file` };
  const { source } = file.dotConfig;
  const nul = source.text.indexOf("\0");
  const at = nul >= 0 ? nul : firstEscapedByte(source.text);
  if (at < 0) return file;
  return {
    code: "binary-file",
    severity: "error",
    message: `${file.path} is no text: ${nul >= 0 ? "it holds a NUL byte" : "it is not valid UTF-8"}`,
    location: source.locate({ start: at, end: at + 1 }),
  };
}

/** Findings, a line for each fragment, and the total. */
export function textAnswer(
  loaded: LoadedTree,
  base: Base,
  files: readonly ConfigFile[],
  result: CheckResult,
): string {
  const { caller, options, style, tree } = loaded;
  const shown = result.findings.filter((each) => each.severity !== "info" || options.verbose);
  const surroundings = {
    base: base.path === undefined ? base.name : "base",
    architecture: tree.architecture,
  };
  const total = totalLine(result.findings, result.fragments, surroundings, style);
  if (shown.length === 0) return total;
  const texts = new Map(files.map(({ dotConfig: { source } }) => [source.path, source.text.split(/\r?\n/)]));
  const lines = (path: string) => texts.get(path) ?? loaded.lines(path);
  const findings = renderDiagnostics(shown, { ...styleOptions(options, caller.stdout, caller), lines });
  return `${findings}\n${fragmentLines(result.fragments)}${total}`;
}

function jsonAnswer(
  { tree }: LoadedTree,
  base: Base,
  files: readonly ConfigFile[],
  { findings, verdicts, holds }: CheckResult,
  version: string,
): string {
  const count = (severity: Finding["severity"]) =>
    findings.filter((each) => each.severity === severity).length;
  return renderJson({
    command: "check",
    version,
    ok: holds,
    tree: wireTree(tree),
    inputs: [...(base.path === undefined ? [] : [{ path: base.path, exists: true }]), ...files].map(
      ({ path, exists }) => ({ path, exists }),
    ),
    summary: {
      requests: verdicts.length,
      held: verdicts.filter((each) => each.holds).length,
      errors: count("error"),
      warnings: count("warning"),
    },
    diagnostics: findings.map(wireDiagnostic),
    result: {
      base: base.name,
      requests: verdicts.map(({ request, fate, holds: held }) => ({
        symbol: request.name,
        requested: request.wanted,
        fate,
        holds: held,
        location: request.location,
      })),
    },
  });
}
