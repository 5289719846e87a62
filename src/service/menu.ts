/** One level of the menu tree with its values: what a face that shows menus asks for. */
import { assignableValues } from "../evaluate/assignable.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { N } from "../evaluate/tristate.ts";
import { ABSENT, type NodeId } from "../model/columns.ts";
import type { ConfigSymbol, MenuNode } from "../model/model.ts";
import type { OpenSession } from "./session.ts";

export interface MenuEntry {
  readonly node: MenuNode;
  readonly kind: MenuNode["kind"];
  /** As the Kconfig file has it; empty for what has no prompt. */
  readonly prompt: string;
  /** The symbol or choice; absent for a menu or comment. */
  readonly symbol?: ConfigSymbol;
  /** Its value; of a choice, the name of the member that is y. */
  readonly value?: string;
  /** Whether its prompt can be seen. */
  readonly isVisible: boolean;
  /** Values of a bool or tristate that asking for them gives, the lowest first; none where it cannot be changed. */
  readonly assignable: readonly string[];
  /** Whether a number or text can be entered. */
  readonly takesText: boolean;
  readonly hasChildren: boolean;
}

/** The entries below a node, those of the main menu without one; the invisible ones as well. */
export function menu({ model, configuration }: OpenSession, node?: MenuNode): readonly MenuEntry[] {
  return (node ?? model.root).children.map((child) => entryOf(configuration, child));
}

function entryOf(configuration: Configuration, node: MenuNode): MenuEntry {
  const { symbol, prompt, kind } = node;
  const isVisible = isShown(configuration, node.id);
  return {
    node,
    kind,
    prompt: prompt?.text ?? "",
    ...(symbol !== undefined && { symbol, value: shownValue(configuration, symbol) }),
    isVisible,
    assignable:
      symbol !== undefined && isVisible && configuration.isChangeable(symbol.id)
        ? assignableValues(configuration, symbol)
        : [],
    takesText: symbol !== undefined && isVisible && ["int", "hex", "string", "float"].includes(symbol.type),
    hasChildren: node.children.length > 0,
  };
}

/** Of a symbol with prompts in several places, each has conditions of its own. */
export function isShown(configuration: Configuration, node: NodeId): boolean {
  const { nodes, properties } = configuration.model.data;
  const [symbol, prompt] = [nodes.symbol[node], nodes.prompt[node]];
  if (prompt === ABSENT || configuration.evaluate(nodes.visibility[node]) === N) return false;
  if (configuration.evaluate(properties.condition[prompt]) === N) return false;
  return symbol === ABSENT || configuration.visibility(symbol) !== N;
}

function shownValue(configuration: Configuration, symbol: ConfigSymbol): string {
  if (!symbol.isChoice) return configuration.value(symbol.id);
  const member = configuration.chosenMember(symbol.id);
  return member === undefined ? "" : configuration.model.symbolAt(member).name;
}
