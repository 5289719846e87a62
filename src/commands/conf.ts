/** `kcfg conf`: the command line of the kernel's own conf, over a tree that nobody looks for. */
import { type ConfArguments, parseConfArguments } from "../conf/arguments.ts";
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import type { ChangedInput } from "../evaluate/changed-input.ts";
import { dialectFor } from "../model/dialect-for.ts";
import { confine } from "../probes/confine.ts";
import { hiddenVariables } from "../probes/hidden-variables.ts";
import { parseProbeMode, RUN } from "../probes/probe-mode.ts";
import { openProbes, type Probes } from "../probes/probes.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { diagnosticOf } from "../report/problems.ts";
import { probesOfEnvironment } from "../service/govern.ts";
import type { Problem, Trouble } from "../service/problem.ts";
import { withEarlierAnswers } from "../store/earlier-answers.ts";
import { OutcomeRecorder, outcomeName, repeatOutcome } from "../store/kept-outcome.ts";
import { loadTree } from "../store/load-tree.ts";
import type { Limits } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DIALECT_NAMES, type DialectChoice, isDialectName } from "../text/dialect-name.ts";
import type { Cache, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { measure } from "../text/stopwatch.ts";
import { findSettings } from "../workspace/find-tree.ts";
import { dialectOfEnvironment } from "../workspace/kernel-tool.ts";
import type { MadeWhere } from "../workspace/made-files.ts";
import { timingsText } from "./timings.ts";

/** What a verb that found the tree has decided already; `host` is the one that it left to the tree. */
export interface GovernedConf {
  readonly probes: Probes;
  readonly hidden: ReadonlyMap<string, string>;
  readonly dialect: DialectChoice;
  /** Is told what became of the user values, when they are written. */
  readonly output?: string;
  readonly onChangedInputs?: (changed: readonly ChangedInput[]) => void;
  readonly limits?: Limits;
  /** Files that the tree's build makes, by absolute path. */
  readonly made?: ReadonlyMap<string, string>;
  readonly madeWhere?: MadeWhere;
  /** Files that say what symbols are called now. */
  readonly renames?: readonly string[];
  /** Files that are read before .config. */
  readonly layers?: readonly string[];
  readonly joinsLayers?: boolean;
}

/** Runs `conf` with its words. Answers the exit code of the C tool. */
export async function runConf(
  words: readonly string[],
  caller: Host,
  found: Partial<GovernedConf> = {},
): Promise<number> {
  let host = caller;
  const choice =
    found.dialect ?? chosenDialect(words, host) ?? dialectOfEnvironment(kernelWorld(words, host));
  if ("code" in choice) {
    host.stderr.write(renderDiagnostics([choice], PLAIN));
    return 1;
  }
  const manners = dialectFor(choice).conf;
  if (manners.prefix !== DEFAULT_PREFIX)
    host = { ...host, environment: { CONFIG_: manners.prefix, ...host.environment } };
  const parsed = parseConfArguments(words, manners);
  for (const complaint of parsed.complaints) host.stderr.write(`${complaint}\n`);
  if (parsed.kind === "end") {
    host[parsed.stream].write(parsed.text);
    return parsed.exit;
  }
  if (parsed.kind === "usage") {
    host.stdout.write(parsed.text);
    return 1;
  }
  const { probes } = found;
  const governed = probes === undefined ? governConf(parsed, host) : { ...NO_HIDDEN, ...found, probes };
  if ("code" in governed) {
    host.stderr.write(renderDiagnostics([diagnosticOf(governed)], PLAIN));
    return 1;
  }
  const world = probes === undefined ? confinedWorld(governed.probes, parsed) : host;
  const limits = { ...found.limits, ...parsed.limits };
  const exit = await repeatOrRun(parsed, world, { ...found, ...governed, dialect: choice, limits });
  if (exit !== 0 && probes === undefined && lacksMake(host)) host.stderr.write(WITHOUT_MAKE);
  if (parsed.own.has("timings")) host.stderr.write(timingsText(host.stopwatch));
  return exit;
}

/** Whether a kernel's Kconfig files were read by hand, without what its Makefile exports. */
function lacksMake(host: Host): boolean {
  return host.environment.srctree === undefined && host.exists("scripts/Kconfig.include") === "file";
}

const WITHOUT_MAKE =
  "help: conf takes srctree and other variables from make, and they are not set: run kcfg olddefconfig, which sets them\n";

/** Repeats what the same run did before, if that still holds; else loads the tree and runs. */
async function repeatOrRun(parsed: ConfArguments, host: Host, governed: GovernedConf): Promise<number> {
  const { mode, own } = parsed;
  const trustsProbes = own.has("trust-probes") || mode === "listnewconfig" || mode === "helpnewconfig";
  const isKept = !own.has("no-cache") && governed.probes.kind === "run" && !governed.made?.size;
  const cache = isKept ? host.cache : undefined;
  if (cache === undefined) return loadAndRun(parsed, host, governed, { trustsProbes });
  const name = outcomeName(cache, host.folder, aboutRun(parsed, host, governed));
  const { environment } = host;
  const repeated = measure(host.stopwatch, "cache", () =>
    repeatOutcome(cache, name, { host, environment, trustsProbes }),
  );
  if (typeof repeated === "number") return repeated;
  const world = repeated === undefined ? host : withEarlierAnswers(host, repeated);
  try {
    return await loadAndRun(parsed, world, governed, { trustsProbes, outcome: { cache, name } });
  } finally {
    repeated?.finish();
  }
}

/** All that decides about a run beside the world; and of the variables those that change from one make to another. */
function aboutRun({ own, complaints, ...words }: ConfArguments, host: Host, governed: GovernedConf): unknown {
  const { ARCH, srctree, KCONFIG_CONFIG } = host.environment;
  const { probes, made, onChangedInputs, hidden, ...settings } = governed;
  return [words, settings, [...hidden].sort(), [ARCH, srctree, KCONFIG_CONFIG]];
}

interface RunOptions {
  readonly trustsProbes: boolean;
  /** Where the outcome may be kept. */
  readonly outcome?: { readonly cache: Cache; readonly name: string };
}

async function loadAndRun(
  parsed: ConfArguments,
  host: Host,
  governed: GovernedConf,
  { trustsProbes, outcome }: RunOptions,
): Promise<number> {
  const Run = parsed.isByLetter
    ? (await import("../conf/letter-run.ts")).LetterRun
    : (await import("../conf/run.ts")).ConfRun;
  const { limits = {}, onChangedInputs: tell } = governed;
  const recorder = outcome === undefined ? undefined : new OutcomeRecorder(host);
  const onChangedInputs =
    tell &&
    ((changed: readonly ChangedInput[]) => {
      if (changed.length > 0) recorder?.giveUp();
      tell(changed);
    });
  const run = new Run(parsed, recorder?.host ?? host, { ...governed, limits, onChangedInputs });
  const random = run.seededRandom();
  const { model, diagnostics, rests } = await loadTree({
    path: parsed.kconfig,
    host,
    environment: host.environment,
    ...governed,
    cache: { isOff: parsed.own.has("no-cache"), trustsProbes },
  });
  const failure = run.tellLoaded(model, diagnostics);
  if (model === undefined) return failure ?? 1;
  const exit = measure(host.stopwatch, "evaluate", () => run.configure(model, random));
  if (outcome !== undefined && rests !== undefined) {
    measure(host.stopwatch, "cache", () => recorder?.keep(outcome.cache, outcome.name, exit, rests));
  }
  return exit;
}

/** The dialect that the command line, KCFG_DIALECT or a kcfg.json around names; what is wrong with the name. */
function chosenDialect(words: readonly string[], host: Host): DialectChoice | Diagnostic | undefined {
  const given = words.flatMap((word, at) =>
    word.startsWith("--dialect=") ? [word.slice(10)] : word === "--dialect" ? [words[at + 1] ?? ""] : [],
  );
  const named: readonly [name: string | undefined, from: string][] = [
    [given[given.length - 1], "--dialect"],
    [host.environment.KCFG_DIALECT || undefined, "KCFG_DIALECT"],
  ];
  for (const [name, from] of named) {
    if (name === undefined) continue;
    return isDialectName(name) ? { name } : unknownDialect(from, name);
  }
  if (host.environment.KCFG_PROBES === "deny" || words.includes("--probes=deny")) return undefined;
  const { settings } = findSettings({}, host);
  return settings.dialect === undefined ? undefined : { name: settings.dialect };
}

function unknownDialect(from: string, name: string): Diagnostic {
  const message = `${from} names the dialect '${name}', which kcfg does not know`;
  return {
    code: "settings-value",
    severity: "error",
    message,
    help: [`use one of ${DIALECT_NAMES.join(", ")}`],
  };
}

/** Where the kernel is looked at before the command line can be understood: where commands are denied, no link leads out. */
function kernelWorld(words: readonly string[], host: Host): Host {
  const given = words.filter((word) => word.startsWith("--probes=")).map((word) => word.slice(9));
  if ((given[given.length - 1] ?? host.environment.KCFG_PROBES) !== "deny") return host;
  return confine(host, { roots: [host.folder, resolvePath(host.folder, host.environment.srctree || ".")] });
}

/** What `--probes` and KCFG_PROBES leave to a tree that nobody looks for. kcfg.json is not read: C's conf has none. */
function governConf(parsed: ConfArguments, host: Host): Omit<GovernedConf, "dialect"> | Trouble {
  const word = parsed.probes;
  const flag = word === undefined ? probesOfEnvironment(host.environment.KCFG_PROBES) : parseProbeMode(word);
  if (word !== undefined && flag === undefined) return unknownMode(word);
  if (flag !== undefined && "code" in flag) return flag;
  const probes = openProbes({ mode: flag ?? RUN, host, isWholeEnvironment: true });
  return "code" in probes ? probes : { probes, hidden: hiddenVariables(probes) };
}

function unknownMode(mode: string): Problem {
  return { code: "settings-value", mode, source: { name: "--probes" } };
}

/** The world of a conf that nobody governs: the folder, `$srctree`, and the files that words and variables name. */
function confinedWorld(probes: Probes, { file, kconfig }: ConfArguments): Host {
  const { host } = probes;
  const { srctree, ...variables } = host.environment;
  const files = Object.keys(variables).filter((name) => name.startsWith("KCONFIG_"));
  const named = [file, kconfig, ...files.map((name) => variables[name])].flatMap((path) =>
    path === undefined ? [] : [path, `${path}.old`],
  );
  const folders = [host.folder, ...(srctree === undefined ? [] : [resolvePath(host.folder, srctree)])];
  return probes.inTree(host, folders, named);
}

const NO_HIDDEN = { hidden: new Map<string, string>() };

/** How to say what C's conf has no words for. */
const PLAIN = { color: false, ascii: false, width: 100 };
