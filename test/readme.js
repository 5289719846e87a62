/** The commands and outputs that README.md shows, read from it and put back into it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One ```console block: where it runs ("" for the project, or the word behind `console`), and its steps.
 * @typedef {{ place: string, steps: { command: string, output: string }[] }} Block
 */

const FENCE = /^```console ?(.*)\n([\s\S]*?)^```$/gm;

/** @returns {Block[]} */
export function consoleBlocks(project) {
  const text = readFileSync(join(project, "README.md"), "utf8");
  return [...text.matchAll(FENCE)].map(([, place, body]) => ({ place, steps: stepsOf(body) }));
}

function stepsOf(body) {
  return body
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf("\n");
      return { command: step.slice(0, end), output: step.slice(end + 1) };
    });
}

/** Rewrites the outputs of all blocks of one place by what `run` answers for each command. */
export async function updateReadme(project, place, run) {
  const path = join(project, "README.md");
  const text = readFileSync(path, "utf8");
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    if (match[1] !== place) continue;
    const steps = [];
    for (const { command } of stepsOf(match[2])) steps.push(`$ ${command}\n${await run(command)}`);
    pieces.push(
      text.slice(from, match.index),
      `\`\`\`console${place && ` ${place}`}\n${steps.join("")}\`\`\``,
    );
    from = match.index + match[0].length;
  }
  writeFileSync(path, pieces.join("") + text.slice(from));
}
