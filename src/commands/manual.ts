/**
 * What each verb's --help says, for paper: manual pages, which the build writes into the package, and the parts of
 * docs/commands/ that list options.
 */
import type { Command } from "commander";
import type { Ending } from "../report/help-ending.ts";
import { helpInMarkdown, optionsTable, verbsTable } from "../report/help-markdown.ts";
import { type ManualSubject, manualPage, withFacts } from "../report/manual-page.ts";
import type { KnownVerb } from "./complete.ts";
import { describedArgument, groupsOf } from "./help.ts";
import { addSharedOptions } from "./options.ts";

interface Program {
  readonly summary: string;
  readonly ending: Ending;
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
  for (const { name, summary, described, load } of verbs) {
    const command = makeCommand(name);
    const verb = await load?.();
    const { declare, ending } = verb ?? described ?? {};
    declare?.(command);
    if (verb !== undefined) addSharedOptions(command, verb.ignores);
    subjects.push({
      verb: name,
      version,
      date,
      summary,
      usage: command.usage(),
      terms: command.registeredArguments.map((argument) => ({
        term: argument.name(),
        description: withFacts(describedArgument(argument)),
      })),
      groups: groupsOf(command),
      ending,
      related: ["kcfg"],
    });
  }
  return subjects;
}
