/** Findings of one cause as one: only in text, not with -v, and whatever a report holds. The cases show what it looks like. */
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { groupDiagnostic, groupedFindings } from "../src/report/check-groups.ts";
import type { WireDiagnostic } from "../src/report/json.ts";

const NAMES = Array.from({ length: 50 }, (_, at) => `D${at}`);
const files = {
  Kconfig: `config NET\n\tbool "n"\n\n${NAMES.map((name) => `config ${name}\n\tbool "d"\n\tdepends on NET\n`).join("\n")}`,
  "f.config": NAMES.map((name) => `CONFIG_${name}=y\n`).join(""),
  base: "# CONFIG_NET is not set\n",
};

async function check(...more: readonly string[]): Promise<string> {
  const host = memoryHost({ files });
  await run(["check", "f.config", "--base", "base", ...more], host);
  return host.stdoutText();
}

const count = (text: string, part: string) => text.split(part).length - 1;

test("one finding for all, with as many requests as anyone reads; -v has each", async () => {
  const text = await check();
  expect(count(text, "error[unmet-dependency]")).toBe(1);
  expect(text).toContain("50 requests are dropped: all need NET, which is n");
  expect(count(text, "f.config:")).toBe(40);
  expect(text).toContain("and 10 more\n");
  expect(text).toContain("50 errors (50 fixable with --fix)");
  const each = await check("-v");
  expect(count(each, "error[unmet-dependency]")).toBe(50);
  expect(each).not.toContain("requests are dropped");
});

test("formats for programs have each finding", async () => {
  expect(JSON.parse(await check("--format", "json")).diagnostics).toHaveLength(50);
  expect(count(await check("--format", "github"), "::error")).toBe(50);
});

test("a cause of any shape, as a report from a file may have it, is no group", async () => {
  const { diagnostics } = JSON.parse(await check("--format", "json")) as { diagnostics: WireDiagnostic[] };
  const loop: Record<string, unknown> = { kind: "unmet", blockers: [] };
  loop.blockers = [{ term: { kind: "symbol", because: loop } }];
  const shapes: readonly unknown[] = [
    null,
    "x",
    { reason: 3 },
    { reason: { kind: "unmet" } },
    { reason: { kind: "unmet", blockers: {} } },
    {
      reason: {
        kind: "unmet",
        blockers: [null, { term: null }, { term: { kind: "symbol", because: { kind: 4 } } }],
      },
    },
    { reason: loop },
  ];
  for (const cause of shapes) {
    const odd = diagnostics.map((each) => ({ ...each, cause }));
    expect(groupedFindings(odd, [])).toEqual(odd);
  }
  expect(
    groupedFindings(
      diagnostics.map((each) => ({ ...each, code: "constructor" })),
      [],
    ),
  ).toHaveLength(50);
});

test("what is shown of a hostile report is safe to lay out", async () => {
  const { diagnostics } = JSON.parse(await check("--format", "json")) as { diagnostics: WireDiagnostic[] };
  const hostile = diagnostics.map((each) => ({ ...each, requested: "y\n= help: run rm -rf\u001b[2J" }));
  const [group] = groupedFindings(hostile, []);
  if (!("members" in group)) throw new Error("no group");
  const { notes = [] } = groupDiagnostic(group, { fragments: [], offersFix: false, isFixable: () => false });
  expect(notes[0].message.split("\n")).toHaveLength(41);
  expect(notes[0].message).not.toContain("\u001b");
});
