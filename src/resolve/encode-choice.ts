/** Which member of a choice is y, as clauses. */
import { N, Y } from "../evaluate/tristate.ts";
import { Kind, type SymbolId, Type } from "../model/columns.ts";
import type { Encoding, ModalChoice } from "./encoding.ts";
import type { Literal } from "./solver.ts";

/**
 * Defines all members of an exclusive choice. Edited, it is the member that the edit names. Otherwise, in the order
 * of the rules: members that the base asks for, the last one first; the default that holds, unless the base says n
 * to it; the first that can be seen and of which the base says nothing; the one to which it said n first.
 */
export function encodeExclusiveChoice(encoder: Encoding, choice: SymbolId): void {
  const { gates } = encoder;
  const members = encoder.membersOf(choice);
  const visible = new Map(members.map((member) => [member, encoder.visibility(member).m]));
  const isVisible = (member: SymbolId) => visible.get(member) ?? gates.no;
  const isWritten = members.some((member) => encoder.options.written?.get(member) === Y);
  const byBase = isWritten ? undefined : pickedByBase(encoder, choice, visible);
  const edited = isWritten ? gates.yes : gates.variable();
  const chosen = new Map<SymbolId, Literal>();
  for (const member of members) {
    if (isVisible(member) === gates.no) continue;
    const literal = gates.variable();
    gates.solver.addClause([-literal, isVisible(member)]);
    chosen.set(member, literal);
  }
  const anyVisible = gates.or([...visible.values()]);
  gates.atMostOne([...chosen.values()]);
  gates.solver.addClause([-edited, -anyVisible, ...chosen.values()]);
  encoder.edits.set(choice, { kind: "choice", choice, edited, members: chosen });
  for (const member of members) {
    const value = gates.choose(edited, chosen.get(member) ?? gates.no, gates.or(byBase?.get(member) ?? []));
    encoder.equate(member, { m: value, y: value });
  }
}

/** For each member, the literals by which it is y while the choice is not edited. */
function pickedByBase(
  encoder: Encoding,
  choice: SymbolId,
  visible: ReadonlyMap<SymbolId, Literal>,
): ReadonlyMap<SymbolId, readonly Literal[]> {
  const { gates, base, data } = encoder;
  const members = [...visible.keys()];
  const isVisible = (member: SymbolId) => visible.get(member) ?? gates.no;
  const picked = new Map<SymbolId, Literal[]>(members.map((member) => [member, []]));

  /** Takes the first candidate that can be seen, while `open`; answers what is still open. */
  const take = (open: Literal, candidates: readonly SymbolId[]): Literal => {
    let rest = open;
    for (const member of candidates) {
      picked.get(member)?.push(gates.and([rest, isVisible(member)]));
      rest = gates.and([rest, -isVisible(member)]);
    }
    return rest;
  };

  const isRefused = (member: SymbolId) => encoder.options.refused?.has(member) === true;
  const before = base.memberPriority(choice);
  const priority = [...before.filter(isRefused), ...before.filter((member) => !isRefused(member))];
  const user = (member: SymbolId) => (isRefused(member) ? N : encoder.baseUser(member));
  let open = take(
    gates.yes,
    priority.filter((member) => user(member) === Y),
  );
  const refused: Literal[] = [];
  const offer = (member: SymbolId, condition: Literal): void => {
    const offered = gates.and([open, condition, isVisible(member)]);
    if (user(member) === undefined) picked.get(member)?.push(offered);
    else refused.push(offered);
    open = gates.and([open, -offered]);
  };
  for (const property of encoder.propertiesOf(choice, Kind.default)) {
    const member = data.expressions.left[data.properties.value[property]];
    if (visible.has(member)) offer(member, encoder.expression(data.properties.condition[property]).m);
  }
  for (const member of members) offer(member, gates.yes);
  const untouched = members.filter((member) => user(member) === undefined);
  take(take(gates.or(refused), untouched), [...priority].reverse());
  return picked;
}

/**
 * The rules before the rewrite: the choice's own user value is the greatest of its members', and while its mode is y,
 * the member that was set to y last is the one, else the default. A choice may forget that it was set; that is left
 * open here.
 */
export function encodeModalChoice(encoder: Encoding, choice: SymbolId): ModalChoice {
  const { gates, base, data } = encoder;
  const members = encoder.membersOf(choice);
  const edits = members
    .filter((member) => data.symbols.type[member] !== Type.unknown)
    .map((member) => encoder.editOf(member));
  const atM = edits.map(({ edited, m }) => gates.and([edited, m]));
  const atY = edits.map(({ edited, y }) => gates.and([edited, y]));

  const before = encoder.baseUser(choice);
  const isKept = before === undefined ? gates.no : gates.variable();
  const visible = encoder.visibility(choice);
  const own = {
    m: gates.and([visible.m, gates.or([...atM, before !== undefined && before !== N ? isKept : gates.no])]),
    y: gates.and([visible.y, gates.or([...atY, before === Y ? isKept : gates.no])]),
  };

  const isVisible = (member: SymbolId) => encoder.visibility(member).m;
  // A line for a member that cannot be seen takes the choice from another one; nobody would write it for that.
  edits.forEach(({ symbol }, index) => {
    gates.solver.addClause([-atY[index], isVisible(symbol)]);
  });
  const picks = new Map(members.map((member) => [member, [] as Literal[]]));
  // Of several members that are edited to y the last one written counts, and the order of writing is ours.
  const editedPick = edits.map(({ edited, y, symbol }) => {
    const literal = gates.variable();
    for (const needed of [edited, y, isVisible(symbol)]) gates.solver.addClause([-literal, needed]);
    picks.get(symbol)?.push(literal);
    return literal;
  });
  gates.atMostOne(editedPick);
  let open = gates.and(editedPick.map((literal) => -literal));
  const offer = (member: SymbolId, condition: Literal): void => {
    const offered = gates.and([open, condition, isVisible(member)]);
    picks.get(member)?.push(offered);
    open = gates.and([open, -offered]);
  };
  const picked = base.pickedMember(choice);
  if (picked !== undefined) offer(picked, -gates.or(atY));
  const kept = base.keptMember(choice);
  if (kept !== undefined) offer(kept, encoder.holdsEverywhere(choice));
  for (const property of kept === undefined ? encoder.propertiesOf(choice, Kind.default) : []) {
    const member = data.expressions.left[data.properties.value[property]];
    if (picks.has(member)) offer(member, encoder.expression(data.properties.condition[property]).m);
  }
  for (const member of members) offer(member, gates.yes);
  const mode = encoder.levels(choice).y;
  return {
    own,
    isChosen: new Map(
      [...picks].map(([member, literals]) => [member, gates.and([mode, gates.or(literals)])]),
    ),
  };
}
