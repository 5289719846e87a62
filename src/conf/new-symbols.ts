/** --listnewconfig and --helpnewconfig: the symbols that have no user value and could have one. */
import { printLine } from "../dotconfig/print-line.ts";
import type { OutputStream } from "../text/host.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";
import { classicHelp } from "./help.ts";
import { visitNewSymbols } from "./menu-visibility.ts";

/** A line `CONFIG_X=value` each, where n is not "is not set". Choices have no line of their own. */
export function listNewSymbols(configuration: ConfConfiguration, stdout: OutputStream, prefix: string): void {
  let text = "";
  visitNewSymbols(configuration, 0, (_, id) => {
    const { name, type, choice } = configuration.model.symbolAt(id);
    const value = configuration.value(id);
    const { listsValues } = configuration.model.data.dialect.conf;
    if (!listsValues && choice !== undefined) return "go on";
    if (name !== "" && type !== "unknown" && !listsValues) text += `${prefix}${name}\n`;
    else if (name !== "" && type !== "unknown") {
      const isN = (type === "bool" || type === "tristate") && value === "n";
      text += `${isN ? `${prefix}${name}=n` : printLine(prefix, name, type, value)}\n`;
    }
    return "go on";
  });
  stdout.write(text);
}

/** Their help texts, each between lines of dashes. */
export function helpNewSymbols(configuration: ConfConfiguration, stdout: OutputStream, prefix: string): void {
  const pieces: string[] = [];
  visitNewSymbols(configuration, 0, (node) => {
    const help = classicHelp(configuration, configuration.model.node(node), prefix);
    pieces.push(`-----\n\n${help}\n-----\n`);
    return "go on";
  });
  stdout.write(pieces.join(""));
}
