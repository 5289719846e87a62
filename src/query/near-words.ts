/** Words that a misspelled one may have meant. */
import { distance } from "fastest-levenshtein";

/** Shorter words have too many neighbours. */
const SHORTEST = 4;
/** From this length on two slips are believable. */
const LONG = 8;

/** Words within a slip or two of `term`; each with the number of slips. */
export function nearWords(term: string, words: Iterable<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (term.length < SHORTEST) return found;
  const most = term.length < LONG ? 1 : 2;
  for (const word of words) {
    if (Math.abs(word.length - term.length) > most || word.length < SHORTEST) continue;
    const slips = isSwapped(term, word) ? 1 : distance(term, word);
    if (slips <= most) found.set(word, slips);
  }
  return found;
}

/** Whether two words differ in the order of two neighbouring letters. */
function isSwapped(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return (
    at + 1 < left.length &&
    left[at] === right[at + 1] &&
    left[at + 1] === right[at] &&
    left.slice(at + 2) === right.slice(at + 2)
  );
}
