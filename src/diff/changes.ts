/** What changed in one symbol or choice from one tree to another, aspect by aspect. */
import { statementsAround } from "../explain/statements.ts";
import { SymbolFlag, type SymbolType } from "../model/columns.ts";
import { NONE } from "../model/expressions.ts";
import type { ConfigSymbol, Place, Property } from "../model/model.ts";
import { canonicalText, symbolName } from "./canonical.ts";
import { type Condition, dependencyOf, keyOf, visibilityOf } from "./condition.ts";
import type { ConditionComparer, Verdict } from "./relation.ts";

export type Change =
  | { readonly kind: "type"; readonly before: SymbolType; readonly after: SymbolType }
  /** Texts of all prompts; none: nobody could, or can, set it. */
  | { readonly kind: "prompt"; readonly before: readonly string[]; readonly after: readonly string[] }
  /** *dependency*: what it depends on, with all around it; *visibility*: `if` behind its prompts, `visible if`. */
  | {
      readonly kind: "dependency" | "visibility";
      readonly before: Condition;
      readonly after: Condition;
      readonly verdict: Verdict;
      /** Whether it changed in what is around the entry, and not in the entry itself. */
      readonly isInherited: boolean;
    }
  | {
      readonly kind: "default" | "select" | "imply" | "range";
      readonly removed: readonly Property[];
      readonly added: readonly Property[];
      /** All as they are now, where the order is other as well: of defaults and ranges the first that applies counts. */
      readonly order: readonly Property[];
      /** Written as before, but around them something else stands. */
      readonly isInherited: boolean;
    }
  | {
      readonly kind: "choice";
      readonly before: ConfigSymbol | undefined;
      readonly after: ConfigSymbol | undefined;
    }
  /** What blanks and line ends make is no change. */
  | { readonly kind: "help"; readonly before: string | undefined; readonly after: string | undefined }
  | { readonly kind: "attribute"; readonly name: AttributeName; readonly isSet: boolean }
  /** Its entries are in other files. */
  | { readonly kind: "moved"; readonly before: readonly Place[]; readonly after: readonly Place[] };

export type ChangeKind = Change["kind"];

const ATTRIBUTES = {
  transitional: SymbolFlag.transitional,
  optional: SymbolFlag.optional,
  allnoconfig_y: SymbolFlag.allnoconfigY,
} as const;
export type AttributeName = keyof typeof ATTRIBUTES | "modules";

export interface ChangeContext {
  readonly comparer: ConditionComparer;
  /** Choices of the first tree, and what they are in the second. */
  readonly choices: ReadonlyMap<ConfigSymbol, ConfigSymbol>;
}

/** All changes, in the order in which an entry is written. */
export function changesBetween(
  before: ConfigSymbol,
  after: ConfigSymbol,
  context: ChangeContext,
): readonly Change[] {
  return [
    ...typeChange(before, after),
    ...promptChange(before, after),
    ...conditionChanges(before, after, context),
    ...(["default", "select", "imply", "range"] as const).flatMap((kind) =>
      propertyChange(kind, before, after),
    ),
    ...choiceChange(before, after, context),
    ...attributeChanges(before, after),
    ...helpChange(before, after),
    ...movedChange(before, after),
  ];
}

function typeChange(before: ConfigSymbol, after: ConfigSymbol): readonly Change[] {
  // Choices have had no type of their own since their rewrite.
  const isSame = before.type === after.type || (after.isChoice && isOtherDialect(before, after));
  return isSame ? [] : [{ kind: "type", before: before.type, after: after.type }];
}

function isOtherDialect(before: ConfigSymbol, after: ConfigSymbol): boolean {
  return before.model.data.dialect.choices !== after.model.data.dialect.choices;
}

function promptChange(before: ConfigSymbol, after: ConfigSymbol): readonly Change[] {
  const texts = (symbol: ConfigSymbol) => symbol.propertiesOf("prompt").map(({ text }) => text);
  const [was, is] = [texts(before), texts(after)];
  return sameTexts(was, is) ? [] : [{ kind: "prompt", before: was, after: is }];
}

function conditionChanges(
  before: ConfigSymbol,
  after: ConfigSymbol,
  { comparer }: ChangeContext,
): readonly Change[] {
  const isBool = before.type !== "tristate" && after.type !== "tristate";
  const found: Change[] = [];
  const dependency = { before: dependencyOf(before), after: dependencyOf(after) };
  if (keyOf(dependency.before) !== keyOf(dependency.after)) {
    found.push({
      kind: "dependency",
      ...dependency,
      verdict: comparer.compare(dependency.before, dependency.after, isBool),
      isInherited: sameTexts(ownDependencies(before), ownDependencies(after)),
    });
  }
  const [was, is] = [ownVisibility(before), ownVisibility(after)];
  if (before.hasPrompt && after.hasPrompt && !sameTexts(was, is)) {
    const visibility = { before: visibilityOf(before), after: visibilityOf(after) };
    found.push({
      kind: "visibility",
      ...visibility,
      verdict: comparer.compare(visibility.before, visibility.after, isBool),
      isInherited: sameTexts(ownPromptConditions(before), ownPromptConditions(after)),
    });
  }
  return found;
}

function ownDependencies({ definitions, model }: ConfigSymbol): readonly string[] {
  return definitions
    .map(({ conditions }) =>
      conditions
        .filter(({ kind }) => kind === "depends on")
        .map(({ value }) => canonicalText(model, value))
        .sort()
        .join(" && "),
    )
    .sort();
}

