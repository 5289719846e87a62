/** Types of kill.js, for tests. */
export function killTest(options: {
  readonly command: readonly string[];
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
}): Promise<{
  readonly counts: { readonly killed: number; readonly ended: number };
  readonly failures: readonly string[];
}>;
