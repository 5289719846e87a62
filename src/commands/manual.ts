/** The manual pages of all verbs, made of their declarations: what the build writes into the package. */
import type { Command, Option } from "commander";
import { type ManualOption, manualPage } from "../report/manual-page.ts";
import type { KnownVerb } from "./complete.ts";
import { addSharedOptions } from "./options.ts";

/** By name of the file. */
export async function manualPages(
  verbs: readonly KnownVerb[],
  program: {
    readonly summary: string;
    readonly more: string;
    readonly version: string;
    readonly date: string;
  },
  makeCommand: (name: string) => Command,
): Promise<Readonly<Record<string, string>>> {
  const { version, date } = program;
  const pages: Record<string, string> = {
    "kcfg.1": manualPage({
      ...program,
      usage: "<verb> [options]",
      terms: verbs.map(({ name, summary }) => ({ term: name, description: summary })),
      groups: [],
      related: verbs.map(({ name }) => `kcfg-${name}`),
    }),
  };
  for (const { name, summary, help, load } of verbs) {
    const command = makeCommand(name);
    const more = help === undefined ? [] : [help];
    command.addHelpText = (_, text) => {
      more.push(typeof text === "function" ? "" : text);
      return command;
    };
    const verb = await load?.();
    verb?.declare(command);
    if (verb !== undefined) addSharedOptions(command, verb.ignores);
    const titles = [...new Set(command.options.map(titleOf))];
    pages[`kcfg-${name}.1`] = manualPage({
      verb: name,
      version,
      date,
      summary,
      usage: command.usage(),
      terms: command.registeredArguments.map((argument) => ({
        term: argument.name(),
        description: argument.description,
      })),
      groups: titles.map((title) => ({
        title,
        options: command.options.filter((each) => titleOf(each) === title).map(described),
      })),
      more: more.join("\n\n"),
      related: ["kcfg"],
    });
  }
  return pages;
}

function titleOf({ helpGroupHeading }: Option): string {
  return helpGroupHeading ?? "Options:";
}

function described({ flags, description, argChoices, defaultValue }: Option): ManualOption {
  const isShown = typeof defaultValue === "string" || typeof defaultValue === "number";
  return {
    flags,
    description,
    ...(argChoices && { choices: argChoices }),
    ...(isShown && { standard: `${defaultValue}` }),
  };
}
