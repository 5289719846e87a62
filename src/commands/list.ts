/** `kcfg list`: the symbols that pass a filter, one a line, for scripts. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type SymbolType, typeNames } from "../model/columns.ts";
import type { OriginKind } from "../query/list.ts";
import { renderJson } from "../report/json.ts";
import { LIST_COLUMNS, type ListColumn, renderList, wireListed } from "../report/list.ts";
import { diagnosticOf, wireTrouble } from "../report/problems.ts";
import { safeLine } from "../report/safe-text.ts";
import { idleFilters, type ListQuestion, list } from "../service/list.ts";
import { exitOf, noteMissingConfig, openSession, type Session, wireTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface ListOptions {
  readonly type?: readonly SymbolType[];
  readonly value?: readonly string[];
  readonly origin?: readonly OriginKind[];
  readonly definedIn?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly selects?: readonly string[];
  readonly selectedBy?: readonly string[];
  readonly changed?: boolean;
  readonly prompt?: boolean;
  readonly visible?: boolean;
  readonly written?: boolean;
  readonly show: readonly ListColumn[];
}

const TYPES = typeNames.filter((name) => name !== "unknown");
const ORIGINS: readonly OriginKind[] = [
  "user",
  "default",
  "kept",
  "select",
  "imply",
  "choice",
  "limited",
  "clamped",
  "none",
];

export const listVerb: Verb<ListOptions> = {
  ignores: ["--trust-probes"],
  completes: "symbols",
  ending: {
    about: [
      "A symbol is listed if it passes all filters. A filter with several words passes if one of them fits. Symbols come in the order of the menu.",
      "Origins: user (requested in the .config), default, select, imply, choice (a member), limited (requested y, is m), clamped (a number moved into its range), none.",
    ],
    examples: [
      "kcfg list 'VFIO*' --show name,value",
      "kcfg list --value m --defined-in drivers/vfio",
      "kcfg list --changed --origin user",
      "kcfg list --depends-on EXPERT --visible",
    ],
    exits: { 0: "some symbol passes", 1: "none does, or the tree does not define a symbol that you named" },
  },
  declare(command) {
    command
      .argument("[names...]", "SYM, CONFIG_SYM, or a pattern with * and ?")
      .addOption(wordsOption("--type <types>", "symbols of one of these types", TYPES))
      .addOption(wordsOption("--value <values>", "symbols with one of these values"))
      .addOption(wordsOption("--origin <origins>", "symbols whose value comes from one of these", ORIGINS))
      .addOption(wordsOption("--defined-in <places>", "symbols defined in these files, folders or patterns"))
      .addOption(wordsOption("--depends-on <symbols>", "symbols whose dependencies mention one of these"))
      .addOption(wordsOption("--selects <symbols>", "symbols that select one of these"))
      .addOption(wordsOption("--selected-by <symbols>", "symbols that one of these selects"));
    addFact(command, "changed", "symbols that a minimal configuration names, as savedefconfig writes it");
    addFact(command, "prompt", "symbols with a prompt");
    addFact(command, "visible", "symbols whose prompt is visible now");
    addFact(command, "written", 'symbols with a line in the .config, also "is not set"');
    command.addOption(
      wordsOption(
        "--show <columns>",
        `print these columns: ${LIST_COLUMNS.join(", ")}`,
        LIST_COLUMNS,
      ).default(["name"], "name"),
    );
  },
  async run({ words, options, host, version }: Invocation<ListOptions>): Promise<number> {
    const session = await openSession({ ...options, answersPartly: true }, host);
    if (typeof session === "number") return session;
    const { configuration, configFile } = session;
    const question: ListQuestion = {
      words,
      types: options.type,
      values: options.value,
      origins: options.origin,
      definedIn: options.definedIn,
      dependsOn: options.dependsOn,
      selects: options.selects,
      selectedBy: options.selectedBy,
      isChanged: options.changed,
      hasPrompt: options.prompt,
      isVisible: options.visible,
      isWritten: options.written,
    };
    const { symbols: listed, problems } = list(session, question);
    const isFound = listed.length > 0 && problems.length === 0;
    if (options.format === "json") {
      host.stdout.write(
        renderJson({
          command: "list",
          version,
          ok: isFound && session.errors.length === 0,
          tree: wireTree(session.tree),
          inputs: [{ path: configFile.path, exists: configFile.exists }],
          summary: { listed: listed.length },
          diagnostics: [...session.errors, ...problems.map(diagnosticOf)].map(wireTrouble),
          result: listed.map((symbol) => wireListed(configuration, symbol)),
        }),
      );
    } else {
      host.stdout.write(renderList(configuration, listed, options.show));
      session.tell(problems);
      noteIdle(session, question);
      noteMissingConfig(session);
    }
    return exitOf(session, isFound ? 0 : 1);
  },
};

/** A pattern or a place that nothing in the tree fits is easily taken for a filter that nothing passes. */
function noteIdle(session: Session, question: ListQuestion): void {
  const { caller, options } = session;
  if (options.quiet) return;
  const { patterns, places } = idleFilters(session, question);
  for (const word of patterns) caller.stderr.write(`note: no symbol of this tree fits ${safeLine(word)}\n`);
  for (const place of places) caller.stderr.write(`note: nothing is defined in ${safeLine(place)}\n`);
}

/** An option that takes words with commas between them, and may be given several times. */
function wordsOption(flags: string, description: string, known?: readonly string[]): Option {
  let isGiven = false;
  return new Option(flags, description).argParser((text, before: readonly string[] | undefined) => {
    const words = text.split(",").map((word) => word.trim());
    const strange = known === undefined ? undefined : words.find((word) => !known.includes(word));
    if (strange !== undefined) throw new InvalidArgumentError(`Words are ${known?.join(", ")}.`);
    // The first one takes the place of the default.
    const earlier = isGiven ? (before ?? []) : [];
    isGiven = true;
    return [...earlier, ...words];
  });
}

/** `--FACT` and `--no-FACT`. */
function addFact(command: Command, fact: string, description: string): void {
  command.option(`--${fact}`, description).option(`--no-${fact}`, "the others");
}
