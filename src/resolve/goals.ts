/** Goals: what a plan has to reach, as literals of an encoding. */
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N, type Tristate, tristateOf, Y } from "../evaluate/tristate.ts";
import { Kind, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { RawSetting } from "./edits.ts";
import type { Encoder } from "./encode.ts";
import type { Literal } from "./solver.ts";

/** One value to reach (`asked`) or to leave as it is (`kept`). */
export interface Goal {
  readonly symbol: ConfigSymbol;
  /** `y`, `m`, `n`, or the text of an int, hex or string. */
  readonly value: string;
  /** Of a tristate: whether more would do as well, so that `m` means "m or y". */
  readonly orMore?: true;
  readonly role: "asked" | "kept";
}

/** What has to be written for a goal itself; undefined if it is only to be kept, or cannot be set. */
export function ownSetting({ symbol, value, orMore, role }: Goal): RawSetting | undefined {
  return role === "asked" && orMore === undefined && symbol.hasPrompt
    ? { symbol: symbol.id, value }
    : undefined;
}

export function goalHolds(configuration: Configuration, { symbol, value, role, orMore }: Goal): boolean {
  const wanted = tristateOf(value);
  if (orMore && wanted !== undefined) return configuration.tristate(symbol.id) >= wanted;
  if (isText(symbol) && role === "asked" && !configuration.isWritten(symbol.id)) return false;
  return configuration.value(symbol.id) === value;
}

/** The texts that goals name, which an encoding has to know from the start. */
export function textsOf(goals: readonly Goal[]): ReadonlyMap<SymbolId, readonly string[]> {
  const texts = new Map<SymbolId, string[]>();
  for (const { symbol, value } of goals) {
    if (isText(symbol)) texts.set(symbol.id, [...(texts.get(symbol.id) ?? []), value]);
  }
  return texts;
}

/** Bools and tristates of which goals write the line. */
export function writtenBy(goals: readonly Goal[]): ReadonlyMap<SymbolId, Tristate> {
  const written = new Map<SymbolId, Tristate>();
  for (const { symbol, value } of goals
    .filter(({ symbol: asked }) => !isText(asked))
    .flatMap((goal) => ownSetting(goal) ?? []))
    written.set(symbol, tristateOf(value) ?? N);
  return written;
}

/** Members of choices to which goals say n by a line of their own. */
export function refusedBy(goals: readonly Goal[]): ReadonlySet<SymbolId> {
  const refusing = goals.filter(
    (goal) => goal.symbol.choice !== undefined && ownSetting(goal)?.value === "n",
  );
  return new Set(refusing.map(({ symbol }) => symbol.id));
}

/** The literal that a goal is reached; for an asked one, that its own line is written too. */
export function goalLiteral(encoder: Encoder, goal: Goal): Literal {
  const { gates } = encoder;
  const value = valueLiteral(encoder, goal);
  const own = ownSetting(goal);
  if (own === undefined) return value;
  // Written, it is an edit like others, only that nobody has to pay for it.
  return gates.and([value, writes(encoder, own)]);
}

function valueLiteral(encoder: Encoder, { symbol, value, role, orMore }: Goal): Literal {
  if (isText(symbol)) {
    const has = encoder.cases(symbol.id).get(value) ?? encoder.gates.no;
    return role === "kept" ? has : encoder.gates.and([has, isWrittenText(encoder, symbol.id)]);
  }
  const wanted = tristateOf(value);
  if (wanted === undefined) return encoder.gates.no;
  const { m, y } = encoder.levels(symbol.id);
  if (wanted === N) return orMore ? encoder.gates.yes : -m;
  if (wanted === Y) return y;
  return orMore ? m : encoder.gates.and([m, -y]);
}

/** The literal that a .config has a line for a number or string: it can be seen, or has a default. */
function isWrittenText(encoder: Encoder, symbol: SymbolId): Literal {
  const { condition } = encoder.data.properties;
  const defaults = encoder
    .propertiesOf(symbol, Kind.default)
    .map((each) => encoder.expression(condition[each]).m);
  return encoder.gates.or([encoder.visibility(symbol).m, ...defaults]);
}

/** The literal that this line is among the edits. A member's n is no edit: another member has to be chosen. */
function writes(encoder: Encoder, { symbol, value }: RawSetting): Literal {
  const { gates, data } = encoder;
  encoder.complete();
  const choice = data.symbols.choice[symbol];
  const edit = encoder.edits.get(symbol) ?? encoder.edits.get(choice);
  const wanted = tristateOf(value);
  switch (edit?.kind) {
    case "logical":
      return gates.and([
        edit.edited,
        wanted === N ? -edit.m : edit.m,
        ...(edit.y === edit.m ? [] : [wanted === Y ? edit.y : -edit.y]),
      ]);
    case "text":
      return gates.and([edit.edited, edit.texts.get(value) ?? gates.no]);
    case "choice":
      return wanted === Y ? gates.and([edit.edited, edit.members.get(symbol) ?? gates.no]) : gates.yes;
    default:
      // It can never be seen, so that its line counts for nothing.
      return gates.yes;
  }
}

function isText({ type }: Pick<ConfigSymbol, "type">): boolean {
  return type === "int" || type === "hex" || type === "string" || type === "float";
}

/** A goal with the value that a symbol has now. */
export function keeping(configuration: Configuration, symbol: ConfigSymbol): Goal {
  return { symbol, value: configuration.value(symbol.id), role: "kept" };
}

/** Whether a value of a goal is at least m. */
export function isOn({ value }: Goal): boolean {
  return (tristateOf(value) ?? N) >= M;
}
