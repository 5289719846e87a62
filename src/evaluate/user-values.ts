/** What the user asked for: values, where they came from, and which member of a choice was set last. */
import { ABSENT, type ModelData, type SymbolId } from "../model/columns.ts";
import type { Location } from "../text/source-file.ts";
import { letterOf, N, type Tristate, Y } from "./tristate.ts";

/** A user value: what was asked for a symbol, and where. */
export interface UserValue {
  /** `y`, `m`, `n`, or the text of an int, hex or string. */
  readonly value: string;
  readonly origin?: Location;
  /** The transitional symbol that was set in this one's place: a line with its former name. */
  readonly formerName?: SymbolId;
}

/**
 * All that is known of one symbol's user value, what does not count at present included; of a choice also which of its
 * members was set last. `UserValues.restore` takes it back.
 */
export interface UserState {
  readonly symbol: SymbolId;
  readonly tristate: number;
  readonly text?: string;
  readonly forgottenText?: string;
  readonly origin?: Location;
  readonly formerName?: SymbolId;
  readonly priority?: readonly SymbolId[];
  readonly pick?: SymbolId;
}

/** Stands beside a tristate that was asked for once and does not count at present; C keeps it, and so do we. */
const UNSET = 4;

/** The user values of one configuration. Nothing here knows what comes of them. */
export class UserValues {
  readonly #data: ModelData;
  /** With `UNSET` where it does not count. */
  readonly #tristate: Uint8Array;
  #text = new Map<SymbolId, string>();
  /** Texts that were asked for once and do not count at present. */
  #forgottenText = new Map<SymbolId, string>();
  #origins = new Map<SymbolId, Location>();
  /** Of symbols that took over what a transitional one was set to: that one. */
  #formerNames = new Map<SymbolId, SymbolId>();
  /** For each choice, its members: the one that was set last comes first. */
  readonly #priority = new Map<SymbolId, SymbolId[]>();
  /** What a .config calls defaults that are not those of the tree. */
  #keptDefaults = new Map<SymbolId, string>();
  /** For choices, the member that a .config calls the default. */
  #keptMembers = new Map<SymbolId, SymbolId>();
  /** Modal choices: the member set to y last, kept even when the choice no longer counts as set. */
  #pick = new Map<SymbolId, SymbolId>();

  constructor(data: ModelData) {
    this.#data = data;
    this.#tristate = new Uint8Array(data.symbols.count).fill(UNSET | N);
  }

