/** Says in which ways two answers differ. */
import { LANGUAGES } from "./languages.js";

/** Complaints that end in exit code 1 and whose wording is kcfg's own. */
const SYNTAX = [
  "syntax error",
  "invalid statement",
  "unknown statement",
  "missing end statement",
  "unexpected '",
  "unexpected end statement",
  "unexpected option",
  "unknown option",
  "invalid option",
  "in different file than",
  // C stops at the first missing file.
  "can't open file",
];

/** What C says of a choice as soon as it meets a word that cannot stand there, and before it says so. */
const CONSEQUENCE = /: error: choice must have a prompt$/;

/** A list of { what, expected, actual }; empty if the answers are the same. */
export function differencesOf(reference, subject, version) {
  const differences = [];
  const check = (what, expected, actual) => {
    if (expected !== actual) differences.push({ what, expected: String(expected), actual: String(actual) });
  };
  check("exit code", reference.exit, subject.exit);
  const [theirs, ours] = [reference, subject].map(({ stdout, stderr }) => `${stderr}${stdout}`);
  if (reference.exit === 1 && SYNTAX.some((words) => theirs.includes(words))) {
    const isSame =
      isSamePlace(firstPlace(theirs), firstPlace(ours), version) || isSameOpenBlock(theirs, ours);
    if (!isSame) {
      differences.push({ what: "place of the error", expected: theirs, actual: ours });
    }
  } else {
    check("standard output", reference.stdout, subject.stdout);
    check("lines of standard error", lineSet(reference.stderr), lineSet(subject.stderr));
  }
  for (const path of new Set([...Object.keys(reference.files), ...Object.keys(subject.files)])) {
    check(path, reference.files[path], subject.files[path]);
  }
  return differences;
}

/** A set: the order in which warnings appear follows the C tool's hash table. */
function lineSet(text) {
  return [...new Set(text.split("\n"))].sort().join("\n");
}

/** A block that is not closed in its own file: C complains where it finds out, kcfg in the file that is wrong. */
function isSameOpenBlock(reference, subject) {
  const place = /^(.*:\d+): (?:missing end statement|location of the)/m.exec(reference)?.[1];
  return place !== undefined && subject.includes(`${place}: missing end statement`);
}

/** FILE:LINE of the first complaint that is no warning, and no consequence of another one. */
function firstPlace(stderr) {
  const line = stderr
    .split("\n")
    .find(
      (each) => /^[^ :]+:\d+:/.test(each) && !/^[^ :]+:\d+: ?warning:/.test(each) && !CONSEQUENCE.test(each),
    );
  const match = /^([^ :]+):(\d+):/.exec(line ?? "");
  return match === null
    ? undefined
    : { path: match[1], line: Number(match[2]), isSyntax: line.includes("syntax error") };
}

/** Older C tools count "syntax error" from the end of the statement, a line late. */
function isSamePlace(reference, subject, version) {
  if (reference === undefined || subject === undefined) return reference === subject;
  // At the end of the file, they have forgotten its name.
  if (reference.path !== subject.path && reference.path !== "<none>") return false;
  const late = reference.line - subject.line;
  return late === 0 || (LANGUAGES[version].isLate === true && reference.isSyntax && late === 1);
}
