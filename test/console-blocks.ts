/** The commands and outputs that a page shows in its ```console blocks, read from it and put back into it. */

export interface Step {
  readonly command: string;
  readonly output: string;
}

const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

export function stepsIn(page: string): readonly Step[] {
  return [...page.matchAll(BLOCK)].flatMap(([, body]) => stepsOf(body));
}

/** The page with all outputs as `run` answers the commands, in their order. */
export function withOutputs(page: string, run: (command: string) => string): string {
  return page.replaceAll(BLOCK, (_, body: string) => {
    const steps = stepsOf(body).map(({ command }) => `$ ${command}\n${run(command)}`);
    return `\`\`\`console\n${steps.join("")}\`\`\``;
  });
}

function stepsOf(body: string): readonly Step[] {
  return body
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf("\n");
      return { command: step.slice(0, end), output: step.slice(end + 1) };
    });
}
