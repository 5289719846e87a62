/** How answers of the C tool and of the tool under test are compared, and how differences are shown. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Lines of a diff that are shown. */
export const DIFF_LINES = 24;
/** Files of one case that are named; a lost auto.conf brings thousands. */
const NAMED_DIFFERENCES = 6;

/** What differs: a list of { what, diff }; the first ones with their texts. */
export function differencesOf(reference, tool) {
  const differences = [];
  const check = (what, expected, actual) => {
    if (expected === actual) return;
    const isShown = differences.length < NAMED_DIFFERENCES;
    differences.push({ what, diff: isShown ? diff(expected, actual) : "" });
  };
  check("exit code", reference.code, tool.code);
  check("standard output", reference.stdout, tool.stdout);
  // A set: the order in which warnings appear follows the C tool's hash table and says nothing to a reader.
  check("lines of standard error", lineSet(reference.stderr), lineSet(tool.stderr));
  const paths = [...new Set([...reference.files.keys(), ...tool.files.keys()])].sort();
  for (const path of paths) {
    check(path, reference.files.get(path), tool.files.get(path));
  }
  return differences;
}

function lineSet(text) {
  return [...new Set(text.split("\n"))].sort().join("\n");
}

function diff(expected, actual) {
  if (expected === undefined) return "only written by the tool under test";
  if (actual === undefined) return "not written";
  const folder = mkdtempSync(join(tmpdir(), "kcfg-diff-"));
  const [left, right] = [join(folder, "expected"), join(folder, "actual")];
  writeFileSync(left, `${expected}\n`, "latin1");
  writeFileSync(right, `${actual}\n`, "latin1");
  const { stdout } = spawnSync(
    "diff",
    ["-U1", "--label", "C tool", "--label", "tool under test", left, right],
    {
      encoding: "latin1",
      maxBuffer: 1 << 28,
    },
  );
  rmSync(folder, { recursive: true });
  const lines = stdout.trimEnd().split("\n");
  const more = lines.length > DIFF_LINES ? [`... ${lines.length - DIFF_LINES} more lines`] : [];
  return [...lines.slice(0, DIFF_LINES), ...more].join("\n");
}

/** What differs, in one line. */
export function named(differences) {
  const names = differences.slice(0, NAMED_DIFFERENCES).map(({ what }) => what);
  const more = differences.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** What differs, in full as far as that is of use. */
export function shown(differences) {
  return differences
    .slice(0, NAMED_DIFFERENCES)
    .map(({ what, diff: text }) => `--- ${what}\n${text.replace(/^/gm, "    ")}`)
    .join("\n");
}

/** Does the work for each item, `width` at a time. */
export async function inParallel(items, width, work) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const number = next++;
      await work(items[number], number);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}
