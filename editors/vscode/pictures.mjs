/** The pictures of the extension: its icon, and what kcfg prints, for the walkthrough. All are made from nothing but that. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { terminal } from "./terminal-picture.mjs";

const FRAGMENT = `# lab box without an IOMMU
CONFIG_VFIO=m
CONFIG_VFIO_NOIOMMU=y
CONFIG_VFIO_IOMMU_TYPE1=y
CONFIG_VFIO_DEBUG_FS=y
`;

/** Commands of which the walkthrough shows the output; of some, what stands behind `until` is left out. */
const SHOWN = {
  "explain.svg": { words: ["explain", "VFIO_NOIOMMU"], until: /^\S*to set it[\s\S]*?\n(?=\n)/m },
  "check.svg": { words: ["check", "lab.config"] },
  "set.svg": { words: ["set", "VFIO_NOIOMMU=y", "--fix", "--dry-run"] },
};

/** Name to text or bytes. `run` answers what kcfg prints for words in a folder. */
export function pictures(tree, run) {
  const folder = mkdtempSync(join(tmpdir(), "kcfg-pictures-"));
  try {
    cpSync(tree, folder, { recursive: true });
    writeFileSync(join(folder, "kcfg.json"), '{ "config": "vfio.config" }\n');
    writeFileSync(join(folder, "lab.config"), FRAGMENT);
    const shown = Object.entries(SHOWN).map(([name, { words, until }]) => {
      const output = run([...words, "--color", "always"], folder);
      const end = until?.exec(output);
      const text = end ? output.slice(0, end.index + end[0].length) : output;
      return [name, terminal(`$ kcfg ${words.join(" ")}\n${text}`)];
    });
    return new Map([
      ...shown,
      ["graph.svg", run(["graph", "VFIO_NOIOMMU", "--depth", "1", "--format", "svg"], folder)],
      ["icon.png", icon()],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// --- the icon: the [*] of menuconfig ------------------------------------------------------------------------------

const SIDE = 128;
const GROUND = [24, 62, 99];
const INK = [255, 255, 255];
/** Each pixel is the mean of so many points in each direction. */
const POINTS = 4;

/** Whether a point is ink; x and y from 0 to 128. */
function isInk(x, y) {
  const isBracket = (from, to, stem) =>
    x >= from && x <= to && y >= 28 && y <= 100 && (Math.abs(x - stem) <= 5 || y <= 38 || y >= 90);
  const [dx, dy] = [x - 64, y - 64];
  const isStar = [0, 60, 120].some((degrees) => {
    const angle = ((degrees + 90) * Math.PI) / 180;
    const along = dx * Math.cos(angle) + dy * Math.sin(angle);
    const across = -dx * Math.sin(angle) + dy * Math.cos(angle);
    return Math.abs(along) <= 20 && Math.abs(across) <= 4.5;
  });
  return isBracket(20, 42, 25) || isBracket(86, 108, 103) || isStar;
}

/** Whether a point is within the rounded square. */
function isGround(x, y) {
  const radius = 22;
  const [dx, dy] = [x, y].map((each) => Math.max(radius - each, each - (SIDE - radius), 0));
  return dx * dx + dy * dy <= radius * radius;
}

/** Rows of a filter byte and red, green, blue and alpha for each pixel, as PNG has them. */
export function iconRows() {
  const rows = Buffer.alloc(SIDE * (1 + 4 * SIDE));
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      let [ground, ink] = [0, 0];
      for (let point = 0; point < POINTS * POINTS; point++) {
        const px = x + ((point % POINTS) + 0.5) / POINTS;
        const py = y + (Math.floor(point / POINTS) + 0.5) / POINTS;
        if (isGround(px, py)) ground++;
        if (isInk(px, py)) ink++;
      }
      const share = ink / (POINTS * POINTS);
      const at = y * (1 + 4 * SIDE) + 1 + 4 * x;
      for (const channel of [0, 1, 2])
        rows[at + channel] = Math.round(GROUND[channel] + (INK[channel] - GROUND[channel]) * share);
      rows[at + 3] = Math.round((255 * ground) / (POINTS * POINTS));
    }
  return rows;
}

function icon() {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // Bits of a channel; colours with alpha.
  header.set([8, 6], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(iconRows(), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
