/** `kcfg rule`: the page of a finding, without a network. */
import { closest } from "fastest-levenshtein";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { pageOf, rulesTable } from "../report/rules/page.ts";
import { findRule, rules } from "../report/rules/register.ts";
import { codeNamed, codes } from "../text/codes.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { TREE_OPTIONS } from "./options.ts";
import { styleOptions } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

export const ruleVerb: Verb = {
  ignores: [...TREE_OPTIONS, "--verbose", "--quiet"],
  completes: rules.map(({ name }) => name),
  ending: {
    about: ["Without a name, rule lists all rules of kcfg check and kcfg lint."],
    examples: ["kcfg rule unmet-dependency"],
    exits: { 0: "printed", 1: "no rule has this name" },
  },
  declare(command) {
    command.argument("[names...]", "the word in brackets of a finding: error[unmet-dependency]");
  },
  run({ words, options, host, version }: Invocation): number {
    const unknown = words.filter((word) => codeNamed(word) === undefined).map(unknownRule);
    const known = words.flatMap((word) => codeNamed(word) ?? []);
    if (options.format === "json") {
      const names = words.length === 0 ? rules.map(({ name }) => name) : known;
      host.stdout.write(
        renderJson({
          command: "rule",
          version,
          ok: unknown.length === 0,
          inputs: [],
          summary: { rules: names.length, unknown: unknown.length },
          diagnostics: unknown.map(wireDiagnostic),
          result: names.map((name) => findRule(name) ?? { name, ...codes[name] }),
        }),
      );
      return unknown.length === 0 ? 0 : 1;
    }
    const columns = host.stdout.isTerminal ? host.stdout.columns : undefined;
    const pages = known.map((name) => pageOf(name, columns));
    host.stdout.write(words.length === 0 ? rulesTable() : pages.join("\n"));
    host.stderr.write(renderDiagnostics(unknown, styleOptions(options, host.stderr, host)));
    return unknown.length === 0 ? 0 : 1;
  },
};

function unknownRule(name: string): Diagnostic {
  return {
    code: "unknown-rule",
    severity: "error",
    message: `no finding is called ${name}`,
    help: [`did you mean ${closest(name, Object.keys(codes))}?`, "kcfg rule lists all rules"],
  };
}
