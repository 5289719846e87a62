/** A configuration for callers that no compiler watches: takes symbols as views or numbers, and refuses all else. */
import type { PropertyId, SymbolId } from "../model/columns.ts";
import { ConfigSymbol, type Model } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import type { ChangeSet, UserChange } from "./change-set.ts";
import { Configuration, type UserValue } from "./configuration.ts";
import type { Tristate } from "./tristate.ts";

/** A symbol of the model at hand, as a view or by its number. */
export type AnySymbol = ConfigSymbol | SymbolId;

/** As `UserChange`, with any symbol. */
export type AnyChange =
  | (Omit<Extract<UserChange, { kind: "set" }>, "symbol"> & { readonly symbol: AnySymbol })
  | (Omit<Extract<UserChange, { kind: "clear" }>, "symbol"> & { readonly symbol: AnySymbol })
  | Extract<UserChange, { kind: "restore" }>;

/**
 * What the library gives out as `Configuration`. Every symbol may be a `ConfigSymbol` or its number; a symbol of another
 * model, a name or nothing at all is a TypeError, as is a value that is none.
 */
export class CheckedConfiguration extends Configuration {
  override clone(): CheckedConfiguration {
    return Object.setPrototypeOf(super.clone(), CheckedConfiguration.prototype);
  }

  override setTristate(symbol: AnySymbol, value: Tristate, origin?: Location): void {
    super.setTristate(idIn(this.model, "setTristate", symbol), tristate("setTristate", value), origin);
  }

  override setText(symbol: AnySymbol, value: string, origin?: Location): void {
    super.setText(idIn(this.model, "setText", symbol), text("setText", value), origin);
  }

  override clearUserValue(symbol: AnySymbol): void {
    super.clearUserValue(idIn(this.model, "clearUserValue", symbol));
  }

  override apply(changes: readonly AnyChange[]): ChangeSet {
    if (!Array.isArray(changes)) throw new TypeError("apply takes a list of changes");
    return super.apply(
      changes.map((change): UserChange => {
        if (change.kind === "restore") return change;
        const symbol = idIn(this.model, "apply", change.symbol);
        if (change.kind === "clear") return { kind: "clear", symbol };
        const { value } = change;
        return {
          ...change,
          symbol,
          value: typeof value === "string" ? value : tristate("apply", value),
        };
      }),
    );
  }

  override userValue(symbol: AnySymbol): UserValue | undefined {
    return super.userValue(this.model.symbolAt(idIn(this.model, "userValue", symbol)));
  }

  override hasUserValue(symbol: AnySymbol): boolean {
    return super.hasUserValue(idIn(this.model, "hasUserValue", symbol));
  }

  override tristate(symbol: AnySymbol): Tristate {
    return super.tristate(idIn(this.model, "tristate", symbol));
  }

  override value(symbol: AnySymbol): string {
    return super.value(idIn(this.model, "value", symbol));
  }

  override visibility(symbol: AnySymbol): Tristate {
    return super.visibility(idIn(this.model, "visibility", symbol));
  }

  override reverseDependency(symbol: AnySymbol): Tristate {
    return super.reverseDependency(idIn(this.model, "reverseDependency", symbol));
  }

  override weakReverseDependency(symbol: AnySymbol): Tristate {
    return super.weakReverseDependency(idIn(this.model, "weakReverseDependency", symbol));
  }

  override directDependency(symbol: AnySymbol): Tristate {
    return super.directDependency(idIn(this.model, "directDependency", symbol));
  }

  override isWritten(symbol: AnySymbol): boolean {
    return super.isWritten(idIn(this.model, "isWritten", symbol));
  }

  override isChangeable(symbol: AnySymbol): boolean {
    return super.isChangeable(idIn(this.model, "isChangeable", symbol));
  }

  override effectiveType(symbol: AnySymbol): number {
    return super.effectiveType(idIn(this.model, "effectiveType", symbol));
  }

  override chosenMember(choice: AnySymbol): SymbolId | undefined {
    return super.chosenMember(idIn(this.model, "chosenMember", choice));
  }

  override defaultMember(choice: AnySymbol): SymbolId | undefined {
    return super.defaultMember(idIn(this.model, "defaultMember", choice));
  }

  override activeDefault(symbol: AnySymbol): PropertyId | undefined {
    return super.activeDefault(idIn(this.model, "activeDefault", symbol));
  }

  override activeRange(symbol: AnySymbol): PropertyId | undefined {
    return super.activeRange(idIn(this.model, "activeRange", symbol));
  }
}

function idIn(model: Model, method: string, symbol: AnySymbol): SymbolId {
  if (typeof symbol === "number") {
    if (Number.isInteger(symbol) && symbol >= 0 && symbol < model.data.symbols.count) return symbol;
  } else if (symbol instanceof ConfigSymbol) {
    if (symbol.model === model) return symbol.id;
    throw new TypeError(`${method} was given ${symbol.name} of another model`);
  }
  throw new TypeError(
    `${method} takes a symbol of its model, as model.symbol("NAME") gives it, or its number: ${shown(symbol)} is none`,
  );
}

function tristate(method: string, value: unknown): Tristate {
  if (value === 0 || value === 1 || value === 2) return value;
  throw new TypeError(`${method} takes 0 for n, 1 for m or 2 for y: ${shown(value)} is none`);
}

function text(method: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${method} takes a text: ${shown(value)} is none`);
}

const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : typeof value === "object" ? "an object" : String(value);
