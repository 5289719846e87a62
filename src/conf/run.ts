/** One run of the C tool: what its modes read, ask, say and write, and the exit codes they end with. */
import { DEFAULT_PREFIX, parseDotConfig } from "../dotconfig/dot-config.ts";
import { type ChangedInput, changedInputs } from "../evaluate/changed-input.ts";
import type { UnmetDependency } from "../evaluate/configuration.ts";
import { writeDefconfig } from "../evaluate/defconfig.ts";
import { parseSigned } from "../evaluate/numbers.ts";
import { readDotConfig, readOptionsOf, settleAfterReading } from "../evaluate/read.ts";
import { setAll } from "../evaluate/set-all.ts";
import { M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { unknownPartOf } from "../evaluate/unknown-file.ts";
import { writeDotConfig, writeOptionsOf } from "../evaluate/write.ts";
import { ABSENT } from "../model/columns.ts";
import type { ConfManners } from "../model/dialect.ts";
import { dialectFor } from "../model/dialect-for.ts";
import { Op } from "../model/expressions.ts";
import type { Model } from "../model/model.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { unknownFileDiagnostic } from "../report/unknown.ts";
import { Budget, type Limits } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { DialectChoice } from "../text/dialect-name.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { measure } from "../text/stopwatch.ts";
import type { ConfArguments, ConfMode } from "./arguments.ts";
import { updateAutoconf } from "./autoconf-files.ts";
import { ConfConfiguration } from "./conf-configuration.ts";
import { runDialogue } from "./dialogue.ts";
import { helpNewSymbols, listNewSymbols } from "./new-symbols.ts";
import { openConfig } from "./open-config.ts";
import { glibcRandom } from "./random.ts";
import { parseProbability, randomize } from "./randomize.ts";
import { setDefaults } from "./set-defaults.ts";
import { describeUnmet } from "./unmet.ts";

/** What is decided before a run. */
export interface ConfSettings {
  readonly dialect: DialectChoice;
  readonly limits: Limits;
  /** Files that are read before .config, whose lines count where it asks for nothing else. */
  readonly layers?: readonly string[];
  /** Whether the other ones are read as well where the first is loaded as a defconfig. */
  readonly joinsLayers?: boolean;
  /** Where the configuration is written, if not over the .config. */
  readonly output?: string;
  /** Is told what became of the user values, when they are written. */
  readonly onChangedInputs?: (changed: readonly ChangedInput[]) => void;
}

/** How to say what C's conf has no words for. */
const PLAIN = { color: false, ascii: false, width: 100 };

/** User values that the all… modes give, and the file that may give others first. */
const allModes: Readonly<Partial<Record<ConfMode, { readonly value?: Tristate; readonly file: string }>>> = {
  allnoconfig: { value: N, file: "allno.config" },
  allyesconfig: { value: Y, file: "allyes.config" },
  allmodconfig: { value: M, file: "allmod.config" },
  alldefconfig: { file: "alldef.config" },
  randconfig: { file: "allrandom.config" },
};

/** User values of tristates that a mode changes: from, to. */
const rewrites: Readonly<Partial<Record<ConfMode, readonly [Tristate, Tristate]>>> = {
  yes2modconfig: [Y, M],
  mod2yesconfig: [M, Y],
  mod2noconfig: [M, N],
};

/** One run, as far as it is not the loading of the tree. */
export class ConfRun {
  readonly #arguments: ConfArguments;
  readonly #host: Host;
  readonly #settings: ConfSettings;
  #warned = false;
  /** Whether the configuration differs from the file that was read. */
  #changed = false;
  /** Whether a warning of unmet dependencies was told. */
  #isUnmet = false;
  #unmetTold = 0;
  /** The list that they were told of; another one begins when the configuration throws its values away. */
  #unmetList: readonly UnmetDependency[] = [];
  /** What .config held when it was read, null for none; undefined if it was not looked at. */
  #held: string | null | undefined;
  /** Why a file is not read that is there: it is a pipe, or longer than any configuration. */
  #refused: string | undefined;
  /** Whether .config is left alone: it is up to date, and KCONFIG_NOSILENTUPDATE wants it so. */
  #keepsConfig = false;

  constructor(parsed: ConfArguments, host: Host, settings: ConfSettings) {
    this.#arguments = parsed;
    this.#host = host;
    this.#settings = settings;
  }

  /** For randconfig. Says the seed at once, even before errors in the Kconfig files, so that a run can be repeated. */
  seededRandom(): (() => number) | undefined {
    if (this.#arguments.mode !== "randconfig") return undefined;
    const seed = parseSeed(this.#host.environment.KCONFIG_SEED) ?? this.#host.now() % 2 ** 32;
    this.#host[this.#manners.seedStream].write(`KCONFIG_SEED=0x${seed.toString(16).toUpperCase()}\n`);
    return glibcRandom(seed | 0);
  }

  /** What loading the tree says; answers an exit code if there is no model. */
  tellLoaded(model: Model | undefined, diagnostics: readonly Diagnostic[]): number | undefined {
    for (const diagnostic of diagnostics) this.#tell(diagnostic);
    this.#warned = false;
    return model === undefined ? this.#exitOfFailedLoad(diagnostics) : undefined;
  }

  /** Reads, asks and writes. Answers the exit code. */
  configure(model: Model, random: (() => number) | undefined): number {
    const configuration = new ConfConfiguration(model);
    const failure = this.#readInput(configuration, model);
    if (this.#refused !== undefined) {
      // C waits for it, or takes all memory.
      this.#host.stderr.write(`error: ${this.#refused}\n`);
      return 1;
    }
    if (failure !== undefined) return failure;
    if (this.#warned && this.#takesWarningsForErrors) return 1;
    const all = allModes[this.#arguments.mode];
    // No .config was read that the outcome could be equal to.
    if (all !== undefined) this.#changed = true;
    if (all?.value !== undefined) setAll(configuration, all.value);
    else if (all !== undefined && random === undefined) setDefaults(configuration);
    const rewrite = rewrites[this.#arguments.mode];
    if (rewrite !== undefined) configuration.replaceTristates(...rewrite);
    if (random !== undefined && !this.#randomize(configuration, random)) return 1;
    if (this.#isUnknown(configuration)) return 1;
    const answered = this.#ask(configuration);
    if (answered !== undefined) return answered;
    if (this.#isUnknown(configuration)) return 1;
    configuration.settleModules();
    this.#tellUnmet(configuration);
    const isUnmet = this.#isUnmet || configuration.unmetDependencies.length > 0;
    if (isUnmet && this.#takesWarningsForErrors) return 1;
    return this.#arguments.mode === "savedefconfig"
      ? this.#saveDefconfig(configuration)
      : this.#save(configuration);
  }

  get #manners(): ConfManners {
    return dialectFor(this.#settings.dialect).conf;
  }

  get #takesWarningsForErrors(): boolean {
    return this.#manners.hasWarningsAsErrors && this.#host.environment.KCONFIG_WERROR !== undefined;
  }

  /** Whether a .config of these values would rest on commands that were not run; then that is told. */
  #isUnknown(configuration: ConfConfiguration): boolean {
    const part = unknownPartOf(configuration);
    if (part === undefined) return false;
    const why = unknownFileDiagnostic(part, configuration.model);
    this.#host.stderr.write(renderDiagnostics([why], PLAIN));
    return true;
  }

  #randomize(configuration: ConfConfiguration, random: () => number): boolean {
    const probability = parseProbability(this.#host.environment.KCONFIG_PROBABILITY);
    if (probability === undefined) {
      this.#host.stderr.write("KCONFIG_PROBABILITY: Numerical result out of range\n");
      return false;
    }
    randomize(configuration, random, probability, () => this.#tellUnmet(configuration));
    return true;
  }

  /** A directory in place of a Kconfig file kills C's scanner, which has an exit code of its own. */
  #exitOfFailedLoad(diagnostics: readonly Diagnostic[]): number {
    return diagnostics.some((each) => each.code === "unreadable-file") ? 2 : 1;
  }

  #tell(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "warning" && diagnostic.classic?.isNotice !== true) this.#warned = true;
    tellOf(this.#host, diagnostic);
  }

  #message(text: string): void {
    if (!this.#arguments.silent) this.#host.stdout.write(`#\n# ${text}\n#\n`);
  }

  #tellUnmet(configuration: ConfConfiguration): void {
    const unmet = configuration.unmetDependencies;
    if (unmet !== this.#unmetList) this.#unmetTold = 0;
    this.#unmetList = unmet;
    for (; this.#unmetTold < unmet.length; this.#unmetTold++) {
      // Quirk: for KCONFIG_WERROR these count only once all questions are answered.
      const warned = this.#warned;
      const diagnostic = describeUnmet(configuration, unmet[this.#unmetTold]);
      if (diagnostic === undefined) continue;
      this.#tell(diagnostic);
      this.#warned = warned;
      this.#isUnmet = true;
    }
  }

  /** What the modes that list or ask do. Answers an exit code if the run ends with that. */
  #ask(configuration: ConfConfiguration): number | undefined {
    const { mode } = this.#arguments;
    const { environment, stdout } = this.#host;
    const prefix = environment.CONFIG_ ?? DEFAULT_PREFIX;
    const tellWarnings = () => this.#tellUnmet(configuration);
    switch (mode) {
      case "listnewconfig":
      case "helpnewconfig":
        if (mode === "listnewconfig") listNewSymbols(configuration, stdout, prefix);
        else helpNewSymbols(configuration, stdout, prefix);
        tellWarnings();
        return this.#isUnmet && this.#takesWarningsForErrors ? 1 : 0;
      case "syncconfig":
        this.#keepsConfig = (environment.KCONFIG_NOSILENTUPDATE ?? "") !== "";
        if (this.#keepsConfig && this.#changed) {
          this.#host.stderr.write("\n*** The configuration requires explicit update.\n\n");
          return 1;
        }
        break;
      case "oldaskconfig":
      case "oldconfig":
        break;
      default:
        return undefined;
    }
    const outcome = runDialogue(configuration, this.#host, {
      asksAll: mode === "oldaskconfig",
      isOldconfig: mode === "oldconfig",
      prefix,
      tellWarnings,
    });
    tellWarnings();
    this.#changed ||= outcome === "changed";
    return outcome === "failed" ? 1 : undefined;
  }

  // --- reading -------------------------------------------------------------------------------------------------

  /** Reads what the mode starts from. Answers an exit code if that fails. */
  #readInput(configuration: ConfConfiguration, model: Model): number | undefined {
    const { mode, file } = this.#arguments;
    if (mode === "defconfig") {
      if (this.#readConfig(configuration, model, file ?? "")) {
        setDefaults(configuration);
        return undefined;
      }
      this.#host[model.data.dialect.conf.missingFileStream].write(
        `***\n*** Can't find default configuration "${file}"!\n***\n`,
      );
      return 1;
    }
    if (allModes[mode] !== undefined) return this.#readAllConfig(configuration, model);
    this.#readConfig(configuration, model, undefined);
    return undefined;
  }

  #readAllConfig(configuration: ConfConfiguration, model: Model): number | undefined {
    const name = this.#host.environment.KCONFIG_ALLCONFIG;
    if (name === undefined) return undefined;
    if (name !== "" && name !== "1") {
      if (this.#readSimple(configuration, model, name)) return undefined;
      this.#host.stderr.write(`*** Can't read seed configuration "${name}"!\n`);
      return 1;
    }
    const own = allModes[this.#arguments.mode]?.file ?? "";
    if (this.#readSimple(configuration, model, own) || this.#readSimple(configuration, model, "all.config")) {
      return undefined;
    }
    this.#host.stderr.write(`*** KCONFIG_ALLCONFIG set, but no "${own}" or "all.config" file found\n`);
    return 1;
  }

  /** Reads a .config and calculates all values; false if there is none. */
  #readConfig(configuration: ConfConfiguration, model: Model, name: string | undefined): boolean {
    const found =
      name === undefined
        ? this.#readDefault(configuration, model)
        : this.#readSimple(configuration, model, name);
    const [first, ...others] = this.#settings.layers ?? [];
    const isFirst =
      this.#settings.joinsLayers === true &&
      name !== undefined &&
      first !== undefined &&
      resolvePath(this.#host.folder, name) === first;
    // What a project names for its target belongs to what it names for all.
    if (isFirst) for (const layer of others) this.#readSimple(configuration, model, layer);
    configuration.settleModules();
    this.#tellUnmet(configuration);
    if (!found) return false;
    const differs = settleAfterReading(configuration, () => this.#tellUnmet(configuration));
    this.#changed ||= differs || this.#warned;
    this.#tellUnmet(configuration);
    return true;
  }

  #readDefault(configuration: ConfConfiguration, model: Model): boolean {
    const { environment } = this.#host;
    this.#lookAtConfig();
    for (const layer of this.#settings.layers ?? []) this.#readSimple(configuration, model, layer);
    if (this.#readSimple(configuration, model, this.#configName())) return true;
    this.#changed = true;
    const names =
      this.#manners.defconfigList === "variable"
        ? (environment.KCONFIG_DEFCONFIG_LIST ?? "").split(/[ \t\n\v\f\r]+/)
        : listedDefconfigs(configuration);
    for (const name of names) {
      if (name === "" || this.#open(name) === undefined) continue;
      this.#message(`using defaults found in ${name}`);
      this.#tellUnmet(configuration);
      configuration.invalidate();
      return this.#readSimple(configuration, model, name);
    }
    return false;
  }

  /** For the writing: whatever is written over is to be what was read. */
  #lookAtConfig(): void {
    const limit = new Budget(this.#settings.limits).most("config");
    const read = this.#host.readText(this.#configName(), { limit });
    if (read.ok) this.#held = read.text;
    else if (read.reason === "missing") this.#held = null;
  }

  #readSimple(configuration: ConfConfiguration, model: Model, name: string): boolean {
    const text = this.#open(name);
    if (text === undefined) return false;
    const { environment } = this.#host;
    const file = parseDotConfig(new SourceFile(name, text), {
      prefix: environment.CONFIG_,
      dialect: model.data.dialect.conf.dotConfig,
    });
    const { diagnostics, namesUnknown } = readDotConfig(configuration, file, {
      ...readOptionsOf(environment),
      warnUnknown:
        this.#manners.warnsOfUnknownSymbols && environment.KCONFIG_WARN_UNKNOWN_SYMBOLS !== undefined,
    });
    for (const diagnostic of diagnostics) this.#tell(diagnostic);
    if (namesUnknown) this.#changed = true;
    return true;
  }

  #open(name: string): string | undefined {
    const { text, refused } = openConfig(name, this.#host, this.#settings.limits);
    this.#refused ??= refused;
    return text;
  }

  // --- writing -------------------------------------------------------------------------------------------------

  #configName(): string {
    return this.#host.environment[this.#manners.configVariable] ?? ".config";
  }

  /** The file that is written. */
  #outputName(): string {
    return this.#settings.output ?? this.#configName();
  }

  #save(configuration: ConfConfiguration): number {
    if (this.#keepsConfig) return this.#saveAutoconf(configuration);
    const { environment } = this.#host;
    const obstacle = this.#obstacle();
    if (obstacle !== undefined) return this.#failToWrite(obstacle);
    if (!this.#changed) {
      // Quirk: C throws all values away here, so that warnings of the calculation come a second time.
      configuration.outdate();
      this.#unmetTold = 0;
    }
    const text = writeDotConfig(configuration, writeOptionsOf(environment));
    this.#tellUnmet(configuration);
    this.#tellChangedInputs(configuration);
    if (!this.#manners.makesFolders && !this.#hasFolder(this.#outputName())) return this.#failToWrite("");
    const failure = measure(this.#host.stopwatch, "write", () => this.#write(text));
    if (failure !== undefined) return this.#failToWrite(failure);
    // A build takes the .config.
    return this.#settings.output === undefined ? this.#saveAutoconf(configuration) : 0;
  }

  #tellChangedInputs(configuration: ConfConfiguration): void {
    const { onChangedInputs } = this.#settings;
    const { KCONFIG_WARN_CHANGED_INPUT: wish = "", CONFIG_: prefix = DEFAULT_PREFIX } =
      this.#host.environment;
    const isTold = this.#manners.warnsOfChangedInput && wish !== "";
    if (!isTold && onChangedInputs === undefined) return;
    const changed = changedInputs(configuration);
    onChangedInputs?.(changed);
    if (!isTold || changed.length === 0) return;
    const lines = changed.map(
      ({ symbol, asked, value }) => `  ${prefix}${symbol.name}: ${asked} -> ${value}\n`,
    );
    this.#host.stderr.write(`warning: user-provided values changed by Kconfig:\n${lines.join("")}`);
  }

  #failToWrite(why: string): number {
    this.#host.stderr.write(`${why && `${why}\n`}\n*** Error during writing of the configuration.\n\n`);
    return 1;
  }

  /** What keeps a .config from being written, seen before anything is calculated for it. */
  #obstacle(): string | undefined {
    const name = this.#outputName();
    if (!this.#manners.makesFolders) return undefined;
    if (name === "") return "config name is empty";
    return this.#host.exists(name) === "directory" ? `${name}: Is a directory` : undefined;
  }

  #hasFolder(name: string): boolean {
    const end = name.lastIndexOf("/");
    if (name === "") return false;
    return end <= 0 || this.#host.exists(name.slice(0, end)) === "directory";
  }

  /** A build wants auto.conf: syncconfig brings it up to date, the other modes make it where there is none. */
  #saveAutoconf(configuration: ConfConfiguration): number {
    const isSync = this.#arguments.mode === "syncconfig";
    const name = this.#host.environment.KCONFIG_AUTOCONFIG ?? "include/config/auto.conf";
    const { autoConf } = this.#manners;
    if (!isSync && (autoConf === "syncconfig" || this.#host.exists(name) !== undefined)) return 0;
    const { failure, warnings } = updateAutoconf(configuration, this.#host, (file) => this.#open(file));
    for (const warning of warnings) this.#host.stderr.write(`${warning}\n`);
    if (failure === undefined || !isSync) return 0;
    this.#host.stderr.write(`${failure}\n\n*** Error during sync of the configuration.\n\n`);
    return 1;
  }

  /** Answers what went wrong. */
  #write(text: string): string | undefined {
    const { environment } = this.#host;
    const name = this.#outputName();
    const overwrite = (environment.KCONFIG_OVERWRITECONFIG ?? "") !== "";
    const expected = this.#settings.output === undefined ? this.#held : undefined;
    if (!overwrite && this.#manners.tellsNoChange) {
      const old = this.#host.readText(name);
      if (old.ok && old.text === text) {
        this.#message(`No change to ${name}`);
        return undefined;
      }
    }
    const written = this.#host.writeText(
      name,
      text,
      overwrite ? { inPlace: true, expected } : { backup: `${name}.old`, expected },
    );
    if (!written.ok) return written.message;
    this.#message(`configuration written to ${name}`);
    return undefined;
  }

  #saveDefconfig(configuration: ConfConfiguration): number {
    const { file = "" } = this.#arguments;
    configuration.outdate();
    this.#unmetTold = 0;
    const text = writeDefconfig(configuration, writeOptionsOf(this.#host.environment));
    this.#tellUnmet(configuration);
    this.#tellChangedInputs(configuration);
    // C writes over the old bytes. That is left for where a folder takes no new file.
    const isWritten =
      file !== "" &&
      (this.#host.writeText(file, text).ok || this.#host.writeText(file, text, { inPlace: true }).ok);
    if (isWritten) return 0;
    this.#host.stderr.write(`n*** Error while saving defconfig to: ${file}\n\n`);
    return 1;
  }
}

/** Tells a diagnostic as C does, on the stream that C uses. */
export function tellOf(host: Host, diagnostic: Diagnostic): void {
  const text =
    diagnostic.classic?.text ?? `${place(diagnostic)}${diagnostic.severity}: ${diagnostic.message}`;
  const stream = diagnostic.classic?.stream === "stdout" ? host.stdout : host.stderr;
  // C has no limits, and no words for what raises them.
  const help = diagnostic.code === "limit" ? (diagnostic.help ?? []).map((line) => `  ${line}\n`) : [];
  stream.write(`${text}\n${help.join("")}`);
}

/** The files that the symbol with `option defconfig_list` names, in the order of its defaults. */
function* listedDefconfigs(configuration: ConfConfiguration): Generator<string> {
  const { data } = configuration.model;
  if (data.defconfigList === ABSENT) return;
  const { operator, left } = data.expressions;
  const { condition, value } = data.properties;
  for (const { id } of configuration.model.symbolAt(data.defconfigList).propertiesOf("default")) {
    if (configuration.evaluateBeforeReading(condition[id]) === N) continue;
    if (operator[value[id]] === Op.symbol) yield configuration.textBeforeReading(left[value[id]]);
  }
}

/** A seed as strtol reads it with base 0; undefined if anything is left over. */
function parseSeed(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = parseSigned(text, 0);
  return value === undefined ? undefined : Number(BigInt.asUintN(32, value));
}

function place({ location }: Diagnostic): string {
  if (location === undefined) return "";
  return location.column === undefined
    ? `${location.path}:${location.line}: `
    : `${location.path}:${location.line}:${location.column}: `;
}
