/** The files of a tree: which ones a `source` means, and what is wrong with them as files. */
import { parseKconfig, parseTolerantly } from "../../syntax/parse.ts";
import type { KconfigSyntax, SourceEntry } from "../../syntax/tree.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { ReadFailure, ReadResult } from "../../text/host.ts";
import { MAX_FILES, MAX_INCLUDE_DEPTH } from "../../text/limits.ts";
import { type Location, SourceFile } from "../../text/source-file.ts";
import { measure } from "../../text/stopwatch.ts";
import { checkDialect } from "../dialect-check.ts";
import { resolveSource } from "../source-path.ts";
import {
  type Context,
  type IncludeStep,
  type ParsedFile,
  type Reading,
  STOPPED,
  type Trouble,
  Troubles,
} from "./reading.ts";
import type { Words } from "./words.ts";

/** C can open a directory, and its scanner dies of it. */
const FLEX_FAILURE = "input in flex scanner failed";

/** A parsed file, and where its entries go. */
interface OpenFile {
  readonly parsed: ParsedFile;
  readonly context: Context;
}

/** Why a file is not read: what the system says, or what kcfg itself refuses. */
function unreadable(
  name: string,
  { reason, message }: { reason: ReadFailure; message: string },
): {
  readonly code: string;
  readonly message: string;
  readonly isOwn?: true;
} {
  if (reason === "outside") return { code: "outside-tree", message: `'${name}' ${message}`, isOwn: true };
  if (reason === "too-large")
    return { code: "file-size", message: `'${name}' is too large: ${message}`, isOwn: true };
  if (reason === "irregular")
    return { code: "unreadable-file", message: `cannot read '${name}': ${message}`, isOwn: true };
  return { code: "unreadable-file", message };
}

/** Finds and parses the files of a tree. */
export class Files {
  readonly #reading: Reading;
  readonly #words: Words;
  /** Numbers of all files that were opened so far, by name. */
  readonly #fileNumbers = new Map<string, number>();

  /** The `source` that named a file first. */
  readonly #firstInclusions = new Map<string, Location>();

  /** How many files were opened, each as often as it was sourced. */
  #opened = 0;

  constructor(reading: Reading, words: Words) {
    this.#reading = reading;
    this.#words = words;
  }

