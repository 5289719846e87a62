/** Attributes of entries: they become types, properties and conditions of the draft. */
import { isBlankHelp } from "../../syntax/help-text.ts";
import { spanOf } from "../../syntax/spans.ts";
import type { Atom, Attribute, ExpressionSyntax } from "../../syntax/tree.ts";
import type { Span } from "../../text/source-file.ts";
import { ABSENT, Kind, Node, type NodeId, SymbolFlag, type SymbolId, Type } from "../columns.ts";
import { comparedWithNo } from "../compared-with-no.ts";
import type { Refusal } from "../dialect.ts";
import { type ExpressionId, NONE, Op } from "../expressions.ts";
import type { Context, Reading } from "./reading.ts";
import type { Words } from "./words.ts";

const typeCodes = {
  bool: Type.bool,
  tristate: Type.tristate,
  int: Type.int,
  hex: Type.hex,
  string: Type.string,
  float: Type.float,
};
const typeWords = ["unknown", "bool", "tristate", "integer", "hex", "string", "float"];

/** Reads attributes into the draft, in the order in which they stand. */
export class Attributes {
  readonly #reading: Reading;
  readonly #words: Words;

  constructor(reading: Reading, words: Words) {
    this.#reading = reading;
    this.#words = words;
  }

  read(attribute: Attribute, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#reading.draft;
    switch (attribute.kind) {
      case "type":
        this.#setType(symbol, typeCodes[attribute.type], node, attribute, context);
        if (attribute.prompt !== undefined) this.#prompt(attribute.prompt, attribute, node, symbol, context);
        if (attribute.value !== undefined) this.#default(attribute.value, attribute, node, symbol, context);
        return;
      case "prompt":
        return this.#prompt(attribute.prompt, attribute, node, symbol, context);
      case "default":
        return this.#default(attribute.value, attribute, node, symbol, context);
      case "depends on":
      case "visible if":
        return this.readCondition(node, attribute, context);
      case "select":
      case "imply": {
        const target = this.#words.name(attribute.symbol, context);
        if (target === undefined) return;
        const kind = attribute.kind === "select" ? Kind.select : Kind.imply;
        const value = draft.lookup(target);
        draft.noteOperand(attribute.symbol);
        const condition = this.#words.expression(attribute.condition, context);
        this.#addProperty(
          kind,
          node,
          symbol,
          value,
          condition,
          attribute,
          endOf(attribute, attribute.symbol),
          context,
        );
        return;
      }
      case "set":
      case "set default": {
        if (draft.hasFlag(symbol, SymbolFlag.choice)) return this.#refuseSet(attribute, context);
        const target = this.#words.name(attribute.symbol, context);
        if (target === undefined) return;
        const kind = attribute.kind === "set" ? Kind.set : Kind.setDefault;
        const value = draft.lookup(target);
        draft.noteOperand(attribute.symbol);
        const given = this.#words.symbolOf(attribute.value, context);
        const condition = this.#words.expression(attribute.condition, context);
        const end = endOf(attribute, attribute.value);
        this.#addProperty(kind, node, symbol, value, condition, attribute, end, context, given);
        return;
      }
      case "warning":
        draft.nodeWarning[node] = draft.texts.push(this.#words.expand(attribute.text, context)) - 1;
        return;
      case "range": {
        const value = this.#words.symbolOf(attribute.low, context);
        const upper = this.#words.symbolOf(attribute.high, context);
        const condition = this.#words.expression(attribute.condition, context);
        const end = endOf(attribute, attribute.high);
        this.#addProperty(Kind.range, node, symbol, value, condition, attribute, end, context, upper);
        return;
      }
      case "help":
        return this.#help(attribute, node, symbol, context);
      case "modules":
        return this.#modules(symbol, attribute, context);
      case "optional":
        draft.symbolFlags[symbol] |= SymbolFlag.optional;
        return;
      case "transitional":
        draft.symbolFlags[symbol] |= SymbolFlag.transitional;
        return;
      case "option":
        return this.#option(attribute, node, symbol, context);
      case "error":
        return;
    }
  }

