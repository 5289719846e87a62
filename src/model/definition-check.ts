/** Checks of finished definitions: what is wrong with a symbol or a choice whatever its value. */
import type { Diagnostic } from "../text/diagnostic.ts";
import {
  ABSENT,
  isLogicalType,
  Kind,
  Node,
  type NodeId,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
  YES,
} from "./columns.ts";
import type { Dialect, Refusal } from "./dialect.ts";
import type { Draft } from "./draft.ts";
import { type ExpressionId, NONE, Op } from "./expressions.ts";
import { pythonFloat, pythonInt } from "./python-numbers.ts";

type Report = (diagnostic: Diagnostic) => void;

const isNumber = (type: number): boolean => type === Type.int || type === Type.hex || type === Type.float;

/**
 * Whether `text` spells a number: in C an int without leading zeros, a hex with or without 0x; in Python also what its
 * int() takes. A hex is not negative, a float is finite.
 */
export function isValidNumber(type: number, text: string, numbers: Dialect["numbers"]): boolean {
  if (type === Type.float) return Number.isFinite(pythonFloat(text));
  if (numbers === "Python") {
    const value = pythonInt(text, type === Type.hex ? 16 : 10);
    return value !== undefined && (type !== Type.hex || value >= 0n);
  }
  return type === Type.hex ? /^(0[xX])?[0-9a-fA-F]+$/.test(text) : /^-?(0|[1-9][0-9]*)$/.test(text);
}

/** Warnings about one symbol's type, defaults, selects, implies and ranges; once, when `node` is the first finished. */
export function checkSymbol(draft: Draft, symbol: SymbolId, node: NodeId, report: Report): void {
  const warner = warnings(draft, report);
  const name = draft.symbolName[symbol];
  const type = draft.symbolType[symbol];
  if (type === Type.unknown) {
    warner.atNode(node, "no-type", `${name} has no type`, "config symbol defined without type");
  }
  const isMember = draft.hasFlag(symbol, SymbolFlag.member);
  for (const property of draft.symbolProperties[symbol]) {
    switch (draft.propertyKind[property]) {
      case Kind.default:
        if (isMember && draft.dialect.choices === "exclusive") {
          reportProblem(
            draft,
            report,
            property,
            "broken choice",
            "member-default",
            `${name} is member of a choice and cannot have a default`,
            "defaults for choice values not supported",
          );
        }
        checkDefault(draft, symbol, property, warner);
        break;
      case Kind.select:
      case Kind.imply:
        checkSelect(draft, symbol, property, warner);
        break;
      case Kind.range:
        checkRange(draft, symbol, property, warner);
        break;
    }
  }
}

/** Whether a choice's defaults are members, and its members nowhere else. (Its prompt is checked where it is read.) */
export function checkChoice(draft: Draft, choice: SymbolId, report: Report): void {
  const warner = warnings(draft, report);
  const node = draft.symbolNodes[choice][0];
  if (draft.symbolType[choice] === Type.unknown) {
    warner.atNode(node, "no-type", "this choice has no type", "config symbol defined without type");
  }
  if (draft.dialect.choices === "modal" && draft.nodePrompt[node] === ABSENT) {
    warner.atNode(node, "choice-without-prompt", "this choice has no prompt", "choice must have a prompt");
  }
  for (const property of draft.symbolProperties[choice]) {
    if (draft.propertyKind[property] !== Kind.default) continue;
    const value = draft.propertyValue[property];
    if (draft.expressions.operator(value) !== Op.symbol) continue;
    // A modal choice may have got the type of a number from its first member.
    checkDefault(draft, choice, property, warner);
    const chosen = draft.expressions.left(value);
    const isMember =
      draft.dialect.choices === "exclusive"
        ? homeChoice(draft, chosen) === choice
        : draft.symbolMembers[choice].includes(chosen);
    if (isMember || draft.dialect.overlooks.has("default outside of the choice")) continue;
    const name = draft.symbolName[chosen];
    warner.atProperty(
      property,
      "default-outside-choice",
      `${name} is the default of this choice but no member of it`,
      `choice default symbol '${name}' is not contained in the choice`,
    );
  }
  if (draft.dialect.choices === "exclusive") {
    for (const member of draft.symbolMembers[choice]) checkMemberPrompts(draft, choice, member, report);
  }
}

/**
 * The choice whose member the symbol is when values are calculated: the nearest entry with a symbol above its
 * first definition with a prompt, if that is a choice. Quirk: a member nested under another one has none.
 */
export function homeChoice(draft: Draft, symbol: SymbolId): SymbolId {
  const node = draft.symbolNodes[symbol].find((each) => draft.nodePrompt[each] !== ABSENT);
  if (node === undefined) return ABSENT;
  let at = draft.nodeParent[node];
  while (at !== ABSENT && draft.nodeSymbol[at] === ABSENT) at = draft.nodeParent[at];
  return at !== ABSENT && draft.nodeKind[at] === Node.choice ? draft.nodeSymbol[at] : ABSENT;
}

