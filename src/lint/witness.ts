/** The shortest configuration in which something is so, confirmed by an evaluation. */
import { quoteString } from "../dotconfig/string-value.ts";
import { Configuration } from "../evaluate/configuration.ts";
import type { Model } from "../model/model.ts";
import { type RawSetting, settingOf } from "../resolve/edits.ts";
import { Encoder } from "../resolve/encode.ts";
import { minimize } from "../resolve/minimize.ts";
import { applySettings, settle } from "../resolve/replay.ts";
import { type Literal, Solver } from "../resolve/solver.ts";
import { TextDomains } from "../resolve/text-domains.ts";
import type { Effort } from "./effort.ts";
import type { Setting } from "./finding.ts";

/** Conflicts for one witness: what is reachable at all is reached by a few dozen. */
const MOST_CONFLICTS = 50_000;

const domains = new WeakMap<Model, TextDomains>();

/**
 * The fewest settings over an empty .config with which the literal holds and `isSo` agrees; undefined if there are
 * none, none that an evaluation confirms, or if too much was searched already.
 */
export function witnessOf(
  model: Model,
  literalIn: (encoder: Encoder) => Literal,
  isSo: (configuration: Configuration) => boolean,
  effort: Effort,
): readonly Setting[] | undefined {
  if (effort.steps === 0) return undefined;
  const known = domains.get(model) ?? new TextDomains(model);
  domains.set(model, known);
  const solver = new Solver();
  const encoder = new Encoder(solver, new Configuration(model), known);
  const goal = literalIn(encoder);
  encoder.complete();
  const edits = [...encoder.edits.values()];
  const soft = edits.map(({ edited }) => ({ literal: -edited, weight: 1 }));
  const conflicts = Math.min(MOST_CONFLICTS, effort.conflicts);
  const { kind } = minimize(solver, [goal], soft, { conflicts });
  // Making the clauses is work as well.
  effort.took(solver.conflictCount, solver.stepCount + solver.variableCount, "fruitless");
  if (kind !== "optimum") return undefined;
  const place = ({ symbol }: RawSetting) => model.symbolAt(symbol).firstEntry;
  const settings = edits.flatMap((edit) => settingOf(solver, edit) ?? []).sort((a, b) => place(a) - place(b));
  const configuration = new Configuration(model);
  applySettings(configuration, settings);
  if (!settle(configuration) || !isSo(configuration)) return undefined;
  return settings.map(({ symbol, value }) => {
    const { name, type } = model.symbolAt(symbol);
    return { symbol: name, value, spelled: type === "string" ? quoteString(value) : value };
  });
}
