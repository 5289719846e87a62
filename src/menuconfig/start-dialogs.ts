/** Dialogs that a session may begin with. */
import type { Unfinished } from "../service/unfinished.ts";
import { span } from "./spans.ts";
import type { Dialog } from "./state.ts";

/** Settings that are shown before the rest is counted. */
const MOST_SETTINGS = 200;

/** That another session has not ended, and what it asked for. */
export function unfinishedDialog({ asked, isSameFile }: Unfinished, path: string): Dialog {
  const { set, clear, modes } = asked;
  const count = set.length + clear.length + modes.length;
  const settings = [
    ...set,
    ...clear.map((name) => `${name}: back to the default`),
    ...modes.map(({ place, value }) => `choice at ${place}: ${value}`),
  ];
  const noun = count === 1 ? "1 change" : `${count.toLocaleString("en-US")} changes`;
  return {
    kind: "choose",
    title: `Another session has not saved ${noun} of ${path}`,
    lines: [
      [span("It was ended, or runs still. Its changes:")],
      ...settings.slice(0, MOST_SETTINGS).map((text) => [span(`  ${text}`, "value")]),
      ...(settings.length > MOST_SETTINGS
        ? [[span(`  and ${settings.length - MOST_SETTINGS} more`, "dim")]]
        : []),
      ...(isSameFile ? [] : [[span(`${path} has been changed since then.`, "warning")]]),
    ],
    options: [
      { key: "t", label: [span("take the changes up again")], ask: { kind: "take-unfinished" } },
      { key: "d", label: [span("drop them")], ask: { kind: "drop-unfinished" } },
      { key: "l", label: [span("decide later: the next change of this session replaces them")] },
    ],
    chosen: 0,
    top: 0,
  };
}
