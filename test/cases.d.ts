/** Types of cases.js, which plain Node reads as well. */

/** Path → content, as latin1 text. */
export type Files = ReadonlyMap<string, string>;

export interface Case {
  /** Its path below fixtures/, such as `evaluate/choices/two-y`. */
  readonly name: string;
  /** A folder, or a file whose name ends in .case. */
  readonly path: string;
  readonly files: Files;
}

export const fixtures: string;
export function casesOf(room?: string): readonly Case[];
export function caseOf(room: string, name: string): Case;
export function inputsOf(each: Case): Files;
export function wordsOf(each: Case): readonly string[];
export function environmentOf(each: Case): Record<string, string>;
export function oracleOf(each: Case): readonly string[];
export function expectedOf(each: Case, version?: string): Files;
export function record(each: Case, outcomes: ReadonlyMap<string, Files>): void;
export function layOut(each: Case, place: string): string;
export function stateOf(folder: string): Files;
export function changesIn(each: Case, before: Files, after: Files): Files;
