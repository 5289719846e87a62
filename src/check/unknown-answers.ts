/** What cannot be said of a request or a rule, because it rests on commands that were not run: `denied-probe`. */

import { Certainty, type Rest } from "../evaluate/certainty.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import type { CheckFinding } from "./finding.ts";
import type { Request } from "./request.ts";

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
    return symbol.isLogical ? this.#certainty.isKnown(symbol.id) : this.#certainty.isLineKnown(symbol.id);
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
    return {
      ...this.#finding(request, symbol),
      location: request.location,
      symbol: request.name,
      requested: request.wanted,
    };
  }

  ofRule(rule: PlacedPolicyRule): CheckFinding | undefined {
    const symbol = this.#model.symbol(rule.symbol);
    if (symbol === undefined || this.#certainty.isLineKnown(symbol.id)) return undefined;
    return { ...this.#finding(rule, symbol), location: rule.location, symbol: rule.symbol };
  }

  #finding(about: Request | PlacedPolicyRule, symbol: ConfigSymbol): CheckFinding {
    return {
      code: "denied-probe",
      severity: "error",
      fails: true,
      subject: { kind: "denied-probe", about, rests: this.restsOn(symbol), model: this.#model },
    };
  }
}
