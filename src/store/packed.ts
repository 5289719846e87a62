/** A model as bytes for a place without its Kconfig files, and back. */

import { Model } from "../model/model.ts";
import { FlatReader } from "../text/flat-file.ts";
import type { FileReader } from "../text/host.ts";
import { NO_INPUTS } from "./inputs.ts";
import { NO_GROUND } from "./probe-ground.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";

/** Bytes of another form are refused. */
const FORM = "packed model 1";

/**
 * The bytes of a model. The texts of its Kconfig files are not among them: help texts and excerpts come from there.
 * Undefined for the rare tree with a text that cannot be written without loss.
 */
export function packModel({ data }: Model): Uint8Array | undefined {
  return writeSnapshot({ build: FORM, data, diagnostics: [], inputs: NO_INPUTS, ground: NO_GROUND });
}

/**
 * What `packModel` packed, by the same version of kcfg; undefined for anything else. `files` has the Kconfig files, for who
 * wants help texts; without them these are empty. What is not there is looked for below `srctree`.
 */
export function unpackModel(
  bytes: Uint8Array,
  files: FileReader = NO_FILES,
  srctree?: string,
): Model | undefined {
  const flat = FlatReader.open(bytes);
  const snapshot = flat && readSnapshot(flat, FORM, files, srctree);
  return snapshot && new Model(snapshot.data);
}

const NO_FILES: FileReader = {
  readText: () => ({ ok: false, reason: "missing", message: "no such file" }),
  glob: () => [],
};
