/** textDocument/codeLens: how many other entries turn a symbol on. */
import type { CodeLens } from "vscode-languageserver-types";
import { selectionsOf } from "../service/selections.ts";
import { rangeOf } from "./places.ts";
import type { View } from "./view.ts";

/** The command of a client that has the capability of the same name; it is given the URI and the position of the name. */
export const SHOW_SELECTORS = "kcfg.showSelectors";

/** Without a command, a lens is a note. */
export function codeLenses({ document, session }: View, opensSelectors: boolean): CodeLens[] {
  if (document.kind !== "kconfig" || session === undefined) return [];
  return document.kconfig.mentions.flatMap((mention) => {
    const symbol = mention.role === "definition" ? session.model.symbol(mention.name) : undefined;
    if (symbol === undefined) return [];
    const { select, imply } = selectionsOf(symbol);
    const title = [
      ...(select > 0 ? [`selected by ${select}`] : []),
      ...(imply > 0 ? [`implied by ${imply}`] : []),
    ].join(" · ");
    if (title === "") return [];
    const range = rangeOf(document.source, mention);
    const command = opensSelectors
      ? { title, command: SHOW_SELECTORS, arguments: [document.uri, range.start] }
      : { title, command: "" };
    return [{ range, command }];
  });
}
