/** Changes of a session that are not written yet, kept so that a kill loses none. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, SymbolId } from "../model/model.ts";
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
  const [set, last, clear, modes]: [string[], string[], string[], { place: string; value: string }[]] = [
    [],
    [],
    [],
    [],
  ];
  for (const id of [...touched].sort((a, b) => a - b)) {
    const symbol = after.model.symbolAt(id);
    const value = after.userValue(symbol)?.value;
    if (value === before.userValue(symbol)?.value && !isMemberMoved(before, after, symbol)) continue;
    if (symbol.isChoice) {
      const place = symbol.definitions[0]?.place;
      if (value !== undefined && place !== undefined)
        modes.push({ place: `${place.path}:${place.line}`, value });
    } else if (value === undefined) clear.push(symbol.name);
    else (symbol.choice !== undefined && value === "y" ? last : set).push(`${symbol.name}=${value}`);
  }
  return { set: [...set, ...last], clear, modes };
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
