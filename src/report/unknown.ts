/** What is said of answers that rest on commands which were not run, and on variables which may not be read. */

import type { Rest } from "../evaluate/certainty.ts";
import type { UnknownPart } from "../evaluate/unknown-file.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { isTellable, type UnknownSource } from "../preprocess/unknown.ts";
import type { UnknownAnswer } from "../service/explained.ts";
import type { Diagnostic, Note } from "../text/diagnostic.ts";
import { outlineLines } from "./outline.ts";
import { safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** Longer lists are cut. */
const MOST_WORDS = 6;
const MOST_NAMES = 4;

/** The words and places, a line each. */
export function unknownLines(
  { about, values, rests }: UnknownAnswer,
  { symbol, value }: { readonly symbol: ConfigSymbol; readonly value: string },
  style: Style,
): readonly string[] {
  const may = values.length === 0 ? "" : ` (${values.join(" or ")})`;
  const subject = {
    value: `Its value${may}`,
    setting: `It is ${safeLine(value)} in any case; whether it can be set`,
    change: "What another value takes",
    reasons: "Some of this",
  }[about];
  const isDenied = rests.some(({ word }) => word.sources.some(isTellable));
  const reason = isDenied ? " (--probes deny)" : "";
  const title = `${style.bold("unknown")}  ${subject} rests on what was not run or read${reason}:`;
  const rows = rests.slice(0, MOST_WORDS).map((rest) => {
    const [source] = rest.word.sources;
    return {
      depth: 0,
      text: rest.word.written,
      ...(rest.through.length > 0 && { statement: `through ${pathText(rest, symbol.model)}` }),
      place: `${source.path}:${source.line}`,
    };
  });
  const more = rests.length - rows.length;
  return [title, ...outlineLines(rows, style), ...(more > 0 ? [`  and ${more} more`] : [])];
}

function pathText({ through }: Rest, model: Model): string {
  return through.map((id) => model.symbolAt(id).name || "a choice").join(", ");
}

/** As `--format json` has it. */
export function wireUnknown({ about, values, rests }: UnknownAnswer, model: Model): unknown {
  return {
    about,
    values,
    restsOn: rests.map((rest) => ({
      written: rest.word.written,
      through: rest.through.map((id) => model.symbolAt(id).name),
      sources: rest.word.sources.map(({ text, why, path, line }) => ({
        text,
        why,
        location: { path, line },
      })),
    })),
  };
}

/** That a .config is not written, because a part of it is not known. */
export function unknownFileDiagnostic({ symbols, sources }: UnknownPart, model: Model): Diagnostic {
  const names = symbols.slice(0, MOST_NAMES).map((id) => model.symbolAt(id).name);
  const more = symbols.length > names.length ? ` and ${symbols.length - names.length} more` : "";
  const verb = symbols.length === 1 ? "rests" : "rest";
  const what = names.length === 0 ? "titles in it rest" : `${names.join(", ")}${more} ${verb}`;
  return {
    code: "denied-probe",
    severity: "error",
    message: `a .config of this tree is not known: ${what} on what was not run or read`,
    notes: sources.slice(0, MOST_NAMES).map((source) => sourceNote(source)),
    help: ["replay the answers of a machine that has them: --probes replay=FILE"],
  };
}

/** That an answer is not known. `what` is what was asked, as the subject of a sentence. */
export function unknownDiagnostic(what: string, rests: readonly Rest[], model: Model): Diagnostic {
  const words = rests.slice(0, MOST_NAMES).map(({ word }) => word.written);
  const more = rests.length > words.length ? ` and ${rests.length - words.length} more` : "";
  const on = words.length === 0 ? "what was not run or read" : `${words.join(", ")}${more}`;
  return {
    code: "denied-probe",
    severity: "error",
    message: `${what} is not known: it rests on ${on}`,
    notes: rests.slice(0, MOST_NAMES).flatMap((rest) => notesOf(rest, model)),
    ...(rests.some(({ word }) => word.sources.some(isTellable)) && {
      help: ["replay answers that were recorded elsewhere: --probes replay=FILE"],
    }),
  };
}

function notesOf(rest: Rest, model: Model): readonly Note[] {
  const way = rest.through.length === 0 ? "" : `, through ${pathText(rest, model)}`;
  return rest.word.sources.map((source) => sourceNote(source, way));
}

/** What was not run or read, why, and by which way it counts. */
function sourceNote({ text, why, path, line }: UnknownSource, way = ""): Note {
  return { message: `${text}: ${why}${way}`, location: { path, line } };
}