  #option(attribute: Attribute & { kind: "option" }, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#reading.draft;
    const option = this.#words.decided(attribute.name, "which option this is", context);
    if (option === undefined) return;
    const { words } = this.#reading.dialect;
    // To C the names of options are keywords, which a word made by macros never is.
    switch (attribute.name.pieces !== undefined && words !== "all" ? "" : option) {
      case "modules":
        return this.#modules(symbol, attribute, context);
      case "defconfig_list":
        return this.#defconfigList(symbol, attribute, context);
      case "allnoconfig_y":
        draft.symbolFlags[symbol] |= SymbolFlag.allnoconfigY;
        return;
      case "env": {
        if (this.#reading.dialect.optionEnv === "ignored")
          return this.#ignoreOption(option, attribute, context);
        draft.symbolFlags[symbol] |= SymbolFlag.automatic;
        const name =
          attribute.value === undefined
            ? ""
            : this.#words.decided(attribute.value, "the name of a variable", context);
        if (name === undefined) return;
        const hidden = this.#words.hidden(name, attribute, context);
        if (hidden !== undefined) {
          const unknown = draft.expressions.symbol(this.#words.unknownSymbol(hidden, `$(${name})`));
          this.#addProperty(Kind.default, node, symbol, unknown, NONE, attribute, attribute.end, context);
          return;
        }
        const value = this.#reading.options.environment[name];
        if (value === undefined) {
          const location = context.source.locate(attribute);
          const place = `${location.path}:${draft.nodeLine[node]}`;
          this.#reading.report({
            code: "unset-environment",
            severity: "warning",
            message: `environment variable ${name} is not set`,
            location,
            classic: { text: `${place}:warning: environment variable ${name} undefined` },
          });
          return;
        }
        const expression = draft.expressions.symbol(draft.constant(value));
        this.#addProperty(Kind.default, node, symbol, expression, NONE, attribute, attribute.end, context);
        return;
      }
      default: {
        if (words !== "all" && words.has("unknown option"))
          return this.#ignoreOption(option, attribute, context);
        this.#reading.report({
          code: "unknown-option",
          severity: "error",
          message: `there is no 'option ${option}'`,
          location: context.source.locate(attribute),
        });
      }
    }
  }

  #ignoreOption(name: string, { start, end }: Attribute, { source }: Context): void {
    const location = source.locate({ start, end });
    this.#reading.report({
      code: "unknown-option",
      severity: "warning",
      message: `'option ${name}' is unknown here and has no effect`,
      location,
      classic: { text: `${location.path}:${location.line}: warning: ignoring unknown option ${name}` },
    });
  }

  #defconfigList(symbol: SymbolId, attribute: Attribute, context: Context): void {
    const draft = this.#reading.draft;
    const first = draft.defconfigList;
    if (first === ABSENT || first === symbol) {
      draft.defconfigList = symbol;
      return;
    }
    const location = context.source.locate(attribute);
    this.#reading.report({
      code: "defconfig-list-redefined",
      severity: "error",
      message: `${draft.symbolName[symbol]} cannot name the defconfigs: ${draft.symbolName[first]} does`,
      location,
      classic: { text: `${location.path}:${location.line}: trying to redefine defconfig symbol` },
    });
  }

  #modules(symbol: SymbolId, attribute: Attribute, context: Context): void {
    const draft = this.#reading.draft;
    if (this.#reading.dialect.modulesName !== undefined) return;
    // Quirk: saying it twice of the same symbol is an error as well.
    if (draft.modules !== 0) {
      const location = context.source.locate(attribute);
      const [name, first] = [draft.symbolName[symbol], draft.symbolName[draft.modules]];
      this.#reading.report({
        code: "modules-redefined",
        severity: "error",
        message: `${name} cannot be the modules symbol: ${first} is`,
        location,
        classic: {
          text: `${location.path}:${location.line}: symbol '${name}' redefines option 'modules' already defined by symbol '${first}'`,
        },
      });
      return;
    }
    draft.modules = symbol;
  }

  #setType(symbol: SymbolId, type: number, node: NodeId, attribute: Attribute, context: Context): void {
    const { symbolType, symbolName } = this.#reading.draft;
    const old = symbolType[symbol];
    if (old === type) return;
    const { retyped, conf } = this.#reading.dialect;
    if (old === Type.unknown || retyped === "last") symbolType[symbol] = type;
    if (old === Type.unknown) return;
    const location = context.source.locate(attribute);
    const name = symbolName[symbol];
    const word = (code: number) => (code === Type.bool ? conf.boolName : typeWords[code]);
    const words = `from '${word(old)}' to '${word(type)}'`;
    const shown = this.#reading.draft.hasFlag(symbol, SymbolFlag.choice) && name === "" ? "<choice>" : name;
    this.#reading.report({
      code: "type-redefined",
      severity: "warning",
      message: `${shown} has a type already; changing it ${words} ${retyped === "last" ? "counts" : "is ignored"}`,
      location,
      classic: {
        text: `${location.path}:${this.#reading.draft.nodeLine[node]}:warning: ignoring type redefinition of '${shown}' ${words}`,
      },
    });
  }

  #prompt(prompt: Atom, attribute: Attribute, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#reading.draft;
    const raw = this.#words.expand(prompt, context);
    const condition = this.#words.expression(attribute.condition, context);
    if (draft.nodePrompt[node] !== ABSENT) {
      const location = context.source.locate(attribute);
      this.#reading.report({
        code: "prompt-redefined",
        severity: "warning",
        message: "this entry has a prompt already",
        location,
        classic: { text: `${location.path}:${location.line}:warning: prompt redefined` },
      });
    }
    const isAround = this.#reading.dialect.blanks === "around prompts";
    const trimmed = this.#trimmed(raw, attribute, context);
    const text = isAround ? trimmed.trimEnd() : trimmed;
    const value = draft.texts.push(text) - 1;
    const end = endOf(attribute, prompt);
    const property = this.#addProperty(Kind.prompt, node, symbol, value, condition, attribute, end, context);
    draft.nodePrompt[node] = property;
    // "visible if" of every menu around it counts for prompts, and only for them.
    let visible = condition;
    for (let at = draft.nodeParent[node]; at !== ABSENT; at = draft.nodeParent[at]) {
      visible = draft.expressions.and(visible, draft.nodeVisibility[at]);
    }
    draft.propertyCondition[property] = visible;
  }

  #trimmed(text: string, span: Span, { source }: Context): string {
    if (!/^[ \t\n\v\f\r]/.test(text)) return text;
    const location = source.locate(span);
    this.#reading.report({
      code: "leading-blanks",
      severity: "warning",
      message: "blanks at the start of a prompt are ignored",
      location,
      classic: { text: `${location.path}:${location.line}:warning: leading whitespace ignored` },
    });
    return text.replace(/^[ \t\n\v\f\r]+/, "");
  }

  /** Title of a menu or comment. */
  readTitle(node: NodeId, title: Atom, span: Span, context: Context): void {
    const raw = this.#words.expand(title, context);
    const text = this.#reading.dialect.blanks === "before all" ? this.#trimmed(raw, span, context) : raw;
    const line = context.source.lineAt(span.start);
    this.#reading.draft.addTitle(node, text, { file: context.file, line, start: span.start, end: title.end });
  }

  #default(
    value: ExpressionSyntax,
    attribute: Attribute,
    node: NodeId,
    symbol: SymbolId,
    context: Context,
  ): void {
    const expression = this.#words.expression(value, context);
    const condition = this.#words.expression(attribute.condition, context);
    this.#addProperty(
      Kind.default,
      node,
      symbol,
      expression,
      condition,
      attribute,
      endOf(attribute, spanOf(value)),
      context,
    );
  }

  #refuseSet(attribute: Attribute, context: Context): void {
    this.#reading.report({
      code: "set-outside-config",
      severity: "warning",
      message: "'set' has no effect here: only a config or menuconfig can have it",
      location: context.source.locate(attribute),
    });
  }

  readCondition(node: NodeId, attribute: Attribute, context: Context): void {
    const { draft, dialect } = this.#reading;
    if (attribute.kind === "set" || attribute.kind === "set default") this.#refuseSet(attribute, context);
    else if (attribute.kind === "help")
      draft.nodeHelp[node] = draft.addHelp(context.file, attribute.start, attribute.blockEnd);
    else if (attribute.kind === "visible if") {
      if (dialect.visibleIf === "menus" && draft.nodeKind[node] !== Node.menu) {
        this.#reading.report({
          code: "visible-if-outside-menu",
          severity: "warning",
          message: "'visible if' has no effect here: only menus can have it",
          location: context.source.locate(attribute),
        });
        return;
      }
      const span = attribute.condition === undefined ? attribute : spanOf(attribute.condition);
      const expression = this.condition(node, Kind.visibleIf, attribute.condition, span, attribute, context);
      draft.nodeVisibility[node] = draft.expressions.and(draft.nodeVisibility[node], expression);
    } else if (attribute.kind === "depends on") {
      this.condition(
        node,
        Kind.dependsOn,
        attribute.value,
        spanOf(attribute.value),
        attribute,
        context,
        attribute.condition,
      );
    }
  }

  /** Records a condition of `node` and, for a dependency, adds it to the node's. `A if B` means `A || B = n`. */
  condition(
    node: NodeId,
    kind: number,
    syntax: ExpressionSyntax | undefined,
    span: Span,
    statement: Span,
    context: Context,
    onlyIf?: ExpressionSyntax,
  ): ExpressionId {
    const draft = this.#reading.draft;
    let expression = this.#words.expression(syntax, context);
    if (onlyIf !== undefined) {
      const condition = this.#words.expression(onlyIf, context);
      expression = draft.expressions.or(expression, comparedWithNo(draft.expressions, condition, Op.equal));
    }
    const property = draft.addProperty({
      kind,
      node,
      value: expression,
      condition: NONE,
      file: context.file,
      line: context.source.lineAt(statement.start),
      start: span.start,
      end: span.end,
    });
    draft.nodeConditions[node].push(property);
    if (kind === Kind.dependsOn)
      draft.nodeDependency[node] = draft.expressions.and(draft.nodeDependency[node], expression);
    return expression;
  }

  #addProperty(
    kind: number,
    node: NodeId,
    symbol: SymbolId,
    value: number,
    condition: ExpressionId,
    span: Span,
    end: number,
    context: Context,
    upper?: number,
  ): number {
    const draft = this.#reading.draft;
    const line = context.source.lineAt(span.start);
    const property = draft.addProperty({
      kind,
      node,
      value,
      upper,
      condition,
      file: context.file,
      line,
      start: span.start,
      end,
    });
    draft.symbolProperties[symbol].push(property);
    return property;
  }

  #help(attribute: Attribute & { kind: "help" }, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#reading.draft;
    // C speaks of the line at which it stands, which is the one after the text. If that line is not even ended, it
    // has left the file.
    const { source } = context;
    const isCut = attribute.blockEnd > source.text.length;
    const start = `${source.path}:${source.lineAt(attribute.start)}`;
    let place = `${source.path}:${source.lineAt(attribute.blockEnd)}`;
    if (isCut) place = this.#reading.placeOfNext(source.text.length, context, start);
    if (this.#reading.dialect.lexer.tellsAtStatements) place = start;
    if (isCut) this.#reading.tellTroubles(context, Number.POSITIVE_INFINITY);
    const name = draft.symbolName[symbol] || "<choice>";
    const tell = (what: Refusal, code: string, message: string, classic: string, remark = "") => {
      const isRefused = this.#reading.dialect.refusals.has(what);
      this.#reading.report({
        code,
        severity: isRefused ? "error" : "warning",
        message: isRefused ? message : `${message}${remark && "; the last one counts"}`,
        location: context.source.locate(attribute),
        classic: { text: isRefused ? `${place}: ${classic}` : `${place}: warning: ${classic}${remark}` },
      });
    };
    const { overlooks } = this.#reading.dialect;
    if (draft.nodeHelp[node] !== ABSENT && !overlooks.has("second help text")) {
      tell(
        "second help text",
        "help-redefined",
        `${name} has a help text already`,
        `'${name}' defined with more than one help text`,
        " -- only the last one will be used",
      );
    }
    const isCutShort =
      isCut && !source.text.includes("\n", attribute.start) && this.#reading.refusesCutLine(context);
    if (
      !isCutShort &&
      !overlooks.has("blank help text") &&
      isBlankHelp(source.text, attribute.start, attribute.blockEnd)
    ) {
      tell(
        "blank help text",
        "blank-help",
        `the help text of ${name} is empty`,
        `'${name}' defined with blank help text`,
      );
    }
    draft.nodeHelp[node] = draft.addHelp(context.file, attribute.start, attribute.blockEnd);
  }
}

/** Where an attribute ends: after its condition, or after its value. */
function endOf(attribute: Attribute, value: Span): number {
  return attribute.condition === undefined ? value.end : spanOf(attribute.condition).end;
}
