/** What two trees make of the same .config: which values differ, and what about the trees makes them differ. */
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { N } from "../evaluate/tristate.ts";
import { type Origin, originOf } from "../explain/origin.ts";
import { statementsAround, statementsOf } from "../explain/statements.ts";
import { NONE } from "../model/expressions.ts";
import type { ConfigSymbol, Expression, Model, Property } from "../model/model.ts";
import type { ChangeKind } from "./changes.ts";
import { inOrder, writtenValue } from "./configurations.ts";
import type { TreeDifference } from "./trees.ts";

/** One name whose value differs; undefined where a .config has no line for it. */
export interface ValueDifference {
  /** The symbol of the second tree, or of the first if the second has none. */
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly cause: ValueCause;
}

export type ValueCause =
  | { readonly kind: "removed" }
  /** New in the second tree; `origin` gives it its value. */
  | { readonly kind: "added"; readonly origin: Origin }
  /** The name that the symbol has in the other tree; `isNew`: that one is the old. */
  | { readonly kind: "renamed"; readonly other: ConfigSymbol; readonly isNew: boolean }
  /** What the second tree has for it: what gives the value, or the part that does not hold. */
  | {
      readonly kind: "present";
      readonly origin: Origin;
      readonly failing?: { readonly statement: Property; readonly part: Expression };
      /** The selects, or implies, of the first tree that gave it more than it has now, and do so no longer. */
      readonly released: readonly Property[];
      /** What changed in its definition and can have to do with it. */
      readonly changes: readonly ChangeKind[];
    };

export interface ValueDifferences {
  readonly path: string;
  readonly differences: readonly ValueDifference[];
  /**
   * Symbols of the second tree alone, those with a new name among them, that it would ask about: they can be set, and no
   * line says how.
   */
  readonly questions: readonly ConfigSymbol[];
}

/** Changes that no value rests on. */
const WITHOUT_EFFECT: ReadonlySet<ChangeKind> = new Set(["help", "moved", "prompt"]);

/** Reads a file in both trees. */
export function compareValues(difference: TreeDifference, file: DotConfig): ValueDifferences {
  const before = evaluated(difference.before, file);
  const after = evaluated(difference.after, file);
  const changes = new Map(difference.changed.map((each) => [each.after.name, each.changes]));
  const newNames = new Map(difference.renamed.map((each) => [each.before.name, each.after]));
  const oldNames = new Map(difference.renamed.map((each) => [each.after.name, each.before]));
  const differences: ValueDifference[] = [];
  for (const symbol of inOrder([...difference.after.definedSymbols()])) {
    const twin = twinOf(difference.before, symbol);
    const values = {
      before: twin === undefined ? undefined : writtenValue(before, twin),
      after: writtenValue(after, symbol),
    };
    const old = oldNames.get(symbol.name);
    // What was set by the old name and is off by the new one would otherwise be told of the old name alone.
    const isLost = old !== undefined && isOff(values.after) && !isOff(writtenValue(before, old));
    if (!differ(values.before, values.after) && !isLost) continue;
    const origin = originOf(after, symbol);
    differences.push({
      symbol,
      ...values,
      cause:
        twin !== undefined
          ? {
              kind: "present",
              origin,
              failing: isOff(values.after) ? failingPart(after, symbol) : undefined,
              released: releasedFrom(
                { configuration: before, symbol: twin },
                { configuration: after, symbol },
              ),
              changes: (changes.get(symbol.name) ?? [])
                .map(({ kind }) => kind)
                .filter((kind) => !WITHOUT_EFFECT.has(kind)),
            }
          : old !== undefined
            ? { kind: "renamed", other: old, isNew: true }
            : { kind: "added", origin },
    });
  }
  for (const symbol of inOrder([...difference.before.definedSymbols()])) {
    const value = writtenValue(before, symbol);
    if (twinOf(difference.after, symbol) !== undefined || !differ(value, undefined)) continue;
    const other = newNames.get(symbol.name);
    differences.push({
      symbol,
      before: value,
      after: undefined,
      cause: other === undefined ? { kind: "removed" } : { kind: "renamed", other, isNew: false },
    });
  }
  // A .config knows the old name only.
  const questions = inOrder([...difference.added, ...difference.renamed.map((each) => each.after)]).filter(
    ({ id }) => after.isWritten(id) && after.isChangeable(id) && !after.hasUserValue(id),
  );
  return { path: file.source.path, differences, questions };
}

function evaluated(model: Model, { source, prefix }: DotConfig): Configuration {
  const dialect = model.data.dialect.conf.dotConfig;
  const configuration = new Configuration(model);
  readDotConfig(configuration, parseDotConfig(source, { prefix, dialect }));
  settle(configuration);
  return configuration;
}

function twinOf(model: Model, { name }: ConfigSymbol): ConfigSymbol | undefined {
  const symbol = model.symbol(name);
  return symbol !== undefined && symbol.definitions.length > 0 ? symbol : undefined;
}

/** "is not set" and no line at all are the same to who reads it. */
function differ(before: string | undefined, after: string | undefined): boolean {
  return before !== after && !(isOff(before) && isOff(after));
}

function isOff(value: string | undefined): boolean {
  return value === undefined || value === "n";
}

interface Placed {
  readonly configuration: Configuration;
  readonly symbol: ConfigSymbol;
}

/** What selected or implied a symbol before, if its value is less now. */
function releasedFrom(before: Placed, after: Placed): readonly Property[] {
  const levels = [before, after].map(({ configuration, symbol }) => configuration.tristate(symbol.id));
  const origin = originOf(before.configuration, before.symbol);
  return levels[1] < levels[0] && (origin.kind === "select" || origin.kind === "imply") ? origin.by : [];
}

/** The first part of what stands around a symbol that fails. */
function failingPart(
  configuration: Configuration,
  symbol: ConfigSymbol,
): { readonly statement: Property; readonly part: Expression } | undefined {
  const prompts = symbol.propertiesOf("prompt");
  const statements =
    prompts.length > 0
      ? prompts.flatMap(statementsOf)
      : symbol.definitions.flatMap((node) => statementsAround(node));
  for (const { property, condition } of statements) {
    if (condition === NONE || configuration.evaluate(condition) !== N) continue;
    const expression = property.model.expression(condition);
    const parts = expression.kind === "and" ? expression.operands : [expression];
    const part = parts.find(({ id }) => configuration.evaluate(id) === N);
    if (part !== undefined) return { statement: property, part };
  }
  return undefined;
}
