/** What the extension on the web and its server say to each other beside the protocol of editors. */

/** Files of the workspace that the server has from now on, by their absolute paths; null for what is gone. */
export const FILES = "kcfg/files";
export interface Files {
  readonly texts: Readonly<Record<string, string | null>>;
}

/** Absolute paths that the server looked for and does not have. */
export const MISSING = "kcfg/missing";
export interface Missing {
  readonly paths: readonly string[];
}

/** The first message of all, before any of the protocol. */
export interface Greeting extends Files {
  readonly version: string;
}
