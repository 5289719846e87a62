/** How diagnostics look to people and to programs: excerpts, marks, harmful text, the JSON envelope. */
import { describe, expect, test } from "@jest/globals";
import { renderDiagnostics } from "../src/report/diagnostics.ts";
import { renderRdjson } from "../src/report/formats/rdjson.ts";
import { renderSarif } from "../src/report/formats/sarif.ts";
import { renderJson, type WireFix, wireDiagnostic } from "../src/report/json.ts";
import { safeText, textWidth } from "../src/report/safe-text.ts";
import type { Diagnostic } from "../src/text/diagnostic.ts";
import type { Location } from "../src/text/source-file.ts";

const files: Readonly<Record<string, readonly string[]>> = {
  Kconfig: ["config A", '\tbool\t"A"', "\tdepends on BUS", "config 総B"],
  "a.config": ["# CONFIG_BUS is not set"],
};
const plain = { color: false, ascii: false, width: 80, lines: (path: string) => files[path] };

function render(diagnostic: Partial<Diagnostic>, options: object = {}): string {
  const whole = {
    code: "unmet-dependency",
    severity: "error",
    message: "A=y is dropped",
    ...diagnostic,
  } as const;
  return renderDiagnostics([whole], { ...plain, ...options });
}

describe("a diagnostic", () => {
  test("shows its line, a mark with a label, a second place, notes and help", () => {
    const text = render({
      location: { path: "Kconfig", line: 3, column: 13, endColumn: 16 },
      label: "n here",
      notes: [
        {
          message: "but this turns it off",
          location: { path: "a.config", line: 1, column: 1, endColumn: 24 },
        },
        { message: "a note without a place" },
      ],
      help: ["set BUS", "or two\nlines"],
    });
    expect(text).toBe(`error[unmet-dependency]: A=y is dropped
 --> Kconfig:3:13
  |
3 |     depends on BUS
  |                ^^^ n here
  |
 ::: a.config:1:1
  |
1 | # CONFIG_BUS is not set
  | ----------------------- but this turns it off
  |
  = note: a note without a place
  = help: set BUS
  = help: or two
          lines
`);
  });

  test("has a gutter as wide as its largest line number", () => {
    const lines = () => new Array<string>(120).fill("word");
    const text = render({ location: { path: "Kconfig", line: 101, column: 1, endColumn: 5 } }, { lines });
    expect(text).toContain("   --> Kconfig:101:1\n    |\n101 | word\n    | ^^^^\n");
  });

  test("marks the whole line where no column is known", () => {
    const text = render({ location: { path: "Kconfig", line: 3 } });
    expect(text).toContain("3 |     depends on BUS\n  |     ^^^^^^^^^^^^^^\n");
  });

  test("tells the place alone of a file or line that nobody has", () => {
    const nowhere = { path: "gone", line: 9, column: 2 };
    expect(render({ location: nowhere })).toBe("error[unmet-dependency]: A=y is dropped\n --> gone:9:2\n");
    expect(render({ location: { path: "Kconfig", line: 99 } })).not.toContain("|");
    expect(render({ location: { path: "Kconfig", line: 3 } })).toContain("|");
    expect(render({ notes: [{ message: "here", location: nowhere }] })).toContain(" ::: gone:9:2  here\n");
  });

  test("keeps a label that has no line to stand below", () => {
    expect(render({ location: { path: "gone", line: 9 }, label: "n here" })).toContain("= note: n here");
  });

  test("puts marks below tabs and wide letters where they belong", () => {
    expect(render({ location: { path: "Kconfig", line: 2, column: 7, endColumn: 10 } })).toContain(
      '2 |     bool    "A"\n  |             ^^^\n',
    );
    expect(render({ location: { path: "Kconfig", line: 4, column: 9, endColumn: 10 } })).toContain(
      "4 | config 総B\n  |          ^\n",
    );
    expect(render({ location: { path: "Kconfig", line: 4, column: 8, endColumn: 9 } })).toContain(
      "  |        ^^\n",
    );
  });

  test("cuts a long line around its mark, so that the mark is in view", () => {
    const long = `${"a".repeat(500)}MARK${"b".repeat(500)}`;
    const text = render(
      { location: { path: "x", line: 1, column: 501, endColumn: 505 } },
      { lines: () => [long], width: 60 },
    );
    const [, , , line, mark] = text.split("\n");
    expect(textWidth(line)).toBeLessThanOrEqual(60);
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("MARK");
    const huge = render({ location: { path: "x", line: 1 } }, { lines: () => ["x".repeat(1e6)], width: 60 });
    expect(huge.length).toBeLessThan(400);
  });

  test("points behind the end of a line", () => {
    const text = render({ location: { path: "Kconfig", line: 1, column: 9, endColumn: 9 } });
    expect(text).toContain("1 | config A\n  |         ^\n");
  });

  test("has colours only when asked for, and ASCII when asked for", () => {
    expect(render({}, { color: true })).toContain("\u001b[31m");
    expect(render({})).not.toContain("\u001b");
    const long = render(
      { location: { path: "x", line: 1 } },
      { lines: () => ["x".repeat(500)], ascii: true },
    );
    expect(long).toMatch(/^[\n -~]*$/);
  });
});

