/** Edits: what a plan may set, as literals of an encoding and as settings that can be written. */
import { letterOf, M, N, tristateOf, Y } from "../evaluate/tristate.ts";
import type { SymbolId } from "../model/columns.ts";
import type { Cases } from "./cases.ts";
import type { Literal, Solver } from "./solver.ts";

/** Something that can be set: while `edited` does not hold, the base's user value counts. */
export type Edit = { readonly edited: Literal } & (
  | { readonly kind: "logical"; readonly symbol: SymbolId; readonly m: Literal; readonly y: Literal }
  /** An int, hex or string: one of these texts. */
  | { readonly kind: "text"; readonly symbol: SymbolId; readonly texts: Cases }
  /** An exclusive choice: one of its members. */
  | { readonly kind: "choice"; readonly choice: SymbolId; readonly members: ReadonlyMap<SymbolId, Literal> }
);

/** One line to write. */
export interface RawSetting {
  readonly symbol: SymbolId;
  readonly value: string;
}

/** What an edit sets in the last answer of the solver; undefined if it sets nothing. */
export function settingOf(solver: Solver, edit: Edit): RawSetting | undefined {
  if (!solver.value(edit.edited)) return undefined;
  switch (edit.kind) {
    case "logical": {
      const value = solver.value(edit.y) ? Y : solver.value(edit.m) ? M : N;
      return { symbol: edit.symbol, value: letterOf(value) };
    }
    case "text": {
      const chosen = [...edit.texts].find(([, literal]) => solver.value(literal));
      return chosen === undefined ? undefined : { symbol: edit.symbol, value: chosen[0] };
    }
    case "choice": {
      const chosen = [...edit.members].find(([, literal]) => solver.value(literal));
      return chosen === undefined ? undefined : { symbol: chosen[0], value: "y" };
    }
  }
}

/** A clause that forbids an edit to set what it sets in the last answer. */
export function differently(solver: Solver, edit: Edit): readonly Literal[] {
  const opposite = (literal: Literal) => (solver.value(literal) ? -literal : literal);
  switch (edit.kind) {
    case "logical":
      return [-edit.edited, opposite(edit.m), opposite(edit.y)];
    case "text":
      return [
        -edit.edited,
        ...[...edit.texts.values()].filter((each) => solver.value(each)).map((each) => -each),
      ];
    case "choice":
      return [
        -edit.edited,
        ...[...edit.members.values()].filter((each) => solver.value(each)).map((each) => -each),
      ];
  }
}

/** Literals that an edit sets what it sets in the last answer. */
export function valuesOf(solver: Solver, edit: Edit): readonly Literal[] {
  const setting = settingOf(solver, edit);
  return setting === undefined ? [-edit.edited] : literalsFor(edit, setting);
}

/** Literals that an edit makes this setting. */
export function literalsFor(edit: Edit, { symbol, value }: RawSetting): readonly Literal[] {
  switch (edit.kind) {
    case "logical": {
      const wanted = tristateOf(value) ?? N;
      return [edit.edited, wanted === N ? -edit.m : edit.m, wanted === Y ? edit.y : -edit.y];
    }
    case "text":
      return [edit.edited, ...[edit.texts.get(value)].filter((each) => each !== undefined)];
    case "choice":
      return [edit.edited, ...[edit.members.get(symbol)].filter((each) => each !== undefined)];
  }
}

/** Whether an edit is one of this symbol. */
export function isOf(edit: Edit, symbol: SymbolId): boolean {
  return edit.kind === "choice" ? edit.members.has(symbol) : edit.symbol === symbol;
}
