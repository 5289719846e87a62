/** Why a value that was asked for on the command line cannot be given: told at the Kconfig line that forbids it. */
import { blockersOf } from "../../check/cause.ts";
import { culpritsOf } from "../../check/culprits.ts";
import type { LostRequest } from "../../check/lost-request.ts";
import { showRequest } from "../../check/request.ts";
import type { Blocker, Reason } from "../../explain/reason.ts";
import { locate } from "../../explain/statements.ts";
import type { Diagnostic, Note } from "../../text/diagnostic.ts";
import { counted } from "../counted.ts";
import { list, locateBlocker, nameOf, needText, ownerText, placeText, rangeText } from "../reason-words.ts";
import { givenBy, needNote, needsBehind, wordsFor } from "./cause.ts";
import type { Finding } from "./worded.ts";

export interface Refusal extends Finding {
  /** Set if no setting of another symbol could help. */
  readonly isFinal?: true;
}

/** The diagnostic of one request that does not hold. */
export function refusalOf(lost: LostRequest): Refusal {
  const { cause, request, symbol, actual } = lost;
  return {
    code: cause.code,
    severity: "error",
    location: symbol.definitions[0]?.place,
    ...partsOf(lost),
    symbol: symbol.name,
    requested: request.wanted,
    actual,
  };
}

type Parts = Pick<Diagnostic, "message"> & Partial<Refusal>;

function partsOf(lost: LostRequest): Parts {
  const { cause, request, symbol } = lost;
  const asked = showRequest(request);
  if (cause.code === "wrong-type") return { ...wordsFor(lost), isFinal: true };
  const { reason } = cause;
  const blockers = reason.kind === "promptless" ? [] : blockersOf(reason);
  if (blockers.length > 0) {
    const [first, ...others] = blockers;
    const rivals = culpritsOf(reason, lost.effective).filter((each) => each !== request);
    const became = cause.code === "limited-to-m" ? "would be limited to m" : "would be dropped";
    return {
      message: `${asked} ${became}: ${stateText(first)}`,
      location: locateBlocker(first),
      label: labelOf(first, lost),
      notes: [...othersNeeded(others), ...notesBeyond(first, lost)],
      ...(rivals.length > 0 && {
        help: [`leave out ${list([request, ...rivals].map(showRequest), "or")}`],
        isFinal: true,
      }),
    };
  }
  switch (reason.kind) {
    case "forced": {
      const [select] = reason.by;
      const names = list(reason.by.map(ownerText));
      return {
        message: `${asked} would not take effect: ${names} ${reason.by.length === 1 ? "selects" : "select"} it`,
        location: select && locate(select, symbol.name),
        label: select && `${ownerText(select)} turns it on`,
      };
    }
    case "out-of-range":
      return {
        message: `${asked} would become ${lost.actual ?? "nothing"}`,
        location: locate(reason.range),
        label: `it ${rangeText(reason)}`,
        isFinal: true,
      };
    default: {
      if (cause.code !== "promptless") {
        const { message, label, notes, help } = wordsFor(lost);
        return {
          message,
          label,
          help,
          notes: notes?.filter((note) => note.location?.path !== request.location.path),
        };
      }
      return { message: `${symbol.name} has no prompt and cannot be set`, help: givenBy(reason) };
    }
  }
}

/** Nobody reads more of them one by one. */
const MOST_NEEDED = 20;

function othersNeeded(others: readonly Blocker[]): readonly Note[] {
  const more = others.length - MOST_NEEDED;
  return [
    ...others.slice(0, MOST_NEEDED).map((each) => ({
      message: `needs ${needText(each)} as well`,
      location: locateBlocker(each),
    })),
    ...(more > 0 ? [{ message: `needs ${counted(more, "other")} as well` }] : []),
  ];
}

/** `VFIO_GROUP = n`, or what is needed where that is no single symbol. */
function stateText(blocker: Blocker): string {
  const { term } = blocker;
  return term.kind === "symbol" && term.because.kind !== "undefined"
    ? `${nameOf(term.symbol)} = ${term.actual}`
    : `it needs ${needText(blocker)}`;
}

/** `n, because VFIO = n (drivers/vfio/Kconfig:16)`. */
function labelOf({ term }: Blocker, lost: LostRequest): string | undefined {
  if (term.kind !== "symbol") return undefined;
  const why = whyText(term.because, lost);
  return why === undefined ? term.actual : `${term.actual}, because ${why}`;
}

function whyText(reason: Reason, { effective, request }: LostRequest): string | undefined {
  const [next] = blockersOf(reason);
  if (next !== undefined && reason.kind !== "promptless")
    return `${stateText(next)} (${placeText(locateBlocker(next))})`;
  switch (reason.kind) {
    case "settable":
    case "choice-conflict": {
      const other = effective.get(reason.symbol.id);
      const origin = reason.kind === "settable" ? reason.user?.origin : undefined;
      if (other !== undefined && other !== request) return `${showRequest(other)} is also requested`;
      return origin === undefined ? "nothing requests it" : `of ${placeText(origin)}`;
    }
    case "undefined":
      return "it is not defined here";
    case "promptless":
      return next === undefined
        ? "it has no prompt and nothing turns it on"
        : `it has no prompt, and ${stateText(next)} (${placeText(locateBlocker(next))})`;
    case "probe":
      return `it is the result of ${reason.probe.text}`;
    case "forced":
      return `${list(reason.by.map(ownerText))} selects it`;
    default:
      return undefined;
  }
}

/** What stands behind the second step; the label has told the first. */
function notesBeyond({ term }: Blocker, lost: LostRequest): Diagnostic["notes"] & object {
  if (term.kind !== "symbol") return [];
  const [second] = blockersOf(term.because);
  const beyond = second?.term.kind === "symbol" ? blockersOf(second.term.because) : [];
  if (second?.term.kind !== "symbol" || beyond.length === 0) return [];
  return [needNote(second.term.symbol, beyond[0]), ...needsBehind(beyond.slice(0, 1), lost)];
}
