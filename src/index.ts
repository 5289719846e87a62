/** The public interface of kcfg: use a tree, ask about it, build on it. Re-exports only. */

export type { CheckResult } from "./check/check-fragments.ts";
export { checkFragments as check } from "./check/check-fragments.ts";
export type { ConfigDifference, ConfigSide } from "./diff/configurations.ts";
export { compareConfigurations as diff } from "./diff/configurations.ts";
export type { TreeDifference } from "./diff/trees.ts";
export { compareTrees as diffTrees } from "./diff/trees.ts";
export type { DotConfig, DotConfigLine } from "./dotconfig/dot-config.ts";
export { parseDotConfig } from "./dotconfig/dot-config.ts";
export { editDotConfig } from "./dotconfig/edit.ts";
export type { ChangeSet, SymbolChange, UserChange } from "./evaluate/change-set.ts";
export type { UserValue } from "./evaluate/configuration.ts";
export { Configuration } from "./evaluate/configuration.ts";
export { writeDefconfig } from "./evaluate/defconfig.ts";
export { readDotConfig } from "./evaluate/read.ts";
export { writeDotConfig } from "./evaluate/write.ts";
export type { Explanation } from "./explain/explain.ts";
// Ask: why, and whether.
export { explainSymbol as explain } from "./explain/explain.ts";
export type { Reason } from "./explain/reason.ts";
export { whyNotValue } from "./explain/why-not.ts";
export { memoryHost } from "./host/memory.ts";
export type { LintFinding } from "./lint/finding.ts";
export type { LintOptions, LintResult } from "./lint/lint.ts";
export { lint } from "./lint/lint.ts";
export type { LoadOptions, LoadResult } from "./model/load.ts";
// Use: load a tree, give it values.
export { loadKconfig } from "./model/load.ts";
export type { ConfigSymbol, Expression, MenuNode, Model, Property } from "./model/model.ts";
export { renderDiagnostics } from "./report/diagnostics.ts";
// Build on: trees, models, hosts.
export { parseKconfig } from "./syntax/parse.ts";
export type * from "./syntax/tree.ts";
export type { Diagnostic, Note, Severity } from "./text/diagnostic.ts";
export type { DialectChoice, DialectName } from "./text/dialect-name.ts";
export type { Environment, FileReader, ReadResult, Shell, ShellResult } from "./text/host.ts";
export type { Location, Span } from "./text/source-file.ts";
export { SourceFile } from "./text/source-file.ts";
