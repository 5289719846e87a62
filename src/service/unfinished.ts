/** Changes of a session that are not written yet, kept so that a kill loses none. */
import type { Configuration } from "../evaluate/configuration.ts";
import { SymbolFlag, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { digestText } from "../text/digest.ts";
import { decodeText, encodeText } from "../text/encoding.ts";
import { resolvePath } from "../text/path.ts";
import type { Change } from "./service.ts";
import type { OpenSession } from "./session.ts";

/** Settings that are asked for, or not asked for any more. */
export type AskedChange = Required<Pick<Change, "set" | "clear" | "modes">>;

/** What a session that has not ended left. */
export interface Unfinished {
  /** What leads from the values of the file to those of that session. */
  readonly change: AskedChange;
  /** What a person had asked for since it was saved. */
  readonly asked: AskedChange;
  /** Whether the .config holds what it held then. */
  readonly isSameFile: boolean;
}

export function countOf({ set, clear, modes }: AskedChange): number {
  return set.length + clear.length + modes.length;
}

/** Raised when the text of these files changes. */
const FORM = 1;

const fileName = ({ caller, tree, configFile }: OpenSession): string =>
  `${digestText(`${resolvePath(caller.folder, configFile.path)}\0${resolvePath(tree.folder, tree.kconfig)}`)}.session`;

/** What has to be asked for to get from one configuration to another, by the symbols that may differ in it. */
export function changeBetween(
  before: Configuration,
  after: Configuration,
  touched: Iterable<SymbolId>,
): AskedChange {
  const set: string[] = [];
  const choices = new Map<SymbolId, ConfigSymbol>();
  const clear: string[] = [];
  const modes: { place: string; value: string }[] = [];
  for (const id of [...touched].sort((a, b) => a - b)) {
    const symbol = after.model.symbolAt(id);
    const { choice } = symbol;
    const value = after.userValue(symbol)?.value;
    if (value === before.userValue(symbol)?.value && !isMemberMoved(before, after, symbol)) continue;
    if (symbol.isChoice) {
      const place = symbol.definitions[0]?.place;
      if (value !== undefined && place !== undefined)
        modes.push({ place: `${place.path}:${place.line}`, value });
    } else if (value === undefined) clear.push(symbol.name);
    else if (choice === undefined) set.push(`${symbol.name}=${value}`);
    else choices.set(choice.id, choice);
  }
  for (const choice of pickedOtherwise(before, after)) choices.set(choice.id, choice);
  return {
    set: [...set, ...[...choices.values()].flatMap((each) => membersSet(before, after, each))],
    clear,
    modes,
  };
}

/**
 * All members of a choice that are set, in the order in which they were: the last one that was set to y counts, and where
 * all are n, the first one. Of several y only the one that counts is asked for: two would contradict each other.
 */
function membersSet(before: Configuration, after: Configuration, choice: ConfigSymbol): readonly string[] {
  const { model } = after;
  const wordFor = (id: SymbolId, value: string) => `${model.symbolAt(id).name}=${value}`;
  const askedOf = (id: SymbolId) => after.userValue(model.symbolAt(id))?.value;
  const priority = after.memberPriority(choice.id);
  const refused = priority.filter((id) => askedOf(id) === "n").toReversed();
  const picked = after.pickedMember(choice.id);
  // A modal choice forgets no member that a file says y to: where nobody chose, that has to be outdone.
  const outdone = before.pickedMember(choice.id) === undefined ? undefined : after.chosenMember(choice.id);
  const set = picked ?? priority.find((id) => askedOf(id) === "y") ?? outdone;
  const others = refused.filter((id) => id !== set).map((id) => wordFor(id, "n"));
  return set === undefined ? others : [...others, wordFor(set, "y")];
}

/** Modal choices that remember another member as the one set last, though nobody may have set it in this session. */
function pickedOtherwise(before: Configuration, after: Configuration): readonly ConfigSymbol[] {
  const { model } = after;
  const { flags, count } = model.data.symbols;
  if (model.data.dialect.choices !== "modal") return [];
  return Array.from({ length: count }, (_, id) => id)
    .filter(
      (id) => (flags[id] & SymbolFlag.choice) !== 0 && before.pickedMember(id) !== after.pickedMember(id),
    )
    .map((id) => model.symbolAt(id));
}

/** Of several members that were set to y once, the last one counts. */
function isMemberMoved(before: Configuration, after: Configuration, { id, choice }: ConfigSymbol): boolean {
  if (choice === undefined) return false;
  const chosen = after.chosenMember(choice.id);
  return chosen === id && before.chosenMember(choice.id) !== chosen;
}

export function keepUnfinished(
  session: OpenSession,
  held: string | null,
  { change, asked }: Pick<Unfinished, "change" | "asked">,
): void {
  const text = JSON.stringify({ form: FORM, held: digestOf(held), change, asked });
  session.caller.cache?.write(fileName(session), encodeText(text));
}

export function dropUnfinished(session: OpenSession): void {
  session.caller.cache?.remove(fileName(session));
}

/** What was kept; undefined if nothing was. A file that is broken is as none. */
export function unfinished(session: OpenSession, held: string | null): Unfinished | undefined {
  const bytes = session.caller.cache?.read(fileName(session));
  if (bytes === undefined) return undefined;
  try {
    const kept = JSON.parse(decodeText(bytes)) as Omit<Unfinished, "isSameFile"> & {
      form: number;
      held: string;
    };
    if (kept.form !== FORM || countOf(kept.asked) === 0) return undefined;
    const { change, asked } = kept;
    return { change, asked, isSameFile: kept.held === digestOf(held) };
  } catch {
    return undefined;
  }
}

const digestOf = (held: string | null): string => (held === null ? "" : digestText(held));
