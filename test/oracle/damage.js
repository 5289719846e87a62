/** Damages a .config in ways in which people and tools do, from a seed. */

/** A small generator of numbers below a bound; good enough to pick lines. */
function numbers(seed) {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ODD_VALUES = [
  "y",
  "n",
  "m",
  "yes",
  "maybe",
  "",
  "0x10",
  "017",
  "-3",
  '"text"',
  '"open',
  '"a\\"b" rest',
  "y # remark",
];
const ODD_LINES = [
  "CONFIG_NO_SUCH_SYMBOL=y",
  "# CONFIG_NO_SUCH_SYMBOL is not set",
  "junk",
  "CONFIG_",
  "CONFIG_X86",
  "  CONFIG_NET=y",
  "#CONFIG_NET is not set",
  "# CONFIG_NET is not set at all",
  "CONFIG_LOCALVERSION=unquoted",
  "CONFIG_NR_CPUS=100000",
  "CONFIG_NR_CPUS=08",
  "CONFIG_HZ_100=y",
  "CONFIG_HZ_1000=y",
  "# CONFIG_HZ_250 is not set",
  "CONFIG_VFIO_NOIOMMU=y",
  "",
];

/** The text of a .config with about one line in eight changed. */
export function damage(text, seed) {
  const random = numbers(seed);
  const lines = text.split("\n").flatMap((line) => {
    switch (random(48)) {
      case 0:
        return [];
      case 1:
        return [line, line];
      case 2:
        return [line.replace(/=.*/, `=${ODD_VALUES[random(ODD_VALUES.length)]}`)];
      case 3:
        return [line, ODD_LINES[random(ODD_LINES.length)]];
      case 4:
        return [line.replace(/^(CONFIG_\w+)=.*/, "# $1 is not set")];
      case 5:
        return [`${line}\r`];
      default:
        return [line];
    }
  });
  for (let swaps = random(40); swaps > 0; swaps--) {
    const [first, second] = [random(lines.length), random(lines.length)];
    [lines[first], lines[second]] = [lines[second], lines[first]];
  }
  return lines.join("\n");
}
