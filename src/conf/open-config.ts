/** A file of settings as C opens it. */
import { Budget, configTooLarge, type Limits } from "../text/budget.ts";
import type { Host } from "../text/host.ts";

/** The text; `refused` says why a file is not read that is there: it is a pipe, or longer than any configuration. */
export interface OpenedConfig {
  readonly text?: string;
  readonly refused?: string;
}

/** As named, then below srctree. A directory opens and holds nothing. */
export function openConfig(name: string, host: Host, limits: Limits): OpenedConfig {
  const names = name === "" ? [] : [name];
  const { srctree } = host.environment;
  if (!name.startsWith("/") && srctree !== undefined) names.push(`${srctree}/${name}`);
  const limit = new Budget(limits).most("config");
  let refused: string | undefined;
  for (const each of names) {
    const read = host.readText(each, { limit });
    if (read.ok) return { text: read.text, refused };
    if (read.reason === "directory") return { text: "", refused };
    if (read.reason === "irregular") refused ??= `cannot read ${each}: ${read.message}`;
    if (read.reason === "too-large") refused ??= configTooLarge(each, limit).message;
  }
  return { refused };
}
