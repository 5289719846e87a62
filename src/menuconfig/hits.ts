/** Results of a search, as rows. */

import type { SearchHit } from "../query/search.ts";
import { helpLineText } from "../report/search.ts";
import type { Style } from "../report/style.ts";
import type { Editing } from "../service/editing.ts";
import type { Service } from "../service/service.ts";
import { span } from "./spans.ts";
import type { Hit } from "./state.ts";
import { above, menuTitles } from "./words.ts";

/** Letters from which a search is one. */
const SHORTEST = 2;

/** More than anybody scrolls through. */
const MOST_HITS = 500;

export async function searchHits(
  service: Service,
  editing: Editing,
  text: string,
  style: Style,
): Promise<readonly Hit[]> {
  const name = text.trim().toUpperCase();
  if (name.length < SHORTEST) {
    // A letter stands in everything; a symbol may be called so.
    const symbol = editing.session.model.symbol(name);
    return symbol?.isDefined ? hitOf({ symbol, rank: "name" }, editing, style) : [];
  }
  const found = await service.search({ words: [text] });
  if (found === undefined || "troubles" in found) return [];
  return found.slice(0, MOST_HITS).flatMap((hit) => hitOf(hit, editing, style));
}

function hitOf({ symbol, help }: SearchHit, { session }: Editing, style: Style): readonly Hit[] {
  const { configuration } = session;
  const { definitions } = symbol;
  const node = definitions.find(({ prompt }) => prompt !== undefined) ?? definitions[0];
  if (node === undefined) return [];
  const isHidden = configuration.visibility(symbol.id) === 0;
  const prompt = node.prompt?.text ?? "";
  const around = above(node);
  const path = around === undefined ? "" : menuTitles(around, style.ascii);
  const value = symbol.isChoice
    ? ""
    : ` = ${symbol.type === "string" ? `"${configuration.value(symbol.id)}"` : configuration.value(symbol.id)}`;
  const { dot } = style.signs;
  return [
    {
      node,
      isHidden,
      title: [
        ...(symbol.name === ""
          ? []
          : [span(symbol.name, isHidden ? "hidden" : "strong"), span(value, "value"), span("  ")]),
        span(prompt === "" ? "no prompt" : prompt, prompt === "" || isHidden ? "hidden" : "plain"),
        ...(help === undefined ? [] : [span(`  ${dot} ${helpLineText(help)}`, "dim")]),
      ],
      detail: [
        span(`${node.place.path}:${node.place.line}`, "place"),
        span(isHidden ? `  ${prompt === "" ? "no prompt" : "not visible"}` : "", "warning"),
        span(path === "" ? "" : `  ${path}`, "dim"),
      ],
    },
  ];
}