/** Before the rewrite, what is wrong with a member of a choice was only remarked upon. */
export function checkModalMember(draft: Draft, node: NodeId, report: Report): void {
  const warner = warnings(draft, report);
  const member = draft.nodeSymbol[node];
  const name = draft.symbolName[member];
  const choice = draft.symbolChoice[member];
  if (draft.nodePrompt[node] === ABSENT) {
    warner.atNode(
      node,
      "member-without-prompt",
      `${name} is member of a choice and needs a prompt`,
      "choice value must have a prompt",
    );
  }
  for (const property of draft.symbolProperties[member]) {
    if (draft.propertyKind[property] === Kind.default) {
      warner.atProperty(
        property,
        "member-default",
        `${name} is member of a choice; its default is ignored`,
        "defaults for choice values not supported",
      );
    }
    const place = draft.propertyNode[property];
    if (place === node || draft.propertyKind[property] !== Kind.prompt || isMenuPrompt(draft, property))
      continue;
    const parent = draft.nodeParent[place];
    if (parent !== ABSENT && draft.nodeSymbol[parent] === choice) continue;
    warner.atProperty(
      property,
      "member-prompt-outside",
      `${name} is member of a choice and has a prompt outside of it`,
      "choice value used outside its choice group",
    );
  }
}

/**
 * A transitional symbol has nothing but a type and a help text. Tells the first thing too many at `node`, which is one
 * of its entries: what it depends on, then its properties wherever they stand.
 */
export function checkTransitional(draft: Draft, node: NodeId, report: Report): void {
  const symbol = draft.nodeSymbol[node];
  if (symbol === ABSENT || !draft.hasFlag(symbol, SymbolFlag.transitional)) return;
  const isYes = (id: ExpressionId) => id === NONE || id === draft.expressions.symbol(YES);
  const property = draft.symbolProperties[symbol][0];
  const isConditional = !isYes(draft.nodeDependency[node]) || !isYes(draft.nodeVisibility[node]);
  if (!isConditional && property === undefined) return;
  const [file, line] = isConditional
    ? [draft.nodeFile[node], draft.nodeLine[node]]
    : [draft.propertyFile[property], draft.propertyLine[property]];
  const { path } = draft.files[file];
  report({
    code: "transitional-with-more",
    severity: "error",
    message: `${draft.symbolName[symbol]} is transitional and can have no more than a type and a help text`,
    location: { path, line },
    classic: { text: `${path}:${line}: error: transitional symbols can only have help sections` },
  });
}

type Warner = ReturnType<typeof warnings>;

function warnings(draft: Draft, report: Report) {
  const warn = (path: string, line: number, code: string, message: string, classic: string) =>
    report({
      code,
      severity: "warning",
      message,
      location: { path, line },
      classic: { text: `${path}:${line}:warning: ${classic}` },
    });
  return {
    atNode: (node: NodeId, code: string, message: string, classic: string) =>
      warn(draft.files[draft.nodeFile[node]].path, draft.nodeLine[node], code, message, classic),
    atProperty: (property: PropertyId, code: string, message: string, classic: string) =>
      warn(
        draft.files[draft.propertyFile[property]].path,
        draft.propertyLine[property],
        code,
        message,
        classic,
      ),
  };
}

/** An error where the dialect refuses `what`, else a warning. */
function reportProblem(
  draft: Draft,
  report: Report,
  property: PropertyId,
  what: Refusal,
  code: string,
  message: string,
  classic: string,
): void {
  const path = draft.files[draft.propertyFile[property]].path;
  const line = draft.propertyLine[property];
  const severity = draft.dialect.refusals.has(what) ? "error" : "warning";
  report({
    code,
    severity,
    message,
    location: { path, line },
    classic: { text: `${path}:${line}: ${severity}: ${classic}` },
  });
}

/** Quirk: the prompt of a menuconfig is of another kind to C and may stand anywhere. */
function isMenuPrompt(draft: Draft, property: PropertyId): boolean {
  const node = draft.propertyNode[property];
  return draft.nodeKind[node] === Node.menuconfig && draft.nodePrompt[node] === property;
}

function checkMemberPrompts(draft: Draft, choice: SymbolId, member: SymbolId, report: Report): void {
  const name = draft.symbolName[member];
  const prompts = draft.symbolProperties[member].filter(
    (property) => draft.propertyKind[property] === Kind.prompt && !isMenuPrompt(draft, property),
  );
  if (draft.dialect.refusals.has("prompt of a member elsewhere")) {
    for (const node of draft.symbolNodes[member]) {
      if (choiceAround(draft, node) !== choice) continue;
      for (const property of prompts) {
        if (draft.propertyNode[property] === node) continue;
        reportProblem(
          draft,
          report,
          property,
          "prompt of a member elsewhere",
          "member-prompt-outside",
          `${name} is member of a choice and cannot have a prompt in another entry`,
          "choice value must not have a prompt in another entry",
        );
      }
    }
    return;
  }
  for (const property of prompts) {
    if (choiceAround(draft, draft.propertyNode[property]) === choice) continue;
    reportProblem(
      draft,
      report,
      property,
      "broken choice",
      "member-prompt-outside",
      `${name} is member of a choice and cannot have a prompt outside of it`,
      "choice value has a prompt outside its choice group",
    );
  }
}

