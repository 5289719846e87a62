/** How looks are drawn: by attributes alone, in the 16 colours of every terminal, or in 256. */
import type { Environment } from "../text/host.ts";
import type { Look } from "./spans.ts";

export type Colors = "none" | "16" | "256";
export type Shade = "dark" | "light";

/** Numbers behind `ESC [` and before `m`, by look; the plain look has none. */
export type Theme = Readonly<Record<Look, string>>;

const NONE: Theme = {
  plain: "",
  prose: "",
  dim: "",
  strong: "1",
  value: "",
  changed: "1",
  hidden: "",
  error: "1",
  warning: "1",
  good: "",
  place: "",
  key: "1",
  bar: "7",
  selected: "7",
  match: "4",
};

const DARK_16: Theme = {
  ...NONE,
  dim: "2",
  value: "36",
  changed: "1;33",
  hidden: "2",
  error: "1;31",
  warning: "33",
  good: "32",
  place: "36",
  key: "1;36",
  match: "1;32",
};

/** Yellow and cyan cannot be read on white. */
const LIGHT_16: Theme = { ...DARK_16, value: "34", changed: "1;35", warning: "35", place: "34", key: "1;34" };

const DARK_256: Theme = {
  ...DARK_16,
  dim: "38;5;245",
  value: "38;5;117",
  changed: "1;38;5;221",
  hidden: "38;5;244",
  warning: "38;5;221",
  place: "38;5;110",
  key: "1;38;5;117",
  bar: "48;5;24;38;5;231",
  selected: "1;48;5;238;38;5;231",
};

const LIGHT_256: Theme = {
  ...LIGHT_16,
  dim: "38;5;242",
  value: "38;5;25",
  changed: "1;38;5;130",
  hidden: "38;5;244",
  warning: "38;5;130",
  place: "38;5;25",
  key: "1;38;5;25",
  bar: "48;5;25;38;5;231",
  selected: "1;48;5;153;38;5;16",
};

export function themeFor(colors: Colors, shade: Shade): Theme {
  if (colors === "none") return NONE;
  if (colors === "16") return shade === "dark" ? DARK_16 : LIGHT_16;
  return shade === "dark" ? DARK_256 : LIGHT_256;
}

/** What a terminal can show, as far as its environment says; `isPainted` is what --color and NO_COLOR say. */
export function colorsOf({ TERM = "", COLORTERM = "" }: Environment, isPainted: boolean): Colors {
  if (!isPainted || /^(?:vt\d+|dumb|.*-m(?:ono)?)?$/.test(TERM)) return "none";
  return /256|direct|kitty|alacritty|ghostty/.test(TERM) || /truecolor|24bit/.test(COLORTERM) ? "256" : "16";
}

/** Light where the terminal says that its background is; `COLORFGBG` is "text;background". */
export function shadeOf({ COLORFGBG = "" }: Environment): Shade {
  const background = Number(COLORFGBG.split(";").at(-1) || Number.NaN);
  return background === 7 || (background >= 9 && background <= 15) ? "light" : "dark";
}
