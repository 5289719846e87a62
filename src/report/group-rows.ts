/** The requests of a group of findings, a line each. */
import type { WireDiagnostic } from "./json.ts";
import { padText, safeLine, textWidth } from "./safe-text.ts";

/** Fewer findings are read one by one. */
export const FEWEST_OF_A_GROUP = 3;
/** Requests of a group that are shown. */
const MOST_ROWS = 40;

/** Each request with its place, and what `more` says of it. */
export function requestRows(
  members: readonly WireDiagnostic[],
  more: (member: WireDiagnostic) => string,
): string {
  const shown = members.slice(0, MOST_ROWS).map((member) => ({
    place: safeLine(`${member.location?.path}:${member.location?.line}`),
    request: safeLine(`${member.symbol}=${member.requested}`),
    more: safeLine(more(member)),
  }));
  const places = Math.max(...shown.map(({ place }) => textWidth(place)));
  const requests = Math.max(...shown.map(({ request }) => textWidth(request)));
  const left = members.length - shown.length;
  return [
    ...shown.map((row) =>
      `${padText(row.place, places)}  ${padText(row.request, requests)}  ${row.more}`.trimEnd(),
    ),
    ...(left > 0 ? [`and ${left} more`] : []),
  ].join("\n");
}
