/** The public interface of kcfg: use a tree, ask about it, build on it. Re-exports only. */

export type { CheckFinding } from "./check/finding.ts";
export type { ConfigDifference, ConfigSide } from "./diff/configurations.ts";
export { compareConfigurations as diff } from "./diff/configurations.ts";
export type { TreeDifference } from "./diff/trees.ts";
export { compareTrees as diffTrees } from "./diff/trees.ts";
export type { DotConfig, DotConfigLine } from "./dotconfig/dot-config.ts";
export { parseDotConfig } from "./dotconfig/dot-config.ts";
export { editDotConfig } from "./dotconfig/edit.ts";
export type { ChangeSet, SymbolChange, UserChange } from "./evaluate/change-set.ts";
export type { AnyChange, AnySymbol } from "./evaluate/checked-configuration.ts";
export { CheckedConfiguration as Configuration } from "./evaluate/checked-configuration.ts";
export type { UserValue } from "./evaluate/configuration.ts";
export { writeDefconfig } from "./evaluate/defconfig.ts";
export { readDotConfig, settle } from "./evaluate/read.ts";
export type { Tristate } from "./evaluate/tristate.ts";
export { writeDotConfig } from "./evaluate/write.ts";
export type { Explanation } from "./explain/explain.ts";
// Ask: why, and whether.
export { explainSymbol as explain } from "./explain/explain.ts";
export type { Reason } from "./explain/reason.ts";
export { whyNotValue } from "./explain/why-not.ts";
export type { Graph, GraphEdge, GraphLimits, GraphNode } from "./graph/graph.ts";
export { graphAround as graph } from "./graph/graph.ts";
export { memoryHost } from "./host/memory.ts";
export type { LintFinding } from "./lint/finding.ts";
export type { LoadOptions, LoadResult } from "./model/load.ts";
// Use: load a tree, give it values.
export { loadKconfig } from "./model/load.ts";
export type { ConfigSymbol, Expression, MenuNode, Model, Property } from "./model/model.ts";
export type { ProbeMode } from "./probes/probe-mode.ts";
export type { Probes, ProbesRequest } from "./probes/probes.ts";
export { openProbes } from "./probes/probes.ts";
export type { SymbolFilter } from "./query/list.ts";
export { listSymbols as list } from "./query/list.ts";
export type { SearchHit } from "./query/search.ts";
export { search, searchPatterns } from "./query/search.ts";
export type { WordedCheck as CheckResult, WordedFinding } from "./report/check-words/worded.ts";
export { checkInWords as check } from "./report/check-words/worded.ts";
export { renderDiagnostics } from "./report/diagnostics.ts";
export type {
  WordedLint as LintResult,
  WordedLintOptions as LintOptions,
} from "./report/lint-words/lint-in-words.ts";
export { lintInWords as lint } from "./report/lint-words/lint-in-words.ts";
export type { WordedLintFinding } from "./report/lint-words/worded.ts";
export { diagnosticOf } from "./report/problems.ts";
export type { WordedTree as FindTreeResult } from "./report/workspace-words.ts";
export { findTreeInWords as findTree } from "./report/workspace-words.ts";
export type { Goal } from "./resolve/goals.ts";
export type { Plan, Resolution } from "./resolve/plan.ts";
export type { ResolveOptions } from "./resolve/resolve.ts";
export { Resolver, resolve } from "./resolve/resolve.ts";
// A live session over a tree.
export { type Cancellation, Cancelled } from "./service/cancellation.ts";
export type { CheckAnswer, CheckQuestion } from "./service/check.ts";
export type { DiffAnswer } from "./service/diff.ts";
export type { ExplainAnswer, ExplainQuestion } from "./service/explain.ts";
export type { GraphAnswer, GraphQuestion } from "./service/graph.ts";
export type { LintAnswer, LintQuestion } from "./service/lint.ts";
export type { ListAnswer, ListQuestion } from "./service/list.ts";
export type { MenuEntry } from "./service/menu.ts";
export type { OpenTree, TreeListener, TreeRequest } from "./service/open-tree.ts";
export type { Problem, Trouble } from "./service/problem.ts";
export type { SearchQuestion } from "./service/search.ts";
export { type Change, type NoState, Service } from "./service/service.ts";
export type { OpenSession } from "./service/session.ts";
export type { ReadySet, SetAnswer, SetQuestion } from "./service/set.ts";
export { KeptReading } from "./store/kept-reading.ts";
export { packModel, unpackModel } from "./store/packed.ts";
// Build on: trees, models, hosts.
export { parseKconfig, parseTolerantly } from "./syntax/parse.ts";
export type { MacroCall, SyntaxNode } from "./syntax/spans.ts";
export { childrenOf, extentOf, macroCallsIn, nodesAt } from "./syntax/spans.ts";
export type * from "./syntax/tree.ts";
export type { Diagnostic, Note, Severity } from "./text/diagnostic.ts";
export type { DialectChoice, DialectName } from "./text/dialect-name.ts";
export type { Environment, FileReader, ReadResult, Shell, ShellResult } from "./text/host.ts";
export type { Location, Span } from "./text/source-file.ts";
export { SourceFile } from "./text/source-file.ts";
export type { FindTreeOptions, Tree } from "./workspace/find-tree.ts";
export type { WorkspaceFinding } from "./workspace/finding.ts";
