/** Which release wrote a .config, as its first lines say. */

/** The title is the third line; a packed or edited file may have it a little later. */
const TITLE_WITHIN = 400;

/** `6.1.176` of `# Linux/x86 6.1.176 Kernel Configuration`; undefined where no title has a number. */
export function releaseOf(text: string): string | undefined {
  return /^# \S.* (\d+\.\d+\S*) (?:\S+ )?Configuration\r?$/m.exec(text.slice(0, TITLE_WITHIN))?.[1];
}

/** Whether both are of one series, `6.1` of `6.1.176`. */
export function isSameSeries(one: string, other: string): boolean {
  const [first, second] = [one, other].map((release) => /^\d+\.\d+/.exec(release)?.[0]);
  return first === second;
}
