/** Types of pictures.mjs. */
export function iconRows(): Uint8Array;
