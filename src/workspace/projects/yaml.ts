/** Values in a file of YAML, with the names that lead to them: what build systems keep in it. */
import { parseDocument } from "yaml";

export interface YamlValue {
  /** The names that lead to it; an entry of a list has those of the list. */
  readonly keys: readonly string[];
  readonly value: string;
}

/** All values as they are written, in their order; of a text that is no YAML as many as can be read. */
export function yamlValues(text: string): readonly YamlValue[] {
  const document = parseDocument(text, { schema: "failsafe", logLevel: "silent" });
  let top: unknown;
  try {
    top = document.toJS();
  } catch {
    // Its names for parts of it lead to more than any build system writes.
    return [];
  }
  const found: YamlValue[] = [];
  const walk = (node: unknown, keys: readonly string[]): void => {
    if (typeof node === "string") {
      if (node !== "") found.push({ keys, value: node });
    } else if (Array.isArray(node)) for (const each of node) walk(each, keys);
    else if (typeof node === "object" && node !== null)
      for (const [key, value] of Object.entries(node)) walk(value, [...keys, key]);
  };
  walk(top, []);
  return found;
}
