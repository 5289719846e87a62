/** Types of case-file.js, which plain Node reads as well. */
export interface CaseText {
  readonly comment: string;
  readonly files: ReadonlyMap<string, string>;
}
export function parseCase(text: string, path: string): CaseText;
export function printCase(given: CaseText): string;
export function isText(files: ReadonlyMap<string, string>): boolean;
export function filesBelow(folder: string): Map<string, string>;
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void;
