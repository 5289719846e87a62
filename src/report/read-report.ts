/** A report read back from the JSON that `kcfg check --format json` wrote. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { SourceFile } from "../text/source-file.ts";
import { parseJson } from "../workspace/json-object.ts";
import type { CheckReport } from "./check-report.ts";
import { SCHEMA_VERSION } from "./json.ts";
import { noJsonText } from "./json-words.ts";

/** The report in `text`, or why it is none (`malformed-report`). */
export function readReport(path: string, text: string): CheckReport | readonly Diagnostic[] {
  const complain = (message: string): readonly Diagnostic[] => [
    {
      code: "malformed-report",
      severity: "error",
      message: `${path} ${message}`,
      location: { path, line: 1 },
    },
  ];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const file = new SourceFile(path, text);
    const { problems } = parseJson(file);
    return problems.map(({ fault, span }) => ({
      code: "malformed-report",
      severity: "error",
      message: noJsonText(path, fault),
      location: file.locate(span),
    }));
  }
  if (!isRecord(value) || value.command !== "check" || !isRecord(value.tool) || !isRecord(value.result))
    return complain("is not a report of kcfg check --format json");
  if (value.schemaVersion !== SCHEMA_VERSION)
    return complain(`has schema version ${value.schemaVersion}; this kcfg reads ${SCHEMA_VERSION}`);
  const { tool, tree } = value;
  if (!isWhole(value)) return complain("lacks parts of a report");
  // Whatever is read from it has the shape that the types say.
  return {
    ...(value as unknown as CheckReport),
    version: String(tool.version),
    tree: (tree ?? undefined) as CheckReport["tree"],
  };
}

type Shape = (value: unknown) => boolean;

const isText: Shape = (value) => typeof value === "string";
const isNumber: Shape = (value) => Number.isSafeInteger(value);
const isTruth: Shape = (value) => typeof value === "boolean";
const isWord =
  (...words: readonly string[]): Shape =>
  (value) =>
    words.some((word) => word === value);
const isListOf =
  (item: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(item);
const isNullOr =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
const isAbsentOr =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
/** An object with these members at least. */
const isWith =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isRecord(value) && Object.entries(members).every(([name, shape]) => shape(value[name]));

const isLocation = isWith({
  path: isText,
  line: isNumber,
  column: isAbsentOr(isNumber),
  endColumn: isAbsentOr(isNumber),
});
const isEdit: Shape = (value) =>
  isWith({ kind: isWord("remove"), path: isText, line: isNumber })(value) ||
  isWith({ kind: isWord("replace"), path: isText, line: isNumber, text: isText })(value) ||
  isWith({ kind: isWord("set"), symbol: isText, value: isText, text: isAbsentOr(isText) })(value);
const isDiagnostic = isWith({
  code: isText,
  severity: isWord("error", "warning", "info"),
  message: isText,
  symbol: isNullOr(isText),
  requested: isNullOr(isText),
  actual: isNullOr(isText),
  location: isNullOr(isLocation),
  label: isNullOr(isText),
  related: isListOf(isWith({ message: isText, location: isNullOr(isLocation) })),
  help: isListOf(isText),
  fixes: isListOf(
    isWith({
      title: isText,
      edits: isListOf(isEdit),
      verified: isTruth,
      automatic: isAbsentOr(isTruth),
    }),
  ),
  fingerprint: isText,
  fails: isTruth,
  suppressed: isNullOr(isWith({ kind: isWord("comment", "baseline"), reason: isNullOr(isText) })),
  on: isListOf(isText),
});
const isTree = isWith({
  kind: isText,
  folder: isText,
  kconfig: isText,
  version: isNullOr(isText),
  architecture: isNullOr(isText),
  dialect: isText,
});
const isInputs = isListOf(isWith({ path: isText, exists: isTruth }));
const isCounts: Shape = (value) => isRecord(value) && Object.values(value).every(isNumber);
const isRun = isWith({
  name: isText,
  index: isNumber,
  tree: isTree,
  base: isText,
  inputs: isInputs,
  fragments: isListOf(isWith({ path: isText, requests: isNumber, malformed: isNumber, fates: isCounts })),
  requests: isListOf(
    isWith({ symbol: isText, requested: isText, fate: isText, holds: isTruth, location: isLocation }),
  ),
});
const isShard: Shape = (value) =>
  isWith({ number: isNumber, count: isNumber })(value) &&
  isRecord(value) &&
  Number(value.number) >= 1 &&
  Number(value.number) <= Number(value.count);
const isWhole = isWith({
  diagnostics: isListOf(isDiagnostic),
  inputs: isInputs,
  tree: (value) => value === undefined || isNullOr(isTree)(value),
  result: isWith({ runs: isListOf(isRun), shard: isAbsentOr(isShard) }),
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
