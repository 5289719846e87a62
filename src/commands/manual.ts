/**
 * What each verb's --help says, for paper: manual pages, which the build writes into the package, and the parts of
 * docs/commands/ that list options.
 */
import type { Command, Option } from "commander";
import { helpInMarkdown, optionsTable, verbsTable } from "../report/help-markdown.ts";
import {
  type ManualOption,
  type ManualSubject,
  manualPage,
  OWN_OPTIONS,
  withFacts,
} from "../report/manual-page.ts";
import type { KnownVerb } from "./complete.ts";
import { addSharedOptions } from "./options.ts";

interface Program {
  readonly summary: string;
  readonly more: string;
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date: string;
}

type MakeCommand = (name: string) => Command;

/** Manual pages by name of the file. */
export async function manualPages(
  verbs: readonly KnownVerb[],
  program: Program,
  makeCommand: MakeCommand,
): Promise<Readonly<Record<string, string>>> {
  const pages: Record<string, string> = {
    "kcfg.1": manualPage({
      ...program,
      usage: "<verb> [options]",
      terms: verbs.map(({ name, summary }) => ({ term: name, description: summary })),
      groups: [],
      related: verbs.map(({ name }) => `kcfg-${name}`),
    }),
  };
  for (const subject of await subjectsOf(verbs, program, makeCommand))
    pages[`kcfg-${subject.verb}.1`] = manualPage(subject);
  return pages;
}

/** Help in Markdown: of each verb by its name, the options that verbs share as `options`, the modes as `modes`. */
export async function markdownHelp(
  verbs: readonly (KnownVerb & { readonly isClassic?: boolean })[],
  program: Program,
  makeCommand: MakeCommand,
): Promise<Readonly<Record<string, string>>> {
  const subjects = await subjectsOf(verbs, program, makeCommand);
  const shared = makeCommand("options");
  addSharedOptions(shared);
  const isMode = ({ verb }: ManualSubject) => verbs.some(({ name, isClassic }) => isClassic && name === verb);
  return {
    ...Object.fromEntries(
      subjects
        .filter((subject) => !isMode(subject))
        .map((subject) => [subject.verb ?? "", helpInMarkdown(subject)]),
    ),
    options: optionsTable(groupsOf(shared)),
    modes: verbsTable(subjects.filter(isMode)),
  };
}

async function subjectsOf(
  verbs: readonly KnownVerb[],
  { version, date }: Program,
  makeCommand: MakeCommand,
): Promise<readonly ManualSubject[]> {
  const subjects: ManualSubject[] = [];
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
    subjects.push({
      verb: name,
      version,
      date,
      summary,
      usage: command.usage(),
      terms: command.registeredArguments.map((argument) => ({
        term: argument.name(),
        description: withFacts({
          flags: argument.name(),
          description: argument.description,
          choices: argument.argChoices,
        }),
      })),
      groups: groupsOf(command),
      more: more.join("\n\n"),
      related: ["kcfg"],
    });
  }
  return subjects;
}

function groupsOf(command: Command): ManualSubject["groups"] {
  const shown = command.options.filter(({ hidden }) => !hidden);
  const titles = [...new Set(shown.map(titleOf))];
  return titles.map((title) => ({
    title,
    options: shown.filter((each) => titleOf(each) === title).map(described),
  }));
}

function titleOf({ helpGroupHeading }: Option): string {
  return helpGroupHeading ?? OWN_OPTIONS;
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