describe("text of a tree", () => {
  test("cannot steer a terminal", () => {
    const hostile = "\u001b[2J\u0007\u009b\u202e\u2028\udcff\ud800\u007f\r";
    const text = render(
      { message: hostile, help: [hostile], location: { path: hostile, line: 1 }, label: hostile },
      { lines: () => [hostile] },
    );
    const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028\ud800-\udfff]/u;
    expect(text).not.toMatch(steering);
    for (const character of hostile.replace("[2J", "")) expect(character).toMatch(steering);
    expect(safeText("a\u001b\udcffb")).toBe("a␛\ufffdb");
    expect(safeText("総 😀 tab\t")).toBe("総 😀 tab\t");
  });

  test("of many files at once: an empty line between two diagnostics", () => {
    const one: Diagnostic = { code: "a", severity: "warning", message: "one" };
    expect(renderDiagnostics([one, { ...one, severity: "info" }], plain)).toBe(
      "warning[a]: one\n\ninfo[a]: one\n",
    );
    expect(renderDiagnostics([], plain)).toBe("");
  });
});

describe("the JSON envelope", () => {
  const finding: Diagnostic = {
    code: "c",
    severity: "error",
    message: "m \udcff",
    location: { path: "p", line: 1 },
  };

  test("has one shape, in which nothing is undefined", () => {
    const text = renderJson({
      command: "explain",
      version: "1.2.3",
      ok: false,
      inputs: [],
      summary: { unknown: 1 },
      diagnostics: [wireDiagnostic(finding)],
      result: [],
    });
    const parsed = JSON.parse(text);
    expect(Object.keys(parsed)).toEqual([
      "schemaVersion",
      "tool",
      "command",
      "ok",
      "tree",
      "inputs",
      "summary",
      "diagnostics",
      "result",
    ]);
    expect(parsed.tree).toBeNull();
    expect(parsed.diagnostics[0]).toMatchObject({
      code: "c",
      symbol: null,
      cause: null,
      fixes: [],
      related: [],
    });
    expect(parsed.diagnostics[0].message).toBe("m \ufffd");
  });

  test("knows a finding again when its line moves, and tells two apart", () => {
    const { fingerprint } = wireDiagnostic(finding);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(wireDiagnostic({ ...finding, location: { path: "p", line: 7 } }).fingerprint).toBe(fingerprint);
    expect(wireDiagnostic({ ...finding, code: "d" }).fingerprint).not.toBe(fingerprint);
  });
});

describe("a fix that no line of a file can take", () => {
  const set = { kind: "set", symbol: "A", value: "y" } as const;
  const report = (fix: WireFix, location?: Location) => ({
    command: "lint" as const,
    version: "1.2.3",
    ok: false,
    inputs: [],
    summary: {},
    result: { runs: [] },
    diagnostics: [
      wireDiagnostic({
        code: "c",
        severity: "error",
        message: "m",
        fixes: [fix],
        ...(location && { location }),
      }),
    ],
  });
  const fixOf = (edits: WireFix["edits"]): WireFix => ({ title: "t", edits, verified: true });
  const place = { path: "a.config", line: 3 };

  test.each([
    ["no place is known", fixOf([{ ...set, text: "CONFIG_A=y" }]), undefined, 0],
    ["a value has no text", fixOf([set]), place, 0],
    ["there is no edit", fixOf([]), place, 0],
    ["all is known", fixOf([{ ...set, text: "CONFIG_A=y" }]), place, 1],
  ])("is none in SARIF, nor in RDJSON: %s", (_, fix, location, count) => {
    const [result] = JSON.parse(renderSarif(report(fix, location))).runs[0].results;
    expect(result.fixes ?? []).toHaveLength(count);
    const [found] = JSON.parse(renderRdjson(report(fix, location))).diagnostics;
    expect(found.suggestions ?? []).toHaveLength(count);
  });
});
