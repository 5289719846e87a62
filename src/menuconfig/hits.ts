/** Results of a search, as rows. */
import type { MenuNode } from "../model/model.ts";
import type { SearchHit } from "../query/search.ts";
import { helpLineText } from "../report/search.ts";
import type { Style } from "../report/style.ts";
import type { Editing } from "../service/editing.ts";
import type { Service } from "../service/service.ts";
import { type Line, span } from "./spans.ts";
import { type Hit, type Hits, NO_HITS } from "./state.ts";
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
): Promise<Hits> {
  const name = text.trim().toUpperCase();
  if (name.length < SHORTEST) {
    // A letter stands in everything; a symbol may be called so.
    const symbol = editing.session.model.symbol(name);
    if (symbol?.isDefined !== true) return NO_HITS;
    return { listed: [new FoundHit({ symbol, rank: "name" }, editing, style)], areMore: false };
  }
  const found = await service.search({ words: [text], most: MOST_HITS + 1 });
  if (found === undefined || "troubles" in found) return NO_HITS;
  return {
    listed: found.slice(0, MOST_HITS).map((hit) => new FoundHit(hit, editing, style)),
    areMore: found.length > MOST_HITS,
  };
}

class FoundHit implements Hit {
  readonly #hit: SearchHit;
  readonly #editing: Editing;
  readonly #style: Style;

  constructor(hit: SearchHit, editing: Editing, style: Style) {
    this.#hit = hit;
    this.#editing = editing;
    this.#style = style;
  }

  get node(): MenuNode {
    const { definitions } = this.#hit.symbol;
    return definitions.find(({ prompt }) => prompt !== undefined) ?? definitions[0];
  }

  get isHidden(): boolean {
    return this.#editing.session.configuration.visibility(this.#hit.symbol.id) === 0;
  }

  get title(): Line {
    const { symbol, help } = this.#hit;
    const { configuration } = this.#editing.session;
    const { node, isHidden } = this;
    const prompt = node.prompt?.text ?? "";
    const value = symbol.isChoice
      ? ""
      : ` = ${symbol.type === "string" ? `"${configuration.value(symbol.id)}"` : configuration.value(symbol.id)}`;
    const { dot } = this.#style.signs;
    return [
      ...(symbol.name === ""
        ? []
        : [span(symbol.name, isHidden ? "hidden" : "strong"), span(value, "value"), span("  ")]),
      span(prompt === "" ? "no prompt" : prompt, prompt === "" || isHidden ? "hidden" : "plain"),
      ...(help === undefined ? [] : [span(`  ${dot} ${helpLineText(help)}`, "dim")]),
    ];
  }

  get detail(): Line {
    const { node, isHidden } = this;
    const prompt = node.prompt?.text ?? "";
    const around = above(node);
    const path = around === undefined ? "" : menuTitles(around, this.#style.ascii);
    return [
      span(`${node.place.path}:${node.place.line}`, "place"),
      span(isHidden ? `  ${prompt === "" ? "no prompt" : "not visible"}` : "", "warning"),
      span(path === "" ? "" : `  ${path}`, "dim"),
    ];
  }
}
