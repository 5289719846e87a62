/** Makes a failing case small: takes out lines, files and variables as long as it still fails the same way. */

/** Tries of one shrinking; enough for a case of a few hundred lines. */
const MAX_TRIES = 1500;

/**
 * The smallest case found that still fails.
 * @param stillFails asks both tools; it should want the same kind of failure, not just any
 */
export async function shrink(testCase, stillFails) {
  let best = testCase;
  let tries = 0;
  const attempt = async (candidate) => {
    // A text that loses its last newline would only fail for that.
    const ends = (path) => candidate.files[path] === "" || candidate.files[path].endsWith("\n");
    if (Object.keys(candidate.files).some((path) => testCase.files[path].endsWith("\n") && !ends(path)))
      return false;
    if (tries++ >= MAX_TRIES || !(await stillFails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let progress = true; progress && tries < MAX_TRIES; ) {
    progress = false;
    for (const name of Object.keys(best.environment)) {
      // Without a seed every run is another one.
      if (name === "KERNELVERSION" || name === "KCONFIG_SEED") continue;
      progress = (await attempt({ ...best, environment: without(best.environment, name) })) || progress;
    }
    for (const path of Object.keys(best.files)) {
      if (path === "Kconfig" || path === "tree/Kconfig") continue;
      progress = (await attempt({ ...best, files: without(best.files, path) })) || progress;
    }
    for (const path of Object.keys(best.files)) progress = (await shrinkFile(path)) || progress;
  }
  return best;

  async function shrinkFile(path) {
    let progress = false;
    for (let size = best.files[path].split("\n").length >> 1; size >= 1; size >>= 1) {
      for (let at = 0; at < best.files[path].split("\n").length - 1; ) {
        const lines = best.files[path].split("\n");
        const text = [...lines.slice(0, at), ...lines.slice(at + size)].join("\n");
        if (text !== best.files[path] && (await attempt(withFile(path, text)))) progress = true;
        else at += size;
      }
    }
    // Ends of blocks and their beginnings go together; so do conditions at the ends of lines.
    for (let at = 0; at < best.files[path].split("\n").length; at++) {
      const lines = best.files[path].split("\n");
      const block = /^(menu|if|choice)\b/.exec(lines[at]);
      const end =
        block === null ? -1 : lines.findIndex((line, index) => index > at && line === `end${block[1]}`);
      if (end >= 0) {
        const text = lines.filter((_, index) => index !== at && index !== end).join("\n");
        if (await attempt(withFile(path, text))) progress = true;
        continue;
      }
      for (const shorter of shorterLines(lines[at])) {
        const text = lines.map((line, index) => (index === at ? shorter : line)).join("\n");
        if (await attempt(withFile(path, text))) {
          progress = true;
          break;
        }
      }
    }
    return progress;
  }

  function withFile(path, text) {
    return { ...best, files: { ...best.files, [path]: text } };
  }
}

/** Ways to write less in one line: without its condition, one operand of its expression, without parentheses. */
function shorterLines(line) {
  const found = [];
  const condition = line.lastIndexOf(" if ");
  if (condition > 0 && !line.includes("visible if")) found.push(line.slice(0, condition));
  for (const operator of ["&&", "||"]) {
    const head = /^(\s*(?:depends on|if|visible if|default|def_\w+|.* if) )/.exec(line)?.[1];
    const at = line.indexOf(operator);
    if (head === undefined || at < head.length) continue;
    const inner = line.slice(head.length);
    const split = inner.indexOf(operator);
    found.push(head + inner.slice(0, split).trim(), head + inner.slice(split + 2).trim());
    const last = inner.lastIndexOf(operator);
    found.push(head + inner.slice(0, last).trim(), head + inner.slice(last + 2).trim());
  }
  found.push(line.replaceAll(/[()]/g, ""), line.replace("!", ""));
  return [...new Set(found)].filter((each) => each !== line && each.length < line.length);
}

function without(record, name) {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== name));
}