function ownPromptConditions(symbol: ConfigSymbol): readonly string[] {
  return symbol
    .propertiesOf("prompt")
    .map(({ ownCondition }) => canonicalText(symbol.model, ownCondition))
    .sort();
}

/** What decides over prompts beyond the dependencies. */
function ownVisibility(symbol: ConfigSymbol): readonly string[] {
  const prompts = symbol.propertiesOf("prompt").map((prompt) => {
    const around = statementsAround(prompt.node, { withVisibility: true })
      .filter(({ kind }) => kind === "visibility")
      .map(({ condition }) => condition);
    const conditions = [prompt.ownCondition, ...around].filter((condition) => condition !== NONE);
    return [...new Set(conditions.map((condition) => canonicalText(symbol.model, condition)))]
      .sort()
      .join(" && ");
  });
  return prompts.sort();
}

type ListedKind = Extract<Change, { order: unknown }>["kind"];

function propertyChange(kind: ListedKind, before: ConfigSymbol, after: ConfigSymbol): readonly Change[] {
  const [was, is] = [before.propertiesOf(kind), after.propertiesOf(kind)];
  const own = difference(was, is, ownText);
  const order = (kind === "default" || kind === "range") && isOtherOrder(was, is, own) ? is : [];
  if (own.removed.length > 0 || own.added.length > 0 || order.length > 0)
    return [{ kind, ...own, order, isInherited: false }];
  // Of one entry, what is around its properties is told with its dependencies.
  if (before.definitions.length === 1 && after.definitions.length === 1) return [];
  if (keyOf(dependencyOf(before)) !== keyOf(dependencyOf(after))) return [];
  const whole = difference(was, is, wholeText);
  if (whole.removed.length === 0 && whole.added.length === 0) return [];
  return [{ kind, ...whole, order: [], isInherited: true }];
}

interface Difference {
  readonly removed: readonly Property[];
  readonly added: readonly Property[];
}

/** Whether those that stay have another order, or a new one stands before one that stays. */
function isOtherOrder(was: readonly Property[], is: readonly Property[], own: Difference): boolean {
  const stayed = was.filter((each) => !own.removed.includes(each)).map(ownText);
  return !sameTexts(stayed, is.slice(0, stayed.length).map(ownText));
}

function difference(
  was: readonly Property[],
  is: readonly Property[],
  textOf: (property: Property) => string,
): Difference {
  const [old, present] = [was.map(textOf), is.map(textOf)];
  return {
    removed: was.filter((_, index) => !present.includes(old[index])),
    added: is.filter((_, index) => !old.includes(present[index])),
  };
}

function ownText(property: Property): string {
  return `${valueText(property)} if ${canonicalText(property.model, property.ownCondition)}`;
}

function wholeText(property: Property): string {
  return `${valueText(property)} if ${canonicalText(property.model, property.condition)}`;
}

function valueText(property: Property): string {
  const { model } = property;
  switch (property.kind) {
    case "select":
    case "imply":
      return symbolName(model, property.target.id);
    case "range":
      return property.limits.map(({ id }) => symbolName(model, id)).join(" ");
    default:
      return canonicalText(model, property.value);
  }
}

function choiceChange(
  before: ConfigSymbol,
  after: ConfigSymbol,
  { choices }: ChangeContext,
): readonly Change[] {
  const isSame =
    before.choice === undefined
      ? after.choice === undefined
      : after.choice !== undefined && choices.get(before.choice) === after.choice;
  return isSame ? [] : [{ kind: "choice", before: before.choice, after: after.choice }];
}

function attributeChanges(before: ConfigSymbol, after: ConfigSymbol): readonly Change[] {
  const found: Change[] = [];
  const note = (name: AttributeName, was: boolean, is: boolean) => {
    if (was !== is) found.push({ kind: "attribute", name, isSet: is });
  };
  for (const [name, flag] of Object.entries(ATTRIBUTES) as [AttributeName, number][]) {
    const has = ({ model, id }: ConfigSymbol) => (model.data.symbols.flags[id] & flag) !== 0;
    note(name, has(before), has(after));
  }
  note("modules", before.model.data.modules === before.id, after.model.data.modules === after.id);
  return found;
}

function helpChange(before: ConfigSymbol, after: ConfigSymbol): readonly Change[] {
  const [was, is] = [helpOf(before), helpOf(after)];
  const words = (text: string | undefined) => text?.replace(/\s+/g, " ").trim();
  return words(was) === words(is) ? [] : [{ kind: "help", before: was, after: is }];
}

/** Help texts of all definitions. */
export function helpOf(symbol: ConfigSymbol): string | undefined {
  const texts = symbol.definitions.flatMap(({ help }) => help ?? []);
  return texts.length === 0 ? undefined : texts.join("\n\n");
}

function movedChange(before: ConfigSymbol, after: ConfigSymbol): readonly Change[] {
  const files = ({ definitions }: ConfigSymbol) =>
    [...new Set(definitions.map(({ place }) => place.path))].sort();
  if (sameTexts(files(before), files(after))) return [];
  const places = ({ definitions }: ConfigSymbol) => definitions.map(({ place }) => place);
  return [{ kind: "moved", before: places(before), after: places(after) }];
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
