/** The last gate before a terminal: whatever a tree, a .config or a fragment holds, a terminal obeys only kcfg. */
import type { Host, OutputStream } from "../text/host.ts";
import { safeText } from "./safe-text.ts";

// Reports make safe what they show piece by piece, with signs in place of what is dangerous. This is for what slips
// through, and for `kcfg conf`, which prints as C does.

/** What kcfg itself writes: colours, and the start of a line anew where progress is shown. */
const OWN = /(\u001b\[[0-9;]*m|\r\u001b\[K)/;

/** Lone surrogates are bytes that were no UTF-8: they are no danger in a pipe, and who reads it may want them. */
const BYTES = /([\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff])/;

/** A host whose terminals are safe; with `always`, so is output to files and pipes. */
export function withSafeOutput(host: Host, { always }: { readonly always: boolean }): Host {
  const guarded = (stream: OutputStream) => (stream.isTerminal || always ? safeStream(stream) : stream);
  const [stdout, stderr] = [guarded(host.stdout), guarded(host.stderr)];
  if (stdout === host.stdout && stderr === host.stderr) return host;
  const at = (each: Host): Host => ({ ...each, stdout, stderr, at: (folder) => at(each.at(folder)) });
  return at(host);
}

function safeStream(stream: OutputStream): OutputStream {
  const kept = stream.isTerminal ? OWN : new RegExp(`${OWN.source}|${BYTES.source}`);
  return {
    write: (text) =>
      stream.write(
        text
          .split(kept)
          .map((part = "") => (kept.test(part) ? part : safeText(part)))
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
