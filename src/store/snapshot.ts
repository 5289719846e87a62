/** A finished model as one block of bytes and back, with all that tells whether it still holds. */

import type { Lists, ModelData, ProbeRecord, SymbolId, TextList, UnknownWord } from "../model/columns.ts";
import { dialectFor } from "../model/dialect-for.ts";
import { HelpTexts } from "../model/help-texts.ts";
import type { Rename } from "../model/renames.ts";
import { resolveSource } from "../model/source-path.ts";
import type { UnknownSource } from "../preprocess/unknown.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { DialectChoice } from "../text/dialect-name.ts";
import { type FlatReader, type FlatTexts, FlatWriter } from "../text/flat-file.ts";
import type { FileReader } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";
import type { Inputs } from "./inputs.ts";
import type { ProbeGround } from "./probe-ground.ts";

/** What a run of the loader gave, and what it looked at. */
export interface Snapshot {
  /** The build of kcfg that made it. */
  readonly build: string;
  readonly data: ModelData;
  /** Warnings of the run and the text of `$(info)`, in order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly inputs: Inputs;
  /** What the commands were run on, as far as it can be seen. */
  readonly ground: ProbeGround;
}

/** The small things, as JSON: all that is not counted in tens of thousands. */
interface Head {
  readonly build: string;
  readonly dialect: DialectChoice;
  readonly modules: SymbolId;
  readonly defconfigList: SymbolId;
  readonly renames: readonly (readonly [string, Rename])[];
  readonly environmentRead: readonly (readonly [string, string])[];
  readonly probes: readonly ProbeRecord[];
  readonly unknownWords: readonly UnknownWord[];
  readonly unknownTexts: readonly UnknownSource[];
  readonly diagnostics: readonly Diagnostic[];
  readonly inputs: Inputs;
  readonly ground: ProbeGround;
}

/** Undefined for the rare tree that holds a text which cannot be written without loss. */
export function writeSnapshot(snapshot: Snapshot): Uint8Array | undefined {
  const { build, data, diagnostics, inputs, ground } = snapshot;
  const head: Head = {
    build,
    dialect: data.dialect.choice,
    modules: data.modules,
    defconfigList: data.defconfigList,
    renames: [...data.renames],
    environmentRead: [...data.environmentRead],
    probes: data.probes,
    unknownWords: data.unknownWords,
    unknownTexts: data.unknownTexts,
    diagnostics,
    inputs: { ...inputs, files: [], stamps: new Float64Array() },
    ground,
  };
  const flat = new FlatWriter();
  flat.text(JSON.stringify(head));
  flat.texts(inputs.files);
  flat.numbers(inputs.stamps);
  flat.texts(data.files.map((file) => file.path));
  writeModel(flat, data);
  return flat.bytes();
}

/**
 * What `writeSnapshot` wrote; undefined if another build did. `host` and `srctree` are for the text of a file, when
 * somebody asks for it.
 */
export function readSnapshot(
  flat: FlatReader,
  build: string,
  host: FileReader,
  srctree: string | undefined,
): Snapshot | undefined {
  const head = JSON.parse(flat.text()) as Head;
  if (head.build !== build) return undefined;
  const inputs = { ...head.inputs, files: flat.texts().all(), stamps: flat.floats() };
  const files = flat
    .texts()
    .all()
    .map((path) => new SourceFile(path, () => textOf(path, host, srctree)));
  const data: ModelData = {
    ...readModel(flat, files),
    dialect: dialectFor(head.dialect),
    files,
    modules: head.modules,
    defconfigList: head.defconfigList,
    renames: new Map(head.renames),
    environmentRead: new Map(head.environmentRead),
    probes: head.probes,
    unknownWords: head.unknownWords,
    unknownTexts: head.unknownTexts,
  };
  return { build, data, diagnostics: head.diagnostics, inputs, ground: head.ground };
}

/** The file was unchanged when the snapshot was tested; what vanishes afterwards has no lines to show. */
function textOf(path: string, host: FileReader, srctree: string | undefined): string {
  const read = resolveSource(path, host, srctree);
  return read.ok ? read.text : "";
}

