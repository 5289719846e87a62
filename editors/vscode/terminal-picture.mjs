/** What a terminal shows, as a picture: text with colours in, SVG out, light, dark, or as the reader's screen is. */

const SIZE = 13;
/** Width of a letter by its height, of the widest of these fonts. */
const LETTER = 0.605;
const LINE = 1.4;
const MARGIN = 16;
const FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/** What SGR codes of kcfg mean. */
const CLASSES = {
  1: "bold",
  2: "dim",
  31: "red",
  32: "green",
  33: "yellow",
  34: "blue",
  35: "magenta",
  36: "cyan",
};
const LIGHT = {
  ground: "#ffffff",
  ink: "#1f2328",
  dim: "#57606a",
  red: "#c01c28",
  green: "#1a7f37",
  yellow: "#9a6700",
  blue: "#0b5cad",
  magenta: "#b02a7c",
  cyan: "#0e7490",
};
const DARK = {
  ground: "#0d1117",
  ink: "#e6edf3",
  dim: "#a3adb8",
  red: "#ff7b72",
  green: "#56d364",
  yellow: "#e3b341",
  blue: "#79c0ff",
  magenta: "#f778ba",
  cyan: "#56d4dd",
};

/** The first line is the picture's title. Without a `theme` (`light`, `dark`) the picture follows the reader's screen. */
export function terminal(text, theme) {
  const lines = text.trimEnd().split("\n").map(spansOf);
  const columns = Math.max(
    ...lines.map((spans) => spans.reduce((sum, { text }) => sum + [...text].length, 0)),
  );
  const width = Math.ceil(columns * SIZE * LETTER + 2 * MARGIN);
  const height = Math.ceil(lines.length * SIZE * LINE + 2 * MARGIN);
  const rows = lines.map((spans, index) => {
    const y = (MARGIN + SIZE + index * SIZE * LINE).toFixed(1);
    const parts = spans.map(({ text, classes }) =>
      classes.length === 0 ? escaped(text) : `<tspan class="${classes.join(" ")}">${escaped(text)}</tspan>`,
    );
    return `<text x="${MARGIN}" y="${y}">${parts.join("")}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT}" font-size="${SIZE}">`,
    `<title>${escaped(lines[0].map((span) => span.text).join(""))}</title>`,
    `<style>text{white-space:pre}.bold{font-weight:600}${coloursOf(theme)}</style>`,
    '<rect class="ground" width="100%" height="100%" rx="6"/>',
    ...rows,
    "</svg>\n",
  ].join("\n");
}

function coloursOf(theme) {
  if (theme === "light") return rules(LIGHT);
  return theme === "dark" ? rules(DARK) : `${rules(LIGHT)}@media(prefers-color-scheme:dark){${rules(DARK)}}`;
}

function rules({ ground, ink, ...others }) {
  const classes = Object.entries(others).map(([name, colour]) => `.${name}{fill:${colour}}`);
  return `.ground{fill:${ground}}text{fill:${ink}}${classes.join("")}`;
}

/** Parts of a line with what is on in each. Codes do not go over the ends of lines. */
function spansOf(line) {
  let classes = [];
  return line.split(/(\u001b\[[0-9;]*m)/).flatMap((part) => {
    const [, codes] = /^\u001b\[([0-9;]*)m$/.exec(part) ?? [];
    if (codes === undefined) return part === "" ? [] : [{ text: part, classes }];
    for (const code of codes.split(";").map(Number)) {
      if (code === 0) classes = [];
      else if (CLASSES[code] !== undefined) classes = [...classes, CLASSES[code]];
      else if (code === 22) classes = classes.filter((each) => each !== "bold" && each !== "dim");
      else if (code === 39) classes = classes.filter((each) => each === "bold" || each === "dim");
    }
    return [];
  });
}

function escaped(text) {
  return text.replace(/[&<>]/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[each]);
}
