/** Loads a tree: from the cache where what it kept still holds, else from the Kconfig files. */

import type { EarlierReadings } from "../model/load/earlier-readings.ts";
import type { LoadOptions, LoadResult } from "../model/load.ts";
import { Model } from "../model/model.ts";
import type { Probes } from "../probes/probes.ts";
import { digestText } from "../text/digest.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import { FlatReader } from "../text/flat-file.ts";
import type { Cache, Environment, Host } from "../text/host.ts";
import { measure } from "../text/stopwatch.ts";
import { type MadeWhere, withMadeFiles } from "../workspace/made-files.ts";
import { type EarlierAnswers, trustedAnswers, withEarlierAnswers } from "./earlier-answers.ts";
import { changeOf, type InputChange, InputRecorder, settledInputs } from "./inputs.ts";
import type { ModelGround } from "./kept-outcome.ts";
import {
  type GroundChange,
  groundChange,
  groundOf,
  isSameGround,
  type RepeatedProbes,
  repeatProbes,
} from "./probe-ground.ts";
import { readSnapshot, type Snapshot, writeSnapshot } from "./snapshot.ts";

export interface TreeOptions extends LoadOptions {
  /** Starts in the tree's folder; its cache is used. */
  readonly host: Host;
  readonly dialect: NonNullable<LoadOptions["dialect"]>;
  readonly cache: CacheUse;
  /** Who governs the commands: `host` is theirs. */
  readonly probes: Probes;
  /** Reads the tree in place of this thread, where the cache has no model; undefined if nothing came of that. */
  readonly elsewhere?: () => Promise<LoadedModel | undefined>;
  /** Files that the tree's build makes, by absolute path. */
  readonly made?: ReadonlyMap<string, string>;
  /** Whether they count where there are others as well. */
  readonly madeWhere?: MadeWhere;
}

/** How the cache is used. */
export interface CacheUse {
  /** `--no-cache` */
  readonly isOff?: boolean;
  /**
   * Whether answers of commands may be taken from the cache as long as nothing that can be seen has changed: for who
   * only reads, and where a person says so. Otherwise the commands are run again.
   */
  readonly trustsProbes: boolean;
}

export interface LoadedModel extends LoadResult {
  /** Whether it is from the cache, and not read anew. */
  readonly isKept?: boolean;
  /** What the cache had to do with it. */
  readonly kept: readonly KeptFact[];
  /** What those who govern the commands say of them. */
  readonly probeFacts: readonly string[];
  /** Of one from the cache: what it rests on. */
  readonly rests?: ModelGround;
}

/** What was taken from the cache, or why it was not. */
export type KeptFact =
  | { readonly kind: "model" }
  /** Answers of this many commands. */
  | { readonly kind: "answers"; readonly count: number }
  /** Commands run again, though their answers would be trusted. */
  | { readonly kind: "asked-again"; readonly because: GroundChange }
  /** A model was there and did not hold any more. */
  | { readonly kind: "outdated"; readonly because: InputChange | { readonly kind: "command" } };

/**
 * As `loadKconfig`. A snapshot in the cache counts only if all that the tree was read from is as it was. The code
 * that reads Kconfig files is loaded when it is needed.
 */
