/** The last gate before a terminal or a runner: whatever a tree, a .config or a fragment holds, they obey only kcfg. */
import type { Environment, Host, OutputStream } from "../text/host.ts";
import { safeText } from "./safe-text.ts";
import { OWN } from "./style.ts";

// Reports make safe what they show piece by piece. This is for what slips through, and for `kcfg conf`, which prints as
// C does. What kcfg itself wants obeyed has a mark before it that nobody else knows:
//
//   terminal         own colours and line starts pass; all other controls become pictures
//   runner (of CI)   as a terminal, and own workflow commands pass; what looks like one is broken up
//   file, pipe       as it is, but where commands are denied: then controls become pictures there as well

/** How far a stream is guarded. */
export interface SafeOutputOptions {
  /** Whether the tree is not trusted, so that output to files and pipes is guarded as well. */
  readonly always: boolean;
  /** Whether who reads the output looks for commands in it. */
  readonly isRunner: boolean;
}

/** A host whose terminals and runners are safe. */
export function withSafeOutput(host: Host, options: SafeOutputOptions): Host {
  const [stdout, stderr] = [safeStream(host.stdout, options), safeStream(host.stderr, options)];
  const at = (each: Host): Host => ({ ...each, stdout, stderr, at: (folder) => at(each.at(folder)) });
  return at(host);
}

/** Variables by which services tell what runs in them that they read its output. */
const RUNNERS = ["GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION"];

export function isOnRunner(environment: Environment): boolean {
  return RUNNERS.some((name) => environment[name]);
}

/** Marks the workflow commands that a report in GitHub's format consists of. */
export function ownCommands(text: string): string {
  return text.replace(/^::/gm, `${OWN}::`);
}

/** With one group around all, `split` gives what is marked at the odd places. */
const OWN_PARTS = new RegExp(`${OWN}(\\u001b|\\r|::)`);

/** Lone surrogates are bytes that were no UTF-8: they are no danger in a pipe, and who reads it may want them. */
const BYTES = /([\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff])/;

type Guard = (text: string) => string;

function safeStream(stream: OutputStream, { always, isRunner }: SafeOutputOptions): OutputStream {
  const isRead = isRunner && !stream.isTerminal && stream.isFile !== true;
  const guard: Guard | undefined = stream.isTerminal
    ? safeText
    : isRead
      ? runnerGuard()
      : always
        ? safePipe
        : undefined;
  const write = (text: string): void => {
    if (guard === undefined && !text.includes(OWN)) return stream.write(text);
    const parts = text.split(OWN_PARTS);
    return stream.write(
      parts.map((part, index) => (index % 2 === 1 || guard === undefined ? part : guard(part))).join(""),
    );
  };
  return {
    write,
    get failure() {
      return stream.failure;
    },
    get isTerminal() {
      return stream.isTerminal;
    },
    get isFile() {
      return stream.isFile;
    },
    get columns() {
      return stream.columns;
    },
  };
}

const safePipe: Guard = (text) =>
  text
    .split(BYTES)
    .map((part, index) => (index % 2 === 1 ? part : safeText(part)))
    .join("");

/** `::command` at the start of a line, blanks aside; `##[command]`, `##vso[`, `##teamcity[` anywhere. */
const AT_START = /(^|\n)(\s*)::/g;
const ANYWHERE = /##(?=\w*\[)/g;

function runnerGuard(): Guard {
  /** Whether only blanks were written since the last newline. */
  let isAtStart = true;
  return (given) => {
    const text = safePipe(given).replace(ANYWHERE, "# #");
    const safe = text.replace(AT_START, (whole, before: string, blanks: string) =>
      before === "" && !isAtStart && !blanks.includes("\n") ? whole : `${before}${blanks}: :`,
    );
    const last = text.slice(text.lastIndexOf("\n") + 1);
    isAtStart = last.trim() === "" && (isAtStart || text.includes("\n"));
    return safe;
  };
}
