/** Shares of a matrix that several machines check: whether their reports together are the whole. */
import type { Shard } from "../service/check-plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/** A report's file, and the share that it says it is; absent for a report of all runs. */
export interface ReportPart {
  readonly path: string;
  readonly shard?: Shard;
}

/** More numbers of missing shares than this are counted. */
const SHOWN_NUMBERS = 10;

/**
 * Why reports are not the whole of what they are shares of (`incomplete-report`): one is missing, one is there twice,
 * or they are shares of different checks. Reports of all runs may stand beside them.
 */
export function shardProblems(parts: readonly ReportPart[]): readonly Diagnostic[] {
  const shares = parts.flatMap(({ path, shard }) => (shard === undefined ? [] : [{ path, ...shard }]));
  const [first] = shares;
  if (first === undefined) return [];
  const { count } = first;
  const other = shares.find((share) => share.count !== count);
  if (other !== undefined)
    return [
      problem(
        `${first.path} is shard ${first.number} of ${count}, but ${other.path} is shard ${other.number} of ${other.count}`,
        "put the parts of one check together, and nothing else",
      ),
    ];
  const paths = new Map<number, string>();
  for (const { number, path } of shares) {
    const known = paths.get(number);
    if (known !== undefined)
      return [
        problem(
          known === path
            ? `${path} (shard ${number} of ${count}) is named twice`
            : `${known} and ${path} are both shard ${number} of ${count}`,
          "name the part of each shard once",
        ),
      ];
    paths.set(number, path);
  }
  const missing = count - paths.size;
  if (missing === 0) return [];
  const numbers: string[] = [];
  for (let number = 1; numbers.length < Math.min(missing, SHOWN_NUMBERS); number++)
    if (!paths.has(number)) numbers.push(String(number));
  if (missing > numbers.length) numbers.push(`${missing - numbers.length} more`);
  const last = numbers.pop() ?? "";
  return [
    problem(
      numbers.length === 0
        ? `shard ${last} of ${count} is missing`
        : `shards ${numbers.join(", ")} and ${last} of ${count} are missing`,
      "a machine that failed has checked nothing: run its share again, then name all parts",
    ),
  ];
}

function problem(message: string, help: string): Diagnostic {
  return { code: "incomplete-report", severity: "error", message, help: [help] };
}
