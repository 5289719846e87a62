/** What is said of a name that a tree does not define. */
import type { UnknownName } from "../check/unknown-name.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { printedWord } from "../text/shell-word.ts";
import { placeText } from "./reason-words.ts";

/** Of many places so many are told. */
const SHOWN_PLACES = 3;

/** `unknown-symbol` with what was meant, or with the places outside of what was read that define the name. */
export function unknownNameDiagnostic(unknown: UnknownName): Diagnostic {
  const { code, name, architecture, elsewhere, dependents } = unknown;
  if (elsewhere.length > 0) {
    const arch = architectureOf(elsewhere[0].path);
    return {
      code,
      severity: "error",
      message: `no symbol ${name} for ${architecture ?? "this architecture"}; it is defined for ${architecturesOf(elsewhere).join(", ")}`,
      notes: elsewhere.slice(0, SHOWN_PLACES).map((place) => ({ message: "defined here", location: place })),
      help: arch === undefined ? undefined : [`try --arch ${arch}`],
    };
  }
  const help = helpFor(unknown);
  return {
    code,
    severity: "error",
    message:
      dependents === undefined
        ? unknownNameText(name)
        : `${name} is mentioned in this tree, but no file that was read defines it: it is n everywhere`,
    notes: dependents?.map((dependent) => ({
      message: `${dependent.name} depends on it`,
      location: dependent.definitions[0]?.place,
    })),
    help: help.length === 0 ? undefined : help,
  };
}

/** What is known of such a name, as the cause of a finding in JSON. */
export interface WireUnknownName {
  readonly code: "unknown-symbol";
  /** The architecture that the tree was read for. */
  readonly architecture: string | null;
  /** Architectures whose files define it, which were not read. */
  readonly definedFor: readonly string[];
  /** Whether some symbols depend on it all the same. */
  readonly isMentioned: boolean;
  /** Names that may have been meant, best first. */
  readonly near: readonly string[];
  /** Whether it may be defined in a part of the tree that could not be read. */
  readonly isPartial: boolean;
}

export function wireUnknownName(unknown: UnknownName): WireUnknownName {
  const { code, architecture, elsewhere, dependents, near, isPartial } = unknown;
  return {
    code,
    architecture: architecture ?? null,
    definedFor: architecturesOf(elsewhere),
    isMentioned: dependents !== undefined,
    near: near.map(({ name }) => name),
    isPartial,
  };
}

/** A file and a line: names have no colon. */
const PLACE = /:[0-9]+$/;

/** All that is said where nothing more is known. */
export function unknownNameText(name: string): string {
  return PLACE.test(name) ? `no entry of this tree has the line ${name}` : `no symbol ${name} in this tree`;
}

function helpFor({ near, search, isPartial }: UnknownName): readonly string[] {
  const meant = near.length === 0 ? [] : [`did you mean ${namesWithPlaces(near)}?`];
  if (search !== undefined)
    return [
      ...meant,
      ...(search.hasMore ? [`more: kcfg search ${search.words.map(printedWord).join(" ")}`] : []),
    ];
  return [
    ...meant,
    ...(isPartial ? ["it may be defined in a part that could not be read: fix the errors"] : []),
  ];
}

/** `FOO (drivers/Kconfig:3) or BAR (lib/Kconfig:7)`. */
export function namesWithPlaces(symbols: readonly ConfigSymbol[]): string {
  return symbols.map(withPlace).join(" or ");
}

function withPlace(symbol: ConfigSymbol): string {
  const place = symbol.definitions[0]?.place;
  return place === undefined ? symbol.name : `${symbol.name} (${placeText(place)})`;
}

function architectureOf(path: string): string | undefined {
  return path.split("/")[1];
}

function architecturesOf(places: UnknownName["elsewhere"]): readonly string[] {
  return [...new Set(places.flatMap(({ path }) => architectureOf(path) ?? []))];
}
