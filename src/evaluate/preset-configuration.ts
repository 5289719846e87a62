/** A configuration that can be given one value for all symbols, as C gives it in allnoconfig and its kin. */
import type { SymbolId } from "../model/columns.ts";
import { Configuration } from "./configuration.ts";
import type { Tristate } from "./tristate.ts";

export class PresetConfiguration extends Configuration {
  /** As `setTristate`, without effect on the choice that the symbol belongs to. */
  setAside(symbol: SymbolId, value: Tristate): void {
    this.stopPropagating();
    this.user.setAside(symbol, value);
    this.invalidate();
  }

  /**
   * From here on a member of a modal choice is calculated after its choice. Elsewhere C calculates the choice only
   * where a condition of the member names it, which those around the choice do.
   */
  calculateChoicesFirst(): void {
    this.values.choicesFirst = this.model.data.dialect.choices === "modal";
  }

  /** Calculates MODULES, as C does when it has read a .config or found none; see `prepare` of Calculation for why that counts. */
  settleModules(): void {
    this.values.prepare();
  }
}