export async function loadTree(given: TreeOptions): Promise<LoadedModel> {
  const host = given.made === undefined ? given.host : withMadeFiles(given.host, given.made, given.madeWhere);
  const options = { ...given, host, stopwatch: given.host.stopwatch };
  const { probes } = options;
  const cache = options.cache.isOff || probes.key === undefined ? undefined : options.host.cache;
  if (probes.kind === "record") return loadAndRecord(options);
  if (cache === undefined) {
    const other = await options.elsewhere?.();
    return other ?? { ...(await loadFiles(options, options.host)), kept: [], probeFacts: probes.facts() };
  }
  const place = placeOf(options, cache.build);
  const facts: KeptFact[] = [];
  const { stopwatch } = options.host;
  const kept = measure(stopwatch, "cache", () => takeKept(cache, place, options, facts));
  if (kept !== undefined && "model" in kept) return { ...kept, isKept: true, kept: facts, probeFacts: [] };
  let earlier = kept;
  if (options.elsewhere !== undefined) {
    // A thread has commands of its own.
    earlier?.finish();
    earlier = undefined;
    const other = await options.elsewhere();
    if (other !== undefined) return other;
  }
  const started = options.host.now();
  const world = earlier === undefined ? options.host : withEarlierAnswers(options.host, earlier);
  const recorder = new InputRecorder(world, options.environment, started);
  let result: LoadResult;
  try {
    result = await loadFiles(
      {
        ...options,
        host: recorder.host,
        environment: recorder.environment,
        kept: options.kept && besideRecorder(options.kept, options.host, options.environment),
      },
      options.host,
    );
  } finally {
    earlier?.finish();
  }
  if (earlier?.isTrusted && earlier.taken() > 0) facts.push({ kind: "answers", count: earlier.taken() });
  const inputs = recorder.inputs();
  // Only a whole tree is kept: what takes a kept model asks for nothing but that.
  if (result.model !== undefined && !result.isPartial && inputs !== undefined) {
    const { data } = result.model;
    measure(stopwatch, "cache", () => {
      const ground = groundOf(data.probes, options.host, options.environment, started);
      const snapshot = { build: cache.build, data, diagnostics: result.diagnostics, inputs, ground };
      keep(cache, place, options.environment, snapshot);
    });
  }
  return { ...result, kept: facts, probeFacts: probes.facts() };
}

/**
 * Earlier readings that look at the world itself: for what commands were run on, all variables and the stamps of tools
 * count, and none of them is what the tree was read from.
 */
function besideRecorder(kept: EarlierReadings, host: Host, environment: Environment): EarlierReadings {
  return {
    get hasAnswers() {
      return kept.hasAnswers;
    },
    begin: () => kept.begin(host, environment),
    tree: (source, kind, parse) => kept.tree(source, kind, parse),
    remarks: (syntax, dialect, find) => kept.remarks(syntax, dialect, find),
    answer: (command, run) => kept.answer(command, run),
    end: (_host, _environment, started) => kept.end(host, environment, started),
  };
}

/** Everything is read and run, and the answers are written where somebody else finds them. */
async function loadAndRecord(options: TreeOptions): Promise<LoadedModel> {
  const { host, environment, probes } = options;
  const recorder = new InputRecorder(host, environment, host.now());
  const result = await loadFiles(
    { ...options, host: recorder.host, environment: recorder.environment },
    host,
  );
  if (result.model === undefined || result.isPartial) return { ...result, kept: [], probeFacts: [] };
  const failure = probes.finish(environment, recorder.variables);
  if (failure === undefined) return { ...result, kept: [], probeFacts: probes.facts() };
  return { diagnostics: [...result.diagnostics, failure], kept: [], probeFacts: [] };
}

async function loadFiles(options: LoadOptions, host: Host): Promise<LoadResult> {
  const { stopwatch } = options;
  host.prepareFor?.("reading");
  stopwatch?.begin("load parser");
  const { loadKconfig } = await import("../model/load.ts");
  stopwatch?.end();
  return loadKconfig(options);
}

/**
 * The model that the cache holds, if it is what reading the files would give; else what a reading can take over from it,
 * if there is anything.
 */