function choiceAround(draft: Draft, node: NodeId): SymbolId {
  for (let at = draft.nodeBlock[node]; at !== ABSENT; at = draft.nodeBlock[at]) {
    const symbol = draft.nodeSymbol[at];
    if (symbol !== ABSENT && draft.hasFlag(symbol, SymbolFlag.choice)) return symbol;
  }
  return ABSENT;
}

function checkDefault(draft: Draft, symbol: SymbolId, property: PropertyId, warner: Warner): void {
  const type = draft.symbolType[symbol];
  const name = draft.symbolName[symbol] || "(null)";
  const value = draft.propertyValue[property];
  if (draft.expressions.operator(value) !== Op.symbol) {
    if (isNumber(type) || type === Type.string) {
      warner.atProperty(
        property,
        "default-not-single",
        `the default of ${name} must be a single symbol or constant`,
        `default for config symbol '${name}' must be a single symbol`,
      );
    }
    return;
  }
  if (isNumber(type) && !isNumberFor(draft, type, draft.expressions.left(value))) {
    warner.atProperty(
      property,
      "invalid-number",
      `this is no number for ${name}`,
      `'${name}': number is invalid`,
    );
  }
}

/** Whether a symbol, or the text of a constant, can stand for a value of this type. */
function isNumberFor(draft: Draft, type: number, value: SymbolId): boolean {
  const valueType = draft.symbolType[value];
  if (isNumber(valueType)) return true;
  // It may be one.
  if (draft.hasFlag(value, SymbolFlag.unknown)) return true;
  if (type === Type.unknown) return false;
  const text = draft.symbolName[value];
  if (isLogicalType(type)) return valueType === Type.unknown && /^[nmy]$/.test(text);
  return (
    valueType === Type.unknown && (type === Type.string || isValidNumber(type, text, draft.dialect.numbers))
  );
}

/** Whether `set` counts: a bool sets a number or string, to what is one. Tells if not. */
export function checkSet(
  draft: Draft,
  property: PropertyId,
  report: Report,
): "counts" | "no number" | "nothing" {
  const warner = warnings(draft, report);
  const source = draft.nodeSymbol[draft.propertyNode[property]];
  const target = draft.propertyValue[property];
  const [name, targetName] = [draft.symbolName[source], draft.symbolName[target]];
  const type = draft.symbolType[target];
  if (draft.symbolType[source] !== Type.bool) {
    const message = `${name} is no bool, so that what it sets counts for nothing`;
    warner.atProperty(property, "set-by-value", message, message);
    return "nothing";
  }
  if (isLogicalType(type)) {
    const message = `${targetName} is a bool, which cannot be set; select or imply does that`;
    warner.atProperty(property, "set-of-logical", message, message);
    return "nothing";
  }
  const given = draft.propertyUpper[property];
  if (isNumber(type) && !isNumberFor(draft, type, given)) {
    const message = `${targetName} is a number and cannot be set to this`;
    warner.atProperty(property, "invalid-number", message, message);
    return "no number";
  }
  return type === Type.unknown ? "nothing" : "counts";
}

function checkSelect(draft: Draft, symbol: SymbolId, property: PropertyId, warner: Warner): void {
  const word = draft.propertyKind[property] === Kind.select ? "select" : "imply";
  const name = draft.symbolName[symbol];
  const target = draft.propertyValue[property];
  if (!isLogicalType(draft.symbolType[symbol])) {
    warner.atProperty(
      property,
      `${word}-by-value`,
      `${name} is no bool or tristate and cannot ${word}`,
      `config symbol '${name}' uses ${word}, but is not ${draft.dialect.conf.boolName} or tristate`,
    );
  } else if (draft.symbolType[target] !== Type.unknown && !isLogicalType(draft.symbolType[target])) {
    const targetName = draft.symbolName[target];
    warner.atProperty(
      property,
      `${word}-of-value`,
      `${targetName} is no bool or tristate; ${word} has no effect on it`,
      `'${targetName}' has wrong type. '${word}' only accept arguments of ${draft.dialect.conf.boolName} and tristate type`,
    );
  }
}

function checkRange(draft: Draft, symbol: SymbolId, property: PropertyId, warner: Warner): void {
  const type = draft.symbolType[symbol];
  if (!isNumber(type)) {
    warner.atProperty(
      property,
      "range-without-number",
      `${draft.symbolName[symbol]} is no number and has no range`,
      "range is only allowed for int or hex symbols",
    );
  }
  const limits = [draft.propertyValue[property], draft.propertyUpper[property]];
  if (limits.every((limit) => isNumberFor(draft, type, limit))) return;
  warner.atProperty(property, "invalid-range", "the limits of this range are no numbers", "range is invalid");
}
