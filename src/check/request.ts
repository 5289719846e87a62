/** A fragment's lines as requests: what each asks of which symbol, and whether a later line takes its place. */
import { type DotConfig, type DotConfigLine, parseDotConfig } from "../dotconfig/dot-config.ts";
import { quoteString } from "../dotconfig/string-value.ts";
import { readTyped, type TypedValue } from "../evaluate/read.ts";
import { letterOf } from "../evaluate/tristate.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { type Location, SourceFile } from "../text/source-file.ts";

/** One line that names a symbol. */
export interface Request {
  /** Number of its fragment, in the order in which they are merged. */
  readonly fragment: number;
  readonly line: NamingLine;
  readonly location: Location;
  /** The line as written, without its end. */
  readonly text: string;
  /** The name, without prefix, as written. */
  readonly name: string;
  /** Undefined if no Kconfig file that was read defines it. */
  readonly symbol: ConfigSymbol | undefined;
  /** How the line's value reads for the symbol's type; undefined without a symbol. */
  readonly typed: TypedValue | undefined;
  /** The value asked for: `y`, `m`, `n`, a number, or a string without its quotes; as written if it does not fit the type. */
  readonly wanted: string;
}

export type NamingLine = Extract<DotConfigLine, { readonly name: string }>;
export type MalformedLine = Extract<DotConfigLine, { readonly kind: "malformed" }>;

export function requestsOf(model: Model, fragment: DotConfig, index: number): readonly Request[] {
  return fragment.lines.filter(isNaming).map((line) => {
    const named = model.symbol(line.name);
    const symbol = named?.isDefined ? named : undefined;
    const raw = line.kind === "unset" ? "n" : line.value;
    const typed = symbol && readTyped(model.data.symbols.type[symbol.id], raw, model.data.dialect);
    const location = locate(fragment, line);
    return {
      fragment: index,
      line,
      location,
      text: fragment.source.text.slice(line.start, line.end),
      name: line.name,
      symbol,
      typed,
      wanted: wantedText(typed, raw),
    };
  });
}

/** The request that a line would be in a fragment; undefined if it would be none. */
export function requestIn(
  text: string,
  model: Model,
  { source, prefix, dialect }: DotConfig,
  index: number,
): Request | undefined {
  return requestsOf(model, parseDotConfig(new SourceFile(source.path, text), { prefix, dialect }), index)[0];
}

/** Lines that C complains about as "unexpected data". */
export function malformedLines(fragment: DotConfig): readonly MalformedLine[] {
  return fragment.lines.filter((line): line is MalformedLine => line.kind === "malformed");
}

/** The whole of a line. */
export function locate(fragment: DotConfig, line: DotConfigLine): Location {
  return { path: fragment.source.path, line: line.number, column: 1, endColumn: line.end - line.start + 1 };
}

/** `NAME=value` as messages show a request. */
export function showRequest({ name, symbol, wanted }: Pick<Request, "name" | "symbol" | "wanted">): string {
  return `${name}=${showValue(symbol, wanted)}`;
}

/** A value as it stands in a .config: strings in quotes. */
export function showValue(symbol: ConfigSymbol | undefined, value: string): string {
  return symbol?.type === "string" ? quoteString(value) : value;
}

/** Whether the line gives its symbol a user value, so that an earlier line no longer counts. */
export function counts(request: Request): boolean {
  return request.typed?.kind === "tristate" || request.typed?.kind === "text";
}

/** Requests that ask for the same thing. */
export function agree(a: Request, b: Request): boolean {
  return a.symbol?.id === b.symbol?.id && a.wanted === b.wanted;
}

function isNaming(line: DotConfigLine): line is NamingLine {
  return (line.kind === "assignment" || line.kind === "unset") && line.isDefault !== true;
}

function wantedText(typed: TypedValue | undefined, raw: string): string {
  if (typed?.kind === "tristate") return letterOf(typed.value);
  return typed?.kind === "text" ? typed.value : raw;
}
