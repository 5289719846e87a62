/** Values in a file of YAML, as far as it is mappings, lists and plain words: what build systems keep in it. */

export interface YamlValue {
  /** The names that lead to it; an entry of a list has those of the list. */
  readonly keys: readonly string[];
  readonly value: string;
}

/** All values, in the order of the lines. What is written otherwise (anchors, text over several lines) is passed over. */
export function yamlValues(text: string): readonly YamlValue[] {
  const found: YamlValue[] = [];
  const above: { readonly indent: number; readonly key: string }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, blanks, dashes, rest] = /^( *)((?:- +)*)(.*?)\s*(?:(?:^|\s)#.*)?$/.exec(line) ?? [];
    if (!rest || rest === "---" || rest === "-") continue;
    const indent = blanks.length + dashes.length;
    // The entries of a list may stand below the dash's own column.
    while (above.length > 0 && above[above.length - 1].indent >= (dashes === "" ? indent : blanks.length + 1))
      above.pop();
    const keys = above.map(({ key }) => key);
    const [, key, value] = /^("[^"]*"|'[^']*'|[^\s"'#][^#]*?):(?:\s+(.*))?$/.exec(rest) ?? [];
    if (key === undefined) {
      found.push({ keys, value: unquoted(rest) });
      continue;
    }
    if (value) found.push({ keys: [...keys, unquoted(key)], value: unquoted(value) });
    else above.push({ indent, key: unquoted(key) });
  }
  return found;
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, "$2");
