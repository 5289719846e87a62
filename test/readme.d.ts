/** Types of readme.js, which plain Node reads as well. */
export interface Block {
  readonly place: string;
  readonly steps: readonly { readonly command: string; readonly output: string }[];
}
export function consoleBlocks(project: string): readonly Block[];
export function updateReadme(
  project: string,
  place: string,
  run: (command: string) => string | Promise<string>,
): Promise<void>;
