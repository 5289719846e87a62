/** What is said of statements in Kconfig files that do nothing, are too many, or do harm. */

import { locate } from "../../explain/statements.ts";
import type { RequiredBy } from "../../lint/subject.ts";
import type { Scope } from "../../lint/worlds.ts";
import { NONE } from "../../model/expressions.ts";
import type { MenuNode, Property } from "../../model/model.ts";
import type { About, Words } from "./words.ts";

/** In which reading something is proven, as the end of a sentence. */
export function scopeText(scope: Scope | undefined): string {
  return scope === "here" ? " in this tree, with this architecture and these tools" : "";
}

export function contradictionText({ node }: About<"contradiction">): string {
  return `the conditions of ${entryName(node)} exclude each other: it can never be reached`;
}

function entryName({ symbol, kind }: MenuNode): string {
  return symbol?.name || `this ${kind}`;
}

export function idleStatementText({ property: { node, kind } }: About<"idle-statement">): string {
  const what = node.kind === "comment" ? "comment" : kind;
  return `this ${what} ${kind === "prompt" ? "can never be seen" : "never applies"}`;
}

/** A number or string where y, m or n is meant; its definition tells what it is. */
export function notLogicalWords({
  notLogical,
}: About<"idle-definition" | "idle-statement">): Pick<Words, "notes" | "help"> {
  if (notLogical === undefined) return {};
  const { name, type, definitions } = notLogical;
  return {
    notes: [
      {
        message: `${name} is ${type === "int" ? "an int" : `a ${type}`}, and a condition takes that for n`,
        location: definitions[0]?.place,
      },
    ],
    help: [`compare it: ${name} != ${type === "string" ? '""' : "0"}`],
  };
}

export function shadowedDefaultWords(
  { blocker }: About<"shadowed-default">,
  scope: Scope | undefined,
): Words {
  return {
    message: `this default is never used${scopeText(scope)}: ${insteadText(blocker)}`,
    notes: blocker === undefined ? [] : [{ message: blockerText(blocker), location: locate(blocker) }],
  };
}

function insteadText(blocker: Property | undefined): string {
  if (blocker === undefined) return "those before it, together, always are";
  return blocker.ownCondition === NONE ? "one before it always is" : "one before it always comes first";
}

function blockerText({ ownCondition }: Property): string {
  return ownCondition === NONE
    ? "this one comes first, without a condition"
    : "this one comes first wherever the other would be used";
}

export function twoPromptsWords({ symbol, other }: About<"two-prompts">): Words {
  return {
    message: `${symbol?.name} has two prompts that can be seen at once, and they say different things`,
    notes: [{ message: "the other one", location: locate(other) }],
  };
}

export function selectOfMemberWords({ property: { kind, target } }: About<"select-of-member">): Words {
  return {
    message: `${target.name} is a member of a choice: ${kind} does nothing to it`,
    notes: target.definitions
      .slice(0, 1)
      .map(({ place }) => ({ message: "it is defined here", location: place })),
    help: ["let the choice have a default instead: default MEMBER if CONDITION"],
  };
}

export function selectOfVisibleWords({ target, dependency }: About<"select-of-visible">): Words {
  return {
    message: `${target.name} has a prompt and depends on other symbols: select overrides both`,
    notes: noteAt("what it depends on", dependency),
  };
}

export function unmetSelectWords({ selector, target, dependency }: About<"unmet-select">): Words {
  return {
    message: `${selector.name} can select ${target.name} while the dependencies of ${target.name} are not met`,
    notes: noteAt(`dependency of ${target.name}`, dependency),
  };
}

function noteAt(message: string, property: Property | undefined): Words["notes"] {
  return property === undefined ? [] : [{ message, location: locate(property) }];
}

export function alwaysOnWords({ symbol }: About<"always-on">, scope: Scope | undefined): Words {
  return {
    message: `${symbol.name} is on in every configuration${scopeText(scope)}`,
    ...(symbol.hasPrompt && { label: "its prompt cannot turn it off" }),
  };
}

/** More conditions that only together require another one are for nobody's eyes. */
const MOST_NOTES = 4;

export function redundantWords({ node, text, hasPlace, grounds }: About<"redundant-depends">): Words {
  const name = entryName(node);
  // Without a place of its own it is named.
  const what = hasPlace ? "this" : text;
  return {
    message:
      grounds.length === 0
        ? `${name} depends on what is always true${hasPlace ? "" : `: ${text}`}`
        : `${name} depends on ${what} already`,
    notes: grounds.slice(0, MOST_NOTES).map((each) => ({
      message: requiredText(each, grounds.length),
      location: each.location,
    })),
  };
}

function requiredText({ isOwn }: RequiredBy, count: number): string {
  const where = isOwn ? "here" : "by this block around it";
  return count === 1 ? `required ${where}` : `required ${where}, together with the others`;
}
