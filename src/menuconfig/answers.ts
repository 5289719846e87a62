/** Answers what the core asks for: from the tree, in words. */

import type { ChangeSet } from "../evaluate/change-set.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { offerText } from "../report/change-lines.ts";
import { renderChoice } from "../report/choice-explanation.ts";
import { configDiffText, turningFragmentText } from "../report/config-diff.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { type ExplanationOptions, renderExplanation } from "../report/explanation.ts";
import { diagnosticOf } from "../report/problems.ts";
import { forgotten, refusalFindings, unknownSetDiagnostics, WAYS, wayLines } from "../report/set-refusal.ts";
import { makeStyle, OWN, type Style } from "../report/style.ts";
import { unknownFileDiagnostic } from "../report/unknown.ts";
import type { Plan } from "../resolve/plan.ts";
import type { Editing, SaveAnswer } from "../service/editing.ts";
import type { MenuRow } from "../service/menu-rows.ts";
import { definedElsewhere, prefixOf } from "../service/names.ts";
import type { Trouble } from "../service/problem.ts";
import { isTrouble } from "../service/problem.ts";
import type { NoState, Service } from "../service/service.ts";
import { searchHits } from "./hits.ts";
import { type Line, linesOfReport, span } from "./spans.ts";
import type { Ask, Dialog, Event, Message, Option } from "./state.ts";
import { changeMessage, followLines, hiddenText, menuTitles, titleOf, words } from "./words.ts";

/** Those that need no terminal. */
export type TreeAsk = Exclude<Ask, { kind: "quit" | "suspend" | "redraw" }>;

export interface AnswerOptions {
  readonly isAscii: boolean;
  /** What a command needs to be about the same tree and .config. */
  readonly treeWords: readonly string[];
}

/** As a shell tells of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Columns that reports are laid out for; they are broken for narrower screens. */
const REPORT_WIDTH = 96;

export class Answers {
  readonly #service: Service;
  readonly #editing: Editing;
  readonly #style: Style;
  readonly #layout: ExplanationOptions;
  /** The change that led to the values as they are. */
  #last: ChangeSet | undefined;

