/** A list of symbols for scripts: one a line, or as JSON. */
import { quoteString } from "../dotconfig/string-value.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { isInDefconfig } from "../evaluate/defconfig.ts";
import { letterOf } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { originKind } from "../query/list.ts";
import { safeLine } from "./safe-text.ts";

/** What a column of the list can hold: the words of `--show`. */
export const LIST_COLUMNS = ["name", "value", "type", "origin", "place", "prompt"] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];

/** One line a symbol, its columns with tabs between them. Strings as a .config has them; what is absent is empty. */
export function renderList(
  configuration: Configuration,
  symbols: readonly ConfigSymbol[],
  columns: readonly ListColumn[],
): string {
  const cells = (symbol: ConfigSymbol) =>
    columns.map((column) => safeLine(cellOf[column](configuration, symbol)));
  return symbols.map((symbol) => `${cells(symbol).join("\t")}\n`).join("");
}

const cellOf: Readonly<Record<ListColumn, (configuration: Configuration, symbol: ConfigSymbol) => string>> = {
  name: (_, { name }) => name,
  value: (configuration, { id, type }) =>
    type === "string" ? quoteString(configuration.value(id)) : configuration.value(id),
  type: (_, { type }) => type,
  origin: originKind,
  place: (_, { definitions }) => {
    const [place] = definitions.map((node) => node.place);
    return place === undefined ? "" : `${place.path}:${place.line}`;
  },
  prompt: (_, symbol) => symbol.propertiesOf("prompt")[0]?.text ?? "",
};

/** A symbol of the list as `--format json` has it. */
export function wireListed(configuration: Configuration, symbol: ConfigSymbol): unknown {
  const { id, name, type } = symbol;
  return {
    symbol: name,
    type,
    value: configuration.value(id),
    origin: originKind(configuration, symbol),
    visibility: letterOf(configuration.visibility(id)),
    written: configuration.isWritten(id),
    changed: isInDefconfig(configuration, id),
    prompt: symbol.propertiesOf("prompt")[0]?.text ?? null,
    definitions: symbol.definitions.map(({ place }) => place),
  };
}
