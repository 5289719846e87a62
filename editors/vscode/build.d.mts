/** Types of build.mjs. */
export function buildExtension(outdir?: string): Promise<string>;