  constructor(service: Service, editing: Editing, { isAscii, treeWords }: AnswerOptions) {
    this.#service = service;
    this.#editing = editing;
    const { session } = editing;
    this.#style = makeStyle({ color: true, mark: OWN, ascii: isAscii, width: REPORT_WIDTH });
    this.#layout = {
      style: this.#style,
      lines: (path) => {
        const { source } = editing.dotConfig;
        return path === source.path ? source.text.split(/\r?\n/) : session.lines(path);
      },
      prefix: prefixOf(session),
      treeWords,
      elsewhere: (name) => definedElsewhere(session, name),
    };
  }

  async answer(ask: TreeAsk): Promise<Event> {
    const editing = this.#editing;
    switch (ask.kind) {
      case "rows":
        return { kind: "rows", rows: editing.rows(ask.question), selected: ask.selected };
      case "change":
        return this.#changed(await editing.change(ask.change));
      case "undo":
        return this.#changed(await editing.undo(), "undone", words.nothingToUndo);
      case "redo":
        return this.#changed(await editing.redo(), "redone", words.nothingToRedo);
      case "reset":
        return this.#changed(await editing.reset(ask.row.node), "reset", words.nothingSet);
      case "load":
        return this.#changed(await editing.change({ load: ask.path }), `loaded ${ask.path}`);
      case "ways":
        return this.#ways(ask.row, ask.value);
      case "explain":
        return { kind: "dialog", dialog: await this.#explain(ask.row) };
      case "glance":
        return { kind: "pane", node: ask.row.node.id, lines: this.#glance(ask.row) };
      case "search":
        return {
          kind: "hits",
          text: ask.text,
          hits: await searchHits(this.#service, editing, ask.text, this.#style),
        };
      case "try":
        return { kind: "tried", text: ask.text, objection: this.#objection(ask.row, ask.text) };
      case "follows":
        return this.#follows();
      case "difference":
        return this.#difference();
      case "save":
        return this.#saved(await editing.save(), ask.quits);
      case "save-as":
        return this.#saveAs(ask);
      case "leave":
        if (editing.differs) return { kind: "dialog", dialog: this.#leaving() };
        editing.dropOwn();
        return { kind: "ended", exit: 0 };
      case "interrupt":
        if (editing.hasAsked && !editing.keepsUnfinished) return { kind: "dialog", dialog: this.#leaving() };
        return { kind: "ended", exit: INTERRUPTED };
      case "abandon":
        editing.dropOwn();
        return { kind: "ended", exit: 0 };
      case "take-unfinished": {
        const { unfinished } = editing;
        if (unfinished === undefined) return message("nothing is left of another session");
        return this.#changed(await editing.change(unfinished.change), "taken up again");
      }
      case "drop-unfinished":
        editing.dropUnfinished();
        return message("the changes of the other session are dropped");
    }
  }

  /** What is shown while an answer may take a while. */
  busyText({ kind }: TreeAsk): string | undefined {
    if ((kind === "save" || kind === "save-as") && this.#editing.runsCommands) return words.runningCommands;
    return kind === "ways" ? words.lookingForWays : undefined;
  }

  // --- changes -------------------------------------------------------------------------------------------------

  #changed(answer: ChangeSet | NoState | undefined, lead = "", nothing = ""): Event {
    if (answer === undefined) return message(nothing);
    if ("troubles" in answer) return message(this.#firstOf(answer.troubles), "error");
    const { model } = this.#editing.session;
    this.#last = answer;
    const valued = this.#editing.valued(answer);
    return {
      kind: "changed",
      message: changeMessage(answer, valued, model, this.#style.signs, lead),
      isChanged: this.#editing.hasAsked,
      hasFollows: valued.length > 0,
    };
  }

  #follows(): Event {
    if (this.#last === undefined) return message(words.nothingFollowed);
    return textDialog(words.followsTitle, followLines(this.#editing.followed(this.#last), this.#style));
  }

  #objection({ symbol }: MenuRow, text: string): string {
    if (symbol === undefined) return "";
    const tried = this.#editing.tryText(symbol, text);
    if (tried.kind === "fits") return "";
    if (tried.kind === "out-of-range") return `must be from ${tried.low} to ${tried.high}`;
    return symbol.type === "hex"
      ? "type a hexadecimal number, such as 0x1f"
      : "type a whole number, such as 31";
  }

  /** The planner's ways to a value, to choose from; where there are none, why. */
  async #ways(row: MenuRow, value: string): Promise<Event> {
    const { symbol } = row;
    if (symbol === undefined) return message(words.noSymbol);
    const asked = `${symbol.name}=${value}`;
    const answer = await this.#service.set({ words: [asked], wantsLines: true });
    if ("troubles" in answer) return message(this.#firstOf(answer.troubles), "error");
    const { session } = this.#editing;
    switch (answer.kind) {
      case "ready":
        return this.#changed(await this.#editing.change({ set: [asked] }));
      case "refused": {
        const { planned } = answer;
        const lines = this.#diagnostics(refusalFindings(session, planned));
        if (!planned.holds || planned.ways.length === 0)
          return textDialog(`${asked} is not possible now`, lines);
        const options = planned.ways.map((way, index) => this.#wayOption(way, index, asked));
        const title = `${asked} needs other changes: ${options.length === 1 ? "1 way" : `${options.length} ways`}`;
        return { kind: "dialog", dialog: { kind: "choose", title, lines, options, chosen: 0, top: 0 } };
      }
      case "misread":
        return textDialog(`${asked} is not possible`, this.#diagnostics(answer.problems.map(diagnosticOf)));
      case "unreadable":
        return message(this.#firstOf([answer.trouble]), "error");
      case "unknown":
        return textDialog(
          `whether ${asked} is possible is not known`,
          this.#diagnostics(unknownSetDiagnostics(answer, session.model)),
        );
      case "forgotten":
        return textDialog(`${asked} would be lost`, this.#diagnostics(answer.assignments.map(forgotten)));
    }
  }

  #wayOption(way: Plan, index: number, asked: string): Option {
    const { needed, follows, becomesVisible, offers } = way;
    const [line = ""] = wayLines([way], prefixOf(this.#editing.session));
    const { arrow, none } = this.#style.signs;
    // A bool or tristate without a line in the .config is n.
    const noLine = ({ isLogical }: ConfigSymbol) => (isLogical ? "n" : none);
    const detail: Line[] = [
      ...follows
        .slice(0, MOST_FOLLOWS)
        .map(({ symbol, before, after }) => [
          span(`  ${symbol.name}  `, "strong"),
          span(`${before ?? noLine(symbol)} ${arrow} ${after ?? noLine(symbol)}`, "value"),
        ]),
      ...(follows.length > MOST_FOLLOWS
        ? [[span(`  and ${follows.length - MOST_FOLLOWS} more`, "dim")]]
        : []),
      ...(becomesVisible.length > 0 ? [[span(`  ${counted(becomesVisible.length)} visible`, "dim")]] : []),
      ...offers.map((offer) => [span(`  ${offerText(offer)}`, "dim")]),
    ];
    const head: Line = [
      span(follows.length === 0 ? "no other symbol changes" : "with it also change:", "dim"),
    ];
    return {
      key: WAYS[index],
      label: [span(line.replace(/^ {2}\w {2}/, ""))],
      detail: [head, ...detail],
      ask: {
        kind: "change",
        change: {
          set: [...needed.map(({ symbol, value }) => `${symbol.name}=${quoted(symbol.type, value)}`), asked],
        },
      },
    };
  }

  // --- explanations --------------------------------------------------------------------------------------------

  async #explain(row: MenuRow): Promise<Dialog> {
    const { symbol, node } = row;
    if (symbol === undefined || (symbol.isChoice && symbol.definitions.length === 0))
      return { kind: "text", title: row.prompt, lines: this.#aboutMenu(row), top: 0 };
    const word = symbol.isChoice ? `${node.place.path}:${node.place.line}` : symbol.name;
    const answer = await this.#service.explain({ words: [word], ways: true });
    if ("troubles" in answer)
      return { kind: "text", title: word, lines: [[span(this.#firstOf(answer.troubles))]], top: 0 };
    const texts = answer.answers.map((each) =>
      each.kind === "symbol"
        ? renderExplanation(each.explained, this.#layout)
        : renderChoice(each.explained, this.#layout),
    );
    return { kind: "text", title: titleOf(row), lines: explanationLines(texts.join("\n")), top: 0 };
  }

  #glance(row: MenuRow): readonly Line[] {
    const { symbol } = row;
    if (symbol === undefined || symbol.isChoice) return this.#aboutMenu(row);
    return explanationLines(renderExplanation(this.#editing.glance(symbol), this.#layout));
  }

  #aboutMenu(row: MenuRow): readonly Line[] {
    const { node, prompt } = row;
    const hidden = hiddenText(row);
    const help = node.help ?? "";
    return [
      [span(prompt, "strong")],
      [span(`  ${menuTitles(node, this.#layout.style.ascii)}`)],
      [span(`  ${node.place.path}:${node.place.line}`, "place")],
      ...(hidden === undefined ? [] : [[span(`  not visible: ${hidden}`, "warning")]]),
      ...(help === ""
        ? []
        : [
            [],
            ...help
              .trimEnd()
              .split("\n")
              .map((line) => [span(`  ${line}`, "prose")]),
          ]),
    ];
  }

  // --- files ---------------------------------------------------------------------------------------------------

  #difference(): Event {
    const text = this.#differenceText(Number.POSITIVE_INFINITY);
    return textDialog("Difference to the saved file", linesOfReport(text));
  }

  #differenceText(mostLines?: number): string {
    const { exists } = this.#editing;
    const { path } = this.#editing.session.configFile;
    const { difference } = this.#editing.difference();
    const files = {
      before: exists ? `${path} on the disk` : "the defaults",
      after: `${path} as it would be saved`,
    };
    // Of no file every line is another one.
    const told = exists ? difference : { ...difference, idle: [] };
    return configDiffText(told, files, this.#style, { mostLines });
  }

  #leaving(): Dialog {
    const { exists } = this.#editing;
    const { path } = this.#editing.session.configFile;
    const text = this.#differenceText();
    return {
      kind: "choose",
      title: exists ? `Save ${path}? It would be another file` : `Save ${path}? It does not exist yet`,
      lines: linesOfReport(text),
      options: [
        { key: "s", label: [span("save and leave")], ask: { kind: "save", quits: true } },
        { key: "d", label: [span("leave, and drop the changes")], ask: { kind: "abandon" } },
        { key: "c", label: [span("stay")] },
      ],
      chosen: 0,
      top: 0,
    };
  }

  #saved(answer: SaveAnswer, quits: boolean): Event {
    switch (answer.kind) {
      case "saved":
        return { kind: "saved", message: { text: `saved ${answer.path}`, look: "good" }, quits };
      case "same":
        return {
          kind: "saved",
          message: { text: `${answer.path} holds just that: nothing written`, look: "plain" },
          quits,
        };
      case "failed":
        return textDialog("Not saved", this.#diagnostics([diagnosticOf(answer.trouble)]));
      case "unknown":
        return textDialog(
          "Not saved",
          this.#diagnostics([unknownFileDiagnostic(answer.part, this.#editing.session.model)]),
        );
      case "outdated":
        return textDialog("Not saved: commands of the tree answer otherwise than before", [
          [span("The values here rest on former answers of these commands:")],
          ...answer.commands.map((command) => [span(`  ${command}`, "value")]),
          [],
          [
            span(
              "Leave with Ctrl-C and start kcfg menuconfig again: it takes the new answers, and offers the changes.",
            ),
          ],
        ]);
      case "partial":
        return textDialog("Not saved: the Kconfig files have errors", this.#diagnostics(answer.errors));
    }
  }

  async #saveAs(ask: Extract<Ask, { kind: "save-as" }>): Promise<Event> {
    const { path, what, base, replaces } = ask;
    const held = this.#editing.heldBy(path);
    if (held !== null && typeof held !== "string") return message(this.#firstOf([held]), "error");
    if (held !== null && !replaces) return { kind: "dialog", dialog: replacing(ask) };
    if (what !== "fragment") return this.#other(await this.#editing.saveAs(path, what, held));
    const found = this.#editing.fragment(base);
    if (isTrouble(found)) return message(this.#firstOf([found]), "error");
    const text = turningFragmentText(found.fragment, { before: found.base, after: words.fragmentOrigin });
    return this.#other(this.#editing.writeOther(path, text, held));
  }

  /** What is asked for is still not in the .config. */
  #other(answer: SaveAnswer): Event {
    const told = this.#saved(answer, false);
    return told.kind === "saved" ? { kind: "message", message: told.message } : told;
  }

  /** What is wrong with the Kconfig files. */
  errorsDialog(): Dialog {
    const lines = this.#diagnostics(this.#editing.session.errors);
    return { kind: "text", title: "The Kconfig files have errors: nothing can be saved", lines, top: 0 };
  }

  // --- words ---------------------------------------------------------------------------------------------------

  #diagnostics(diagnostics: Parameters<typeof renderDiagnostics>[0]): readonly Line[] {
    return linesOfReport(renderDiagnostics(diagnostics, { ...this.#style, lines: this.#layout.lines }));
  }

  #firstOf([trouble]: readonly Trouble[]): string {
    return trouble === undefined ? "no answer" : diagnosticOf(trouble).message;
  }
}

/** What stands below `help` is prose; it is the last that an explanation has. */
function explanationLines(text: string): readonly Line[] {
  const lines = linesOfReport(text);
  const start = lines.findIndex(
    ([head, ...more]) => head?.text === "help" && head.look === "strong" && more.length === 0,
  );
  return lines.map((line, index) =>
    start >= 0 && index > start
      ? line.map(({ text: part }) => ({ text: part, look: "prose" as const }))
      : line,
  );
}

/** Lines about a way before the rest is counted. */
const MOST_FOLLOWS = 8;

const counted = (count: number): string =>
  `${count} more ${count === 1 ? "symbol becomes" : "symbols become"}`;

const quoted = (type: string, value: string): string =>
  type === "string" ? `"${value.replace(/[\\"]/g, "\\$&")}"` : value;

function message(text: string, look: Message["look"] = "plain"): Event {
  return { kind: "message", message: { text, look } };
}

function textDialog(title: string, lines: readonly Line[]): Event {
  return { kind: "dialog", dialog: { kind: "text", title, lines, top: 0 } };
}

function replacing(ask: Extract<Ask, { kind: "save-as" }>): Dialog {
  return {
    kind: "choose",
    title: `${ask.path} exists: replace it?`,
    lines: [],
    options: [
      { key: "y", label: [span("replace it")], ask: { ...ask, replaces: true } },
      { key: "n", label: [span("leave it as it is")] },
    ],
    chosen: 1,
    top: 0,
  };
}
