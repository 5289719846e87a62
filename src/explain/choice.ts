/** All that is worth knowing about one choice in one configuration. */
import type { Configuration, UserValue } from "../evaluate/configuration.ts";
import { N, type Tristate, Y } from "../evaluate/tristate.ts";
import type { ConfigSymbol, MenuNode, Property } from "../model/model.ts";
import { menuPathOf } from "./explain.ts";
import { BRIEF, type ReasonLimits } from "./limits.ts";
import type { Reason } from "./reason.ts";
import { AT_LEAST_M, ONLY_Y } from "./value-set.ts";
import { whyNotAny } from "./why-not.ts";

export interface ChoiceExplanation {
  readonly choice: ConfigSymbol;
  readonly definitions: readonly MenuNode[];
  /** Titles from the main menu's first level down to the choice's own prompt. */
  readonly menuPath: readonly string[];
  /** y, or for a choice of the older kind its mode; n where it cannot be seen. */
  readonly mode: Tristate;
  /** The member that is y, if one is. */
  readonly chosen?: ConfigSymbol;
  /** What asked for it; without, it is the default. */
  readonly user?: UserValue;
  /** The `default` that leads to it; without, it is the first member that can be seen. */
  readonly byDefault?: Property;
  /** Why the choice cannot be seen. */
  readonly blocked?: Reason;
  readonly members: readonly ExplainedMember[];
  readonly help?: string;
}

export interface ExplainedMember {
  readonly symbol: ConfigSymbol;
  readonly value: Tristate;
  /** Why it cannot be chosen; absent if it can. */
  readonly blocked?: Reason;
}

/** Explains a choice; reads what the configuration calculated and changes nothing in it. */
export function explainChoice(
  configuration: Configuration,
  choice: ConfigSymbol,
  limits: ReasonLimits = BRIEF,
): ChoiceExplanation {
  const { definitions, model } = choice;
  const isVisible = configuration.visibility(choice.id) !== N;
  const id = isVisible ? configuration.chosenMember(choice.id) : undefined;
  const chosen = id === undefined ? undefined : model.symbolAt(id);
  const user = chosen === undefined ? undefined : configuration.userValue(chosen);
  const isAsked = user?.value === "y";
  return {
    choice,
    definitions,
    menuPath: definitions[0] === undefined ? [] : menuPathOf(definitions[0]),
    mode: modeOf(configuration, choice),
    chosen,
    user: isAsked ? user : undefined,
    byDefault: isAsked || chosen === undefined ? undefined : defaultOf(configuration, choice, chosen),
    blocked: isVisible
      ? undefined
      : whyNotAny(configuration, choice, choice.type === "tristate" ? AT_LEAST_M : ONLY_Y, limits),
    members: choice.members.map((symbol) => ({
      symbol,
      value: configuration.tristate(symbol.id),
      blocked:
        configuration.visibility(symbol.id) === N
          ? whyNotAny(configuration, symbol, ONLY_Y, limits)
          : undefined,
    })),
    help: definitions.map(({ help }) => help).find((help) => help !== undefined),
  };
}

/** A choice of the newer kind has no value of its own. */
function modeOf(configuration: Configuration, choice: ConfigSymbol): Tristate {
  if (choice.model.data.dialect.choices === "modal") return configuration.tristate(choice.id);
  return configuration.visibility(choice.id) === N ? N : Y;
}

function defaultOf(
  configuration: Configuration,
  choice: ConfigSymbol,
  chosen: ConfigSymbol,
): Property | undefined {
  return choice.propertiesOf("default").find((property) => {
    const value = choice.model.expression(property.value);
    const isChosen = value.kind === "symbol" && value.symbol.id === chosen.id;
    return isChosen && configuration.evaluate(property.condition) !== N;
  });
}