  /** The file that all others hang from; undefined, and told, if it cannot be read. */
  top(name: string): ParsedFile | undefined {
    const found = this.#find(name);
    if (found.ok) return this.#parse(name, found.text);
    const { code, message } = unreadable(name, found);
    this.#reading.report({
      code: found.reason === "missing" ? "missing-file" : code,
      severity: "error",
      message,
      ...(found.reason !== "irregular" && {
        classic:
          found.reason === "directory" ? { text: FLEX_FAILURE } : this.#missing(`can't find file ${name}`),
      }),
    });
    return undefined;
  }

  /** The files that a `source` means, one by one; what cannot be read is told. */
  *included(entry: SourceEntry, context: Context): Iterable<OpenFile> {
    const written = this.#words.decided(entry.path, "which file is sourced", context);
    if (written === undefined) return;
    const name = this.#words.withSymbols(written);
    const relative = entry.keyword.includes("rsource");
    const folder = context.source.path.slice(0, context.source.path.lastIndexOf("/") + 1);
    const path = relative && !name.startsWith("/") ? folder + name : name;
    const optional = /^[og]/.test(entry.keyword) || this.#reading.dialect.source === "lenient patterns";
    const globbing = optional || this.#reading.dialect.source !== "path";
    const names = (globbing && /[*?[]/.test(path) ? this.#glob(path) : [path]).map((each) =>
      this.#called(each),
    );
    if (names.length === 0 && !optional)
      this.#missingSource(path, context.source.lineAt(entry.start), entry, context);
    if (this.#reading.dialect.source !== "lenient patterns") {
      for (const each of names) {
        const opened = this.#open(each, entry, optional, context);
        if (opened !== undefined) yield opened;
      }
      return;
    }
    // Quirk: that tool opens all of them before it reads the first, the last one first, which is how it counts them.
    const opened = names.toReversed().map((each) => this.#open(each, entry, optional, context));
    for (const each of opened.reverse()) if (each !== undefined) yield each;
  }

  #called(path: string): string {
    const { srctree } = this.#reading.options.environment;
    if (this.#reading.dialect.paths === "as written" || srctree === undefined) return path;
    return path.startsWith(`${srctree}/`) ? path.slice(srctree.length + 1) : path;
  }

  /** Names that match, relative to the tree like the pattern itself. */
  #glob(pattern: string): readonly string[] {
    const { host, environment } = this.#reading.options;
    const { srctree } = environment;
    const direct = host.glob(pattern);
    if (direct.length > 0 || srctree === undefined || pattern.startsWith("/")) return direct;
    return host.glob(`${srctree}/${pattern}`).map((path) => path.slice(srctree.length + 1));
  }

  #open(name: string, entry: SourceEntry, optional: boolean, context: Context): OpenFile | undefined {
    const step: IncludeStep = { name: context.source.path, source: context.source, span: entry };
    const including = [...context.including, step];
    if (including.some((each) => each.name === name)) {
      this.#tellRecursiveInclusion(name, including);
      // C ends here; going on would tell the same loop once for each way into it.
      if (!this.#reading.isTolerant) throw STOPPED;
      return undefined;
    }
    if (including.length > MAX_INCLUDE_DEPTH) {
      this.#reading.report({
        code: "include-depth",
        severity: "error",
        message: `files are included more than ${MAX_INCLUDE_DEPTH} levels deep`,
        location: context.source.locate(entry),
      });
      return undefined;
    }
    this.#opened += 1;
    if (this.#opened > MAX_FILES) {
      if (this.#opened === MAX_FILES + 1) {
        this.#reading.report({
          code: "file-count",
          severity: "error",
          message: `more than ${MAX_FILES.toLocaleString("en-US")} files are sourced`,
          location: context.source.locate(entry),
        });
      }
      return undefined;
    }
    const found = this.#find(name);
    if (found.ok) {
      if (this.#isRepeated(name, entry, context)) {
        // C ends here.
        if (!this.#reading.isTolerant) throw STOPPED;
        return undefined;
      }
      const parsed = this.#parse(name, found.text);
      const { syntax, file, troubles } = parsed;
      return {
        parsed,
        context: { ...context, source: syntax.source, file, troubles: new Troubles(troubles), including },
      };
    }
    if (found.reason === "missing" && optional) return undefined;
    const { line } = context.source.locate(entry);
    if (found.reason === "missing") {
      this.#missingSource(name, line, entry, context);
      return undefined;
    }
    const place = `${context.source.path}:${line}`;
    const { code, message, isOwn } = unreadable(name, found);
    const classic = found.reason === "directory" ? FLEX_FAILURE : `${place}: can't open file "${name}"`;
    this.#reading.report({
      code,
      severity: "error",
      message,
      location: context.source.locate(entry.path),
      // C has no words for what kcfg refuses.
      ...(!isOwn && { classic: { text: classic } }),
    });
    return undefined;
  }

  /** Whether a file is sourced a second time where that is an error, which is told. */
  #isRepeated(name: string, entry: SourceEntry, context: Context): boolean {
    const location = context.source.locate(entry);
    const first = this.#firstInclusions.get(name);
    if (first === undefined) {
      this.#firstInclusions.set(name, location);
      return false;
    }
    if (!this.#reading.dialect.refusals.has("repeated inclusion")) return false;
    const lines = [
      `${location.path}:${location.line}: error: repeated inclusion of ${name}`,
      `${first.path}:${first.line}: note: location of first inclusion of ${name}`,
    ];
    this.#reading.report({
      code: "repeated-inclusion",
      severity: "error",
      message: `'${name}' is sourced a second time`,
      location: context.source.locate(entry.path),
      notes: [{ message: "it is sourced here first", location: first }],
      classic: { text: lines.join("\n") },
    });
    return true;
  }

  #missingSource(name: string, line: number, entry: SourceEntry, context: Context): void {
    const help =
      name === "" && entry.path.pieces !== undefined ? ["a variable in this path may be unset"] : undefined;
    this.#reading.report({
      code: "missing-file",
      severity: "error",
      message: `cannot find '${name}'`,
      location: context.source.locate(entry.path),
      help,
      classic: this.#missing(`${context.source.path}:${line}: can't open file "${name}"`),
    });
  }

  #missing(text: string): NonNullable<Diagnostic["classic"]> {
    return this.#reading.dialect.conf.missingFileStream === "stdout" ? { text, stream: "stdout" } : { text };
  }

  #tellRecursiveInclusion(name: string, including: readonly IncludeStep[]): void {
    const from = including.slice(including.findIndex((step) => step.name === name));
    const last = from[from.length - 1];
    const places = [...from].reverse().map((step) => step.source.locate(step.span));
    const lines = [
      "Recursive inclusion detected.",
      "Inclusion path:",
      `  current file : ${name}`,
      ...places.map((place) => `  included from: ${place.path}:${place.line}`),
    ];
    this.#reading.report({
      code: "recursive-inclusion",
      severity: "error",
      message: `'${name}' includes itself`,
      location: last.source.locate(last.span),
      notes: places
        .slice(1)
        .map((location) => ({ message: `'${location.path}' is included from here on`, location })),
      classic: { text: lines.join("\n") },
    });
  }

  #find(name: string): ReadResult {
    const { budget, options } = this.#reading;
    const { host, environment, stopwatch } = options;
    return measure(stopwatch, "read", () =>
      resolveSource(name, host, environment.srctree, budget.most("file")),
    );
  }

  #parse(name: string, text: string): ParsedFile {
    const { budget, options } = this.#reading;
    budget.spend("bytes", text.length);
    const source = new SourceFile(name, text);
    const parse = options.isTolerant ? parseTolerantly : parseKconfig;
    const parsed = () =>
      measure(options.stopwatch, "parse", () => parse(source, budget, this.#reading.dialect.lexer));
    const kind = options.isTolerant ? "tolerant" : "strict";
    const syntax = options.kept?.tree(source, kind, parsed) ?? parsed();
    let file = this.#fileNumbers.get(name);
    if (file === undefined) {
      file = this.#reading.draft.files.push(syntax.source) - 1;
      this.#fileNumbers.set(name, file);
    }
    const troubles =
      options.kept?.remarks(syntax, this.#reading.dialect, () => this.#troublesOf(syntax)) ??
      this.#troublesOf(syntax);
    return { syntax, file, troubles };
  }

  /** What is to be told of a file, in the order of the text. */
  #troublesOf(syntax: KconfigSyntax): readonly Trouble[] {
    // C expands a statement's words before it has anything to say of the statement.
    const troubles: Trouble[] = syntax.looseWords.map((loose) => ({ at: loose.at, loose }));
    troubles.push(
      ...syntax.diagnostics.map((diagnostic, index) => ({ at: syntax.diagnosticOffsets[index], diagnostic })),
    );
    checkDialect(syntax, this.#reading.dialect, (diagnostic, at) => troubles.push({ at, diagnostic }));
    return troubles.sort((a, b) => a.at - b.at);
  }

  /**
   * Quirk: a last line without an end is read to its end only once the file is left. So an end word stands in
   * another file than its block; and since the rewrite, in the top file any statement is an error.
   */
  checkLastLine({ source, diagnostics, entries }: KconfigSyntax, context: Context): void {
    const { including } = context;
    const warning = diagnostics.find(({ code }) => code === "no-newline-at-end");
    if (this.#reading.failed || warning?.location === undefined) return;
    const { location } = warning;
    const last = source.text.slice(source.text.lastIndexOf("\n") + 1);
    const end = /^[ \t]*end(menu|if|choice)\b/.exec(last);
    const isStrict = this.#reading.dialect.refusals.has("cut last line");
    const isRefused = this.#reading.refusesCutLine(context);
    if (end === null && !isRefused) return;
    // Since the rewrite C names the including file, with the line of the included one.
    const path = isStrict ? (including.at(-1)?.name ?? source.path) : source.path;
    const block = entries.at(-1);
    const text =
      end === null || block === undefined || isRefused
        ? "syntax error"
        : `'${end[1]}' in different file than '${end[1]}'\n` +
          `${source.path}:${source.lineAt(block.start)}: location of the '${end[1]}'`;
    this.#reading.report({
      code: "syntax-error",
      severity: "error",
      message: "the last line needs an end",
      location,
      classic: { text: `${path}:${location.line}: ${text}` },
    });
  }
}
