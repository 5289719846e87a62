/** Which statements of the Kconfig files a property's condition is made of. */
import type { ExpressionId } from "../model/expressions.ts";
import type { MenuNode, Property } from "../model/model.ts";
import type { Location, SourceFile, Span } from "../text/source-file.ts";
import type { Probe } from "./reason.ts";

/** One condition as it is written: a `depends on`, an `if`, a `visible if`, or what follows `if` in a property. */
export interface Statement {
  readonly kind: "dependency" | "visibility" | "source";
  readonly property: Property;
  readonly condition: ExpressionId;
}

/**
 * The conditions that stand around a property and in it: its own, its entry's, then those of the blocks around,
 * from the inside out. `visible if` counts for prompts alone.
 */
export function statementsOf(property: Property): readonly Statement[] {
  const isPrompt = property.kind === "prompt";
  const own: Statement = {
    kind: isPrompt ? "visibility" : "source",
    property,
    condition: property.ownCondition,
  };
  return [own, ...statementsAround(property.node, { withVisibility: isPrompt })];
}

/** The dependencies of an entry and of the blocks around it; with those of visibility, if asked for. */
export function statementsAround(node: MenuNode, { withVisibility = false } = {}): readonly Statement[] {
  const found: Statement[] = [];
  for (let at: MenuNode | undefined = node; at !== undefined; at = at.block) {
    for (const property of at.conditions) {
      if (property.kind === "visible if" && !withVisibility) continue;
      const kind = property.kind === "visible if" ? "visibility" : "dependency";
      found.push({ kind, property, condition: property.value });
    }
  }
  return found;
}

/** The text of a property as its file has it, on one line. */
export function sourceText(property: Property): string {
  const { start, end } = property.span;
  const text = fileOf(property).text.slice(start, end);
  return text.replace(/\\\n/g, " ").replace(/\s+/g, " ").trim();
}

/** Where a property is written; with a name, the first operand of it that has the name or, failing that, its only macro. */
export function locate(property: Property, name?: string): Location {
  const file = fileOf(property);
  const { span } = property;
  if (name === undefined || name === "") return file.locate(span);
  const operands = property.operandSpans;
  const named = operands.map((each) => withoutQuotes(file.text, each)).find(isCalled(file, name));
  if (named !== undefined) return file.locate(named);
  const macros = operands.filter(({ start, end }) => file.text.slice(start, end).includes("$("));
  return file.locate(macros.length === 1 ? macros[0] : span);
}

function fileOf({ id, model: { data } }: Property): SourceFile {
  return data.files[data.properties.file[id]];
}

const isCalled =
  ({ text }: SourceFile, name: string) =>
  ({ start, end }: Span): boolean =>
    end - start === name.length && text.startsWith(name, start);

function withoutQuotes(text: string, { start, end }: Span): Span {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return { start, end };
  return { start: start + 1, end: text[end - 1] === quote ? end - 1 : end };
}

/** The probe that a property's text holds: a macro, and the command that ran for it on the property's line. */
export function probeOf(property: Property): Probe | undefined {
  const text = sourceText(property);
  if (!text.includes("$(")) return undefined;
  const { path, line } = property.place;
  const records = property.model.data.probes.filter((probe) => probe.path === path && probe.line === line);
  // Of several commands on one line nobody can tell which one is meant.
  const only = records.length === 1 ? records[0] : undefined;
  return {
    text,
    statement: property,
    isCommand: records.length > 0,
    ...(records.some((probe) => probe.isUnknown) && { isUnknown: true }),
    command: only?.command,
    output: only?.output,
  };
}
