/** Unified diffs read and applied in memory: what files are with a patch. */
import type { SourceFile } from "../text/source-file.ts";
import type { PatchFault, WorkspaceFinding } from "./finding.ts";

/** What a patch does to one file. */
export interface FilePatch {
  /** As the header names it, `a/` and `b/` left out; undefined for a file that is not there before, or after. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly hunks: readonly Hunk[];
}

interface Hunk {
  /** The line of its `@@` in the patch, from 1. */
  readonly line: number;
  /** The line in the old file that it is to begin at, from 1; 0 for an empty file. */
  readonly start: number;
  readonly edits: readonly Edit[];
}

interface Edit {
  readonly kind: " " | "-" | "+";
  /** With its end. */
  readonly text: string;
  /** The line in the patch, from 1. */
  readonly line: number;
}

export interface PatchResult {
  readonly files: readonly FilePatch[];
  readonly diagnostics: readonly WorkspaceFinding[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const NO_FILE = "/dev/null";

/**
 * Reads a unified diff as diff, git and mails have it; what stands between the diffs is passed over. Blank text is what
 * git writes where nothing differs: no file. Diagnostics: `malformed-patch`, with its place.
 */
export function parsePatch(source: SourceFile): PatchResult {
  return new PatchReader(source).read();
}

class PatchReader {
  readonly #source: SourceFile;
  readonly #lines: readonly string[];
  readonly #diagnostics: WorkspaceFinding[] = [];
  #at = 0;

  constructor(source: SourceFile) {
    this.#source = source;
    this.#lines = source.text.split(/(?<=\n)/);
  }

  read(): PatchResult {
    const files: FilePatch[] = [];
    let renamed: { before?: string; after?: string } = {};
    while (this.#at < this.#lines.length && this.#diagnostics.length === 0) {
      const line = this.#line(this.#at);
      const rename = /^(rename|copy) (from|to) (.*)$/.exec(line);
      if (line.startsWith("diff --git ")) {
        if (renamed.after !== undefined) files.push(renameOf(renamed));
        renamed = {};
      } else if (rename !== null) {
        const path = unquoted(rename[3]);
        if (rename[2] === "to") renamed.after = path;
        else if (rename[1] === "rename") renamed.before = path;
      } else if (line.startsWith("--- ") && this.#line(this.#at + 1).startsWith("+++ ")) {
        files.push(this.#file());
        renamed = {};
        continue;
      } else if (HUNK.test(line)) this.#complain(this.#at, { kind: "hunk-without-file" });
      this.#at += 1;
    }
    if (renamed.after !== undefined) files.push(renameOf(renamed));
    // Of a file whose mode alone differs, or that is binary, git has no lines.
    const isDiff = this.#source.text.trim() === "" || /^diff --git /m.test(this.#source.text);
    if (files.length === 0 && !isDiff && this.#diagnostics.length === 0)
      this.#complain(0, { kind: "no-patch" });
    return { files, diagnostics: this.#diagnostics };
  }

  #file(): FilePatch {
    const [before, after] = [this.#line(this.#at), this.#line(this.#at + 1)].map((line) => nameIn(line));
    this.#at += 2;
    const hunks: Hunk[] = [];
    while (this.#diagnostics.length === 0 && HUNK.test(this.#line(this.#at))) hunks.push(this.#hunk());
    return { before, after, hunks };
  }

  #hunk(): Hunk {
    const first = this.#at;
    const [, start, oldCount = "1", , newCount = "1"] = HUNK.exec(this.#line(first)) ?? [];
    let [old, present] = [Number(oldCount), Number(newCount)];
    const edits: Edit[] = [];
    this.#at += 1;
    while (old > 0 || present > 0) {
      const text = this.#lines[this.#at];
      // Mail programs take away the blank that an empty line of context begins with.
      const kind = text === "\n" || text === "\r\n" ? " " : text?.[0];
      if (text === undefined || (kind !== " " && kind !== "-" && kind !== "+")) {
        this.#complain(Math.min(this.#at, this.#lines.length - 1), {
          kind: "cut-hunk",
          missing: Math.max(old, present),
        });
        break;
      }
      if (kind !== "+") old -= 1;
      if (kind !== "-") present -= 1;
      if (old < 0 || present < 0) {
        this.#complain(this.#at, { kind: "long-hunk" });
        break;
      }
      const content = text === "\n" || text === "\r\n" ? text : text.slice(1);
      this.#at += 1;
      const isCut = this.#line(this.#at).startsWith("\\ ");
      edits.push({ kind, text: isCut ? content.replace(/\r?\n$/, "") : content, line: this.#at });
      if (isCut) this.#at += 1;
    }
    return { line: first + 1, start: Number(start), edits };
  }

  #line(index: number): string {
    return (this.#lines[index] ?? "").replace(/\r?\n$/, "");
  }

  #complain(index: number, fault: PatchFault): void {
    const location = { path: this.#source.path, line: index + 1 };
    this.#diagnostics.push({ code: "malformed-patch", severity: "error", fault, location });
  }
}

function renameOf({ before, after }: { before?: string; after?: string }): FilePatch {
  return { before, after, hunks: [] };
}

/** The path of a `---` or `+++` line, without what diff puts behind a tab. */
function nameIn(line: string): string | undefined {
  const name = unquoted(line.slice(4).split("\t", 1)[0].trimEnd());
  return name === NO_FILE ? undefined : name;
}

function unquoted(name: string): string {
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, "$1") : name;
}

/**
 * A file's text with a patch. Hunks may have moved, as with patch(1), but every line of context has to be there.
 * Diagnostics: `patch-does-not-apply` at the hunk, with the place in the file.
 */
export function applyPatch(
  patch: FilePatch,
  source: SourceFile,
  patchPath: string,
): { readonly text: string } | { readonly failure: WorkspaceFinding } {
  const lines = source.text === "" ? [] : source.text.split(/(?<=\n)/);
  const result: string[] = [];
  /** Lines of the old file that are behind, and how far the last hunk was from its place. */
  let [done, shift] = [0, 0];
  for (const hunk of patch.hunks) {
    const old = hunk.edits.filter(({ kind }) => kind !== "+");
    const wanted = (old.length === 0 ? hunk.start : hunk.start - 1) + shift;
    const found = positionOf(old, lines, wanted, done);
    if (found === undefined)
      return { failure: doesNotApply(hunk, old, lines, wanted, source.path, patchPath) };
    shift += found - wanted;
    result.push(...lines.slice(done, found));
    let at = found;
    for (const { kind, text } of hunk.edits) {
      if (kind === "+") result.push(text);
      else {
        if (kind === " ") result.push(lines[at]);
        at += 1;
      }
    }
    done = at;
  }
  result.push(...lines.slice(done));
  return { text: result.join("") };
}

/** Where the old lines of a hunk are: the nearest place to the wanted one, from `first` on. */
function positionOf(
  old: readonly Edit[],
  lines: readonly string[],
  wanted: number,
  first: number,
): number | undefined {
  const last = lines.length - old.length;
  const fits = (at: number) =>
    at >= first && at <= last && old.every(({ text }, index) => lines[at + index] === text);
  for (let distance = 0; distance <= lines.length; distance++) {
    if (fits(wanted + distance)) return wanted + distance;
    if (fits(wanted - distance)) return wanted - distance;
  }
  return undefined;
}

function doesNotApply(
  hunk: Hunk,
  old: readonly Edit[],
  lines: readonly string[],
  wanted: number,
  path: string,
  patchPath: string,
): WorkspaceFinding {
  const wrong = old.findIndex(({ text }, index) => lines[wanted + index] !== text);
  const edit = old[Math.max(0, wrong)];
  const line = wanted + Math.max(0, wrong) + 1;
  const there = lines[line - 1]?.trim();
  return {
    code: "patch-does-not-apply",
    severity: "error",
    fault: { kind: "patch-misfit", path, line, shown: Math.max(1, Math.min(line, lines.length)), there },
    location: { path: patchPath, line: edit?.line ?? hunk.line },
  };
}
