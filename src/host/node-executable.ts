/** Whether kcfg is one file together with Node (a single executable application), and its own text then. */

/** The name under which release.js puts the program's text into an executable, for threads. */
const PROGRAM_ASSET = "kcfg.cjs";

/** The text of the program within an executable; undefined where it lies in a file. */
export function embeddedProgram(): string | undefined {
  // Node before 20.16 has no such function, and is in no executable of ours.
  const sea = process.getBuiltinModule?.("node:sea");
  return sea?.isSea() === true ? sea.getAsset(PROGRAM_ASSET, "utf8") : undefined;
}
