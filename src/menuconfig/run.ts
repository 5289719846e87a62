/** `kcfg menuconfig` on a terminal: keys in, screens out, until the person leaves. */
import { Editing } from "../service/editing.ts";
import type { Trouble } from "../service/problem.ts";
import { Service, type ServiceRequest } from "../service/service.ts";
import type { Host, OpenTerminal, Terminal } from "../text/host.ts";
import { Answers, type TreeAsk } from "./answers.ts";
import { BINDINGS, type KeySet } from "./bindings.ts";
import { KeyDecoder } from "./keys.ts";
import { enterSequence, LEAVE_SEQUENCE, Painter } from "./paint.ts";
import { runPlain } from "./plain.ts";
import { unfinishedDialog } from "./start-dialogs.ts";
import { type Event, type Frame, rowsQuestion, type State, startState } from "./state.ts";
import { colorsOf, type Shade, shadeOf, themeFor } from "./theme.ts";
import { update } from "./update.ts";
import { view } from "./view.ts";

export interface MenuOptions {
  readonly request: ServiceRequest;
  readonly keys: KeySet;
  /** `auto` is what the environment says of the terminal. */
  readonly theme: "auto" | Shade;
  /** Whether colours are wanted. */
  readonly isPainted: boolean;
  readonly isAscii: boolean;
  readonly hasMouse: boolean;
  /** Line by line, for a screen reader or a terminal that can do nothing else. */
  readonly isPlain: boolean;
  /** What a command needs to be about the same tree and .config. */
  readonly treeWords: readonly string[];
  /** Says what is wrong, before the screen is taken or instead of it. */
  tell(troubles: readonly Trouble[]): void;
}

/** What there is of a terminal; said to the person by who knows how. */
export type MenuAnswer = { readonly kind: "ended"; readonly exit: number } | { readonly kind: "no-terminal" };

const UNANSWERED = 2;

export async function runMenuconfig(host: Host, options: MenuOptions): Promise<MenuAnswer> {
  const { terminal } = host;
  if (!options.isPlain && terminal === undefined) return { kind: "no-terminal" };
  const service = new Service(host, {
    ...options.request,
    trustsProbes: true,
    createsConfig: true,
    asksFewValues: true,
  });
  const session = await service.refresh();
  if (!("configuration" in session)) {
    options.tell(session.troubles);
    return { kind: "ended", exit: UNANSWERED };
  }
  const editing = new Editing(service, session, { trustsProbes: options.request.trustsProbes });
  const answers = new Answers(service, editing, options);
  const frame: Frame = {
    bindings: BINDINGS[options.keys],
    isAscii: options.isAscii,
    title: session.model.root.prompt?.text ?? "",
    configPath: session.configFile.path,
  };
  const first: Event[] = [];
  if (session.errors.length > 0) first.push({ kind: "dialog", dialog: answers.errorsDialog() });
  if (editing.unfinished !== undefined)
    first.push({ kind: "dialog", dialog: unfinishedDialog(editing.unfinished, session.configFile.path) });
  if (options.isPlain || terminal === undefined)
    return { kind: "ended", exit: await runPlain(host, frame, answers, first) };
  const program = new Program(host, frame, answers, editing, options);
  return { kind: "ended", exit: await program.run(terminal, first) };
}

/** Milliseconds after an Esc in which the rest of a key comes, if it is the start of one. */
const KEY_GAP = 40;

/** Milliseconds in which keys that have come are taken before what nobody waits for. */
const PAUSE = 20;

