/** A whole .config in place of what is asked for now, as changes that can be taken back. */
import type { UserChange } from "../evaluate/change-set.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { type Tristate, tristateOf, Y } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { readFragment } from "./config-file.ts";
import { isTrouble, type Trouble } from "./problem.ts";
import type { OpenSession } from "./session.ts";

/** What leads from the values of a session to those of a file; what keeps it from being read. */
export function changesToLoad(session: OpenSession, path: string): readonly UserChange[] | Trouble {
  const file = readFragment(session, path);
  if (isTrouble(file)) return file;
  const { model } = session;
  const wanted = new Configuration(model);
  readDotConfig(wanted, file.dotConfig);
  settle(wanted);
  const changes: UserChange[] = [];
  // In a choice the last word counts.
  const last: UserChange[] = [];
  for (let id = 0; id < model.data.symbols.count; id++) {
    const symbol = model.symbolAt(id);
    const [now, then] = [session.configuration, wanted].map((each) => each.userValue(symbol));
    if (then === undefined) {
      if (now !== undefined) changes.push({ kind: "clear", symbol: id });
      continue;
    }
    const change = {
      kind: "set",
      symbol: id,
      value: valueFor(symbol, then.value),
      origin: then.origin,
    } as const;
    const isLast = symbol.isChoice || (symbol.choice !== undefined && wanted.tristate(id) === Y);
    (isLast ? last : changes).push(change);
  }
  return [...changes, ...last];
}

function valueFor({ isLogical, isChoice }: ConfigSymbol, value: string): Tristate | string {
  return isChoice || isLogical ? (tristateOf(value) ?? value) : value;
}
