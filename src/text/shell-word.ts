/** Words of a command line that a person copies into a shell. */

/** The word as it is, or in single quotes. */
export function shellWord(word: string): string {
  return /^[\w./=:,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * The word as a printed command has it: a control character is written as an escape, which bash and zsh read, and never
 * reaches a terminal itself.
 */
export function printedWord(word: string): string {
  if (word.search(CONTROLS) < 0) return shellWord(word);
  const escaped = word
    .replace(/[\\']/g, "\\$&")
    .replace(CONTROLS, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `$'${escaped}'`;
}
