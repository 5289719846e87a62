/** `kcfg merge`: what the kernel's merge_config.sh does, in one process, and why a request does not hold. */
import { checkFragments } from "../check/check-fragments.ts";
import { ConfConfiguration } from "../conf/conf-configuration.ts";
import { type DotConfigLine, parseDotConfig } from "../dotconfig/dot-config.ts";
import { mergeDotConfigs, type Redefinition } from "../dotconfig/merge.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig } from "../evaluate/read.ts";
import { setAll } from "../evaluate/set-all.ts";
import { N } from "../evaluate/tristate.ts";
import { unknownPartOf } from "../evaluate/unknown-file.ts";
import { writeDotConfig, writeOptionsOf } from "../evaluate/write.ts";
import { renderCheckText } from "../report/check.ts";
import { checkedRun, checkReport } from "../report/check-report.ts";
import { baseText, fragmentText, mismatchText, STRICT_TEXT } from "../report/merge-script.ts";
import { safeLine } from "../report/safe-text.ts";
import { unknownFileDiagnostic } from "../report/unknown.ts";
import { type ConfigFile, readFragment, unwritable } from "../service/config-file.ts";
import { unknownName } from "../service/names.ts";
import { isTrouble } from "../service/problem.ts";
import { configPath } from "../service/session.ts";
import { SourceFile } from "../text/source-file.ts";
import type { SharedOptions } from "./options.ts";
import { linesInTree } from "./outputs.ts";
import { type LoadedTree, openTree, styleOptions, wireTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface MergeOptions {
  readonly mergeOnly?: true;
  readonly allno?: true;
  readonly redundant?: true;
  readonly strict?: true;
  readonly builtIn?: true;
  readonly output?: string;
  readonly quietOverrides?: true;
}

export const mergeVerb: Verb<MergeOptions> = {
  ignores: ["--format", "--no-pager"],
  ending: {
    about: ["A base that does not exist is taken as empty if fragments follow."],
    examples: ["kcfg merge -O build arch/x86/configs/x86_64_defconfig lab.config"],
    exits: {
      0: "written, also if a request does not take effect",
      1: "a value is redefined, or a request does not take effect (with --strict)",
      2: "not written",
    },
  },
  declare(command) {
    command
      .argument("<base>", "the configuration to start from")
      .argument("[fragments...]", "merged over it in this order")
      .option("-m, --merge-only", "only merge the texts, without evaluating the tree")
      .option("-n, --allno", "set symbols that are not requested to n, not to their defaults")
      .option("-r, --redundant", "list lines that repeat an earlier value")
      .option("-s, --strict", "fail if a fragment redefines a value or a request does not take effect")
      .option("-y, --built-in", "do not change an earlier y to m")
      .option("-O, --output <dir>", "write the .config into this folder")
      .option("-Q, --quiet-overrides", "do not report redefined values");
  },
  async run({ words, options, host }: Invocation<MergeOptions>) {
    const loaded = await openTree({ ...options, writesConfig: true, tellsUnknown: true }, host);
    if (typeof loaded === "number") return loaded;
    const read = words.map((word, index) =>
      readFragment(loaded, word, { mayBeMissing: index === 0 && words.length > 1 }),
    );
    const failures = read.filter(isTrouble);
    if (failures.length > 0) {
      loaded.tell(failures);
      return 2;
    }
    const [base, ...fragments] = read.filter((each): each is ConfigFile => "dotConfig" in each);
    const { mergeScript } = loaded.model.data.dialect.conf;
    const { text, redefinitions } = mergeDotConfigs(
      base.dotConfig,
      fragments.map(({ dotConfig }) => dotConfig),
      { keepsBuiltIn: options.builtIn, inOnePass: mergeScript === "7.3" },
    );
    // The script makes the file, and says so.
    if (!base.exists && !options.quiet)
      loaded.caller.stderr.write(`${safeLine(base.path)} does not exist: an empty base in its place\n`);
    if (!options.quiet) tellFragments(loaded, base, fragments, redefinitions, options);
    if (options.strict && redefinitions.some(({ kind }) => kind === "redefined")) {
      if (options.quiet) host.stderr.write("a fragment redefines a value: nothing written\n");
      else host.stdout.write(`${STRICT_TEXT}nothing written\n`);
      return 1;
    }
    const target = targetOf(loaded, options);
    const merged = {
      ...base,
      path: target,
      dotConfig: parseDotConfig(new SourceFile(target, text), {
        prefix: base.dotConfig.prefix,
        dialect: base.dotConfig.dialect,
      }),
    };
    const configuration = options.mergeOnly ? undefined : evaluated(loaded, merged, options);
    const unknown = configuration && unknownPartOf(configuration);
    if (unknown !== undefined) {
      loaded.tell([unknownFileDiagnostic(unknown, loaded.model)]);
      host.stderr.write("nothing written\n");
      return 2;
    }
    const { environment } = loaded.tree;
    const written =
      configuration === undefined ? text : writeDotConfig(configuration, writeOptionsOf(environment));
    const outcome = loaded.caller.writeText(target, written, { backup: `${target}.old` });
    if (!outcome.ok) {
      loaded.tell([unwritable(outcome.message)]);
      return 2;
    }
    if (!options.quiet) host.stdout.write(`wrote ${safeLine(target)}\n`);
    if (options.mergeOnly) return 0;
    if (!options.quiet) tellMismatches(loaded, text, written);
    const holds = tellFindings(loaded, [base, ...fragments], options);
    return options.strict && !holds ? 1 : 0;
  },
};

/** The values as `make alldefconfig` (or allnoconfig) would have them with the merged text for KCONFIG_ALLCONFIG. */
function evaluated({ model }: LoadedTree, merged: ConfigFile, options: MergeOptions): Configuration {
  const configuration = new ConfConfiguration(model);
  readDotConfig(configuration, merged.dotConfig);
  if (options.allno) setAll(configuration, N);
  return configuration;
}

function targetOf(loaded: LoadedTree, { output }: MergeOptions): string {
  return output === undefined ? configPath(loaded) : `${output.replace(/\/+$/, "")}/.config`;
}

/** What was merged and what it redefines, in the words of the tree's own script. */
function tellFragments(
  { caller, model }: LoadedTree,
  base: ConfigFile,
  fragments: readonly ConfigFile[],
  redefinitions: readonly Redefinition[],
  { redundant, quietOverrides }: MergeOptions,
): void {
  const { mergeScript } = model.data.dialect.conf;
  caller.stdout.write(baseText(base.path));
  for (const [index, { path }] of fragments.entries()) {
    const isRepeated = fragments.slice(0, index).some((earlier) => earlier.path === path);
    const own = redefinitions.filter((each) => each.fragment === index);
    caller.stdout.write(
      fragmentText({ path, redefinitions: own, isRepeated }, mergeScript, {
        listsRedundant: redundant === true,
        isSilent: quietOverrides === true,
      }),
    );
  }
}

/** Lines of the merged text that the .config does not have, in the words of the tree's own script. */
function tellMismatches({ caller, model, tree }: LoadedTree, merged: string, written: string): void {
  const { mergeScript, dotConfig: dialect } = model.data.dialect.conf;
  const options = { prefix: tree.environment.CONFIG_, dialect };
  const { prefix, lines: requests, source } = parseDotConfig(new SourceFile("", merged), options);
  const result = parseDotConfig(new SourceFile("", written), options);
  const textIn = ({ text }: SourceFile, { start, end }: DotConfigLine) => text.slice(start, end);
  const actual = new Map(
    result.lines.flatMap((line) => ("name" in line ? [[line.name, textIn(result.source, line)]] : [])),
  );
  for (const line of requests) {
    if (!("name" in line)) continue;
    const requested = textIn(source, line);
    if (actual.get(line.name) === requested) continue;
    const mismatch = { name: prefix + line.name, requested, actual: actual.get(line.name) };
    caller.stdout.write(mismatchText(mismatch, mergeScript));
  }
}

/** What `tellFragments` has told already. */
const REPEATS: ReadonlySet<string> = new Set(["override", "duplicate", "redundant"]);

/** Says which requests do not hold, where they are written, and why. */
function tellFindings(
  loaded: LoadedTree,
  files: readonly ConfigFile[],
  options: MergeOptions & Omit<SharedOptions, "format">,
): boolean {
  const base = new ConfConfiguration(loaded.model);
  if (options.allno) setAll(base, N);
  const dotConfigs = files.map(({ dotConfig }) => dotConfig);
  const result = checkFragments(base, dotConfigs, { unknownName: (name) => unknownName(loaded, name) });
  const findings = result.findings.filter(({ code }) => !REPEATS.has(code));
  if (!options.quiet && findings.length > 0) {
    const name = options.allno ? "allnoconfig" : "alldefconfig";
    const about = { name, index: 0, base: name, tree: wireTree(loaded.tree), inputs: [] };
    const checked = checkedRun({ ...result, findings }, about);
    loaded.caller.stderr.write(
      renderCheckText(checkReport([checked], ""), {
        ...styleOptions(options, loaded.caller.stderr, loaded.caller),
        lines: linesInTree(
          loaded,
          dotConfigs.map(({ source }) => source),
        ),
        showsAll: options.verbose === true,
        showsEach: options.verbose === true,
        offersFix: false,
      }),
    );
  }
  return result.holds;
}
