/** One .config or fragment as somebody edits it: its lines, and what stands at an offset. No model is needed. */
import { type DotConfig, type DotConfigLine, parseDotConfig } from "../dotconfig/dot-config.ts";
import type { SourceFile, Span } from "../text/source-file.ts";

export type FragmentLine = DotConfigLine;
type NamingLine = Extract<DotConfigLine, { readonly name: string }>;

/** A line that names a symbol. */
export interface Setting {
  readonly line: NamingLine;
  readonly name: string;
  /** Without the prefix. */
  readonly nameSpan: Span;
  /** With it. */
  readonly wholeName: Span;
  /** Absent of `# CONFIG_X is not set`. */
  readonly valueSpan?: Span;
}

export class FragmentText {
  readonly source: SourceFile;
  readonly dotConfig: DotConfig;

  constructor(source: SourceFile, prefix: string | undefined) {
    this.source = source;
    this.dotConfig = parseDotConfig(source, { prefix });
  }

  get settings(): readonly Setting[] {
    return this.dotConfig.lines.flatMap((line) => this.settingOn(line.number) ?? []);
  }

  /** What a line, counted from 1, sets; undefined if it is another kind of line. */
  settingOn(number: number): Setting | undefined {
    const line = this.dotConfig.lines.at(number - 1);
    if (line === undefined || !("name" in line)) return undefined;
    const whole = line.start + (line.kind === "unset" ? 2 : 0);
    const start = whole + this.dotConfig.prefix.length;
    const end = start + line.name.length;
    return {
      line,
      name: line.name,
      nameSpan: { start, end },
      wholeName: { start: whole, end },
      ...(line.kind === "assignment" && { valueSpan: { start: end + 1, end: line.end } }),
    };
  }
}
