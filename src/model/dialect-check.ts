/** Tells what a file says that the tree's dialect does not know. */

import type { Atom, Attribute, Entry, KconfigSyntax } from "../syntax/tree.ts";
import { unknownStatement } from "../syntax/wrong-text.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source-file.ts";
import type { Dialect } from "./dialect.ts";

/** Attribute words that only some implementations know. */
const additive: ReadonlySet<string> = new Set([
  "boolean",
  "def_int",
  "def_hex",
  "def_string",
  "optional",
  "transitional",
  "modules",
  "---help---",
]);

/** Attributes that the kernel's choices may have, if their dialect knows the word. */
const choiceAttributes: ReadonlySet<string> = new Set([
  "type",
  "prompt",
  "default",
  "depends on",
  "help",
  "optional",
]);

/** Reports, as errors, the constructs of `syntax` that C conf of this dialect would call invalid. */
export function checkDialect(
  syntax: KconfigSyntax,
  dialect: Dialect,
  report: (diagnostic: Diagnostic, at: number) => void,
): void {
  if (!dialect.lexer.hasMacros) refuseAssignments(syntax.entries, syntax, report);
  if (dialect.words === "all") return;
  const words: ReadonlySet<string> = dialect.words;

  function refuse(span: Span, what: string): void {
    const location = syntax.source.locate(span);
    report(
      {
        code: "unknown-to-dialect",
        severity: "error",
        message: `${dialect.name} does not know ${what}`,
        location,
        help: ["another dialect may be meant: --dialect extended knows all"],
        classic: {
          text: `${location.path}:${location.line}: syntax error: ${dialect.name} does not know ${what}`,
        },
      },
      span.start,
    );
  }

  const need = (word: string, span: Span, what: string) => {
    if (!words.has(word)) refuse(span, what);
  };

  // A tool that warns of options which it does not know refuses none.
  const needOption = (name: string, span: Span) => {
    if (!words.has("unknown option")) need(`option ${name}`, span, `'option ${name}'`);
  };

  const isAllowedInChoice = (kind: Entry["kind"]): boolean => {
    if (kind === "source") return words.has("source in choice");
    if (kind === "menuconfig" || kind === "assignment") return words.has("statement in choice");
    return kind === "config" || kind === "comment" || kind === "if" || ["none", "error"].includes(kind);
  };

  function checkDependencies(attributes: readonly Attribute[]): void {
    for (const attribute of attributes) {
      if (attribute.kind === "depends on" && attribute.condition !== undefined)
        need("depends on if", attribute, "'depends on … if …'");
    }
  }

  function checkAttributes(attributes: readonly Attribute[], ofChoice: boolean): void {
    for (const attribute of attributes) {
      if (attribute.kind === "error") continue;
      if (attribute.kind === "optional" && !ofChoice) refuse(attribute, "'optional' here");
      // What macros in it come to is looked at when they are expanded.
      else if (attribute.kind === "option" && attribute.name.pieces !== undefined) continue;
      else if (attribute.kind === "option") needOption(attribute.name.text, attribute);
      else if (additive.has(attribute.keyword)) need(attribute.keyword, attribute, `'${attribute.keyword}'`);
      if (attribute.kind === "visible if") refuse(attribute, "'visible' here");
      if ((attribute.kind === "prompt" || attribute.kind === "type") && isUnquoted(attribute.prompt)) {
        need("unquoted", attribute.prompt, "a prompt without quotes");
      }
    }
    checkDependencies(attributes);
  }

  function checkChoiceAttributes(attributes: readonly Attribute[]): void {
    for (const attribute of attributes) {
      if (attribute.kind === "error") continue;
      const hasType = attribute.kind === "type";
      const isWrongType =
        hasType && (attribute.value !== undefined || !["bool", "tristate"].includes(attribute.type));
      const isNoName = attribute.kind === "default" && attribute.value.kind !== "word";
      if (isWrongType || isNoName || !choiceAttributes.has(attribute.kind)) {
        refuse(attribute, `'${attribute.keyword}' in a choice`);
      } else if (hasType && attribute.type === "tristate") {
        need("tristate choice", attribute, "choices of type tristate");
      } else if (hasType) {
        // `bool "prompt"` is a way to write the prompt, `bool` alone went with the rewrite.
        if (attribute.prompt === undefined) need("choice type", attribute, "a type of a choice");
        else need("choice prompt by type", attribute, "a prompt of a choice behind a type");
      }
    }
    checkAttributes(attributes, true);
  }

  function checkEntry(entry: Entry, insideChoice: boolean): void {
    if (insideChoice && !isAllowedInChoice(entry.kind)) refuse(entry, `'${entry.kind}' in a choice`);
    switch (entry.kind) {
      case "configdefault":
        need("configdefault", entry, "'configdefault'");
        return;
      case "config":
      case "menuconfig":
        return checkAttributes(entry.attributes, false);
      case "choice":
        // A macro may come to nothing; that it does is looked at when it is expanded.
        if (entry.name !== undefined && entry.name.pieces === undefined)
          need("named choice", entry.name, "choices with a name");
        checkChoiceAttributes(entry.attributes);
        for (const inner of entry.entries) checkEntry(inner, true);
        return;
      case "if":
        for (const inner of entry.entries) checkEntry(inner, insideChoice);
        return;
      case "menu":
        if (isUnquoted(entry.title)) need("unquoted", entry.title, "a title without quotes");
        checkDependencies(entry.attributes);
        for (const inner of entry.entries) checkEntry(inner, false);
        return;
      case "comment":
        checkDependencies(entry.attributes);
        if (isUnquoted(entry.title)) need("unquoted", entry.title, "a title without quotes");
        return;
      case "mainmenu":
        if (isUnquoted(entry.title)) need("unquoted", entry.title, "a title without quotes");
        return;
      case "source":
        if (entry.keyword !== "source") need(entry.keyword, entry, `'${entry.keyword}'`);
        if (entry.path.kind === "word") need("unquoted", entry.path, "a path without quotes");
        return;
      case "assignment":
      case "none":
      case "error":
        return;
    }
  }

  for (const entry of syntax.entries) checkEntry(entry, false);
}

/** Where there are no macros, a line `NAME = …` begins with a word that is no statement. */
function refuseAssignments(
  entries: readonly Entry[],
  { source }: KconfigSyntax,
  report: (diagnostic: Diagnostic, at: number) => void,
): void {
  const pending = [...entries];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    if ("entries" in entry) pending.push(...entry.entries);
    if (entry.kind !== "assignment") continue;
    const span = { start: entry.start, end: entry.start + entry.name.length };
    report(unknownStatement(source, span, entry.name), entry.start);
  }
}

/** A title or prompt that is a bare word; one that is missing is told as such. */
const isUnquoted = (title: Atom | undefined): title is Atom =>
  title?.kind === "word" && title.isMissing !== true;
