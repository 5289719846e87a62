/** Reads a tree beside the session that answers: in a thread, which keeps what it parsed, and hands over models. */
import type { LintFinding } from "../lint/finding.ts";
import { KeptReading } from "../store/kept-reading.ts";
import { packModel, unpackModel } from "../store/packed.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Companion, Host } from "../text/host.ts";
import type { Tree } from "../workspace/find-tree.ts";
import { withMadeFiles } from "../workspace/made-files.ts";
import { Cancelled } from "./cancellation.ts";
import { lint } from "./lint.ts";
import { isOpen, type OpenTree, openTree, type ReadModel, type TreeRequest, withModel } from "./open-tree.ts";
import type { OpeningDiagnostic } from "./problem.ts";
import { filesOf } from "./tree-files.ts";

/** What is to be read: data that threads can hand each other. */
export interface ReadingQuestion {
  readonly request: TreeRequest;
  /** Absolute path to text, laid over the disk. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What came of it. */
export interface Reading {
  /** The model, as `packModel` packs it. */
  readonly bytes: Uint8Array;
  readonly isPartial: boolean;
  readonly diagnostics: readonly OpeningDiagnostic[];
  /** Tells one way to find the tree from another. */
  readonly found: string;
}

/** Which findings of lint are wanted: data that threads can hand each other. */
export interface LintingQuestion extends ReadingQuestion {
  /** The Kconfig files to report about, absolute. */
  readonly paths: readonly string[];
}

/** Answers questions about one tree, in the thread. Undefined where no model comes of it, or none that can be packed. */
export class ReadingThread {
  readonly #host: Host;
  readonly #shown: (finding: LintFinding) => Diagnostic;
  readonly #earlier = new KeptReading();

  /** `shown` words a finding of lint: what leaves the thread is data that threads can hand each other. */
  constructor(host: Host, shown: (finding: LintFinding) => Diagnostic) {
    this.#host = host;
    this.#shown = shown;
  }

  answer(question: ReadingQuestion | LintingQuestion): Promise<Reading | readonly Diagnostic[] | undefined> {
    return "paths" in question ? this.#lint(question) : this.#read(question);
  }

  async #lint({ request, texts, paths }: LintingQuestion): Promise<readonly Diagnostic[]> {
    const host = withMadeFiles(this.#host, texts, "always");
    const opened = await openTree({ ...request, isOverlaid: texts.size > 0 }, host, {}, this.#earlier);
    if (!isOpen(opened)) return [];
    const files = filesOf(opened);
    const words = paths.filter((path) => files.has(path));
    const answer = words.length === 0 ? [] : lint(opened, { words });
    if (!("result" in answer)) return [];
    return answer.result.findings
      .filter(({ suppressed }) => suppressed === undefined)
      .map(this.#shown)
      .map(({ code, severity, message, location, label, notes, help }) => ({
        ...{ code, severity, message, location, label, notes, help },
      }));
  }

  async #read({ request, texts }: ReadingQuestion): Promise<Reading | undefined> {
    const host = withMadeFiles(this.#host, texts, "always");
    const opened = await openTree({ ...request, isOverlaid: texts.size > 0 }, host, {}, this.#earlier);
    const bytes = isOpen(opened) ? packModel(opened.model) : undefined;
    if (!isOpen(opened) || bytes === undefined) return undefined;
    const { tree, diagnostics, errors } = opened;
    return { bytes, diagnostics, isPartial: errors.length > 0, found: foundText(tree) };
  }
}

/**
 * Reads in a thread; undefined where that comes to nothing, whatever the reason: then whoever asks reads itself. Rejected
 * with `Cancelled` where the thread was stopped.
 */
export async function readModelInThread(
  companion: Companion,
  host: Host,
  question: ReadingQuestion,
  tree: Tree,
): Promise<ReadModel | undefined> {
  let reading: Reading | undefined;
  try {
    reading = (await companion.ask(question)) as Reading | undefined;
  } catch {
    // Who stopped the thread does not want the tree read here: a command of it may never end.
    if (companion.isStopped) throw new Cancelled();
    return undefined;
  }
  // Another tree is found by now, or another environment for it.
  if (reading === undefined || reading.found !== foundText(tree)) return undefined;
  const files = withMadeFiles(host.at(tree.folder), question.texts, "always");
  const model = unpackModel(reading.bytes, files, tree.environment.srctree);
  return model && { ...reading, model };
}

/** As `readModelInThread`, of a tree that was open before: where it is the same one, it is not looked for here. */
export async function readInThread(
  companion: Companion,
  host: Host,
  question: ReadingQuestion,
  before: OpenTree,
): Promise<OpenTree | undefined> {
  const read = await readModelInThread(companion, host, question, before.tree);
  return read && withModel(before, read.model, read);
}

function foundText({ project, made, unknown, found: _, ...tree }: Tree): string {
  return JSON.stringify([project?.kind, [...made], [...unknown], tree]);
}
