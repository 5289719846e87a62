/** Types of pictures.mjs. */
export function terminal(text: string): string;
export function iconRows(): Uint8Array;
