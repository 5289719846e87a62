/** .config text: what each odd line is to the C tool, strings, printing, and the smallest edit. */
import { describe, expect, test } from "@jest/globals";
import { type DotConfigLine, type DotConfigOptions, parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { type DotConfigEdit, editDotConfig, withEdits } from "../src/dotconfig/edit.ts";
import { type DotConfigType, printLine } from "../src/dotconfig/print-line.ts";
import { parseStringValue, quoteString } from "../src/dotconfig/string-value.ts";
import { SourceFile } from "../src/text/source-file.ts";

const parse = (text: string, options?: DotConfigOptions) =>
  parseDotConfig(new SourceFile(".config", text), options);

/** A line in short: `A=value`, `A unset`, `comment`, `blank`, `malformed: text`, `silent: text`. */
function brief(line: DotConfigLine): string {
  switch (line.kind) {
    case "assignment":
      return `${line.name}=${line.value}`;
    case "unset":
      return `${line.name} unset`;
    case "malformed":
      return `${line.isSilent ? "silent" : "malformed"}: ${line.text}`;
    default:
      return line.kind;
  }
}

/**
 * Each expectation is what conf 6.12 and conf 6.1 did with the line as the whole .config of
 * `conf --olddefconfig`, with KCONFIG_WARN_UNKNOWN_SYMBOLS set: the value it wrote, the name or value in its
 * warnings ("unknown symbol: NAME", "symbol value 'V' invalid for NAME"), its "unexpected data: TEXT", or its
 * silence. The third column is for 6.1, where it differs.
 */
const seenFromC: readonly (readonly [string, string] | readonly [string, string, string])[] = [
  ["CONFIG_A=y\n", "A=y"],
  ["CONFIG_A=y", "A=y"],
  ["CONFIG_A=y\r\n", "A=y"],
  ["CONFIG_I=3\r", "I=3\r"],
  ["CONFIG_I=3\r\r\n", "I=3\r"],
  ["CONFIG_I=3\r\r\r\n", "I=3\r\r"],
  ["CONFIG_I=3\rx\n", "I=3\rx"],
  ["CONFIG_A=y \n", "A=y "],
  ["CONFIG_A= y\n", "A= y"],
  ["CONFIG_A =y\n", "A =y"],
  ["CONFIG_A==y\n", "A==y"],
  ["CONFIG_A+=y\n", "A+=y"],
  ["CONFIG_A=\n", "A="],
  ["CONFIG_A=\r\n", "A="],
  ["CONFIG_=y\n", "=y"],
  ["CONFIG_a-b=y\n", "a-b=y"],
  ["CONFIG_X.Y/Z=y\n", "X.Y/Z=y"],
  ["CONFIG_X Y=y\n", "X Y=y"],
  ["CONFIG_é=y\n", "é=y"],
  ["CONFIG_I=3 # c\n", "I=3 # c"],
  [" CONFIG_A=y\n", "malformed:  CONFIG_A=y"],
  ["\tCONFIG_A=y\n", "malformed: \tCONFIG_A=y"],
  ["CONFIG_A\n", "malformed: CONFIG_A", "silent: CONFIG_A"],
  ["CONFIG_A", "malformed: CONFIG_A", "silent: CONFIG_A"],
  ["CONFIG_A\r\n", "malformed: CONFIG_A", "silent: CONFIG_A"],
  ["CONFIG_A\rx\n", "malformed: CONFIG_A\rx", "silent: CONFIG_A"],
  ["CONFIG_\n", "malformed: CONFIG_", "silent: CONFIG_"],
  ["CONFIG=y\n", "malformed: CONFIG=y"],
  ["config_A=y\n", "malformed: config_A=y"],
  ["A=y\n", "malformed: A=y"],
  ["=y\n", "malformed: =y"],
  ["export CONFIG_A=y\n", "malformed: export CONFIG_A=y"],
  ["\ufeffCONFIG_A=y\n", "malformed: \ufeffCONFIG_A=y"],
  ["junk\n", "malformed: junk"],
  ["junk", "malformed: junk"],
  ["junk\r\n", "malformed: junk"],
  ["junk\r\r\n", "malformed: junk\r", "malformed: junk"],
  ["junk\r", "malformed: junk\r", "malformed: junk"],
  ["ju\rnk\n", "malformed: ju\rnk", "malformed: ju"],
  ["   \n", "malformed:    "],
  ["\t\n", "malformed: \t"],
  [" \r\n", "malformed:  "],
  ["\n", "blank"],
  ["\r\n", "blank"],
  ["\r", "malformed: \r", "blank"],
  ["\r\r\n", "malformed: \r", "blank"],
  ["\rfoo\n", "malformed: \rfoo", "blank"],
  ["#\n", "comment"],
  ["# \n", "comment"],
  ["# CONFIG_I is not set\n", "I unset"],
  ["# CONFIG_I is not set", "I unset"],
  ["# CONFIG_I is not set\r\n", "I unset"],
  ["# CONFIG_I is not set\r", "comment", "I unset"],
  ["# CONFIG_I is not set\r\r\n", "comment", "I unset"],
  ["# CONFIG_I is not set \n", "comment", "I unset"],
  ["# CONFIG_I is not set # c\n", "comment", "I unset"],
  ["# CONFIG_I is not setting\n", "comment", "I unset"],
  ["# CONFIG_U is not set is not set\n", "comment", "U unset"],
  ["# CONFIG_I is not se\n", "comment"],
  ["#CONFIG_I is not set\n", "comment"],
  ["#  CONFIG_I is not set\n", "comment"],
  ["#\tCONFIG_I is not set\n", "comment"],
  ["## CONFIG_I is not set\n", "comment"],
  ["# CONFIG_I  is not set\n", "comment"],
  ["# CONFIG_I is  not set\n", "comment"],
  ["# CONFIG_I\tis not set\n", "comment"],
  ["# CONFIG_I J is not set\n", "comment"],
  ["# foo CONFIG_I is not set\n", "comment"],
  ["# CONFIG_I=3\n", "comment"],
  ["# CONFIG_I\n", "comment"],
  ["# CONFIG_ is not set\n", " unset"],
  [" # CONFIG_I is not set\n", "malformed:  # CONFIG_I is not set"],
  // A NUL byte ends what C sees of a line, but not the line.
  ["CONFIG_A=y\0CONFIG_B=y\n", "A=y"],
  ["CONFIG_I=3\0\r\n", "I=3"],
  ["CONFIG_I=3\r\0\n", "I=3\r"],
  ["CONFIG_A\0=y\n", "malformed: CONFIG_A", "silent: CONFIG_A"],
  ["# CONFIG_I is not set\0junk\n", "I unset"],
  ["# CONFIG_I is not set\r\0\n", "comment", "I unset"],
  ["junk\0more\n", "malformed: junk"],
  ["\0CONFIG_B=m\n", "blank", "malformed: "],
  ["\r\0\n", "malformed: \r", "blank"],
];

/** The same with the environment variable `CONFIG_` set to the second column. */
const seenFromCWithPrefix: readonly (
  | readonly [string, string, string]
  | readonly [string, string, string, string]
)[] = [
  ["A=y\n", "", "A=y"],
  ["CONFIG_A=y\n", "", "CONFIG_A=y"],
  [" A=y\n", "", " A=y"],
  ["I=3 = 4\n", "", "I=3 = 4"],
  ["=y\n", "", "=y"],
  ["junk\n", "", "malformed: junk", "silent: junk"],
  ["# I is not set\n", "", "I unset"],
  ["# is not set\n", "", "comment"],
  ["#  is not set\n", "", " unset"],
  ["#I is not set\n", "", "comment"],
  ["# I=3\n", "", "comment"],
  ["\r", "", "malformed: \r", "blank"],
  ["BR2_A=y\n", "BR2_", "A=y"],
  ["# BR2_I is not set\n", "BR2_", "I unset"],
  ["CONFIG_A=n\n", "BR2_", "malformed: CONFIG_A=n"],
  ["# CONFIG_I is not set\n", "BR2_", "comment"],
];

describe("a line is to kcfg what it is to the C tool", () => {
  test.each(seenFromC)("%j", (text, in612, in61 = in612) => {
    expect(parse(text).lines.map(brief)).toEqual([in612]);
    expect(parse(text, { dialect: "6.1" }).lines.map(brief)).toEqual([in61]);
  });

  test.each(seenFromCWithPrefix)("%j with prefix %j", (text, prefix, in612, in61 = in612) => {
    expect(parse(text, { prefix }).lines.map(brief)).toEqual([in612]);
    expect(parse(text, { prefix, dialect: "6.1" }).lines.map(brief)).toEqual([in61]);
  });
});

describe("places", () => {
  test("lines are numbered from 1, and spans leave out line ends", () => {
    const text = "# c\r\n\nCONFIG_A=y\0z\nCONFIG_B=m\r\n# CONFIG_C is not set";
    const { lines } = parse(text);
    expect(lines.map((line) => line.number)).toEqual([1, 2, 3, 4, 5]);
    expect(lines.map((line) => text.slice(line.start, line.end))).toEqual([
      "# c",
      "",
      "CONFIG_A=y\0z",
      "CONFIG_B=m",
      "# CONFIG_C is not set",
    ]);
  });

  test("an empty file has no lines", () => {
    expect(parse("").lines).toEqual([]);
  });

  test.each([
    ["one line of 20 million characters", `CONFIG_S="${'\\"'.repeat(10_000_000)}"`, 1],
    ["500,000 lines without an equals sign", "CONFIG_A\n".repeat(500_000), 500_000],
    ["500,000 comments without a NUL byte", "# CONFIG_ A is not\n".repeat(500_000), 500_000],
  ])("%s ends: linear work takes about a second, quadratic work hours", (_, text, count) => {
    expect(parse(text).lines).toHaveLength(count);
  });
});

/** Values that conf 6.12 and 6.1 wrote back after `CONFIG_S=RAW`; a failure is their silence or their warning. */
const strings: readonly (readonly [string, ReturnType<typeof parseStringValue>])[] = [
  ['"abc"', { ok: true, value: "abc", rest: "" }],
  ['""', { ok: true, value: "", rest: "" }],
  ['"a\\"b"', { ok: true, value: 'a"b', rest: "" }],
  ['"a\\\\b"', { ok: true, value: "a\\b", rest: "" }],
  ['"a\\\\"b"', { ok: true, value: "a\\", rest: 'b"' }],
  ['"a\\nb"', { ok: true, value: "anb", rest: "" }],
  ['"abc" trailing', { ok: true, value: "abc", rest: " trailing" }],
  ['"a"b"', { ok: true, value: "a", rest: 'b"' }],
  ['"a=b # c"', { ok: true, value: "a=b # c", rest: "" }],
  ['"a\r"', { ok: true, value: "a\r", rest: "" }],
  ['"abc', { ok: false, reason: "unterminated" }],
  ['"', { ok: false, reason: "unterminated" }],
  ['"a\\', { ok: false, reason: "unterminated" }],
  ['"a\\"', { ok: false, reason: "unterminated" }],
  ["abc", { ok: false, reason: "unquoted" }],
  ["", { ok: false, reason: "unquoted" }],
  ["'a'", { ok: false, reason: "unquoted" }],
  [' "a"', { ok: false, reason: "unquoted" }],
];

describe("strings", () => {
  test.each(strings)("%j is read as C reads it", (raw, expected) => {
    expect(parseStringValue(raw)).toEqual(expected);
  });

  test.each(["", "a", 'say "hi"', "C:\\dir\\", "\\", '"', "tab\tétoile", "\udcff"])(
    "%j comes back from its quotes",
    (value) => {
      expect(parseStringValue(quoteString(value))).toEqual({ ok: true, value, rest: "" });
    },
  );

  test("two million backslashes are read in one pass", () => {
    const value = "\\".repeat(1_000_000);
    expect(parseStringValue(quoteString(value))).toEqual({ ok: true, value, rest: "" });
  });
});

describe("printing", () => {
  const cases: readonly [DotConfigType, string, string][] = [
    ["bool", "y", "CONFIG_A=y"],
    ["bool", "n", "# CONFIG_A is not set"],
    ["tristate", "m", "CONFIG_A=m"],
    ["tristate", "n", "# CONFIG_A is not set"],
    ["int", "-3", "CONFIG_A=-3"],
    ["hex", "0x1F", "CONFIG_A=0x1F"],
    ["string", "n", 'CONFIG_A="n"'],
    ["string", 'a\\"', 'CONFIG_A="a\\\\\\""'],
  ];
  test.each(cases)("%s %j", (type, value, expected) => {
    expect(printLine("CONFIG_", "A", type, value)).toBe(expected);
    expect(printLine("", "A", type, value)).toBe(expected.replace("CONFIG_", ""));
  });
});

describe("the smallest edit", () => {
  const y = (name: string): DotConfigEdit => ({ name, line: `CONFIG_${name}=y` });
  const cases: readonly [string, string, readonly DotConfigEdit[], string][] = [
    ["nothing asked", "junk\r\n\0\nCONFIG_A=m", [], "junk\r\n\0\nCONFIG_A=m"],
    ["in place", "# c\nCONFIG_A=m\nCONFIG_B=m\n", [y("A")], "# c\nCONFIG_A=y\nCONFIG_B=m\n"],
    ["an unset line", "# CONFIG_A is not set\n# end\n", [y("A")], "CONFIG_A=y\n# end\n"],
    ["earlier lines go", "CONFIG_A=m\n#\nCONFIG_A=n\nCONFIG_A=m\n\n", [y("A")], "#\nCONFIG_A=y\n\n"],
    ["CR LF is kept", "CONFIG_A=m\r\nCONFIG_B=m\r\n", [y("A")], "CONFIG_A=y\r\nCONFIG_B=m\r\n"],
    ["no last newline, in place", "CONFIG_A=m", [y("A")], "CONFIG_A=y"],
    ["at the end", "CONFIG_A=m\n", [y("C"), y("B")], "CONFIG_A=m\nCONFIG_C=y\nCONFIG_B=y\n"],
    ["at the end, CR LF", "CONFIG_A=m\r\n", [y("B")], "CONFIG_A=m\r\nCONFIG_B=y\r\n"],
    ["at the end, no last newline", "CONFIG_A=m", [y("B")], "CONFIG_A=m\nCONFIG_B=y\n"],
    ["at the end, CR LF, no last newline", "#\r\nCONFIG_A=m", [y("B")], "#\r\nCONFIG_A=m\r\nCONFIG_B=y\r\n"],
    ["an empty file", "", [y("A")], "CONFIG_A=y\n"],
    ["all lines out", "CONFIG_A=m\n#\nCONFIG_A=n", [{ name: "A", line: undefined }], "#\n"],
    ["out and at the end", "CONFIG_A=m\n", [{ name: "A", line: undefined }, y("B")], "CONFIG_B=y\n"],
    ["taking out what is not there", "#\n", [{ name: "A", line: undefined }], "#\n"],
    ["the later edit of a name", "CONFIG_A=m\n", [{ name: "A", line: "CONFIG_A=n" }, y("A")], "CONFIG_A=y\n"],
    [
      "lines that say nothing of A",
      "# CONFIG_A=m\nCONFIG_A\nCONFIG_A =m\n",
      [y("A")],
      "# CONFIG_A=m\nCONFIG_A\nCONFIG_A =m\nCONFIG_A=y\n",
    ],
    [
      "bytes that are no text",
      'CONFIG_S="\udcff"\n\0\nCONFIG_A=m\0\n',
      [y("A")],
      'CONFIG_S="\udcff"\n\0\nCONFIG_A=y\n',
    ],
    [
      "names of JavaScript",
      "CONFIG_A=m\n",
      [{ name: "__proto__", line: "CONFIG___proto__=y" }],
      "CONFIG_A=m\nCONFIG___proto__=y\n",
    ],
  ];
  test.each(cases)("%s", (_, text, edits, expected) => {
    const edited = editDotConfig(parse(text), edits);
    expect(edited).toBe(expected);
    expect(withEdits(parse(text), edits).lines).toEqual(parse(edited).lines);
    // Done once, there is nothing left to do.
    expect(editDotConfig(parse(edited), edits)).toBe(edited);
  });

  test("every line replaced or doubled in 200,000 lines ends", () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `S${index}`);
    const text = [...names, ...names].map((name) => `CONFIG_${name}=m\n`).join("");
    expect(editDotConfig(parse(text), names.map(y))).toBe(names.map((name) => `CONFIG_${name}=y\n`).join(""));
  });
});
