/** What the page of a rule is made of. */

/** A small project that kcfg judges: a tree, and fragments that are checked in this order. */
export interface Example {
  /** `check` unless told; `lint` looks at the tree alone. */
  readonly verb?: "check" | "lint";
  readonly kconfig: string;
  /** Name to text; the names are the words of the command line, but those that another file or `options` mentions. */
  readonly fragments?: Readonly<Record<string, string>>;
  /** Other files: kcfg.json, a list of renamed symbols. */
  readonly files?: Readonly<Record<string, string>>;
  /** Options of the run, as written on a command line. */
  readonly options?: string;
}

export interface RulePage {
  /** What the finding means and why it matters: paragraphs. */
  readonly about: readonly string[];
  /** What to do, an imperative sentence each. */
  readonly remedy: readonly string[];
  /** A run that reports the rule, and the same thing done well. */
  readonly bad: Example;
  readonly good: Example;
}
