/** `make localmodconfig`: a .config without the modules that are not needed, by what the model says of dependencies. */
import type { DotConfig, DotConfigLine } from "../dotconfig/dot-config.ts";
import { quoteString } from "../dotconfig/string-value.ts";
import { selectorsOf } from "../explain/references.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";

export interface LocalQuestion {
  /** Names of loaded modules. */
  readonly modules: readonly string[];
  /** Symbols that build a module, by its name. */
  readonly symbolsOf: ReadonlyMap<string, readonly string[]>;
  /** Beginnings of paths of Kconfig files whose symbols stay as they are (LMC_KEEP). */
  readonly keeps: readonly string[];
  /** Whether what is needed becomes y (localyesconfig). */
  readonly buildsIn: boolean;
  /** Whether a file that a setting names exists. */
  readonly exists: (path: string) => boolean;
}

export interface LocalAnswer {
  /** The new text. */
  readonly text: string;
  /** Symbols that were m. */
  readonly before: readonly string[];
  /** Loaded modules that no Makefile names. */
  readonly unknown: readonly string[];
  /** Settings that named a file that does not exist, and became their default. */
  readonly reset: readonly string[];
}

/** Turns off each module of a .config that neither is loaded nor is needed by one that is. */
export function localModules(model: Model, config: DotConfig, question: LocalQuestion): LocalAnswer {
  const values = new Map<string, Value>();
  for (const line of config.lines)
    if (line.kind === "assignment" && (line.value === "y" || line.value === "m"))
      values.set(line.name, line.value);
  const needed = neededBy(
    question.modules.flatMap((module) => question.symbolsOf.get(module) ?? []),
    values,
    model,
  );
  const reset: string[] = [];
  const lines = config.lines.map((line) => {
    const written = config.source.text.slice(line.start, line.end);
    const { prefix } = config;
    if (line.kind === "unset" && line.name === "IKCONFIG")
      // The running kernel then shows its .config, which the next localmodconfig starts from.
      return `${prefix}IKCONFIG=m\n# ${prefix}IKCONFIG_PROC is not set`;
    if (line.kind !== "assignment" || line.name.startsWith("IKCONFIG")) return written;
    const { name, value } = line;
    const standard = defaultOfMissingFile(line, model, question);
    if (standard !== undefined) {
      reset.push(name);
      return `${prefix}${name}=${quoteString(standard)}`;
    }
    if (values.get(name) === undefined || isKept(model.symbol(name), question.keeps)) return written;
    if (needed.has(name)) return question.buildsIn ? `${prefix}${name}=y` : written;
    return value === "m" ? `# ${prefix}${name} is not set` : written;
  });
  return {
    text: lines.map((line) => `${line}\n`).join(""),
    before: [...values].flatMap(([name, value]) => (value === "m" ? [name] : [])),
    unknown: question.modules.filter((module) => !question.symbolsOf.has(module)),
    reset,
  };
}

type Value = "y" | "m";

/**
 * The symbols with these names, and all that they need to be on. Which of several ways to satisfy a dependency was
 * taken is not asked: what a dependency mentions and the .config builds as a module stays.
 */
function neededBy(
  names: readonly string[],
  values: ReadonlyMap<string, Value>,
  model: Model,
): ReadonlySet<string> {
  const needed = new Set(names);
  const selected = new Set<ConfigSymbol>();
  // Names that are added on the way are reached by the same walk.
  for (;;) {
    for (const name of needed) {
      const symbol = values.get(name) === "y" ? undefined : model.symbol(name);
      if (symbol === undefined) continue;
      for (const other of mentionedBy(symbol)) if (values.get(other) === "m") needed.add(other);
      if (!symbol.hasPrompt && selectorsIn(symbol).length > 0) selected.add(symbol);
    }
    const before = needed.size;
    for (const symbol of selected) {
      const selector = selectorToAdd(symbol, values, needed);
      if (selector !== undefined) needed.add(selector);
    }
    if (needed.size === before) return needed;
  }
}

/** Symbols of dependencies, of what is around the definitions, of their prompts and defaults. */
function mentionedBy(symbol: ConfigSymbol): ReadonlySet<string> {
  const { model } = symbol;
  const found = new Set<string>();
  const visit = (id: number) => {
    const { name, isConstant } = model.symbolAt(id);
    if (!isConstant && name !== undefined) found.add(name);
  };
  for (const { dependency } of symbol.definitions) symbolsIn(model.data, dependency, visit);
  for (const property of symbol.properties) {
    if (property.kind !== "prompt" && property.kind !== "default") continue;
    symbolsIn(model.data, property.condition, visit);
    if (property.kind === "default") symbolsIn(model.data, property.value, visit);
  }
  return found;
}

function selectorsIn(symbol: ConfigSymbol): readonly string[] {
  return selectorsOf(symbol).flatMap(({ kind, node }) =>
    kind === "select" && node.symbol !== undefined ? [node.symbol.name] : [],
  );
}

/** The first symbol that selects it as a module, unless one that stays on does so already. */
function selectorToAdd(
  symbol: ConfigSymbol,
  values: ReadonlyMap<string, Value>,
  needed: ReadonlySet<string>,
): string | undefined {
  const selectors = selectorsIn(symbol).filter((name) => values.has(name));
  const isSelected = selectors.some((name) => values.get(name) === "y" || needed.has(name));
  return isSelected ? undefined : selectors[0];
}

function isKept(symbol: ConfigSymbol | undefined, keeps: readonly string[]): boolean {
  return (
    symbol?.definitions.some(({ place: { path } }) => keeps.some((start) => path.startsWith(start))) === true
  );
}

/** Settings that name a file of the machine that built the first kernel. */
const FILE_SETTINGS: ReadonlySet<string> = new Set(["MODULE_SIG_KEY", "SYSTEM_TRUSTED_KEYS"]);

/** The default of such a setting whose file does not exist here; undefined if nothing is to be done. */
function defaultOfMissingFile(
  { name, value }: Extract<DotConfigLine, { kind: "assignment" }>,
  model: Model,
  { exists }: LocalQuestion,
): string | undefined {
  if (!FILE_SETTINGS.has(name)) return undefined;
  const [, path] = /^"(.+)"$/.exec(value) ?? [];
  const standard = model.symbol(name)?.propertiesOf("default")[0];
  const text = standard === undefined ? "" : constantOf(model, standard.value);
  // The default of the key is made by the build.
  return path === undefined || path === text || exists(path) ? undefined : text;
}

function constantOf(model: Model, value: number): string {
  const expression = model.expression(value);
  return expression.kind === "symbol" && expression.symbol.isConstant ? expression.symbol.name : "";
}
