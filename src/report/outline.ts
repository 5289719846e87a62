/** Rows of text in columns, the first of which is a tree. */
import { padText, safeLine, textWidth } from "./safe-text.ts";
import type { Style } from "./style.ts";

export interface Row {
  /** Steps in from the left. */
  readonly depth: number;
  /** A sign before the text, for instance of what fails. */
  readonly sign?: "fails" | "holds" | "unknown";
  readonly text: string;
  /** The statement that says it, as it is written. */
  readonly statement?: string;
  /** `path:line` */
  readonly place?: string;
}

const INDENT = 2;
/** A level of the tree: a branch and the sign behind it. */
const STEP = 4;
const GAP = 2;
/** Where columns still line up; longer cells push only what stands behind them. */
const WIDEST_TEXT = 52;
const WIDEST_STATEMENT = 48;
/** A statement longer than this is cut. */
const LONGEST_STATEMENT = 72;

/** One line a row, without a newline at its end. */
export function outlineLines(rows: readonly Row[], style: Style): readonly string[] {
  const cells = rows.map((row) => ({
    row,
    head: headOf(row, style),
    statement: clipped(safeLine(row.statement ?? ""), style),
  }));
  const withMore = cells.filter(({ row }) => row.statement !== undefined || row.place !== undefined);
  const first = column(
    withMore.map(({ head }) => textWidth(head.plain)),
    WIDEST_TEXT,
  );
  const second = column(
    withMore.map(({ statement }) => textWidth(statement)),
    WIDEST_STATEMENT,
  );
  return cells.map(({ row, head, statement }) => {
    const place = row.place === undefined ? "" : style.cyan(safeLine(row.place));
    if (statement === "" && place === "") return head.painted.trimEnd();
    const gap = " ".repeat(Math.max(GAP, first - textWidth(head.plain) + GAP));
    const middle = place === "" ? statement : `${padText(statement, second)}${" ".repeat(GAP)}${place}`;
    return `${head.painted}${gap}${middle}`.trimEnd();
  });
}

function column(widths: readonly number[], limit: number): number {
  return Math.max(0, ...widths.filter((width) => width <= limit));
}

function headOf(
  { depth, sign, text }: Row,
  style: Style,
): { readonly plain: string; readonly painted: string } {
  const { signs } = style;
  const branch = depth === 0 ? "" : `${" ".repeat(INDENT + (depth - 1) * STEP)}${signs.branch} `;
  const indent = " ".repeat(INDENT);
  const words = safeLine(text);
  if (sign === undefined)
    return { plain: indent + branch + words, painted: indent + style.dim(branch) + words };
  const paint = sign === "fails" ? style.red : sign === "holds" ? style.green : style.dim;
  return {
    plain: `${indent}${branch}${signs[sign]} ${words}`,
    painted: `${indent}${style.dim(branch)}${paint(signs[sign])} ${words}`,
  };
}

function clipped(text: string, { signs }: Style): string {
  return text.length <= LONGEST_STATEMENT
    ? text
    : `${text.slice(0, LONGEST_STATEMENT - signs.ellipsis.length).trimEnd()}${signs.ellipsis}`;
}
