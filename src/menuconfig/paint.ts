/** Draws a screen: writes what differs from the screen before, and nothing else. */
import { OWN } from "../report/style.ts";
import type { Line } from "./spans.ts";
import type { Theme } from "./theme.ts";

/** All that is to be seen. Every line has just the width of the screen. */
export interface Screen {
  readonly lines: readonly Line[];
  /** Where the terminal's cursor is, from 0; hidden without it. */
  readonly cursor?: { readonly row: number; readonly column: number; readonly isShown: boolean };
}

// Each sequence has the mark before it by which the last gate knows kcfg's own (report/safe-output.ts): whatever a tree
// has brought into a span, the terminal does not obey it.
const ESCAPE = `${OWN}\u001b`;

/** The other screen, keys as they are, pasted text and mouse marked as such. */
export function enterSequence(hasMouse: boolean): string {
  return `\u001b[?1049h\u001b[?25l\u001b[?2004h${hasMouse ? "\u001b[?1000h\u001b[?1006h" : ""}`;
}

export const LEAVE_SEQUENCE = "\u001b[?1006l\u001b[?1000l\u001b[?2004l\u001b[0m\u001b[?25h\u001b[?1049l";

/** Keeps what is on the screen. */
export class Painter {
  readonly #theme: Theme;
  #shown: readonly string[] = [];

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  /** Nothing is known of the screen any more: the next frame is drawn as a whole. */
  forget(): void {
    this.#shown = [];
  }

  /** What to write for the next screen, in one go, so that none is seen half drawn. */
  frame({ lines, cursor }: Screen): string {
    const drawn = lines.map((line) => this.#draw(line));
    const isAnew = this.#shown.length !== drawn.length;
    const parts: string[] = isAnew ? [`${ESCAPE}[0m${ESCAPE}[2J`] : [];
    for (const [row, text] of drawn.entries()) {
      if (!isAnew && this.#shown[row] === text) continue;
      parts.push(`${ESCAPE}[${row + 1};1H${text}`);
    }
    this.#shown = drawn;
    const place = cursor === undefined ? "" : `${ESCAPE}[${cursor.row + 1};${cursor.column + 1}H`;
    const visibility = `${ESCAPE}[?25${cursor?.isShown ? "h" : "l"}`;
    return `${ESCAPE}[?25l${parts.join("")}${place}${visibility}`;
  }

  #draw(line: Line): string {
    let text = "";
    let open = "";
    for (const { text: part, look } of line) {
      const wanted = this.#theme[look];
      if (wanted !== open) text += `${ESCAPE}[0${wanted === "" ? "" : `;${wanted}`}m`;
      open = wanted;
      text += part;
    }
    return open === "" ? text : `${text}${ESCAPE}[0m`;
  }
}
