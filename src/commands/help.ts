/** Help of the verbs: options as people write them, those that all verbs share behind a line, one kind of ending. */
import type { Argument, Command, Option } from "commander";
import { closest, distance } from "fastest-levenshtein";
import { type Ending, endingText, wrappedText } from "../report/help-ending.ts";
import { type ManualOption, OWN_OPTIONS, withFacts } from "../report/manual-page.ts";
import { addSharedOptions } from "./options.ts";

/** Columns that are left for descriptions on the narrowest terminal: commander breaks none by itself below 40. */
const NARROWEST = 20;

const FOLDED = "Options of all commands (kcfg help options):";

/**
 * Makes a command's --help of what it declares. `columns` are those of where it goes; `help` is the option that shows
 * it, absent where the command has none.
 */
export function shapeHelp(
  command: Command,
  ending: Ending | undefined,
  { columns, help }: { readonly columns: number | undefined; readonly help?: string },
): void {
  const shared = command.options.filter((option) => !option.hidden && titleOf(option) !== OWN_OPTIONS);
  command.configureHelp({
    minWidthToWrap: NARROWEST,
    optionDescription: (option) => withFacts(described(option)),
    argumentDescription: (argument) => withFacts(describedArgument(argument)),
    visibleOptions: (each) => [
      ...each.options.filter((option) => !option.hidden && titleOf(option) === OWN_OPTIONS),
      ...(help === undefined ? [] : [each.createOption(help, "show this help")]),
    ],
  });
  if (shared.length > 0) {
    const names = shared.map(({ long, flags }) => long ?? flags).join(", ");
    command.addHelpText("after", `\n${FOLDED}\n${wrappedText(names, columns ?? 80, "  ")}`);
  }
  if (ending !== undefined) command.addHelpText("after", endingText(ending, columns));
}

/**
 * An error of commander's, with what may have been meant as kcfg says it. Of options commander compares those that the
 * help shows, which are a command's own.
 */
export function withAdvice(text: string, options: readonly Option[]): string {
  const [, error, given] = /^(error: unknown option '(--[^'=]+)[^']*')/.exec(text) ?? [];
  if (error !== undefined) {
    const names = options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : []));
    const near = names.length === 0 ? undefined : closest(given, names);
    const isNear = near !== undefined && distance(given, near) <= MOST_SLIPS;
    return `${error}\n${isNear ? adviceLine(near) : ""}`;
  }
  return text.replace(/^\(Did you mean (?:one of )?(.+)\?\)$/m, (_, meant: string) =>
    adviceLine(meant.replace(/, (?!.*, )/, " or ")).trimEnd(),
  );
}

/** More slips of the hand make another word. */
const MOST_SLIPS = 2;

const adviceLine = (meant: string) => `  = help: did you mean ${meant}?\n`;

/** What `kcfg help options` shows. */
export function addOptionsTopic(program: Command): void {
  const topic = program
    .command("options", { hidden: true })
    .description("The options of all commands: each command takes those that have an effect on it.")
    .helpOption(false);
  addSharedOptions(topic);
  topic.configureHelp({
    minWidthToWrap: NARROWEST,
    commandUsage: () => "kcfg <command> [options]",
    optionDescription: (option) => withFacts(described(option)),
  });
  topic.action(() => topic.outputHelp());
}

/** Options that are shown, under the titles of their groups. */
export function groupsOf(
  command: Command,
): readonly { readonly title: string; readonly options: readonly ManualOption[] }[] {
  const shown = command.options.filter(({ hidden }) => !hidden);
  const titles = [...new Set(shown.map(titleOf))];
  return titles.map((title) => ({
    title,
    options: shown.filter((each) => titleOf(each) === title).map(described),
  }));
}

export function describedArgument(argument: Argument): ManualOption {
  const { description, argChoices, defaultValue } = argument;
  return {
    flags: argument.name(),
    description,
    ...(argChoices && { choices: argChoices }),
    ...standardOf(defaultValue, argument.defaultValueDescription),
  };
}

function described({
  flags,
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Option): ManualOption {
  return {
    flags,
    description,
    ...(argChoices && { choices: argChoices }),
    ...standardOf(defaultValue, defaultValueDescription),
  };
}

/** A default as a person writes it; what only the program sees, such as an empty list, is none. */
function standardOf(value: unknown, description: string | undefined): { readonly standard?: string } {
  if (description !== undefined) return { standard: description };
  return typeof value === "string" || typeof value === "number" ? { standard: `${value}` } : {};
}

function titleOf({ helpGroupHeading }: Option): string {
  return helpGroupHeading ?? OWN_OPTIONS;
}