function takeKept(
  cache: Cache,
  place: string,
  { host, environment, probes, cache: { trustsProbes } }: TreeOptions,
  facts: KeptFact[],
): KeptModel | EarlierAnswers | undefined {
  const now = host.now();
  const kept = openKept(cache, place, host, environment);
  if (kept === undefined) return undefined;
  const { data, diagnostics, inputs, ground } = kept;
  // Only commands that run can answer otherwise: a recording is part of the place, and who denies asks none.
  const isSilent = probes.kind !== "run";
  const moved = isSilent || !trustsProbes ? undefined : groundChange(ground, host, environment);
  const isTrusted = isSilent || (trustsProbes && moved === undefined);
  if (moved !== undefined && data.probes.length > 0) facts.push({ kind: "asked-again", because: moved });
  // They take longest, so they begin first.
  const repeated: RepeatedProbes | undefined = isTrusted
    ? undefined
    : repeatProbes(data.probes, host, environment);
  let earlier: EarlierAnswers | undefined;
  try {
    const change = changeOf(inputs, host, environment);
    if (change !== undefined) {
      facts.push({ kind: "outdated", because: change });
      earlier = isSilent ? undefined : (repeated?.handOn() ?? trusted(kept, isTrusted));
      return earlier;
    }
    if (measure(host.stopwatch, "wait for probes", () => repeated?.areSame()) === false) {
      facts.push({ kind: "outdated", because: { kind: "command" } });
      earlier = repeated?.handOn();
      return earlier;
    }
  } finally {
    if (earlier === undefined) repeated?.finish();
  }
  facts.push({ kind: "model" });
  // What the commands wrote to standard error is part of their answers.
  if (probes.kind === "replay") for (const { command } of data.probes) host.run(command, environment);
  if (isTrusted && !isSilent && data.probes.length > 0) {
    facts.push({ kind: "answers", count: data.probes.length });
  }
  const settled = settledInputs(inputs, now);
  const isNewGround = !isTrusted && (ground.isYoung || !isSameGround(ground, host, environment));
  const rests = {
    inputs: settled ?? inputs,
    ground: isNewGround ? groundOf(data.probes, host, environment, now) : ground,
    probes: data.probes,
  };
  if (settled !== undefined || isNewGround) keep(cache, place, environment, { ...kept, ...rests });
  return { model: new Model(data), diagnostics, rests };
}

/** A command that was ended said so, which its answer alone does not. */
function trusted({ data, diagnostics }: Snapshot, isTrusted: boolean): EarlierAnswers | undefined {
  const isWhole = diagnostics.every(({ code }) => code !== "probe-limit");
  return isTrusted && isWhole ? trustedAnswers(data.probes) : undefined;
}

type KeptModel = LoadResult & Required<Pick<LoadResult, "model">> & Pick<LoadedModel, "rests">;

// A tree can have a snapshot for each set of values of the variables that it looks at: ARCH, CC. A file of names says
// which these are:
//
//     PLACE.names               ARCH SRCARCH CC …
//     PLACE-VALUES.model        the snapshot for their present values

/** What a tree goes by in the cache. */
function placeOf({ host, path, dialect, renames, probes, hidden }: TreeOptions, build: string): string {
  // Several versions of kcfg do not take each other's place.
  // The names of what may not be read stand in a model as well, with the reasons.
  return digestText(
    JSON.stringify([
      build,
      host.folder,
      path,
      dialect,
      renames ?? [],
      probes.key,
      [...(hidden ?? [])].sort(),
    ]),
  );
}

function openKept(cache: Cache, place: string, host: Host, environment: Environment): Snapshot | undefined {
  const name = modelName(place, namesIn(cache, place), environment);
  const bytes = cache.read(name);
  if (bytes === undefined) return undefined;
  const flat = FlatReader.open(bytes);
  if (flat !== undefined) return readSnapshot(flat, cache.build, host, environment.srctree);
  // Damaged: it would be tried in vain each time.
  cache.remove(name);
  return undefined;
}

function keep(cache: Cache, place: string, environment: Environment, snapshot: Snapshot): void {
  const bytes = writeSnapshot(snapshot);
  if (bytes === undefined) return;
  const known = namesIn(cache, place);
  const looked = snapshot.inputs.environment.map(([name]) => name);
  const names = [...new Set([...known, ...looked])].sort();
  if (names.length > known.length) cache.write(namesName(place), encodeText(names.join("\0")));
  cache.write(modelName(place, names, environment), bytes);
}

function namesIn(cache: Cache, place: string): readonly string[] {
  const bytes = cache.read(namesName(place));
  return bytes === undefined || bytes.byteLength === 0 ? [] : decodeText(bytes).split("\0");
}

const namesName = (place: string): string => `${place}.names`;

function modelName(place: string, names: readonly string[], environment: Environment): string {
  const values = names.map((name) => [name, environment[name] ?? null]);
  return `${place}-${digestText(JSON.stringify(values))}.model`;
}
