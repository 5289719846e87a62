/** Long answers on a terminal go through the pager of the person, as those of git and man do. */
import { withoutLinks } from "../report/style.ts";
import type { Host, OutputStream } from "../text/host.ts";

/** Verbs whose answers are read, and the help of all. */
const READ: ReadonlySet<string> = new Set([
  "explain",
  "check",
  "lint",
  "search",
  "list",
  "diff",
  "rule",
  "help",
]);

/** The command that shows text a screen at a time; undefined where there is none, or where nobody wants it. */
export function pagerOf(words: readonly string[], { environment, stdout, page }: Host): string | undefined {
  if (page === undefined || !stdout.isTerminal || words.includes("--no-pager")) return undefined;
  const isRead = READ.has(words[0] ?? "") || words.includes("--help") || words.includes("-h");
  // C's conf and its help are C's.
  if (!isRead || words[0] === "conf") return undefined;
  const pager = environment.KCFG_PAGER ?? environment.PAGER;
  return pager?.trim() === "" || pager === "cat" ? undefined : pager;
}

/** A host that keeps what goes to standard output, and what shows it in the end. */
export function paged(world: Host, pager: string): { readonly host: Host; show(): void } {
  const parts: string[] = [];
  const { isTerminal, columns } = world.stdout;
  const stdout: OutputStream = { write: (text) => void parts.push(text), isTerminal, columns };
  const at = (each: Host): Host => ({ ...each, stdout, at: (folder) => at(each.at(folder)) });
  return {
    host: at(world),
    show() {
      const text = parts.splice(0).join("");
      // `less` knows links since version 566, and no program says what it knows.
      const forPager = world.environment.FORCE_HYPERLINK ? text : withoutLinks(text);
      if (text !== "" && world.page?.(pager, forPager) !== true) world.stdout.write(text);
    },
  };
}
