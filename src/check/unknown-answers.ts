/** What cannot be said of a request or a rule, because it rests on commands that were not run: `denied-probe`. */

import { Certainty, type Rest } from "../evaluate/certainty.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { isTellable } from "../preprocess/unknown.ts";
import type { Diagnostic, Note } from "../text/diagnostic.ts";
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import type { CheckFinding } from "./finding.ts";
import { type Request, showRequest } from "./request.ts";

/** Longer lists of words are cut. */
const MOST_WORDS = 4;

/** Whether a request's outcome is known, and what it rests on where it is not. */
export class UnknownAnswers {
  readonly #model: Model;
  readonly #certainty: Certainty;

  /** Undefined where all is known. */
  static of(configuration: Configuration): UnknownAnswers | undefined {
    return configuration.model.data.unknownWords.length === 0 ? undefined : new UnknownAnswers(configuration);
  }

  private constructor(configuration: Configuration) {
    this.#model = configuration.model;
    this.#certainty = new Certainty(configuration);
  }

  /** Whether a request for a symbol has the same outcome whatever the commands answer. */
  isSettled(symbol: ConfigSymbol): boolean {
    const isLogical = symbol.type === "bool" || symbol.type === "tristate";
    return isLogical ? this.#certainty.isKnown(symbol.id) : this.#certainty.isLineKnown(symbol.id);
  }

  /** Whether anything around a symbol leads to a command: then a proof about it may rest on one. */
  mayReach(symbol: ConfigSymbol): boolean {
    return this.#certainty.reachesUnknown(symbol.id).length > 0;
  }

  restsOn(symbol: ConfigSymbol): readonly Rest[] {
    return this.#certainty.restsOn(symbol.id);
  }

  ofRequest(request: Request, symbol: ConfigSymbol): CheckFinding | undefined {
    if (this.isSettled(symbol)) return undefined;
    const what = `whether ${showRequest(request)} takes effect`;
    return {
      ...unknownDiagnostic(what, this.restsOn(symbol), this.#model),
      fails: true,
      location: request.location,
      symbol: request.name,
      requested: request.wanted,
    };
  }

  ofRule({ symbol: name, location }: PlacedPolicyRule): CheckFinding | undefined {
    const symbol = this.#model.symbol(name);
    if (symbol === undefined || this.#certainty.isLineKnown(symbol.id)) return undefined;
    const what = `whether the policy for ${name} holds`;
    return {
      ...unknownDiagnostic(what, this.restsOn(symbol), this.#model),
      fails: true,
      location,
      symbol: name,
    };
  }
}

/** That an answer is not known. `what` is what was asked, as the subject of a sentence. */
export function unknownDiagnostic(what: string, rests: readonly Rest[], model: Model): Diagnostic {
  const words = rests.slice(0, MOST_WORDS).map(({ word }) => word.written);
  const more = rests.length > words.length ? ` and ${rests.length - words.length} more` : "";
  const on = words.length === 0 ? "what was not run or read" : `${words.join(", ")}${more}`;
  return {
    code: "denied-probe",
    severity: "error",
    message: `${what} is not known: it rests on ${on}`,
    notes: rests.slice(0, MOST_WORDS).flatMap((rest) => notesOf(rest, model)),
    ...(rests.some(({ word }) => word.sources.some(isTellable)) && {
      help: ["replay answers that were recorded elsewhere: --probes replay=FILE"],
    }),
  };
}

function notesOf({ word, through }: Rest, model: Model): readonly Note[] {
  const names = through.map((id) => model.symbolAt(id).name || "a choice").join(", ");
  const way = names === "" ? "" : `, through ${names}`;
  return word.sources.map(({ text, why, path, line }) => ({
    message: `${text}: ${why}${way}`,
    location: { path, line },
  }));
}
