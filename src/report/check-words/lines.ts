/** What is said of lines as they are: repeated, needless, not to be read. */
import { showRequest } from "../../check/request.ts";
import type { About, Words } from "./words.ts";

/** `override`, `duplicate` and `redundant`. */
export function repeatWords({ earlier, later }: About<"repeat">, code: string): Words {
  const notes = [{ message: "first set here", location: earlier.location }];
  return { message: repeatText(code, showRequest(earlier), showRequest(later)), notes };
}

function repeatText(code: string, before: string, after: string): string {
  if (code === "override") return `${after} overrides ${before}`;
  if (code === "redundant") return `${after} is requested already`;
  return before === after
    ? `${after} is requested twice in this file`
    : `${after} takes the place of ${before} in the same file`;
}

export function needlessWords({ request }: About<"needless">): Words {
  return { message: `${showRequest(request)} does not need this line` };
}

export function malformedLineWords({ hasByteOrderMark, meant, prefix }: About<"malformed-line">): Words {
  return {
    message: hasByteOrderMark
      ? "a byte order mark is before this line, so that it has no effect"
      : "this line is not a setting and has no effect",
    help: [
      meant === undefined
        ? `write ${prefix}NAME=value, # ${prefix}NAME is not set, or a comment`
        : `write ${meant}`,
    ],
  };
}

export const NOT_UTF8_WORDS: Words = {
  message: "this file is not UTF-8: a byte here is none",
  help: ["save the file as UTF-8; bytes are kept as they are in the meantime"],
};

const SHOWN_SYMBOLS = 5;

/** What `olddefconfig` would add to a whole .config. */
export function staleWords({ added }: About<"stale-config">): Words {
  const shown = added.slice(0, SHOWN_SYMBOLS).join(", ");
  const more = added.length - SHOWN_SYMBOLS;
  const count = added.length === 1 ? "1 symbol is" : `${added.length} symbols are`;
  return {
    message: `${count} new since this file was written: olddefconfig adds ${shown}${more > 0 ? ` and ${more} more` : ""}`,
    help: ["to list them: kcfg listnewconfig", "to answer for each: kcfg oldconfig"],
  };
}
