/** The text of a defconfig that includes others, as make hands it to conf. */
import type { FileReader } from "../text/host.ts";

/** Deeper than any tree goes. */
const MAX_DEPTH = 20;

/**
 * `text` with each `#include` replaced by the file that it names, from the tree's folder, as `cpp -nostdinc -P -I .`
 * does it; a file that is not there is left out, and told.
 */
export function withIncludes(
  text: string,
  tree: FileReader,
  tellMissing: (path: string) => void,
  depth = 0,
): string {
  return text.replace(/^#[ \t]*include[ \t]+[<"]([^>"\n]+)[>"].*\n?/gm, (_, path: string) => {
    const read = depth < MAX_DEPTH ? tree.readText(path) : undefined;
    if (read?.ok !== true) {
      tellMissing(path);
      return "";
    }
    const included = read.text.endsWith("\n") ? read.text : `${read.text}\n`;
    return withIncludes(included, tree, tellMissing, depth + 1);
  });
}
