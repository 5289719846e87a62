/** Macros that give no text, put where a statement may hold them: to the C lexer such a word is not there. */

/** Calls that expand to nothing; some of them print. Some need no name that a tree defines. */
const CALLS = [
  "$(UNSETX)",
  "$(UNSETX)",
  "$(info,said)",
  "$(info)",
  "$(warning-if,n,not said)",
  "$(warning-if,y,said)",
  "$(error-if,n,not said)",
  "$(shell,true)",
  "$(UNSETX)$(UNSETX)",
];

/** A word: quoted text, a call, or anything up to a blank. */
const WORD = /"(?:[^"\\]|\\.)*"|'[^']*'|\$\([^()]*\)|\S+/g;

/** Puts one to four such calls into the files, which it changes. */
export function vanish(random, files) {
  for (let count = 1 + random.int(4); count > 0; count--) {
    const path = random.pick(Object.keys(files));
    const lines = files[path].split("\n");
    const at = random.int(Math.max(1, lines.length - 1));
    const call = random.pick(CALLS);
    if (random.chance(0.3))
      lines.splice(at, 0, `${random.pick(["", "\t", "  "])}${call}${random.pick(["", " ", ` ${call}`])}`);
    else lines[at] = inserted(random, lines[at], call);
    files[path] = lines.join("\n");
  }
}

/** The line with a call before, between or behind its words; rarely without the blank that sets it apart. */
function inserted(random, line, call) {
  const words = [...line.matchAll(WORD)];
  if (words.length === 0) return call;
  const word = random.chance(0.4) ? words[0] : random.pick(words);
  const isBehind = random.chance(0.3);
  const at = word.index + (isBehind ? word[0].length : 0);
  const blank = random.chance(0.93) ? " " : "";
  const text = isBehind ? `${blank}${call}` : `${call}${blank}`;
  return line.slice(0, at) + text + line.slice(at);
}
