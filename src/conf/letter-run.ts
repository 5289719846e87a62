/** One run of a tool that takes letters (`-o`, `-d`, `-D FILE`, `-n`, `-m`, `-y`, `-r`, `-s`): BusyBox's conf. */
import { DEFAULT_PREFIX, type DotConfigLine, parseDotConfig } from "../dotconfig/dot-config.ts";
import { writeBusyBoxHeader } from "../evaluate/busybox-header.ts";
import { readTyped, settleAfterReading } from "../evaluate/read.ts";
import { M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { unknownPartOf } from "../evaluate/unknown-file.ts";
import { writeDotConfig } from "../evaluate/write.ts";
import { ABSENT, SymbolFlag, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { unknownFileDiagnostic } from "../report/unknown.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";
import type { ConfArguments, ConfMode } from "./arguments.ts";
import { ConfConfiguration } from "./conf-configuration.ts";
import { runDialogue } from "./dialogue.ts";
import { openConfig } from "./open-config.ts";
import type { LetterManners } from "./questions.ts";
import { glibcRandom } from "./random.ts";
import { type ConfSettings, tellOf } from "./run.ts";
import { describeUnmet } from "./unmet.ts";

/** No variable moves these. */
const CONFIG = ".config";
const HEADER = "include/autoconf.h";
const DEPENDENCIES = ".kconfig.d";
/** What is read where there is no .config, or no defconfig is named. */
const NOTHING = "/dev/null";

/** Files that say something first where nobody is asked. */
const firstFiles: Readonly<Partial<Record<ConfMode, string>>> = {
  allnoconfig: "allno.config",
  allmodconfig: "allmod.config",
  allyesconfig: "allyes.config",
  randconfig: "allrandom.config",
};

const answersOf: Readonly<Partial<Record<ConfMode, LetterManners["answers"]>>> = {
  defconfig: "default",
  allnoconfig: N,
  allmodconfig: M,
  allyesconfig: Y,
  randconfig: "random",
};

export class LetterRun {
  readonly #arguments: ConfArguments;
  readonly #host: Host;
  readonly #settings: ConfSettings;
  #refused: string | undefined;

  constructor(parsed: ConfArguments, host: Host, settings: ConfSettings) {
    this.#arguments = parsed;
    this.#host = host;
    this.#settings = settings;
  }

  /** C's generator: begun by the time for -r, and left as it is in a new process for the others. */
  seededRandom(): () => number {
    const isRandom = this.#arguments.mode === "randconfig";
    return glibcRandom(isRandom ? Math.floor(this.#host.now() / 1000) % 2 ** 31 : 1);
  }

  /** What loading the tree says; answers an exit code if there is no model. */
  tellLoaded(model: Model | undefined, diagnostics: readonly Diagnostic[]): number | undefined {
    for (const diagnostic of diagnostics) tellOf(this.#host, diagnostic);
    return model === undefined ? 1 : undefined;
  }

  /** Reads, asks and writes. Answers the exit code. */
  configure(model: Model, random: (() => number) | undefined): number {
    const configuration = new ConfConfiguration(model);
    const failure = this.#readInput(configuration);
    if (this.#refused !== undefined) {
      this.#host.stderr.write(`error: ${this.#refused}\n`);
      return 1;
    }
    if (failure !== undefined) return failure;
    const part = unknownPartOf(configuration);
    if (part !== undefined) {
      const why = unknownFileDiagnostic(part, configuration.model);
      this.#host.stderr.write(renderDiagnostics([why], PLAIN));
      return 1;
    }
    const { mode } = this.#arguments;
    const answers = answersOf[mode];
    const isAll = mode === "allnoconfig" || mode === "allmodconfig" || mode === "allyesconfig";
    let told = 0;
    const tellUnmet = () => {
      const { unmetDependencies } = configuration;
      for (; told < unmetDependencies.length; told++) {
        const diagnostic = describeUnmet(configuration, unmetDependencies[told]);
        if (diagnostic !== undefined) tellOf(this.#host, diagnostic);
      }
      told = Math.min(told, unmetDependencies.length);
    };
    const outcome = runDialogue(configuration, this.#host, {
      asksAll: mode === "oldaskconfig",
      isOldconfig: mode === "oldconfig",
      prefix: DEFAULT_PREFIX,
      tellWarnings: tellUnmet,
      letters: {
        answers,
        random: random ?? glibcRandom(1),
        isDeaf: mode === "syncconfig" && !this.#host.stdin.isTerminal,
        passes: mode === "syncconfig" || mode === "oldaskconfig" ? 0 : isAll ? 2 : 1,
      },
    });
    return outcome === "failed" ? 1 : this.#save(configuration);
  }

  // --- reading -------------------------------------------------------------------------------------------------

  #readInput(configuration: ConfConfiguration): number | undefined {
    const { mode, file } = this.#arguments;
    const { environment, stdout } = this.#host;
    switch (mode) {
      case "defconfig":
        if (this.#readConfig(configuration, file ?? NOTHING)) return undefined;
        stdout.write(`***\n*** Can't find default configuration "${file}"!\n***\n`);
        return 1;
      case "syncconfig":
        if (this.#host.exists(CONFIG) === undefined) {
          stdout.write(NOT_YET);
          return 1;
        }
        break;
      case "oldconfig":
      case "oldaskconfig":
        break;
      default: {
        const { KCONFIG_ALLCONFIG: given } = environment;
        const names = [given, firstFiles[mode], "all.config"];
        const name = names.find((each) => each !== undefined && this.#host.exists(each) !== undefined);
        if (name !== undefined) this.#readSimple(configuration, name);
        return undefined;
      }
    }
    const name = this.#open(CONFIG) === undefined ? NOTHING : CONFIG;
    stdout.write(`#\n# using defaults found in ${name}\n#\n`);
    this.#readConfig(configuration, name);
    return undefined;
  }

  #readConfig(configuration: ConfConfiguration, name: string): boolean {
    if (!this.#readSimple(configuration, name)) return false;
    settleAfterReading(configuration);
    const { symbols } = configuration.model.data;
    for (let symbol = 0; symbol < symbols.count; symbol++) {
      const isMember = symbols.choice[symbol] !== ABSENT;
      if (!isMember && configuration.hasUserValue(symbol) && configuration.visibility(symbol) === N)
        configuration.forgetUserValue(symbol);
    }
    return true;
  }

  /** Of several lines for a symbol, and of several members of a choice that are y, the first one counts. */
  #readSimple(configuration: ConfConfiguration, name: string): boolean {
    const text = name === NOTHING ? "" : this.#open(name);
    if (text === undefined) return false;
    const { model } = configuration;
    const { symbols } = model.data;
    for (let symbol = 0; symbol < symbols.count; symbol++)
      if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) configuration.countAsSet(symbol);
    const file = parseDotConfig(new SourceFile(name, text), { prefix: DEFAULT_PREFIX, dialect: "5.10" });
    const contradictory = new Set<SymbolId>();
    for (const line of file.lines) {
      const warn = (what: string) => this.#host.stderr.write(`${name}:${line.number}:warning: ${what}\n`);
      if (line.kind === "malformed" && !line.isSilent) warn("unexpected data");
      if (line.kind !== "assignment" && line.kind !== "unset") continue;
      const symbol = model.symbolOrChoice(line.name);
      if (symbol === undefined) warn(`trying to assign nonexistent symbol ${line.name}`);
      else if (symbol.isChoice || configuration.hasUserValue(symbol.id))
        warn(`trying to reassign symbol ${line.name}`);
      else this.#take(configuration, symbol, line, { warn, contradictory });
    }
    for (const choice of contradictory) configuration.forgetUserValue(choice);
    configuration.settleModules();
    return true;
  }

  #take(
    configuration: ConfConfiguration,
    symbol: ConfigSymbol,
    line: Extract<DotConfigLine, { readonly name: string }>,
    { warn, contradictory }: { warn: (what: string) => void; contradictory: Set<SymbolId> },
  ): void {
    const raw = line.kind === "unset" ? "n" : line.value;
    if (line.kind === "unset" && !symbol.isLogical) return;
    const { data } = configuration.model;
    const typed = readTyped(data.symbols.type[symbol.id], raw, data.dialect);
    if (typed.kind === "invalid") {
      if (typed.reason !== "string") {
        if (raw !== "") warn(`symbol value '${raw}' invalid for ${line.name}`);
      } else if (raw.startsWith('"')) warn("invalid string found");
      return;
    }
    if (typed.kind === "text") configuration.setText(symbol.id, typed.value);
    if (typed.kind !== "tristate") return;
    const choice = symbol.choice?.id;
    const before: Tristate = choice === undefined ? N : asked(configuration, choice);
    const isSecond = typed.value === Y && before !== N;
    if (choice !== undefined && (isSecond || (typed.value === M && before === Y))) {
      warn(`${line.name} creates inconsistent choice state`);
      contradictory.add(choice);
    }
    if (isSecond) configuration.keepTristate(symbol.id, Y);
    else configuration.setTristate(symbol.id, typed.value);
  }

  #open(name: string): string | undefined {
    const { text, refused } = openConfig(name, this.#host, this.#settings.limits);
    this.#refused ??= refused;
    return text;
  }

  // --- writing -------------------------------------------------------------------------------------------------

  #save(configuration: ConfConfiguration): number {
    const {
      KERNELVERSION: kernelVersion = "",
      KCONFIG_NOTIMESTAMP,
      SOURCE_DATE_EPOCH,
    } = this.#host.environment;
    const hasDate = (KCONFIG_NOTIMESTAMP ?? "") === "";
    const isGiven = (SOURCE_DATE_EPOCH ?? "") !== "";
    const now = new Date(isGiven ? Number.parseInt(SOURCE_DATE_EPOCH ?? "", 10) * 1000 : this.#host.now());
    configuration.outdate();
    const date = hasDate ? shortDate(now) : undefined;
    const timestamp = hasDate ? longDate(now) : "";
    const files = configuration.model.data.files.map(({ path }) => path).reverse();
    const config = writeDotConfig(configuration, { kernelVersion, date });
    const header = writeBusyBoxHeader(configuration, { kernelVersion, timestamp });
    const isWritten =
      this.#host.writeText(DEPENDENCIES, dependencies(files)).ok &&
      this.#host.writeText(this.#host.exists("include") === "directory" ? HEADER : ".tmpconfig.h", header)
        .ok &&
      this.#host.writeText(CONFIG, config, { backup: `${CONFIG}.old` }).ok;
    if (isWritten) return 0;
    this.#host.stderr.write("\n*** Error during writing of the configuration.\n\n");
    return 1;
  }
}

/** What a choice is asked for by the lines read so far. */
function asked(configuration: ConfConfiguration, choice: SymbolId): Tristate {
  const value = configuration.userValue(configuration.model.symbolAt(choice))?.value;
  return value === "y" ? Y : value === "m" ? M : N;
}

/** The rules for make that say what .config was made from. */
function dependencies(files: readonly string[]): string {
  return [
    "deps_config := \\\n",
    ...files.map((file, index) => `\t${file}${index < files.length - 1 ? " \\" : ""}\n`),
    `\n${CONFIG} ${HEADER}: $(deps_config)\n`,
    `\n${HEADER}: ${CONFIG}\n`,
    "\n$(deps_config):\n",
  ].join("");
}

/** As C's ctime has it: `Sat Nov  8 05:10:21 2026`, in local time. */
function shortDate(date: Date): string {
  const [day, month, number, year] = date.toString().split(" ");
  return `${day} ${month} ${String(Number(number)).padStart(2)} ${timeOf(date)} ${year}`;
}

/** `2026-11-08 05:10:21 UTC`. Quirk: in local time even for SOURCE_DATE_EPOCH, which is meant to be in that of Greenwich. */
function longDate(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join("-");
  return `${day} ${timeOf(date)} ${zoneOf(date)}`;
}

const timeOf = (date: Date): string =>
  [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");

/** EST, CET and the like are words of the places where people say them; where none does, it is GMT+3. */
function zoneOf(date: Date): string {
  const names = ["en-US", "en-GB", "en-AU", "en-IN"].map(
    (place) =>
      new Intl.DateTimeFormat(place, { timeZoneName: "short" })
        .formatToParts(date)
        .find(({ type }) => type === "timeZoneName")?.value ?? "",
  );
  return names.find((name) => !/\d/.test(name)) ?? names[0];
}

const two = (number: number): string => String(number).padStart(2, "0");

/** How to say what C's conf has no words for. */
const PLAIN = { color: false, ascii: false, width: 100 };

const NOT_YET = `***
*** You have not yet configured busybox!
***
*** Please run some configurator (e.g. "make oldconfig" or
*** "make menuconfig" or "make defconfig").
***
`;
