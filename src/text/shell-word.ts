/** Words of a command line that a person copies into a shell. */

/** The word as it is, or in single quotes. */
export function shellWord(word: string): string {
  return /^[\w./=:,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
