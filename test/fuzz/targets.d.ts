/** Types of targets.js, for tests. */
export interface Target {
  readonly weight: number;
  readonly documents: readonly Buffer[];
  run(bytes: Buffer): unknown;
}
export type Targets = Readonly<Record<string, Target>>;
export type Corpora = Readonly<Record<string, readonly Buffer[]>>;
export function makeTargets(kcfg: object, corpora: Corpora): Targets;
export function documentsOf(folders?: readonly string[]): Corpora;
export function inputOf(
  task: { readonly seed: number; readonly target?: string },
  index: number,
  targets: Targets,
): { readonly target: string; readonly input: Buffer; run(bytes: Buffer): unknown };
