/** Types of vsix.mjs. */
export function contents(dist: string): Record<string, Uint8Array>;
export function pack(files: Record<string, Uint8Array>): Uint8Array;
