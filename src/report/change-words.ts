/** What changed in a symbol from one tree to another, in words; text and Markdown lay them out. */

import { canonicalText } from "../diff/canonical.ts";
import type { Change } from "../diff/changes.ts";
import { promptOf } from "../diff/choices.ts";
import { type Condition, partsOf } from "../diff/condition.ts";
import type { Witness } from "../diff/joint-search.ts";
import type { Relation } from "../diff/relation.ts";
import type { ValueDifference } from "../diff/values.ts";
import { letterOf } from "../evaluate/tristate.ts";
import { isConstantNo } from "../explain/givers.ts";
import { selectorsOf } from "../explain/references.ts";
import { NONE } from "../model/expressions.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { unsafeSentence } from "../resolve/warnings.ts";
import { causeText } from "./change-lines.ts";
import { expressionText, symbolText } from "./expression-text.ts";
import { listed } from "./listed.ts";
import type { Style } from "./style.ts";

/** A line about a symbol: what it is about, and words that hold Kconfig text, unsafe for a terminal. */
export interface Words {
  readonly label: string;
  /** What is said of the text, and is no Kconfig text: `stricter`. */
  readonly lead?: string;
  /** Empty where all is said by then. */
  readonly text: string;
  /** Further lines: examples. */
  readonly notes?: readonly string[];
}

type Signs = Pick<Style["signs"], "arrow" | "none">;

/** Names in a row before the rest is counted. */
const MOST_NAMES = 6;
/** Lines of an example that are shown. */
const MOST_LINES = 8;

export function conditionText({ model, any }: Condition): string {
  const alternatives = any.map((all) => {
    const texts = all
      .filter((id) => id !== NONE || all.length === 1)
      .map((id) => {
        const expression = model.expression(id);
        const text = expressionText(expression);
        return expression.kind === "or" && all.length > 1 ? `(${text})` : text;
      });
    return texts.length === 0 ? "y" : texts.join(" && ");
  });
  return alternatives.length === 0 ? "n" : alternatives.join(" || ");
}

/** A default, select, imply or range as it is written behind its keyword. */
export function propertyText(property: Property): string {
  const { model, ownCondition, kind } = property;
  const condition = ownCondition === NONE ? "" : ` if ${expressionText(model.expression(ownCondition))}`;
  const value =
    kind === "select" || kind === "imply"
      ? symbolText(property.target)
      : kind === "range"
        ? property.limits.map(symbolText).join(" ")
        : expressionText(model.expression(property.value));
  return `${value}${condition}`;
}

/** All words behind the label. */
export function wordsText({ lead, text }: Words): string {
  return [lead ?? "", text].filter((part) => part !== "").join(": ");
}

export function changeWords(change: Change, signs: Signs): Words {
  const { arrow } = signs;
  switch (change.kind) {
    case "type":
      return { label: "type", text: `${change.before} ${arrow} ${change.after}` };
    case "prompt": {
      const show = (texts: readonly string[]) =>
        texts.length === 0 ? "none" : texts.map((text) => `"${text}"`).join(", ");
      return { label: "prompt", text: `${show(change.before)} ${arrow} ${show(change.after)}` };
    }
    case "dependency":
    case "visibility":
      return conditionWords(change, signs);
    case "default":
    case "select":
    case "imply":
    case "range":
      return { label: change.kind, ...propertiesText(change, signs) };
    case "choice": {
      const show = (choice: ConfigSymbol | undefined) =>
        choice === undefined ? "none" : `"${promptOf(choice)}"`;
      return { label: "choice", text: `${show(change.before)} ${arrow} ${show(change.after)}` };
    }
    case "attribute":
      return { label: change.name, text: change.isSet ? "now" : "no longer" };
    case "help":
      return { label: "help", text: helpText(change) };
    case "moved": {
      const show = (places: readonly { readonly path: string }[]) =>
        [...new Set(places.map(({ path }) => path))].join(", ");
      return { label: "moved", text: `${show(change.before)} ${arrow} ${show(change.after)}` };
    }
  }
}

function helpText({ before, after }: Extract<Change, { kind: "help" }>): string {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "other words";
}

type ConditionChange = Extract<Change, { kind: "dependency" | "visibility" }>;

const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  stricter: "stricter",
  looser: "looser",
  other: "other",
  same: "means the same",
  undecided: "not decided whether stricter or looser",
};

function conditionWords(change: ConditionChange, signs: Signs): Words {
  const { kind, before, after, verdict, isInherited } = change;
  const around = isInherited ? " by what is around it" : "";
  const { lost, gained } = verdict;
  return {
    label: kind,
    lead: `${RELATION_WORDS[verdict.relation]}${around}`,
    text: conditionDifference(before, after, signs),
    notes: [
      ...(lost === undefined
        ? []
        : [`${exampleText(lost)}: ${letterOf(lost.before)} ${signs.arrow} ${letterOf(lost.after)}`]),
      ...(gained === undefined
        ? []
        : [`${exampleText(gained)}: ${letterOf(gained.before)} ${signs.arrow} ${letterOf(gained.after)}`]),
    ],
  };
}