  clone(): UserValues {
    const copy = new UserValues(this.#data);
    copy.#tristate.set(this.#tristate);
    // Thousands of entries: copied as a whole they take a third of the time.
    copy.#text = new Map(this.#text);
    copy.#forgottenText = new Map(this.#forgottenText);
    copy.#origins = new Map(this.#origins);
    copy.#formerNames = new Map(this.#formerNames);
    copy.#pick = new Map(this.#pick);
    copy.#keptDefaults = new Map(this.#keptDefaults);
    copy.#keptMembers = new Map(this.#keptMembers);
    for (const [choice, members] of this.#priority) copy.#priority.set(choice, [...members]);
    return copy;
  }

  // --- asking --------------------------------------------------------------------------------------------------

  get(symbol: SymbolId): UserValue | undefined {
    const origin = this.#origins.get(symbol);
    const formerName = this.#formerNames.get(symbol);
    const text = this.#text.get(symbol);
    if (text !== undefined) return { value: text, origin, formerName };
    const value = this.tristate(symbol);
    return value === undefined ? undefined : { value: letterOf(value), origin, formerName };
  }

  has(symbol: SymbolId): boolean {
    return this.tristate(symbol) !== undefined || this.#text.has(symbol);
  }

  /** What counts for a bool, tristate or choice. */
  tristate(symbol: SymbolId): Tristate | undefined {
    const slot = this.#tristate[symbol];
    return (slot & UNSET) === 0 ? (slot as Tristate) : undefined;
  }

  /** What counts for an int, hex or string. */
  text(symbol: SymbolId): string | undefined {
    return this.#text.get(symbol);
  }

  /** What counts, or counted before it was forgotten; n if nothing ever did. */
  rememberedTristate(symbol: SymbolId): Tristate {
    return (this.#tristate[symbol] & ~UNSET) as Tristate;
  }

  rememberedText(symbol: SymbolId): string | undefined {
    return this.#text.get(symbol) ?? this.#forgottenText.get(symbol);
  }

  /** Members of an exclusive choice, the one that was set last first; those that never were, in menu order. */
  priority(choice: SymbolId): SymbolId[] {
    let members = this.#priority.get(choice);
    if (members === undefined) {
      const { starts, items } = this.#data.symbols.members;
      members = Array.from(items.subarray(starts[choice], starts[choice + 1]));
      this.#priority.set(choice, members);
    }
    return members;
  }

  /** The member of a modal choice that was set to y last. */
  pick(choice: SymbolId): SymbolId | undefined {
    return this.#pick.get(choice);
  }

  /** What a .config calls the symbol's default, in place of the defaults of its entries. */
  keptDefault(symbol: SymbolId): string | undefined {
    return this.#keptDefaults.get(symbol);
  }

  /** The member that a .config calls the choice's default, in place of the defaults of its entries. */
  keptMember(choice: SymbolId): SymbolId | undefined {
    return this.#keptMembers.get(choice);
  }

  // --- as it was -----------------------------------------------------------------------------------------------

  stateOf(symbol: SymbolId): UserState {
    const priority = this.#priority.get(symbol);
    return {
      symbol,
      tristate: this.#tristate[symbol],
      text: this.#text.get(symbol),
      forgottenText: this.#forgottenText.get(symbol),
      origin: this.#origins.get(symbol),
      formerName: this.#formerNames.get(symbol),
      priority: priority === undefined ? undefined : [...priority],
      pick: this.#pick.get(symbol),
    };
  }

  restore(state: UserState): void {
    const { symbol, priority } = state;
    this.#tristate[symbol] = state.tristate;
    put(this.#text, symbol, state.text);
    put(this.#forgottenText, symbol, state.forgottenText);
    put(this.#origins, symbol, state.origin);
    put(this.#formerNames, symbol, state.formerName);
    put(this.#priority, symbol, priority === undefined ? undefined : [...priority]);
    put(this.#pick, symbol, state.pick);
  }

  // --- setting -------------------------------------------------------------------------------------------------

  setTristate(symbol: SymbolId, value: Tristate, origin?: Location): void {
    this.#tristate[symbol] = value;
    this.#setOrigin(symbol, origin);
    const choice = this.#data.symbols.choice[symbol];
    if (choice !== ABSENT) this.#noteMember(choice, symbol, value);
  }

  /** As `setTristate`, without effect on the choice that the symbol belongs to, and without a place. */
  setAside(symbol: SymbolId, value: Tristate): void {
    this.#tristate[symbol] = value;
  }

  setText(symbol: SymbolId, text: string, origin?: Location): void {
    this.#text.set(symbol, text);
    this.#setOrigin(symbol, origin);
  }

  /** The symbol counts as set to what a transitional one was set to: a tristate, or the text of another type. */
  takeOver(symbol: SymbolId, formerName: SymbolId, value: Tristate | string): void {
    if (typeof value === "string") this.#text.set(symbol, value);
    else this.#tristate[symbol] = value;
    this.#setOrigin(symbol, this.#origins.get(formerName));
    this.#formerNames.set(symbol, formerName);
  }

  keepDefault(symbol: SymbolId, value: string): void {
    this.#keptDefaults.set(symbol, value);
  }

  keepDefaultMember(choice: SymbolId, member: SymbolId): void {
    this.#keptMembers.set(choice, member);
  }

  /** As if nothing had ever been asked for the symbol. */
  clear(symbol: SymbolId): void {
    this.#tristate[symbol] = UNSET | N;
    this.#text.delete(symbol);
    this.#forgottenText.delete(symbol);
    this.#setOrigin(symbol, undefined);
    for (const [choice, member] of this.#pick) if (member === symbol) this.#pick.delete(choice);
  }

  /** The symbol no longer counts as set. What it was set to, and the member picked in a modal choice, stay known. */
  forget(symbol: SymbolId): void {
    this.#tristate[symbol] |= UNSET;
    const text = this.#text.get(symbol);
    if (text !== undefined) this.#forgottenText.set(symbol, text);
    this.#text.delete(symbol);
    this.#setOrigin(symbol, undefined);
  }

  keepTristate(symbol: SymbolId, value: Tristate): void {
    this.#tristate[symbol] = value;
    this.#setOrigin(symbol, undefined);
  }

  keepText(symbol: SymbolId, text: string): void {
    this.#text.set(symbol, text);
    this.#setOrigin(symbol, undefined);
  }

  /** Of the members of an exclusive choice this one was set last; in a modal choice it is the one set to y last. */
  keepMember(choice: SymbolId, member: SymbolId): void {
    if (this.#data.dialect.choices === "modal") this.#pick.set(choice, member);
    else this.#putFirst(choice, member);
  }

  /** Asks for y of a choice's member, behind whatever was asked for before. */
  setMemberLast(symbol: SymbolId): void {
    this.#tristate[symbol] = Y;
    const choice = this.#data.symbols.choice[symbol];
    if (choice === ABSENT) return;
    const members = this.priority(choice);
    const at = members.indexOf(symbol);
    if (at >= 0) members.push(...members.splice(at, 1));
  }

  /** Asks for a mode of a modal choice and for one member: y for that one, n for the others. */
  pickMember(choice: SymbolId, picked: SymbolId, mode: Tristate): void {
    const { starts, items } = this.#data.symbols.members;
    for (const member of items.subarray(starts[choice], starts[choice + 1])) {
      this.#tristate[member] = member === picked ? Y : N;
    }
    this.#pick.set(choice, picked);
    this.#tristate[choice] = mode;
  }

  /** Quirk: what was asked for once and does not count is replaced as well. */
  replaceTristate(symbol: SymbolId, from: Tristate, to: Tristate): void {
    const slot = this.#tristate[symbol];
    if ((slot & ~UNSET) === from) this.#tristate[symbol] = (slot & UNSET) | to;
  }

  #setOrigin(symbol: SymbolId, origin: Location | undefined): void {
    this.#formerNames.delete(symbol);
    if (origin === undefined) this.#origins.delete(symbol);
    else this.#origins.set(symbol, origin);
  }

  #noteMember(choice: SymbolId, member: SymbolId, value: Tristate): void {
    if (this.#data.dialect.choices === "exclusive") {
      this.#putFirst(choice, member);
      return;
    }
    if (value === Y) this.#pick.set(choice, member);
    if (this.#data.dialect.modalChoices === "members") {
      if (value !== N) this.#tristate[choice] = value;
      return;
    }
    // The choice's own user value is the greatest of its members'.
    this.#tristate[choice] = Math.max(this.tristate(choice) ?? N, value);
  }

  #putFirst(choice: SymbolId, member: SymbolId): void {
    const members = this.priority(choice);
    const at = members.indexOf(member);
    if (at >= 0) members.splice(at, 1);
    members.unshift(member);
  }
}

function put<Value>(map: Map<SymbolId, Value>, symbol: SymbolId, value: Value | undefined): void {
  if (value === undefined) map.delete(symbol);
  else map.set(symbol, value);
}
