/** What the configurations that a tree's makers keep have in common: how many of them turn a symbol on. */
import type { Host } from "../text/host.ts";
import type { Tree } from "./find-tree.ts";

/** Of a symbol, the share of defconfigs of the architecture that turn it on: from 0 to 1. */
export type Shares = (name: string) => number;

const NONE: Shares = () => 0;
/** A folder with more of them is read in part: shares hardly change any more. */
const MOST_FILES = 100;

/** Shares for a kernel's architecture, read when the first one is asked for. `host` starts in the tree's folder. */
export function sharesOf({ kind, environment }: Tree, host: Pick<Host, "glob" | "readText">): Shares {
  const { SRCARCH, srctree = "." } = environment;
  if (kind !== "linux" || SRCARCH === undefined) return NONE;
  let shares: Shares | undefined;
  return (name) => {
    shares ??= read(host, `${srctree}/arch/${SRCARCH}/configs`);
    return shares(name);
  };
}

function read(host: Pick<Host, "glob" | "readText">, folder: string): Shares {
  const texts = host
    .glob(`${folder}/*defconfig`)
    .slice(0, MOST_FILES)
    .flatMap((path) => {
      const file = host.readText(path);
      return file.ok ? [file.text] : [];
    });
  if (texts.length === 0) return NONE;
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const [, name] of text.matchAll(/^CONFIG_(\w+)=[ym]/gm))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return (name) => (counts.get(name) ?? 0) / texts.length;
}