function exampleText({ lines }: Witness): string {
  if (lines.length === 0) return "with nothing set";
  const names = lines.slice(0, MOST_LINES).map((line) => line.replace(/^# (\w+) is not set$/, "$1=n"));
  const more = lines.length - names.length;
  return `with ${names.join(" ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The parts of a conjunction that went and came, if any did; the whole where it is none. */
function conditionDifference(before: Condition, after: Condition, { arrow }: Signs): string {
  const [was, is] = [partsOf(before), partsOf(after)];
  if (was === undefined || is === undefined)
    return `${conditionText(before)} ${arrow} ${conditionText(after)}`;
  const keysBefore = was.map((id) => canonicalText(before.model, id));
  const keysAfter = is.map((id) => canonicalText(after.model, id));
  const text = (condition: Condition, id: number) => expressionText(condition.model.expression(id));
  const gone = was.filter((_, index) => !keysAfter.includes(keysBefore[index]));
  const come = is.filter((_, index) => !keysBefore.includes(keysAfter[index]));
  const parts = [
    ...new Set([...gone.map((id) => `- ${text(before, id)}`), ...come.map((id) => `+ ${text(after, id)}`)]),
  ];
  return parts.join("  ");
}

function propertiesText(
  { removed, added, order, isInherited }: Extract<Change, { order: unknown }>,
  { arrow }: Signs,
): Pick<Words, "lead" | "text"> {
  const [was, is] = [removed.map(propertyText), added.map(propertyText)];
  const now = order.map(propertyText).join("; ");
  if (was.length === 0 && is.length === 0) return { lead: "other order", text: now };
  // Where one alone makes place for one there is no order to tell.
  const tail = order.length > 1 ? `  in this order: ${now}` : "";
  if (was.length === 1 && is.length === 1 && was[0] !== is[0])
    return { text: `${was[0]} ${arrow} ${is[0]}${tail}` };
  const parts = [...was.map((text) => `- ${text}`), ...is.map((text) => `+ ${text}`)].join("  ");
  return { lead: isInherited ? "by what is around it" : undefined, text: `${parts}${tail}` };
}

/** What there is to know about a symbol that came or went. */
export function symbolWords(symbol: ConfigSymbol): readonly Words[] {
  const prompts = symbol.propertiesOf("prompt");
  const words: Words[] = [
    {
      label: "prompt",
      text: prompts.length === 0 ? "none" : prompts.map(({ text }) => `"${text}"`).join(", "),
    },
  ];
  if (symbol.directDependency !== NONE)
    words.push({
      label: "depends on",
      text: expressionText(symbol.model.expression(symbol.directDependency)),
    });
  if (symbol.choice !== undefined) words.push({ label: "choice", text: `"${promptOf(symbol.choice)}"` });
  words.push({ label: "by default", text: defaultText(symbol) });
  for (const kind of ["select", "imply", "range"] as const) {
    const texts = symbol.propertiesOf(kind).map(propertyText);
    if (texts.length > 0) words.push({ label: `${kind}s`.replace("ys", "ies"), text: texts.join("; ") });
  }
  const warning = unsafeSentence(symbol);
  if (warning !== undefined) words.push({ label: "warning", text: `its help says "${warning}"` });
  return words;
}

function defaultText(symbol: ConfigSymbol): string {
  const { model } = symbol;
  const selectors = selectorsOf(symbol);
  if (isOffByDefault(symbol)) {
    const hasDefault = symbol.propertiesOf("default").length > 0;
    return `off everywhere: ${hasDefault ? "its default is n" : "it has no default"}, and nothing selects or implies it`;
  }
  const texts = symbol.propertiesOf("default").map(propertyText);
  const by = (kind: "select" | "imply", word: string) => {
    const names = new Set(
      selectors.filter((property) => property.kind === kind).map(({ node }) => node.symbol?.name ?? ""),
    );
    return names.size === 0 ? [] : [`${word} by ${listed([...names], MOST_NAMES)}`];
  };
  if (symbol.choice !== undefined && model.data.dialect.choices === "exclusive") {
    const defaults = symbol.choice.propertiesOf("default").map(propertyText);
    return defaults.length === 0 ? "as its choice goes" : `as its choice goes: ${defaults.join("; ")}`;
  }
  const parts = [...texts, ...by("select", "selected"), ...by("imply", "implied")];
  return parts.length === 0 ? "none" : parts.join("; ");
}

/** Whether a bool or tristate is n in every configuration that does not ask for it. */
export function isOffByDefault(symbol: ConfigSymbol): boolean {
  return (
    symbol.isLogical &&
    symbol.choice === undefined &&
    symbol.propertiesOf("default").every(isConstantNo) &&
    selectorsOf(symbol).length === 0
  );
}

/** Why two trees give a symbol different values. */
export function valueCauseText({ symbol, cause }: ValueDifference): string {
  switch (cause.kind) {
    case "removed":
      return "removed";
    case "added":
      return `new: ${causeText({ kind: "given", origin: cause.origin }, symbol)}`;
    case "renamed":
      return `${cause.isNew ? "before:" : "now:"} ${cause.other.name}`;
    case "present": {
      const { failing, released, origin, changes } = cause;
      const why =
        released.length > 0
          ? releasedText(released)
          : failing === undefined
            ? causeText({ kind: "given", origin }, symbol)
            : causeText({ kind: "hidden", ...failing }, symbol);
      return changes.length === 0 ? why : `${why}  (changed: ${changes.join(", ")})`;
    }
  }
}

/** `no longer selected by A, B  (before: Kconfig:7)`: the place of the first one in the first tree. */
function releasedText(by: readonly Property[]): string {
  const [{ kind, place }] = by;
  const names = [...new Set(by.map(({ node }) => node.symbol?.name ?? ""))];
  const verb = kind === "imply" ? "implied" : "selected";
  return `no longer ${verb} by ${listed(names, MOST_NAMES)}  (before: ${place.path}:${place.line})`;
}
