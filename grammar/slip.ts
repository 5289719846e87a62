/** Words that differ by what one slip of a finger makes of them. */

/** Whether one letter more, less or other makes one word of the other, or two letters that changed places. */
export function isOneSlip(written: string, meant: string): boolean {
  if (written === meant || Math.abs(written.length - meant.length) > 1) return false;
  let from = 0;
  while (from < meant.length && written[from] === meant[from]) from++;
  const rest = (text: string, at: number) => text.slice(at);
  return (
    rest(written, from + 1) === rest(meant, from + 1) ||
    rest(written, from + 1) === rest(meant, from) ||
    rest(written, from) === rest(meant, from + 1) ||
    (written[from] === meant[from + 1] &&
      written[from + 1] === meant[from] &&
      rest(written, from + 2) === rest(meant, from + 2))
  );
}
