/** The last gate before a terminal: whatever a tree, a .config or a fragment holds, a terminal obeys only kcfg. */
import type { Host, OutputStream } from "../text/host.ts";
import { safeText } from "./safe-text.ts";

// Reports make safe what they show piece by piece, with signs in place of what is dangerous. This is for what slips
// through, and for `kcfg conf`, which prints as C does.

/** What kcfg itself writes: colours, and the start of a line anew where progress is shown. */
const OWN = /\u001b\[[0-9;]*m|\r\u001b\[K/;

/** Lone surrogates are bytes that were no UTF-8: they are no danger in a pipe, and who reads it may want them. */
const BYTES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export interface SafeOutputOptions {
  /** Whether output to files and pipes is guarded as well. */
  readonly always: boolean;
  /** Whether kcfg may write colours and progress. */
  readonly hasColors: boolean;
}

/** A host whose terminals are safe. */
export function withSafeOutput(host: Host, { always, hasColors }: SafeOutputOptions): Host {
  const guarded = (stream: OutputStream) =>
    stream.isTerminal || always ? safeStream(stream, hasColors) : stream;
  const [stdout, stderr] = [guarded(host.stdout), guarded(host.stderr)];
  if (stdout === host.stdout && stderr === host.stderr) return host;
  const at = (each: Host): Host => ({ ...each, stdout, stderr, at: (folder) => at(each.at(folder)) });
  return at(host);
}

function safeStream(stream: OutputStream, hasColors: boolean): OutputStream {
  const kept = [...(hasColors ? [OWN.source] : []), ...(stream.isTerminal ? [] : [BYTES.source])];
  // With one group around all, `split` gives what is kept at the odd places.
  const parts = kept.length === 0 ? undefined : new RegExp(`(${kept.join("|")})`);
  return {
    write: (text) =>
      stream.write(
        text
          .split(parts ?? NOTHING)
          .map((part, index) => (index % 2 === 1 ? part : safeText(part)))
          .join(""),
      ),
    get failure() {
      return stream.failure;
    },
    get isTerminal() {
      return stream.isTerminal;
    },
    get columns() {
      return stream.columns;
    },
  };
}

/** Splits no text. */
const NOTHING = /(?!)/;
