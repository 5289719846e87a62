/** `kcfg explain`: why symbols have their values, and what would change them. */
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { type Explanation, explainSymbol } from "../explain/explain.ts";
import { ONLY_N } from "../explain/value-set.ts";
import type { Explained } from "../report/explained.ts";
import { renderExplanation } from "../report/explanation.ts";
import { wireExplanation } from "../report/explanation-json.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { goalOf, propose } from "../resolve/proposal.ts";
import { Resolver } from "../resolve/resolve.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { openSession, type Session, wireTree } from "./session.ts";
import { definedElsewhere, lookUpSymbol } from "./symbol-names.ts";
import type { Invocation, Verb } from "./verb.ts";

const HELP = `
Examples:
  kcfg explain VFIO_NOIOMMU
  kcfg explain --arch arm64 --config arm64.config CONFIG_VFIO PREEMPT_RT

Exit codes: 0 explained, 1 a symbol is unknown, 2 no answer`;

export const explainVerb: Verb = {
  declare(command) {
    command.argument("<symbols...>", "names, with or without CONFIG_").addHelpText("after", HELP);
  },
  run({ words, options, host, version }: Invocation): number {
    const session = openSession(options, host);
    if (typeof session === "number") return session;
    const explanations: Explained[] = [];
    const resolver = new Resolver(session.configuration);
    const unknown: Diagnostic[] = [];
    for (const word of words) {
      const symbol = lookUpSymbol(session, word);
      if ("code" in symbol) unknown.push(symbol);
      else explanations.push(withProposal(resolver, explainSymbol(session.configuration, symbol)));
    }
    const exitCode = unknown.length === 0 ? 0 : 1;
    if (options.format === "json") {
      const { path, exists } = session.configFile;
      session.caller.stdout.write(
        renderJson({
          command: "explain",
          version,
          ok: exitCode === 0,
          tree: wireTree(session.tree),
          inputs: [{ path, exists }],
          summary: { explained: explanations.length, unknown: unknown.length },
          diagnostics: unknown.map(wireDiagnostic),
          result: explanations.map(wireExplanation),
        }),
      );
      return exitCode;
    }
    session.caller.stdout.write(explanations.map((each) => textOf(each, session)).join("\n"));
    session.tell(unknown);
    if (!options.quiet) {
      tellLines(explanations, session);
      noteMissingConfig(session);
    }
    return exitCode;
  },
};

/** Adds what it would take for the next value upwards. */
function withProposal(resolver: Resolver, explanation: Explanation): Explained {
  const { symbol, blocked } = explanation;
  if (blocked === undefined || blocked.needs === 0 || blocked.needs === ONLY_N) return explanation;
  return { ...explanation, proposal: propose(resolver, goalOf(symbol, blocked.needs)) };
}

function textOf(explanation: Explained, session: Session): string {
  const { source } = session.configFile.dotConfig;
  const lines = (path: string) => (path === source.path ? source.text.split(/\r?\n/) : session.lines(path));
  const prefix = session.tree.environment.CONFIG_ ?? DEFAULT_PREFIX;
  const elsewhere = (name: string) => definedElsewhere(session, name);
  return renderExplanation(explanation, { style: session.style, lines, prefix, elsewhere });
}

/** Warnings about lines of the .config that name the symbols asked for: a line that counts for nothing explains much. */
function tellLines(explanations: readonly Explained[], session: Session): void {
  const { source, lines } = session.configFile.dotConfig;
  const names = new Set(explanations.map(({ symbol }) => symbol.name));
  const numbers = new Set(
    lines.flatMap((line) => ("name" in line && names.has(line.name) ? [line.number] : [])),
  );
  const about = session.diagnostics.filter(
    ({ location }) => location?.path === source.path && numbers.has(location.line),
  );
  session.tell(about, [source]);
}

/** Values of a tree without .config are easily taken for those of one that was built. */
function noteMissingConfig({ configFile, caller }: Session): void {
  if (!configFile.exists)
    caller.stderr.write(`note: ${configFile.path} does not exist; these are the defaults\n`);
}
