/** What to try after a search that found nothing; empty where nothing is known. */
import type { SearchAdvice } from "../service/search-advice.ts";
import { printedWord } from "../text/shell-word.ts";
import { counted } from "./counted.ts";
import { list, placeText } from "./reason-words.ts";
import { safeLine } from "./safe-text.ts";
import { namesWithPlaces } from "./unknown-name.ts";

/** The command line of a search or of another verb, with the options that choose the same tree. */
export type CommandOf = (verb: "search" | "explain", words: readonly string[]) => string;

/** Lines without newlines, each a suggestion that was tried. */
export function searchAdviceLines(
  { nowhere, fewer, asWords, names, former, isPartial }: SearchAdvice,
  commandOf: CommandOf,
): readonly string[] {
  const lines = [
    ...former.map(
      ({ name, rename }) =>
        `${name} is a former name of ${rename.name}${rename.isInverted ? " and means the opposite" : ""}: ${commandOf("explain", [rename.name])}`,
    ),
    ...names.flatMap(({ name, elsewhere: [place], near }) => {
      if (place !== undefined) return [elsewhereText(name, place)];
      return near.length === 0 ? [] : [`did you mean ${namesWithPlaces(near)}?`];
    }),
    ...(nowhere.length === 0 ? [] : [`no name, prompt or help text has ${list(nowhere, "or")}`]),
    ...fewer.map(({ words, hits }) => `${commandOf("search", words)}  finds ${counted(hits, "result")}`),
    ...(asWords === 0 ? [] : [`without --regex, the words find ${counted(asWords, "result")}`]),
    ...(isPartial ? ["it may be in a part of the tree that could not be read: fix the errors"] : []),
  ];
  return lines.map((line) => `  ${safeLine(line)}`);
}

function elsewhereText(name: string, place: { readonly path: string; readonly line: number }): string {
  const architecture = place.path.split("/")[1];
  return `${name} is defined for ${architecture} (${placeText(place)}): try --arch ${printedWord(architecture)}`;
}
