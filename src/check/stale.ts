/** A whole .config that is older than its tree: what `olddefconfig` would add to it. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { N } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { CheckFinding } from "./finding.ts";
import { locate, showValue } from "./request.ts";

/** What the C tool writes into the head of a .config, and into no fragment. */
const HEADER = /^# Automatically generated file[;.] DO NOT EDIT\.$/;
/** The header is within so many lines, whatever else was put before it. */
const HEAD_LINES = 10;

/** Whether a file is a whole configuration and no fragment. */
export function isWholeConfig({ lines, source }: DotConfig): boolean {
  return lines
    .slice(0, HEAD_LINES)
    .some(({ kind, start, end }) => kind === "comment" && HEADER.test(source.text.slice(start, end)));
}

/** `stale-config`, if the tree has symbols that the file says nothing about and that can be set. */
export function staleFinding(file: DotConfig, configuration: Configuration): CheckFinding | undefined {
  const named = new Set(file.lines.flatMap((line) => ("name" in line ? [line.name] : [])));
  const added = [...configuration.model.definedSymbols()].filter(
    (symbol) => !named.has(symbol.name) && canBeSet(configuration, symbol),
  );
  const [head] = file.lines;
  if (added.length === 0 || head === undefined) return undefined;
  const texts = added.map((symbol) => `${symbol.name}=${showValue(symbol, configuration.value(symbol.id))}`);
  return {
    code: "stale-config",
    severity: "warning",
    fails: false,
    location: locate(file, head),
    subject: { kind: "stale-config", added: texts },
    requested: texts.join(" "),
  };
}

function canBeSet(configuration: Configuration, symbol: ConfigSymbol): boolean {
  return !symbol.isChoice && configuration.isWritten(symbol.id) && configuration.visibility(symbol.id) !== N;
}
