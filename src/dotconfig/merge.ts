/** Fragments laid over a base as one text, the way merge_config.sh does it. */
import type { DotConfig, DotConfigLine } from "./dot-config.ts";

export interface MergeOptions {
  /** Whether a fragment's m leaves an earlier y as it is (`-y`). */
  readonly keepsBuiltIn?: boolean;
  /**
   * As the script that makes one pass of each file: what a fragment redefines comes in the order of what was there, and
   * `is not set` behind `=n` redefines nothing.
   */
  readonly inOnePass?: boolean;
}

/** One symbol that a fragment sets and that was set before. */
export interface Redefinition {
  readonly name: string;
  /** Which of the fragments sets it again, from 0. */
  readonly fragment: number;
  /** What stands before the name in its file. */
  readonly prefix: string;
  /** The fragment that sets it again. */
  readonly path: string;
  readonly line: number;
  /** The lines as written. */
  readonly before: string;
  readonly after: string;
  /** `kept`: `keepsBuiltIn` left the earlier line in force. */
  readonly kind: "redefined" | "redundant" | "kept";
}

export interface Merged {
  readonly text: string;
  readonly redefinitions: readonly Redefinition[];
}

/**
 * The base, then each fragment behind an empty line. Of a symbol's lines only the last file's stay; everything else,
 * comments and order included, is kept.
 */
export function mergeDotConfigs(
  base: DotConfig,
  fragments: readonly DotConfig[],
  { keepsBuiltIn = false, inOnePass = false }: MergeOptions = {},
): Merged {
  const redefinitions: Redefinition[] = [];
  const parts = [withMarksNamed(linesOf(base))];
  for (const [index, fragment] of fragments.entries()) {
    const earlier = new Map(
      parts.flat().flatMap((line) => (line.name === undefined ? [] : [[line.name, line.text]])),
    );
    const added = linesOf(fragment).filter(({ isMark, isDefault }) => !isMark && !isDefault);
    const kept = new Set<string>();
    const same = new Set<string>();
    const own: Redefinition[] = [];
    for (const { name, text, line } of added) {
      const before = name === undefined ? undefined : earlier.get(name);
      if (name === undefined || before === undefined) continue;
      if (inOnePass && before.endsWith("=n") && text.endsWith(" is not set")) {
        same.add(name);
        continue;
      }
      const demotes = keepsBuiltIn && text.endsWith("=m") && before.endsWith("=y");
      const kind = demotes ? "kept" : before === text ? "redundant" : "redefined";
      if (demotes) kept.add(name);
      own.push({
        name,
        fragment: index,
        prefix: fragment.prefix,
        path: fragment.source.path,
        line,
        before,
        after: text,
        kind,
      });
    }
    const places = new Map([...earlier.keys()].map((name, place) => [name, place]));
    const placeOf = ({ name }: Redefinition) => places.get(name) ?? 0;
    redefinitions.push(...(inOnePass ? own.toSorted((a, b) => placeOf(a) - placeOf(b)) : own));
    const names = new Set(
      added
        .map(({ name }) => name)
        .filter((name) => name !== undefined && !kept.has(name) && !same.has(name)),
    );
    for (let at = 0; at < parts.length; at++) parts[at] = parts[at].filter(({ name }) => !names.has(name));
    parts.push(added.filter(({ name }) => name === undefined || !kept.has(name)));
  }
  return {
    text: parts.map((lines) => lines.map(({ text }) => `${text}\n`).join("")).join("\n"),
    redefinitions,
  };
}

interface MergeLine {
  /** The symbol that the line sets, if it sets one. */
  readonly name: string | undefined;
  readonly text: string;
  readonly line: number;
  /** See `DotConfigLine`. */
  readonly isMark?: true;
  readonly isDefault?: true;
}

/** A mark goes with the line that it is about. */
function withMarksNamed(lines: readonly MergeLine[]): MergeLine[] {
  let name: string | undefined;
  return lines
    .toReversed()
    .map((line) => {
      if (line.name !== undefined) name = line.name;
      return line.isMark ? { ...line, name } : line;
    })
    .reverse();
}

function linesOf({ source, lines }: DotConfig): MergeLine[] {
  return lines.map((line) => ({
    name: nameOf(line),
    text: source.text.slice(line.start, line.end),
    line: line.number,
    ...(line.kind === "comment" && line.isMark && { isMark: line.isMark }),
    ...((line.kind === "assignment" || line.kind === "unset") &&
      line.isDefault && { isDefault: line.isDefault }),
  }));
}

function nameOf(line: DotConfigLine): string | undefined {
  return line.kind === "assignment" || line.kind === "unset" ? line.name : undefined;
}
