/**
 * One planner: explain, set and check give the same plan for one question in one configuration, and what check writes
 * never gives up what a file asks for. On random small trees; KCFG_CASES=2000 and KCFG_SEED=1000 make a longer run of it.
 */
import { describe, expect, test } from "@jest/globals";
import { applyFixes } from "../src/check/apply-fixes.ts";
import { checkFragments } from "../src/check/check-fragments.ts";
import { merge } from "../src/check/merge.ts";
import { unmetIn } from "../src/check/unmet.ts";
import { requestHolds } from "../src/check/verdict.ts";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { printLine } from "../src/dotconfig/print-line.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { settle } from "../src/evaluate/read.ts";
import { tristateOf } from "../src/evaluate/tristate.ts";
import type { ConfigSymbol, Model } from "../src/model/model.ts";
import { propose } from "../src/resolve/proposal.ts";
import { Resolver } from "../src/resolve/resolve.ts";
import { plan } from "../src/service/plan.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { among, dice, modelOf, type Roll, randomTree } from "./small-trees.ts";

const FIRST = Number(process.env.KCFG_SEED ?? 1);
const seedsOf = (usual: number) =>
  Array.from({ length: Number(process.env.KCFG_CASES ?? usual) }, (_, index) => FIRST + index);
/** Fewer cases than one in so many would show next to nothing. */
const SHARE = 15;

type Setting = { readonly symbol: ConfigSymbol; readonly value: string };

const isLogical = ({ type }: ConfigSymbol) => type === "bool" || type === "tristate";
const valueFor = (roll: Roll, { type }: ConfigSymbol) =>
  among(roll, type === "bool" ? ["y", "n"] : ["y", "m", "n"]);

function symbolsOf(model: Model): readonly ConfigSymbol[] {
  return [...model.definedSymbols()].filter(isLogical);
}

function baseOf(roll: Roll, model: Model): Configuration {
  const base = new Configuration(model);
  for (const symbol of symbolsOf(model))
    if (roll(5) < 2) base.setTristate(symbol.id, tristateOf(valueFor(roll, symbol)) ?? 0);
  settle(base);
  return base;
}

const fragment = (settings: readonly Setting[]) =>
  parseDotConfig(
    new SourceFile(
      "a.config",
      settings
        .map(({ symbol, value }) => `${printLine("CONFIG_", symbol.name, symbol.type as "bool", value)}\n`)
        .join(""),
    ),
    {},
  );

const shown = (settings: readonly Setting[]) =>
  settings.map(({ symbol, value }) => `${symbol.name}=${value}`).join(" ");

describe("one question, one plan", () => {
  test.each(["linux-6.12", "linux-6.1"] as const)("%s", (dialect) => {
    const counts = { plans: 0, alone: 0 };
    const seeds = seedsOf(100);
    for (const seed of seeds) {
      const roll = dice(seed);
      const model = modelOf(randomTree(roll, "plain"), dialect);
      const base = baseOf(roll, model);
      const symbol = among(roll, symbolsOf(model));
      const value = valueFor(roll, symbol);
      // m without modules is a question of its own: set refuses it, and explain says y.
      if (value === "m" && !base.modulesEnabled) continue;
      if (base.clone().value(symbol.id) === value) continue;
      const explained = propose(new Resolver(base), { symbol, value, role: "asked" });
      const tried = plan(base, fragment([]), [{ symbol, value }]);
      const asked = `${seed} ${symbol.name}=${value}`;
      if (explained.kind !== "checked") {
        expect([asked, tried.holds, tried.unmetWays.length > 0]).toEqual([
          asked,
          false,
          explained.kind === "unmet",
        ]);
        continue;
      }
      const { needed } = explained.plan;
      expect([asked, shown(tried.needed)]).toEqual([asked, shown(needed)]);
      counts[needed.length === 0 ? "alone" : "plans"] += 1;
      const { findings, verdicts } = checkFragments(base, [fragment([{ symbol, value }])]);
      if (needed.length === 0) {
        expect([asked, verdicts[0].holds]).toEqual([asked, true]);
        continue;
      }
      const edits = findings.flatMap(({ fixes = [] }) => fixes).flatMap((fix) => fix.edits);
      const written = edits.flatMap((edit) => (edit.kind === "set" ? [`${edit.symbol}=${edit.value}`] : []));
      expect([asked, written.join(" ")]).toEqual([asked, shown(needed)]);
    }
    expect(counts.plans).toBeGreaterThan(seeds.length / SHARE);
    expect(counts.alone).toBeGreaterThan(seeds.length / SHARE);
  });
});

describe("check --fix", () => {
  test("never changes or loses a request, and what it says is fixed holds", () => {
    let fixed = 0;
    const seeds = seedsOf(130);
    for (const seed of seeds) {
      const roll = dice(seed);
      const model = modelOf(randomTree(roll, "plain"));
      const base = baseOf(roll, model);
      const symbols = symbolsOf(model).filter(({ hasPrompt }) => hasPrompt);
      const wanted = new Map<ConfigSymbol, string>();
      for (let count = 1 + roll(6); count > 0; count--) {
        const symbol = among(roll, symbols);
        wanted.set(symbol, valueFor(roll, symbol));
      }
      const settings = [...wanted].map(([symbol, value]) => ({ symbol, value }));
      const before = fragment(settings);
      const check = (fragments: readonly (typeof before)[]) => checkFragments(base, fragments);
      const { fragments, applied } = applyFixes(base, [before], check, { takesUnsafe: seed % 2 === 0 });
      const lines = new Set(fragments[0].source.text.split("\n"));
      const lost = before.source.text.split("\n").filter((line) => !lines.has(line));
      expect([seed, shown(settings), lost]).toEqual([seed, shown(settings), []]);
      const after = merge(base, fragments);
      for (const { finding } of applied) {
        fixed += 1;
        const request = after.requests.find(({ name }) => name === finding.symbol);
        const holds =
          finding.code === "unmet-select"
            ? !unmetIn(after.configuration).some(({ name }) => name === finding.symbol)
            : request !== undefined && requestHolds(after.configuration, request);
        expect([seed, finding.symbol, holds]).toEqual([seed, finding.symbol, true]);
      }
    }
    expect(fixed).toBeGreaterThan(seeds.length / SHARE);
  });
});