class Program {
  readonly #host: Host;
  readonly #answers: Answers;
  readonly #painter: Painter;
  readonly #decoder = new KeyDecoder();
  readonly #hasMouse: boolean;
  readonly #preparing: Generator<void, void>;
  /** Whether the model is not one that was kept. */
  readonly #isReadAnew: boolean;
  #state: State;
  #events: Event[] = [];
  /** A search that waits for the keys that are there already. */
  #waiting: TreeAsk | undefined;
  #isBusy = false;
  #hasEnded = false;
  #gap: ReturnType<typeof setTimeout> | undefined;
  #terminal: OpenTerminal | undefined;
  #end: (exit: number) => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(
    host: Host,
    frame: Frame,
    answers: Answers,
    editing: Editing,
    { theme, isPainted, hasMouse }: MenuOptions,
  ) {
    this.#host = host;
    this.#answers = answers;
    this.#preparing = editing.prepare();
    this.#isReadAnew = !editing.session.kept.some(({ kind }) => kind === "model");
    const shade = theme === "auto" ? shadeOf(host.environment) : theme;
    this.#painter = new Painter(themeFor(colorsOf(host.environment, isPainted), shade));
    this.#hasMouse = hasMouse;
    this.#state = startState(frame, { columns: 80, rows: 24 });
  }

  /** Answers the exit code. The terminal is as it was then, also where this throws. */
  async run(terminal: Terminal, first: readonly Event[]): Promise<number> {
    const ended = new Promise<number>((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    const sequences = { enter: enterSequence(this.#hasMouse), leave: LEAVE_SEQUENCE };
    try {
      this.#terminal = terminal.open(sequences, {
        onInput: (text) => this.#input(text),
        onResize: () => this.#resized(),
        onEnd: () => this.#end(UNANSWERED),
      });
      this.#state = { ...this.#state, size: this.#size() };
      const rows = await this.#answers.answer({ kind: "rows", question: rowsQuestion(this.#state) });
      this.#add([rows, ...first]);
      setTimeout(() => {
        // What reading the tree has left.
        if (this.#isReadAnew) this.#host.releaseMemory?.();
        this.#prepare();
      }, PAUSE);
      return await ended;
    } finally {
      clearTimeout(this.#gap);
      this.#terminal?.close();
    }
  }

  #size() {
    const { columns = 80, rows = 24 } = this.#terminal ?? {};
    return { columns, rows };
  }

  #input(text: string): void {
    clearTimeout(this.#gap);
    this.#add(this.#decoder.feed(text).map((key) => ({ kind: "key", key })));
    if (!this.#decoder.isWaiting) return;
    this.#gap = setTimeout(
      () => this.#add(this.#decoder.flush().map((key) => ({ kind: "key", key }))),
      KEY_GAP,
    );
  }

  #resized(): void {
    this.#painter.forget();
    this.#add([{ kind: "size", size: this.#size() }]);
  }

  #add(events: readonly Event[]): void {
    this.#events.push(...events);
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#drain().then(
      () => {
        this.#isBusy = false;
      },
      (error) => this.#fail(error),
    );
  }

  /** All that has come, then one screen. */
  async #drain(): Promise<void> {
    while (this.#events.length > 0) {
      for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
        await this.#take(event);
        const waiting = this.#events.length === 0 ? this.#waiting : undefined;
        if (waiting === undefined) continue;
        this.#waiting = undefined;
        await this.#take(await this.#answers.answer(waiting));
      }
      if (!this.#hasEnded) this.#paint();
    }
  }

  /** Between keys. */
  #prepare(): void {
    if (this.#hasEnded) return;
    if (this.#isBusy || this.#preparing.next().done !== true) setTimeout(() => this.#prepare(), PAUSE);
  }

  async #take(event: Event): Promise<void> {
    const { state, asks } = update(this.#state, event);
    this.#state = state;
    for (const ask of asks) {
      switch (ask.kind) {
        case "quit":
          this.#events = [];
          this.#hasEnded = true;
          this.#end(ask.exit);
          return;
        case "suspend":
          this.#terminal?.suspend();
          break;
        case "redraw":
          this.#painter.forget();
          break;
        case "search":
          // With each key that is there already, the text is another one.
          if (this.#events.length === 0) await this.#take(await this.#answers.answer(ask));
          else this.#waiting = ask;
          break;
        default: {
          const busy = this.#answers.busyText(ask);
          if (busy !== undefined)
            this.#paint({ ...this.#state, message: { text: busy, look: "plain" }, dialogs: [] });
          await this.#take(await this.#answers.answer(ask));
        }
      }
    }
  }

  #paint(state = this.#state): void {
    this.#host.stdout.write(this.#painter.frame(view(state)));
  }
}
