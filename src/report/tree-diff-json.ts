/** What differs between two trees as `--format json` has it. */
import type { Change } from "../diff/changes.ts";
import { promptOf } from "../diff/choices.ts";
import type { Witness } from "../diff/joint-search.ts";
import type { ChangedSymbol, TreeDifference } from "../diff/trees.ts";
import type { ValueDifference, ValueDifferences } from "../diff/values.ts";
import { letterOf } from "../evaluate/tristate.ts";
import { selectorsOf } from "../explain/references.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { unsafeSentence } from "../resolve/warnings.ts";
import { conditionText, isOffByDefault, propertyText } from "./change-words.ts";
import { wireOrigin } from "./explanation-json.ts";
import { expressionText, symbolText } from "./expression-text.ts";
import type { WireTree } from "./json.ts";

/** One of the two trees. */
export interface WireDiffedTree {
  /** As the person named it. */
  readonly name: string;
  readonly tree: WireTree;
}

export function wireTreeDiff(
  difference: TreeDifference,
  values: readonly ValueDifferences[],
  trees: { readonly before: WireDiffedTree; readonly after: WireDiffedTree },
): unknown {
  return {
    kind: "trees",
    ...trees,
    added: difference.added.map(wireSymbol),
    removed: difference.removed.map(wireSymbol),
    renamed: difference.renamed.map((each) => ({ ...wireChanged(each), by: each.by })),
    changed: difference.changed.map(wireChanged),
    choices: difference.choices.map(wireChanged),
    values: values.map(wireValues),
  };
}

/** Counts, by name. */
export function treeDiffSummary({ added, removed, renamed, changed, choices, counts }: TreeDifference) {
  return {
    symbolsBefore: counts.before,
    symbolsAfter: counts.after,
    added: added.length,
    removed: removed.length,
    renamed: renamed.length,
    changed: changed.length,
    choices: choices.length,
    conditionsCompared: counts.compared,
    solverQuestions: counts.solved,
  };
}

function wireSymbol(symbol: ConfigSymbol) {
  const selectors = (kind: string) => [
    ...new Set(
      selectorsOf(symbol)
        .filter((each) => each.kind === kind)
        .map(({ node }) => node.symbol?.name ?? ""),
    ),
  ];
  return {
    symbol: symbol.name,
    type: symbol.type,
    location: symbol.definitions[0]?.place ?? null,
    prompts: symbol.propertiesOf("prompt").map(({ text }) => text),
    dependency: expressionText(symbol.model.expression(symbol.directDependency)),
    choice: symbol.choice === undefined ? null : promptOf(symbol.choice),
    defaults: symbol.propertiesOf("default").map(propertyText),
    selects: symbol.propertiesOf("select").map(propertyText),
    implies: symbol.propertiesOf("imply").map(propertyText),
    ranges: symbol.propertiesOf("range").map(propertyText),
    selectedBy: selectors("select"),
    impliedBy: selectors("imply"),
    offByDefault: isOffByDefault(symbol),
    warning: unsafeSentence(symbol) ?? null,
  };
}

function wireChanged({ before, after, changes }: ChangedSymbol) {
  return {
    symbol: symbolText(after),
    oldSymbol: symbolText(before),
    type: after.type,
    location: after.definitions[0]?.place ?? null,
    oldLocation: before.definitions[0]?.place ?? null,
    changes: changes.map(wireChange),
  };
}

const NOTHING = {
  before: null,
  after: null,
  removed: [],
  added: [],
  relation: null,
  lost: null,
  gained: null,
  inherited: false,
  order: [],
};

/** Every change has the same keys. */
function wireChange(change: Change) {
  const { kind } = change;
  switch (change.kind) {
    case "type":
      return { ...NOTHING, kind, before: change.before, after: change.after };
    case "prompt":
      return { ...NOTHING, kind, removed: change.before, added: change.after };
    case "dependency":
    case "visibility":
      return {
        ...NOTHING,
        kind,
        before: conditionText(change.before),
        after: conditionText(change.after),
        relation: change.verdict.relation,
        lost: wireWitness(change.verdict.lost),
        gained: wireWitness(change.verdict.gained),
        inherited: change.isInherited,
      };
    case "default":
    case "select":
    case "imply":
    case "range":
      return {
        ...NOTHING,
        kind,
        removed: change.removed.map(propertyText),
        added: change.added.map(propertyText),
        inherited: change.isInherited,
        order: change.order.map(propertyText),
      };
    case "choice":
      return {
        ...NOTHING,
        kind,
        before: change.before === undefined ? null : promptOf(change.before),
        after: change.after === undefined ? null : promptOf(change.after),
      };
    case "help":
      return { ...NOTHING, kind, before: change.before ?? null, after: change.after ?? null };
    case "attribute":
      return {
        ...NOTHING,
        kind,
        before: change.isSet ? null : change.name,
        after: change.isSet ? change.name : null,
      };
    case "moved": {
      const paths = (places: typeof change.before) => [...new Set(places.map(({ path }) => path))];
      return { ...NOTHING, kind, removed: paths(change.before), added: paths(change.after) };
    }
  }
}

function wireWitness(witness: Witness | undefined) {
  if (witness === undefined) return null;
  const { lines, before, after } = witness;
  return { lines, before: letterOf(before), after: letterOf(after) };
}

function wireValues({ path, differences, questions }: ValueDifferences) {
  return {
    config: path,
    differences: differences.map(wireValue),
    questions: questions.map(({ name }) => name),
  };
}

function wireValue({ symbol, before, after, cause }: ValueDifference) {
  const origin = "origin" in cause ? wireOrigin(cause.origin) : null;
  const failing = cause.kind === "present" ? cause.failing : undefined;
  return {
    symbol: symbol.name,
    type: symbol.type,
    before: before ?? null,
    after: after ?? null,
    cause: {
      kind: cause.kind,
      other: cause.kind === "renamed" ? cause.other.name : null,
      origin,
      failing:
        failing === undefined
          ? null
          : { part: expressionText(failing.part), location: failing.statement.place },
      released: (cause.kind === "present" ? cause.released : []).map(({ kind, node, place }) => ({
        kind,
        symbol: node.symbol?.name ?? null,
        location: place,
      })),
      changes: cause.kind === "present" ? cause.changes : [],
    },
  };
}