function writeModel(
  flat: FlatWriter,
  { symbols, properties, operands, nodes, expressions, table, texts, helps }: ModelData,
): void {
  const lists = ({ starts, items }: Lists) => {
    flat.numbers(starts);
    flat.numbers(items);
  };
  flat.texts(symbols.name);
  flat.numbers(symbols.type);
  flat.numbers(symbols.flags);
  flat.numbers(symbols.directDependency);
  flat.numbers(symbols.reverseDependency);
  flat.numbers(symbols.weakReverseDependency);
  flat.numbers(symbols.choice);
  lists(symbols.properties);
  lists(symbols.nodes);
  lists(symbols.members);

  flat.numbers(properties.kind);
  flat.numbers(properties.node);
  flat.numbers(properties.value);
  flat.numbers(properties.upper);
  flat.numbers(properties.ownCondition);
  flat.numbers(properties.condition);
  flat.numbers(properties.file);
  flat.numbers(properties.line);
  flat.numbers(properties.start);
  flat.numbers(properties.end);

  flat.numbers(nodes.kind);
  flat.numbers(nodes.symbol);
  flat.numbers(nodes.prompt);
  flat.numbers(nodes.parent);
  flat.numbers(nodes.next);
  flat.numbers(nodes.child);
  flat.numbers(nodes.block);
  flat.numbers(nodes.dependency);
  lists(nodes.conditions);
  flat.numbers(nodes.visibility);
  flat.numbers(nodes.file);
  flat.numbers(nodes.line);
  flat.numbers(nodes.start);
  flat.numbers(nodes.help);
  flat.numbers(nodes.warning);

  flat.numbers(expressions.operator);
  flat.numbers(expressions.left);
  flat.numbers(expressions.right);
  flat.numbers(table.starts);
  flat.numbers(table.order);
  flat.texts(allOf(texts));
  flat.numbers(helps.file);
  flat.numbers(helps.start);
  flat.numbers(helps.end);
  flat.numbers(operands.first);
  flat.numbers(operands.start);
  flat.numbers(operands.end);
}

type Columns = Omit<
  ModelData,
  | "dialect"
  | "files"
  | "modules"
  | "defconfigList"
  | "renames"
  | "environmentRead"
  | "probes"
  | "unknownWords"
  | "unknownTexts"
>;

/** Takes what `writeModel` put, in its order: the fields of a literal are evaluated from top to bottom. */
function readModel(flat: FlatReader, files: readonly SourceFile[]): Columns {
  const lists = (): Lists => ({ starts: flat.integers(), items: flat.integers() });
  const name = flat.texts().all();
  return {
    symbols: {
      count: name.length,
      name,
      type: flat.bytes(),
      flags: flat.bytes(),
      directDependency: flat.integers(),
      reverseDependency: flat.integers(),
      weakReverseDependency: flat.integers(),
      choice: flat.integers(),
      properties: lists(),
      nodes: lists(),
      members: lists(),
    },
    properties: counted({
      kind: flat.bytes(),
      node: flat.integers(),
      value: flat.integers(),
      upper: flat.integers(),
      ownCondition: flat.integers(),
      condition: flat.integers(),
      file: flat.integers(),
      line: flat.integers(),
      start: flat.integers(),
      end: flat.integers(),
    }),
    nodes: counted({
      kind: flat.bytes(),
      symbol: flat.integers(),
      prompt: flat.integers(),
      parent: flat.integers(),
      next: flat.integers(),
      child: flat.integers(),
      block: flat.integers(),
      dependency: flat.integers(),
      conditions: lists(),
      visibility: flat.integers(),
      file: flat.integers(),
      line: flat.integers(),
      start: flat.integers(),
      help: flat.integers(),
      warning: flat.integers(),
    }),
    expressions: { operator: flat.bytes(), left: flat.integers(), right: flat.integers() },
    table: { starts: flat.integers(), order: flat.integers() },
    texts: flat.texts(),
    helps: new HelpTexts(files, flat.integers(), flat.integers(), flat.integers()),
    operands: { first: flat.integers(), start: flat.integers(), end: flat.integers() },
  };
}

function counted<Rows extends { readonly kind: Uint8Array }>(rows: Rows): Rows & { readonly count: number } {
  return { ...rows, count: rows.kind.length };
}

function allOf(list: TextList | FlatTexts): readonly string[] {
  const found: string[] = [];
  for (let index = 0; ; index++) {
    const text = list.at(index);
    if (text === undefined) return found;
    found.push(text);
  }
}
