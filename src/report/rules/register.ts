/** The register of rules: all that `kcfg check` and `kcfg lint` can find fault with, each with its page. */
import { type CodeEntry, codes, type DiagnosticCode } from "../../text/codes.ts";
import { kconfigPages } from "./kconfig.ts";
import { linePages } from "./lines.ts";
import { policyPages } from "./policy.ts";
import { requestPages } from "./requests.ts";
import type { RulePage } from "./rule.ts";

const pages = { ...requestPages, ...linePages, ...policyPages, ...kconfigPages } satisfies Partial<
  Record<DiagnosticCode, RulePage>
>;

export type RuleName = keyof typeof pages;

export interface Rule extends CodeEntry, RulePage {
  readonly name: RuleName;
}

/** All rules, by name. */
export const rules: readonly Rule[] = (Object.keys(pages) as RuleName[])
  .sort()
  .map((name) => ({ name, ...codes[name], ...pages[name] }));

export function findRule(name: string): Rule | undefined {
  return rules.find((rule) => rule.name === name);
}
