/**
 * Faults that somebody could make, room by room: each has a name, its file, a text that stands there exactly once, and
 * what stands there instead. Each must be caught by some test. What is not is mended by a better test; a fault leaves
 * this list only together with the code that it is about.
 *
 * @typedef {{ name: string, file: string, find: string, put: string }} Fault
 * @type {readonly Fault[]}
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of sources
export const faults = [
  // grammar
  {
    name: "a comment is part of a path without quotes",
    file: "grammar/tokens.ts",
    find: "else if (code <= 32 || code === HASH || code === DOUBLE_QUOTE",
    put: "else if (code <= 32 || code === DOUBLE_QUOTE",
  },
  {
    name: "a hyphen ends a word",
    file: "grammar/tokens.ts",
    find: "abcdefghijklmnopqrstuvwxyz0123456789_-",
    put: "abcdefghijklmnopqrstuvwxyz0123456789_",
  },
  {
    name: "menuconfig begins no entry",
    file: "grammar/rules.ts",
    find: "        { ALT: () => this.CONSUME(k.menuconfig) },\n",
    put: "",
  },

  // store
  {
    name: "an outcome is repeated over other Kconfig files",
    file: "src/store/kept-outcome.ts",
    find: "if (changeOf(inputs, host, environment) !== undefined) return undefined;",
    put: "",
  },
  {
    name: "an outcome is repeated whatever commands answer now",
    file: "src/store/kept-outcome.ts",
    find: "if (!repeated.areSame() || !isSame()) return repeated.handOn();",
    put: "repeated.areSame();",
  },
  {
    name: "an outcome is repeated under other variables",
    file: "src/store/kept-outcome.ts",
    find: "return (host.environment[look.name] ?? null) === look.value;",
    put: "return true;",
  },
  {
    name: "an outcome is repeated where a file is by now that was missing",
    file: "src/store/kept-outcome.ts",
    find: "return !read.ok && read.reason === look.reason && read.message === look.message;",
    put: "return true;",
  },

  {
    name: "an answer of an earlier run serves a command however often it is asked for",
    file: "src/store/earlier-answers.ts",
    find: "const pending = left.get(command)?.shift();",
    put: "const pending = left.get(command)?.[0];",
  },

  // text
  {
    name: "a byte that is no UTF-8 comes back as another one",
    file: "src/text/encoding.ts",
    find: "parts.push(Uint8Array.of(text.charCodeAt(at) & 0xff));",
    put: "parts.push(Uint8Array.of(text.charCodeAt(at) & 0x7f));",
  },
  {
    name: "'*' of a pattern matches a leading dot",
    file: "src/text/glob.ts",
    find: 'name.startsWith(".") || name.startsWith("\\\\.") ? "" : "(?!\\\\.)"',
    put: '""',
  },
  {
    name: "the order of files found by a pattern is reversed",
    file: "src/text/glob.ts",
    find: ".sort((a, b) => compareBytes(a.bytes, b.bytes))",
    put: ".sort((a, b) => compareBytes(b.bytes, a.bytes))",
  },
  {
    name: "'..' in a path goes nowhere",
    file: "src/text/path.ts",
    find: 'if (part === "..") parts.pop();',
    put: 'if (part === "..") continue;',
  },
  {
    name: "a comment for kcfg needs no reason",
    file: "src/text/suppression.ts",
    find: 'if (reason.trim() === "") return { problem: "no-reason" };',
    put: "",
  },

  // dotconfig
  {
    name: "a quote in a string is written as it is",
    file: "src/dotconfig/string-value.ts",
    find: '`"${value.replace(/["\\\\]/g, "\\\\$&")}"`',
    put: '`"${value}"`',
  },
  {
    name: "'# CONFIG_A is not set' with more behind it counts",
    file: "src/dotconfig/dot-config.ts",
    find: 'if (dialect === "6.12" && content.length !== blank + IS_NOT_SET.length) return undefined;',
    put: "",
  },
  {
    name: "an edit replaces the first line of a symbol, not the last",
    file: "src/dotconfig/edit.ts",
    find: "if (isAbout(line, wanted)) lastLine.set(line.name, line.number);",
    put: "if (isAbout(line, wanted) && !lastLine.has(line.name)) lastLine.set(line.name, line.number);",
  },
  {
    name: "a fragment makes an earlier y m in spite of --built-in",
    file: "src/dotconfig/merge.ts",
    find: 'const demotes = keepsBuiltIn && text.endsWith("=m") && before.endsWith("=y");',
    put: "const demotes = false;",
  },
  {
    name: "a merge keeps the lines that a fragment replaces",
    file: "src/dotconfig/merge.ts",
    find: "parts[at] = parts[at].filter(({ name }) => !names.has(name));",
    put: "parts[at] = parts[at].filter(() => true);",
  },

  // preprocess
  {
    name: "error-if ends the run for any text",
    file: "src/preprocess/builtins.ts",
    find: 'if (settle(condition) !== "y") return "";\n  const told = show(text);\n  report({\n    code: "macro-error"',
    put: 'if (settle(condition) === "") return "";\n  const told = show(text);\n  report({\n    code: "macro-error"',
  },
  {
    name: "a warning of warning-if is dropped",
    file: "src/preprocess/builtins.ts",
    find: 'report({\n    code: "macro-warning"',
    put: '(() => {})({\n    code: "macro-warning"',
  },
  {
    name: "a variable that needs itself goes on",
    file: "src/preprocess/expansion.ts",
    find: 'if (args.length === 0 && called.active > 0) return { kind: "self-reference", name };',
    put: "",
  },
  {
    name: "newlines in a command's output stay",
    file: "src/preprocess/shell-output.ts",
    find: 'text.slice(0, end).replaceAll("\\n", " ")',
    put: "text.slice(0, end)",
  },

  // probes
  {
    name: "deny executes",
    file: "src/probes/probes.ts",
    find: 'const deny: Run = () => ({ stdout: "", code: 127, unanswered: "denied" });',
    put: "const deny: Run = (host, command, environment) => host.run(command, environment);",
  },
  {
    name: "deny executes, and says that it did not",
    file: "src/probes/probes.ts",
    find: 'const deny: Run = () => ({ stdout: "", code: 127, unanswered: "denied" });',
    put: 'const deny: Run = (host, command, environment) => {\n  host.run(command, environment);\n  return { stdout: "", code: 127, unanswered: "denied" };\n};',
  },
  {
    name: "a tree that is not trusted sees the whole environment",
    file: "src/probes/visible-environment.ts",
    find: "return VISIBLE_NAMES.has(name) || PREFIX.test(name);",
    put: "return true;",
  },
  {
    name: "a tree that is not trusted reads outside of it",
    file: "src/probes/confine.ts",
    find: "isInside(path) ? host.readText(path, options) :",
    put: "isInside(path) || true ? host.readText(path, options) :",
  },
  {
    name: "a tree that is not trusted writes outside of it",
    file: "src/probes/confine.ts",
    find: "isInside(path) ? write() :",
    put: "isInside(path) || true ? write() :",
  },
  {
    name: "a replay answers what it does not know with nothing",
    file: "src/probes/probes.ts",
    find: "missing.push(text);\n      return",
    put: "return",
  },
  {
    name: "a recording forgets what a command said on standard error",
    file: "src/probes/recording.ts",
    find: '...textLines("errors", stderr),',
    put: "",
  },
  {
    name: "a recording for another architecture takes the place of the first",
    file: "src/probes/recording.ts",
    find: "const others = runs.filter((each) => environmentKey(each) !== key);",
    put: "const others = runs.filter((each) => environmentKey(each) !== key && false);",
  },

  // workspace
  {
    name: "ARCH of the environment counts before --arch",
    file: "src/workspace/kernel-environment.ts",
    find: 'if (architecture) return { what, value: architecture, from: "--arch" };\n  if (caller.ARCH) return { what, value: caller.ARCH, from: "environment" };',
    put: 'if (caller.ARCH) return { what, value: caller.ARCH, from: "environment" };\n  if (architecture) return { what, value: architecture, from: "--arch" };',
  },
  {
    name: "a hunk that does not fit is taken",
    file: "src/workspace/unified-patch.ts",
    find: "old.every(({ text }, index) => lines[at + index] === text);",
    put: "old.every(({ text }, index) => lines[at + index] === text || index > 0);",
  },
  {
    name: "a limit '<' of a policy includes its version",
    file: "src/workspace/policy.ts",
    find: 'return sign === ">" ? order > 0 : order < 0;',
    put: 'return sign === ">" ? order > 0 : order <= 0;',
  },
  {
    name: "a rule of a policy needs no reason",
    file: "src/workspace/policy.ts",
    find: 'if (!reason) return report("settings-value", { kind: "no-rule-reason", symbol }, span);',
    put: "",
  },
  {
    name: "kcfg.json is read although --kconfig names a tree",
    file: "src/workspace/find-tree.ts",
    find: "kconfig === undefined ? findFileUp(SETTINGS_FILE, host.folder, host) : undefined",
    put: "findFileUp(SETTINGS_FILE, host.folder, host)",
  },

  // syntax
  {
    name: "the lines of a help text lose their indentation",
    file: "src/syntax/help-text.ts",
    find: '" ".repeat(Math.max(0, width - indentation))',
    put: '""',
  },
  {
    name: "the condition of a select is lost",
    file: "src/syntax/tree-builder.ts",
    find: 'kind: "select",\n      symbol,\n      keyword: keyword.image,\n      condition,',
    put: 'kind: "select",\n      symbol,\n      keyword: keyword.image,\n      condition: undefined,',
  },

  // model
  {
    name: "a select is ignored",
    file: "src/model/finalize.ts",
    find: "column[target] = expressions.or(column[target], reverse);",
    put: "if (kind !== Kind.select) column[target] = expressions.or(column[target], reverse);",
  },
  {
    name: "an imply selects",
    file: "src/model/finalize.ts",
    find: "const column = kind === Kind.select ? draft.symbolReverse : draft.symbolWeak;",
    put: "const column = draft.symbolReverse;",
  },
  {
    name: "'if' around an entry does not count",
    file: "src/model/finalize.ts",
    find: "const dependency = this.#joined(inherited, draft.nodeDependency[node]);",
    put: "const dependency = draft.nodeKind[node] === Node.config ? draft.nodeDependency[node] : this.#joined(inherited, draft.nodeDependency[node]);",
  },
  {
    name: "'and' becomes 'or' in what a block hands down",
    file: "src/model/finalize.ts",
    find: "simplifier.withoutDuplicates(this.#draft.expressions.and(outer, normal));",
    put: "simplifier.withoutDuplicates(this.#draft.expressions.or(outer, normal));",
  },
  {
    name: "A < B negated is A > B",
    file: "src/model/simplify.ts",
    find: "[Op.less]: Op.greaterEqual,",
    put: "[Op.less]: Op.greater,",
  },
  {
    name: "an entry of a menu is put before the last one",
    file: "src/model/draft.ts",
    find: "if (last === ABSENT) this.nodeChild[parent] = id;",
    put: "if (last === ABSENT || last % 7 === 3) this.nodeChild[parent] = id;",
  },
  {
    name: "a member of a choice may have a default",
    file: "src/model/definition-check.ts",
    find: 'if (isMember && draft.dialect.choices === "exclusive") {',
    put: 'if (isMember && draft.dialect.choices === "modal") {',
  },
  {
    name: "a statement opens a loop, whatever other ways there are",
    file: "src/model/loop-openers.ts",
    find: "return needed.has(point);",
    put: "return false;",
  },

  // evaluate
  {
    name: "a range is not enforced",
    file: "src/evaluate/calculation.ts",
    find: "if (range === undefined) return;\n    const { value, upper }",
    put: "if (range !== undefined) return;\n    const { value, upper }",
  },
  {
    name: "the upper end of a range is not in it",
    file: "src/evaluate/range.ts",
    find: "return value >= limitValue(low, base) && value <= limitValue(high, base);",
    put: "return value >= limitValue(low, base) && value < limitValue(high, base);",
  },
  {
    name: "what nobody can see keeps what was asked for",
    file: "src/evaluate/calculation.ts",
    find: "if (visible !== N && user !== undefined) {\n      value = and(user, visible);",
    put: "if (user !== undefined) {\n      value = and(user, visible === N ? user : visible);",
  },
  {
    name: "an imply counts without the dependencies",
    file: "src/evaluate/calculation.ts",
    find: 'if (this.#data.dialect.imply === "capped") value = and(value, this.direct[symbol] as Tristate);',
    put: "",
  },
  {
    name: "unmet dependencies of a select are not told",
    file: "src/evaluate/calculation.ts",
    find: "this.unmet.push({ symbol, moment });",
    put: "",
  },
  {
    name: "m stays m where there are no modules",
    file: "src/evaluate/calculation.ts",
    find: "return type === Type.tristate && this.modules === N ? Type.bool : type;",
    put: "return type;",
  },
  {
    name: "'and' becomes 'or' in a dependency",
    file: "src/evaluate/calculation.ts",
    find: "return op === Op.and ? and(first, second) : or(first, second);",
    put: "return op === Op.and ? or(first, second) : or(first, second);",
  },
  {
    name: "the last default whose condition holds counts",
    file: "src/evaluate/calculation.ts",
    find: "for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {\n      const property = items[at];\n      if (kinds[property] < kind) continue;\n      if (kinds[property] > kind) break;",
    put: "for (let at = starts[symbol + 1] - 1; at >= starts[symbol]; at--) {\n      const property = items[at];\n      if (kinds[property] !== kind) continue;",
  },
  {
    name: "of a choice the first member counts, whatever was asked for",
    file: "src/evaluate/choice-selection.ts",
    find: "if (asked !== undefined) return asked;",
    put: "",
  },
  {
    name: "a default of a choice counts against the user's n",
    file: "src/evaluate/choice-selection.ts",
    find: "if (byDefault === undefined || access.user(byDefault) !== N) return byDefault;",
    put: "if (byDefault !== undefined) return byDefault;",
  },
  {
    name: "conditions of defaults have no dependents",
    file: "src/evaluate/dependents.ts",
    find: "      if (kind !== Kind.prompt && kind !== Kind.default && kind !== Kind.range) continue;\n      this.#note",
    put: "      if (kind !== Kind.prompt && kind !== Kind.range) continue;\n      this.#note",
  },
  {
    name: "limits of ranges have no dependents",
    file: "src/evaluate/dependents.ts",
    find: "        this.#noteText(properties.upper[property], unit);\n",
    put: "",
  },
  {
    name: "a choice does not rest on what its members rest on",
    file: "src/evaluate/dependents.ts",
    find: "      this.#noteSymbol(member, choice, own);\n",
    put: "",
  },
  {
    name: "a loop is calculated as if it were none",
    file: "src/evaluate/dependents.ts",
    find: "      this.#isOrdered[unit] = 1;\n      position[unit] = places;",
    put: "      position[unit] = places;",
  },
  {
    name: "a member with a prompt elsewhere is calculated as others",
    file: "src/evaluate/dependents.ts",
    find: "return prompts.length === 0 || prompts.some((each) => own.has(properties.condition[each]));",
    put: "return true;",
  },
  {
    name: "a default that is no member is as others",
    file: "src/evaluate/dependents.ts",
    find: "      this.#isOrdered[choice] = 1;\n      this.#isOrdered[this.#unitOf[member]] = 1;\n    }",
    put: "    }",
  },
  {
    name: "a changed text reaches nobody",
    file: "src/evaluate/propagation.ts",
    find: "(before.tristate === tristate[symbol] && before.text === text[symbol])",
    put: "before.tristate === tristate[symbol]",
  },
  {
    name: "MODULES on or off reaches nobody",
    file: "src/evaluate/propagation.ts",
    find: "    for (const unit of modular) this.#due(unit, symbol);\n",
    put: "",
  },
  {
    name: "expressions that name a choice stay while it is calculated",
    file: "src/evaluate/propagation.ts",
    find: "    for (const id of own) this.#values.expressionValue[id] = UNKNOWN;\n",
    put: "",
  },
  {
    name: "what follows from a condition two steps away stays",
    file: "src/evaluate/propagation.ts",
    find: "        pending.push(parents.items[next]);",
    put: "        if (at === id) pending.push(parents.items[next]);",
  },
  {
    name: "whether a former name was set reaches only who sees another value",
    file: "src/evaluate/propagation.ts",
    find: "(this.#data.symbols.flags[symbol] & SymbolFlag.transitional) !== 0",
    put: "symbol < 0",
  },
  {
    name: "what a calculation made of user values counts as asked",
    file: "src/evaluate/propagation.ts",
    find: "    for (const state of asked.values()) this.#user.restore(state);\n    asked.clear();",
    put: "    asked.clear();",
  },
  {
    name: "undo forgets the choice of a member",
    file: "src/evaluate/propagation.ts",
    find: "choice === ABSENT ? [symbol] : [symbol, choice]",
    put: "[symbol]",
  },
  {
    name: "unmet dependencies that are gone are told",
    file: "src/evaluate/propagation.ts",
    find: "this.#values.unmet.some((each) => each.symbol === symbol)",
    put: "symbol < 0",
  },
  {
    name: "a change set leaves out what only comes into view",
    file: "src/evaluate/propagation.ts",
    find: "      before.visibility === after.visibility &&\n",
    put: "",
  },
  {
    name: "where the order of questions counts a plan is confirmed as elsewhere",
    file: "src/evaluate/dependents.ts",
    find: '  if (data.dialect.choices !== "exclusive" || dependentsOf(data).hasOrdered) return false;\n',
    put: "",
  },
  {
    name: "a copy with all values has the user values of another one",
    file: "src/evaluate/configuration.ts",
    find: "    const copy = new Configuration(this.model, this.user.clone());\n    copy.values.copyFrom",
    put: "    const copy = new Configuration(this.model, this.user);\n    copy.values.copyFrom",
  },
  {
    name: "a copy with all values does not know whether m exists",
    file: "src/evaluate/calculation.ts",
    find: "    this.modules = other.modules;\n",
    put: "",
  },
  {
    name: "texts are compared by letters, not as numbers",
    file: "src/evaluate/comparison.ts",
    find: "if (a === undefined || b === undefined) return compareText(left.text, right.text);",
    put: "if (a === undefined || b === undefined || left.type === Type.int) return compareText(left.text, right.text);",
  },
  {
    name: "a line that was set before is not remarked upon",
    file: "src/evaluate/read.ts",
    find: "if (seen.has(symbol.id) || symbol.isChoice) {",
    put: "if (symbol.isChoice) {",
  },
  {
    name: "the end of a menu is not written",
    file: "src/evaluate/write.ts",
    find: "lines.push(`# end of ${title(node)}`);",
    put: "",
  },
  {
    name: "a symbol that is defined twice is written twice",
    file: "src/evaluate/write.ts",
    find: "written[symbol] = 1;",
    put: "",
  },
  {
    name: "a minimal configuration has what is so by default",
    file: "src/evaluate/defconfig.ts",
    find: "configuration.value(symbol) !== defaultText(configuration, symbol) &&",
    put: "",
  },
  {
    name: "what is asked anew is asked only if it is visible at y",
    file: "src/conf/menu-visibility.ts",
    find: "if (configuration.hasUserValue(symbol)) return false;",
    put: "if (configuration.hasUserValue(symbol) || configuration.visibility(symbol) !== Y) return false;",
  },

  // explain
  {
    name: "a value that a select gives is said to be a default",
    file: "src/explain/origin.ts",
    find: "if (selected !== N && selected >= value && (own === undefined || own < value)) {",
    put: "if (selected !== N && selected >= value && own !== undefined && own < value) {",
  },
  {
    name: "the dearest way is told first",
    file: "src/explain/terms.ts",
    find: "(a.cost === b.cost ? 0 : a.cost - b.cost)",
    put: "(a.cost === b.cost ? 0 : b.cost - a.cost)",
  },
  {
    name: "one operand of an 'and' is enough",
    file: "src/explain/terms.ts",
    find: 'if (rises === (expression.kind === "and")) {',
    put: 'if (rises !== (expression.kind === "and")) {',
  },
  {
    name: "selects that demand nothing come first",
    file: "src/explain/explain.ts",
    find: "references.sort((a, b) => b.value - a.value);",
    put: "references.sort((a, b) => a.value - b.value);",
  },
  {
    name: "a select that holds no longer is no cause",
    file: "src/explain/change-cause.ts",
    find: 'if (was.kind === "select" || was.kind === "imply") return { kind: "released", by: was.by };',
    put: "",
  },

  // resolve
  {
    name: "not of two literals leaves each where it is",
    file: "src/resolve/levels.ts",
    find: "not: ({ m, y }) => ({ m: -y, y: -m }),",
    put: "not: ({ m, y }) => ({ m: -m, y: -y }),",
  },
  {
    name: "no operand at all is y to an or",
    file: "src/evaluate/algebra.ts",
    find: "or: (operands) => operands.reduce(or, N),",
    put: "or: (operands) => operands.reduce(or, Y),",
  },
  {
    name: "what is m at most is said to be as asked",
    file: "src/explain/origin.ts",
    find: 'return own < asked ? { kind: "limited" } : { kind: "user" };',
    put: 'return { kind: "user" };',
  },
  {
    name: "y, m and n are no words to any tool",
    file: "src/evaluate/comparison.ts",
    find: "return isWord ? Type.unknown : type;",
    put: "return type;",
  },
  {
    name: "a plan is not verified",
    file: "src/resolve/outcome.ts",
    find: "return isSettled && isMet && this.#goals.every((goal) => goalHolds(configuration, goal));",
    put: "return isSettled || isMet || configuration !== undefined;",
  },
  {
    name: "a plan selects against dependencies",
    file: "src/resolve/replay.ts",
    find: "const unmet = [...unmetIn(configuration)].filter((symbol) => !this.#unmet.has(symbol));",
    put: "const unmet: SymbolId[] = [];",
  },
  {
    name: "what only selects the answer is as dear as the answer",
    file: "src/resolve/objective.ts",
    find: "(reach === undefined ? PRICE.selector : reach.steps * PRICE.step) +",
    put: "",
  },
  {
    name: "what opens a whole area is as dear as anything",
    file: "src/resolve/objective.ts",
    find: "if (value === N && choice === ABSENT) this.#wish(-m, sweep.price);",
    put: "if (false) return;",
  },
  {
    name: "what is lost costs nothing",
    file: "src/resolve/objective.ts",
    find: "if (base.hasUserValue(symbol)) this.#wish(kept, PRICE.loss);",
    put: "",
  },
  {
    name: "turning off costs no more than turning on",
    file: "src/resolve/objective.ts",
    find: "this.#wish(level, PRICE.off);",
    put: "",
  },
  {
    name: "lines that no goal needs stay in a plan",
    file: "src/resolve/resolve.ts",
    find: "if (removable.some(({ setting }) => reaches(setting))) {",
    put: "if (false) {",
  },
  {
    name: "a request that holds alone is the answer, though it contradicts another one",
    file: "src/resolve/resolve.ts",
    find: "if (!this.#outcomes.isReachedBy(replay, this.#strictness) || this.#outcomes.contradicts(replay))",
    put: "if (!this.#outcomes.isReachedBy(replay, this.#strictness))",
  },
  {
    name: "a line says what was tried, not what it gives",
    file: "src/resolve/outcome.ts",
    find: "const after = view.isLogical ? replay.configuration.value(symbol) : value;",
    put: "const after = value;",
  },
  {
    name: "COMPILE_TEST hides what a driver is for",
    file: "src/explain/terms.ts",
    find: "const listed = (isWanted ? meantFirst(found, byCost) : byCost).slice(0, listedAlternatives);",
    put: "const listed = byCost.slice(0, listedAlternatives);",
  },
  {
    name: "a plan of ten lines is told like one of one",
    file: "src/resolve/warnings.ts",
    find: "if (needed.length < MANY_LINES) return [];",
    put: "if (needed.length >= 0) return [];",
  },
  {
    name: "what is selected against dependencies has no fix",
    file: "src/check/unmet-fixes.ts",
    find: "return isWhole && plan.needed.length > 0 ? plan : undefined;",
    put: "return isWhole && plan.needed.length > 99 ? plan : undefined;",
  },
  {
    name: "what C gives with a warning is impossible",
    file: "src/resolve/resolve.ts",
    find: 'if (first === "impossible") return this.#isLoose ? this.#impossible() : this.#loosely();',
    put: 'if (first === "impossible") return this.#impossible();',
  },
  {
    name: "a gate of three has no way back",
    file: "src/resolve/gates.ts",
    find: "this.solver.addClause([gate, ...literals.map((literal) => -literal)]);",
    put: "",
  },
  {
    name: "a core is not made smaller",
    file: "src/resolve/minimize.ts",
    find: "return shrunk(solver, core, background, {});",
    put: "return core;",
  },
  {
    name: "a counter counts one too few",
    file: "src/resolve/totalizer.ts",
    find: "if (i < sum) clause.push(-right.outputs[sum - i - 1]);",
    put: "if (i + 1 < sum) clause.push(-right.outputs[sum - i - 1]);",
  },
  {
    name: "a line for a member of a choice that nobody can see is a way",
    file: "src/resolve/encode-choice.ts",
    find: "gates.solver.addClause([-atY[index], isVisible(symbol)]);",
    put: "void index;",
  },
  {
    name: "MODULES changes for nothing where the goals do not rest on it",
    file: "src/resolve/resolve.ts",
    find: "wanted.push(...lost, ...this.#outcomes.sweptIn(replay).filter(outside));",
    put: "wanted.push(...lost);",
  },
  {
    name: "a member of a choice is lost for nothing",
    file: "src/resolve/outcome.ts",
    find: "this.#loweredIn(replay).filter((symbol) => isPaidFor(this.#replayer.base, symbol));",
    put: "this.lostIn(replay);",
  },

  // check
  {
    name: "a request that is m where y was asked for holds",
    file: "src/check/verdict.ts",
    find: "if (symbol.isLogical) return counts(request) && configuration.value(symbol.id) === wanted;",
    put: 'if (symbol.isLogical) return counts(request) && (configuration.value(symbol.id) === wanted || wanted === "y" && configuration.value(symbol.id) === "m");',
  },
  {
    name: "a fix may break what held",
    file: "src/check/apply-fixes.ts",
    find: "if ([...failing.keys()].some((each) => !known.has(each))) return false;",
    put: "",
  },
  {
    name: "a fix that a person should decide on is applied",
    file: "src/check/apply-fixes.ts",
    find: "takesUnsafe || automatic !== false",
    put: "takesUnsafe || automatic !== undefined || true",
  },
  {
    name: "a fix changes a fragment that may not be changed",
    file: "src/check/apply-fixes.ts",
    find: ' && mayChange(finding.location?.path ?? "");',
    put: ";",
  },
  {
    name: "a suppressed finding is fixed",
    file: "src/check/apply-fixes.ts",
    find: "finding.suppressed === undefined && mayChange(",
    put: "mayChange(",
  },
  {
    name: "what is forbidden is allowed",
    file: "src/check/policy.ts",
    find: 'return has ? say("policy-forbidden") : undefined;',
    put: 'return has && rule.values.length > 0 ? say("policy-forbidden") : undefined;',
  },
  {
    name: "a rule for another architecture counts here",
    file: "src/check/policy.ts",
    find: 'architectures.length === 0 || architectures.includes(architecture ?? "")',
    put: "true",
  },
  {
    name: "a comment silences all findings of its file",
    file: "src/check/suppressions.ts",
    find: "(line === undefined || line === location.line)",
    put: "true",
  },
  {
    name: "a comment silences whatever rule",
    file: "src/check/suppressions.ts",
    find: "return code === rule && location?.path",
    put: "return location?.path",
  },
  {
    name: "what is to be kept is not looked after",
    file: "src/service/plan.ts",
    find: '    ...keep.map((each) => ({ ...each, role: "kept" as const })),\n',
    put: "",
  },
  {
    name: "findings stand in the order in which they were found",
    file: "src/check/check-fragments.ts",
    find: "return fileA - fileB || lineA - lineB;",
    put: "return fileA - fileB || lineA * 0 - lineB * 0;",
  },
  {
    name: "a fix is offered that breaks another request",
    file: "src/check/fixes.ts",
    find: "const broken = this.#held.filter((each) => !requestHolds(configuration, each));",
    put: "const broken: readonly Request[] = [];",
  },
  {
    name: "a symbol that is new since a whole .config was written is not told",
    file: "src/check/stale.ts",
    find: "if (added.length === 0 || head === undefined) return undefined;",
    put: "if (added.length < 2 || head === undefined) return undefined;",
  },

  // graph
  {
    name: "arrows of selects point the other way",
    file: "src/graph/relations.ts",
    find: "from,\n      to: property.target,",
    put: "from: property.target,\n      to: from,",
  },
  {
    name: "a graph has room for one symbol too many",
    file: "src/graph/graph.ts",
    find: "if (symbol === undefined || depths.has(symbol.id) || depths.size >= most) continue;",
    put: "if (symbol === undefined || depths.has(symbol.id) || depths.size > most) continue;",
  },
  {
    name: "what there was no room for is not counted",
    file: "src/graph/graph.ts",
    find: "return [{ of, direction, count: hidden.size, kinds }];",
    put: "return [];",
  },

  {
    name: "of hundreds of texts, two may be the one",
    file: "src/resolve/gates.ts",
    find: "        this.atMostOne(group);\n        this.solver",
    put: "        this.solver",
  },
  {
    name: "of hundreds of texts, a number is equal to none that is written otherwise",
    file: "src/resolve/cases.ts",
    find: "number === undefined ? [] : this.#byNumber.get(number)",
    put: "[]",
  },

  // lint
  {
    name: "a dependency goes that only another file requires",
    file: "src/lint/rules/redundant-depends.ts",
    find: "if (part.operands === undefined || !grounds.every(isOfFile)) return undefined;",
    put: "if (part.operands === undefined || !isOfFile(part)) return undefined;",
  },
  {
    name: "a mended file is not compared with what it was",
    file: "src/lint/fixes.ts",
    find: "return isSound && same\n",
    put: "return isSound\n",
  },
  {
    name: "of two operands the other one goes",
    file: "src/lint/fixes.ts",
    find: "? { start: operands[at].start, end: operands[at + 1].start }",
    put: "? { start: operands[at + 1].start, end: operands[at + 1].end }",
  },
  {
    name: "a default behind one that always holds is not told",
    file: "src/lint/rules/defaults.ts",
    find: "if (index > 0) {",
    put: "if (index > 1) {",
  },
  {
    name: "a dependency that says the same twice is fine",
    file: "src/lint/rules/redundant-depends.ts",
    find: 'return gates.or([less("m"), less("y")]);',
    put: "return gates.yes;",
  },
  {
    name: "only what is less at y requires more",
    file: "src/lint/rules/redundant-depends.ts",
    find: 'return gates.or([less("m"), less("y")]);',
    put: 'return less("y");',
  },

  {
    name: "blockers behind the first two hundred are not looked for",
    file: "src/lint/rules/defaults.ts",
    find: "start += BLOCKERS_AT_ONCE) {",
    put: "start += count) {",
  },

  // query
  {
    name: "a list shows symbols of all types but those asked for",
    file: "src/query/list.ts",
    find: "tests.push(({ type }) => types.includes(type));",
    put: "tests.push(({ type }) => !types.includes(type));",
  },
  {
    name: "one filter of a list is enough",
    file: "src/query/list.ts",
    find: "tests.every((passes) => passes(symbol))",
    put: "(tests.length === 0 || tests.some((passes) => passes(symbol)))",
  },
  {
    name: "'*' of a path goes over a slash",
    file: "src/query/pattern.ts",
    find: 'if (piece === "*") return "[^/]*";',
    put: 'if (piece === "*") return ".*";',
  },
  {
    name: "a hit in the help comes before one in the name",
    file: "src/query/search.ts",
    find: "ranks[row] = group * RANKS + worst;",
    put: "ranks[row] = group * RANKS + (worst < Score.none ? Score.help - worst : worst);",
  },
  {
    name: "of several words one is enough",
    file: "src/query/search.ts",
    find: "worst = Math.max(worst, Math.floor(scores[row]));",
    put: "worst = Math.floor(worst === 0 ? scores[row] : Math.min(worst, scores[row]));",
  },
  {
    name: "a file whose symbols are known from another is not searched again for a longer word",
    file: "src/query/help-search.ts",
    find: "holders.set(number, ranges);",
    put: "if (!found.has(nodes.symbol[node])) holders.set(number, ranges);",
  },
  {
    name: "whether a word stands anywhere is asked of the rows of another word",
    file: "src/query/search.ts",
    find: "const few = isWritten ?",
    put: "const few = rows !== undefined ?",
  },
  {
    name: "letters that changed places are two slips",
    file: "src/query/near-words.ts",
    find: "isSwapped(term, word) ? 1 : distance(term, word)",
    put: "distance(term, word)",
  },

  // diff
  {
    name: "stricter and looser are exchanged",
    file: "src/diff/relation.ts",
    find: 'if (lost.kind === "found") return "stricter";\n  return gained.kind === "found" ? "looser" : "same";',
    put: 'if (lost.kind === "found") return "looser";\n  return gained.kind === "found" ? "stricter" : "same";',
  },
  {
    name: "a symbol is renamed although its prompt stands twice",
    file: "src/diff/renames.ts",
    find: "if (symbols.length === 1 && twins.length === 1)",
    put: "if (symbols.length >= 1 && twins.length >= 1)",
  },
  {
    name: "a moved symbol has not changed",
    file: "src/diff/changes.ts",
    find: "if (sameTexts(files(before), files(after))) return [];",
    put: "return [];",
  },
  {
    name: "a number that has no line in one configuration is the same",
    file: "src/diff/configurations.ts",
    find: ": writtenValue(before, symbol) !== writtenValue(after, symbol);",
    put: ": before.value(symbol.id) !== after.value(symbol.id);",
  },

  // report
  {
    name: "a line is broken behind the edge of the terminal",
    file: "src/report/fitted-lines.ts",
    find: "textWidth(plain(current + gap + part)) <= width)",
    put: "textWidth(plain(current + gap + part)) <= width + 5)",
  },
  {
    name: "an escape sequence of a tree reaches the terminal",
    file: "src/report/safe-text.ts",
    find: "/[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f",
    put: "/[\\u0000-\\u0008\\u000b-\\u001a\\u007f-\\u009f",
  },
  {
    name: "an annotation holds a raw newline",
    file: "src/report/formats/github.ts",
    find: '.replace(/\\n/g, "%0A")',
    put: "",
  },
  {
    name: "JUnit counts suppressed findings as failures",
    file: "src/report/formats/junit.ts",
    find: "function isFailure({ diagnostics }: Case): boolean {\n  return diagnostics.some(({ fails, suppressed }) => fails && suppressed === null);",
    put: "function isFailure({ diagnostics }: Case): boolean {\n  return diagnostics.some(({ fails }) => fails);",
  },
  {
    name: "a fingerprint changes when a line moves",
    file: "src/report/json.ts",
    find: 'fingerprint: fingerprintOf([firstNameOf(code), location?.path ?? "", symbol ?? message, requested ?? ""]),',
    put: 'fingerprint: fingerprintOf([firstNameOf(code), location?.path ?? "", symbol ?? message, requested ?? "", String(location?.line)]),',
  },
  {
    name: "a baseline makes new findings known",
    file: "src/report/baseline.ts",
    find: "each.suppressed === null && known.has(each.fingerprint)",
    put: "each.suppressed === null && known.size > 0",
  },
  {
    name: "the head of a hunk counts lines wrong",
    file: "src/report/unified-diff.ts",
    find: "+${range(hunk.newStart, hunk.newLines)} @@`,",
    put: "+${range(hunk.newStart, hunk.oldLines)} @@`,",
  },
  {
    name: "a warning is dropped in JSON",
    file: "src/report/json.ts",
    find: "    diagnostics,\n    result,\n  };\n  return",
    put: '    diagnostics: diagnostics.filter(({ severity }) => severity !== "warning"),\n    result,\n  };\n  return',
  },

  // service
  {
    name: "a text of an editor lies over the disk after it was closed",
    file: "src/service/service.ts",
    find: "if (text === undefined) this.#texts.delete(place);",
    put: "if (text === undefined) return;",
  },
  {
    name: "changes by hand do not outlive a model",
    file: "src/service/service.ts",
    find: "    this.#repeatChanges();\n    return session;",
    put: "    return session;",
  },
  {
    name: "a tree that is gone takes the last state with it",
    file: "src/service/service.ts",
    find: "return this.#session ?? { troubles };\n  }\n\n  // What was changed",
    put: "return { troubles };\n  }\n\n  // What was changed",
  },
  {
    name: "what was searched for after it was given up is an answer",
    file: "src/service/cancellation.ts",
    find: "    const answer = work();\n    heed(cancellation);\n    return answer;",
    put: "    return work();",
  },
  {
    name: "a menu offers what selects do not leave",
    file: "src/evaluate/assignable.ts",
    find: "value >= least && value <= most",
    put: "value <= most",
  },

  // commands
  {
    name: "a dry run writes",
    file: "src/commands/set.ts",
    find: "const isPreview = options.dryRun === true || options.diff === true;",
    put: "const isPreview = options.diff === true;",
  },
  {
    name: "a dry run writes, and says that it would",
    file: "src/commands/set.ts",
    find: "if (isWritten) {\n    const failure",
    put: "if (isChanged && !options.diff) {\n    const failure",
  },
  {
    name: "--diff writes",
    file: "src/commands/set.ts",
    find: "if (isWritten) {\n    const failure",
    put: "if (isChanged && !options.dryRun) {\n    const failure",
  },
  {
    name: "set keeps no old .config",
    file: "src/service/set.ts",
    find: "{ backup: `${path}.old`, expected },",
    put: "{ expected },",
  },
  {
    name: "set writes over what another program wrote",
    file: "src/service/set.ts",
    find: "{ backup: `${path}.old`, expected },",
    put: "{ backup: `${path}.old` },",
  },
  {
    name: "set takes a fix that nobody asked for",
    file: "src/service/set.ts",
    find: "if (holds && (needed.length === 0 || takesNeeded)) return undefined;",
    put: "if (holds) return undefined;",
  },
  {
    name: "a refusal of set has exit code 0",
    file: "src/commands/set.ts",
    find: 'caller.stderr.write("nothing written\\n");\n  }\n  return exit;',
    put: 'caller.stderr.write("nothing written\\n");\n  }\n  return exit === 1 ? 0 : exit;',
  },
  {
    name: "exit code 1 of a report becomes 0",
    file: "src/commands/outputs.ts",
    find: "return report.ok ? 0 : 1;",
    put: "return 0;",
  },
  {
    name: "a report that cannot be written is no failure",
    file: "src/commands/outputs.ts",
    find: "if (failures.length > 0) return 2;\n  return report.ok",
    put: "return report.ok",
  },
  {
    name: "check --diff writes",
    file: "src/commands/check.ts",
    find: "if (options.diff) return showDiff(outcome, report, world);\n    const failures = wantsFix",
    put: "const failures = wantsFix",
  },
  {
    name: "two runs may fix the same fragment",
    file: "src/commands/check.ts",
    find: "if (new Set(words).size < words.length)",
    put: "if (words.length < 0)",
  },
  {
    name: "merge --strict writes all the same",
    file: "src/commands/merge.ts",
    find: "else host.stdout.write(`${STRICT_TEXT}nothing written\\n`);\n      return 1;",
    put: "else host.stdout.write(`${STRICT_TEXT}nothing written\\n`);",
  },
  {
    name: "merge -s is content with requests that do not hold",
    file: "src/commands/merge.ts",
    find: "return options.strict && !holds ? 1 : 0;",
    put: "return 0;",
  },
  {
    name: "a binary file is a fragment",
    file: "src/service/config-file.ts",
    find: "if (at < 0) return file;",
    put: "return file;",
  },
  {
    name: "KCONFIG_WERROR is ignored where dependencies are unmet",
    file: "src/conf/run.ts",
    find: "if (isUnmet && this.#takesWarningsForErrors) return 1;\n    return this.#arguments.mode",
    put: "return this.#arguments.mode",
  },
  {
    name: "conf writes a .config that rests on denied commands",
    file: "src/conf/run.ts",
    find: "const part = unknownPartOf(configuration);\n    if (part === undefined) return false;",
    put: "const part = unknownPartOf(configuration);\n    if (part === undefined || part !== undefined) return false;",
  },
  {
    name: "conf asks what has an answer",
    file: "src/conf/questions.ts",
    find: "if (isOpen && (this.asksAll || !hasValue)) return",
    put: "if (isOpen) return",
  },

  // host
  {
    name: "a lock is not taken",
    file: "src/host/node-lock.ts",
    find: "const isHeld = acquire(lock);",
    put: "const isHeld = false;",
  },
  {
    name: "a lock stays",
    file: "src/host/node-lock.ts",
    find: "if (isHeld) fs.rmSync(nativePath(lock), { force: true });",
    put: "",
  },
  {
    name: "a failed write leaves its temporary file",
    file: "src/host/node-write.ts",
    find: "  } catch (error) {\n    fs.rmSync(nativePath(temporary), { force: true });\n    throw error;",
    put: "  } catch (error) {\n    throw error;",
  },
  {
    name: "a file that changed meanwhile is written over",
    file: "src/host/node-write.ts",
    find: "if (now === expected) return;",
    put: "return;",
  },
  {
    name: "the permissions of a file are lost",
    file: "src/host/node-write.ts",
    find: "fs.fchmodSync(descriptor, old.mode & 0o7777);",
    put: "",
  },
  {
    name: "a file that is written over in place is cut off half-way on a full disk",
    file: "src/host/node-write.ts",
    find: "      writeFrom(descriptor, old);\n      throw error;",
    put: "      throw error;",
  },
  {
    name: "files of the cache can be read by others",
    file: "src/host/node-cache.ts",
    find: 'const file = fs.openSync(path, "wx", 0o600);',
    put: 'const file = fs.openSync(path, "wx", 0o644);',
  },
  {
    name: "the newest files of the cache go",
    file: "src/host/node-cache.ts",
    find: ".sort((a, b) => a.modified - b.modified)",
    put: ".sort((a, b) => b.modified - a.modified)",
  },
  {
    name: "what is kept and others can write is believed, compiled code too",
    file: "src/host/node-cache.ts",
    find: "status.isFile() && isOwn && (status.mode & 0o022) === 0",
    put: "status.isFile() && isOwn",
  },
  {
    name: "a command runs for ever",
    file: "src/host/node.ts",
    find: "      timeout: timeLimit,\n",
    put: "",
  },
  {
    name: "what commands started goes on when kcfg is killed",
    file: "src/host/node.ts",
    find: '"exec 4<&3 3<&- 5>&2 2>/dev/null; { read _ <&4 || kill -9 0; } 5>&- & w=$!; exec 4<&-; " +',
    put: '"exec 4<&3 3<&- 5>&2 2>/dev/null; { read _ <&4; } 5>&- & w=$!; exec 4<&-; " +',
  },
  {
    name: "a kept model counts although a file is there that was missing",
    file: "src/store/inputs.ts",
    find: "for (const path of inputs.missing) if (host.stamp(path) !== undefined) return pathChange(path);",
    put: "",
  },
  {
    name: "a kept model counts although a file changed within the tick of a clock",
    file: "src/store/inputs.ts",
    find: "if (!read.ok || digestText(read.text) !== digest) return pathChange(files[file]);",
    put: "if (!read.ok) return pathChange(files[file]);",
  },

  // main
  {
    name: "an exit code of a usage error is 1",
    file: "src/main.ts",
    find: "return error.exitCode === 0 ? 0 : 2;",
    put: "return error.exitCode === 0 ? 0 : 1;",
  },
  {
    name: "output that is lost is no failure",
    file: "src/main.ts",
    find: "return isConf ? exit : 2;",
    put: "return exit;",
  },
  {
    name: "an option that is none leaves no usage line",
    file: "src/main.ts",
    find: "      command.showHelpAfterError(usage);\n",
    put: "",
  },

  // Linux 7.3 and 5.10
  {
    name: "a transitional symbol is written",
    file: "src/evaluate/calculation.ts",
    find: "symbol === this.#unwritten || this.#isTransitional(symbol))",
    put: "symbol === this.#unwritten)",
  },
  {
    name: "nothing takes over what a transitional symbol is set to",
    file: "src/evaluate/calculation.ts",
    find: "if (this.#user.has(symbol) || !this.#user.has(source)) return;",
    put: "return;",
  },
  {
    name: "a former name wins over the name of today",
    file: "src/evaluate/calculation.ts",
    find: "if (this.#user.has(symbol) || !this.#user.has(source)) return;",
    put: "if (!this.#user.has(source)) return;",
  },
  {
    name: "a select raises a transitional symbol",
    file: "src/evaluate/calculation.ts",
    find: "      this.reverse[symbol] = N;\n      this.weak[symbol] = N;\n      return;\n    }\n    this.visibility",
    put: "      this.reverse[symbol] = this.#demanded(symbol, symbols.reverseDependency[symbol]);\n      this.weak[symbol] = N;\n      return;\n    }\n    this.visibility",
  },
  {
    name: "'depends on A if B' is A || B",
    file: "src/model/load/attributes.ts",
    find: "comparedWithNo(draft.expressions, condition, Op.equal)",
    put: "condition",
  },
  {
    name: "a negated dependency goes into the submenu",
    file: "src/model/finalize.ts",
    find: "draft.dialect.negationEndsSubmenu &&",
    put: "false &&",
  },
  {
    name: "a file may be sourced twice",
    file: "src/model/load/files.ts",
    find: 'if (!this.#reading.dialect.refusals.has("repeated inclusion")) return false;',
    put: "return false;",
  },
  {
    name: "a tree's own tool is not looked at",
    file: "src/workspace/kernel-tool.ts",
    find: 'const isFormer = textOf("lexer.l") === undefined;',
    put: "return { name };\n  const isFormer = true;",
  },
  {
    name: "a release between two has the older rules",
    file: "src/model/dialect-for.ts",
    find: "...(isBeforeRewrite ? older : newer),",
    put: "...older,",
  },
  {
    name: "a release between two refuses what one of them refuses",
    file: "src/model/dialect-for.ts",
    find: "refusals: new Set([...older.refusals].filter((refusal) => newer.refusals.has(refusal))),",
    put: "refusals: newer.refusals,",
  },
  {
    name: "a macro that must vanish may come to a word",
    file: "src/model/load/words.ts",
    find: 'if (text === undefined || text === "") return;\n    const { source } = context;',
    put: "if (text !== undefined) return;\n    const { source } = context;",
  },
  {
    name: "a macro before a keyword is a statement",
    file: "grammar/vanishing.ts",
    find: "return at === 0 ? 0 : (room.get(tokens[at - 1].tokenType) ?? 0);",
    put: "return at === 0 ? 0 : (room.get(tokens[at - 1].tokenType) ?? 1);",
  },
  {
    name: "a changed value is told as it was asked",
    file: "src/evaluate/changed-input.ts",
    find: "if (asked !== value) changed.push",
    put: "if (asked === value) changed.push",
  },
  {
    name: "a former name is no rename",
    file: "src/check/check-fragments.ts",
    find: "if (rename !== undefined && (symbol === undefined || symbol.isTransitional)) {",
    put: "if (rename !== undefined && symbol === undefined) {",
  },
  {
    name: "'=n' and 'is not set' redefine each other",
    file: "src/dotconfig/merge.ts",
    find: 'if (inOnePass && before.endsWith("=n")',
    put: 'if (!inOnePass && before.endsWith("=n")',
  },
  {
    name: "5.10 names its marks as 6.1 does",
    file: "src/conf/autoconf-files.ts",
    find: "manners.touchesInFolders ? markInFolders(name) : name",
    put: "name",
  },
  {
    name: "a configdefault counts whatever its symbol depends on",
    file: "src/model/finalize.ts",
    find: "draft.symbolDirect[draft.nodeSymbol[node]],\n        draft.propertyCondition[property],",
    put: "NONE,\n        draft.propertyCondition[property],",
  },
  {
    name: "what CMakeLists.txt sets within a condition counts",
    file: "src/workspace/projects/cmake.ts",
    find: "if (depth > 0) continue;",
    put: "",
  },
  {
    name: "the fragments that a build merges are not checked with the one that is named",
    file: "src/service/check.ts",
    find: "const merged = asked === undefined && !isAlone ? amongMerged(opened, words) : words;",
    put: "const merged = words;",
  },
  {
    name: "a shield is merged behind what the command line of CMake adds",
    file: "src/workspace/projects/zephyr-fragments.ts",
    find: "    ...ofShields(ground, variables, board),\n    ...extra(ground, variables, board),\n",
    put: "    ...extra(ground, variables, board),\n    ...ofShields(ground, variables, board),\n",
  },
  {
    name: "a function in Python stands for nothing",
    file: "src/preprocess/preprocessor.ts",
    find: 'if (foreign === undefined) return "";',
    put: 'return "";',
  },
  {
    name: "a member of Kconfiglib's choices has its default though it cannot be seen",
    file: "src/evaluate/calculation.ts",
    find: "if (isNoneUnseen && visible !== Y) {",
    put: "if (isNoneUnseen && visible === M) {",
  },
  {
    name: "Zephyr is read for all boards though there is a build folder",
    file: "src/workspace/projects/zephyr.ts",
    find: "const command = /cmake",
    put: "const command = /none",
  },
  {
    name: "ESP-IDF's defaults of the target are not read",
    file: "src/workspace/projects/esp-idf.ts",
    find: 'home.exists(`${path}.${target}`) === "file" ? ',
    put: 'home.exists(`${path}.${target}`) === "never" ? ',
  },
  {
    name: "a default that a .config keeps counts for nothing",
    file: "src/evaluate/marked-defaults.ts",
    find: "if (!isLetter || type === Type.bool) configuration.keepDefault",
    put: "if (isLetter && type === Type.bool) configuration.keepDefault",
  },
  {
    name: "a marked member of a choice is forgotten",
    file: "src/evaluate/marked-defaults.ts",
    find: "if (last !== undefined && (chosen.length > 1 || differs))",
    put: "if (last !== undefined && chosen.length > 1)",
  },
  {
    name: "set does not keep the user's value from counting",
    file: "src/model/finalize.ts",
    find: "draft.propertyCondition[property] = expressions.and(draft.propertyCondition[property], isFree);",
    put: "draft.propertyCondition[property] = expressions.and(draft.propertyCondition[property], NONE);",
  },
  {
    name: "a number out of its range is taken to the nearer limit where it counts for nothing",
    file: "src/evaluate/calculation.ts",
    find: 'if (dialect.outOfRange === "limit" || type === Type.string) return false;',
    put: 'if (dialect.outOfRange !== "limit" || type === Type.string) return false;',
  },
  {
    name: "former names are not inverted",
    file: "src/evaluate/read.ts",
    find: 'const isInverted = rename.isInverted && symbol.type === "bool";',
    put: 'const isInverted = false && symbol.type === "bool";',
  },
  {
    name: "the block of deprecated names asks for its lines",
    file: "src/dotconfig/dot-config.ts",
    find: 'if (isInBlock) return { number, start, end, kind: "comment" };',
    put: "",
  },
  {
    name: "a board's defconfig is no base",
    file: "src/workspace/find-tree.ts",
    find: '[around.base, place.project?.title ?? ""],',
    put: "",
  },

  // faces
  {
    name: "commands run in a workspace that is not trusted",
    file: "src/lsp/workspace.ts",
    find: "if (isTrusted) return",
    put: "if (isTrusted || true) return",
  },
  {
    name: "whatever an editor says, its workspace is trusted",
    file: "src/lsp/server.ts",
    find: "isTrusted: trusted === true || isAsked,",
    put: "isTrusted: trusted !== false || isAsked,",
  },
  {
    name: "a name is taken over from another symbol",
    file: "src/service/rename.ts",
    find: 'if (model.symbolOrChoice(newName) !== undefined) return { kind: "taken" };',
    put: "",
  },
  {
    name: "a rename is not tried",
    file: "src/service/rename.ts",
    find: "if (!isOpen(again) || !isSameModel(model, again.model, name, newName))",
    put: "if (!isOpen(again))",
  },
  {
    name: "files of other architectures do not count for a rename",
    file: "src/service/rename.ts",
    find: "if (unread.length > 0) return unread[0];",
    put: "",
  },
  {
    name: "menus write over another program's file",
    file: "src/service/editing.ts",
    find: "file: { path, isFragment: false, held: this.#held, before, after },",
    put: "file: { path, isFragment: false, held: before, before, after },",
  },
  {
    name: "menus write a file that would not differ",
    file: "src/service/editing.ts",
    find: 'if (!this.differs) return this.#settled({ kind: "same", path });',
    put: "",
  },
  {
    name: "an answer to an earlier text counts for the text as it is now",
    file: "src/menuconfig/update.ts",
    find: 'dialog.kind === "input" && dialog.text === text ? { ...dialog, objection } : dialog,',
    put: 'dialog.kind === "input" ? { ...dialog, objection } : dialog,',
  },
  {
    name: "a click opens a row at once",
    file: "src/menuconfig/update.ts",
    find: 'return index === state.cursor ? act(state, "open") : step({ ...state, cursor: index });',
    put: 'return act({ ...state, cursor: index }, "open");',
  },
  {
    name: "a pager gets what goes into a pipe",
    file: "src/commands/pager.ts",
    find: 'if (page === undefined || !stdout.isTerminal || words.includes("--no-pager")) return undefined;',
    put: 'if (page === undefined || words.includes("--no-pager")) return undefined;',
  },
  {
    name: "an implied symbol counts as a selected one",
    file: "src/service/selections.ts",
    find: 'statements.filter(({ kind }) => kind === "select").length',
    put: "statements.length",
  },
  {
    name: "who depends on a symbol calls it",
    file: "src/lsp/call-hierarchy.ts",
    find: "if (entry === undefined || nodes.find(isSelection)?.symbol.start !== mention.start) continue;",
    put: 'if (entry === undefined || mention.role === "definition") continue;',
  },
  {
    name: "a text with a mistake gets another layout",
    file: "src/service/layout.ts",
    find: 'if (diagnostics.some(({ severity }) => severity === "error")) return undefined;',
    put: "",
  },
  {
    name: "a pattern leads to the first of its files",
    file: "src/lsp/document-links.ts",
    find: "if (files.length === 1) {",
    put: "if (files.length > 0) {",
  },
  {
    name: "every line of an earlier auto.conf is one that C does not know",
    file: "src/conf/autoconf-files.ts",
    find: 'if (line.kind === "malformed" && !line.isSilent)',
    put: 'if (line.kind === "malformed" || !line.isSilent)',
  },
  {
    name: "a command that decides about MODULES decides about no tristate",
    file: "src/evaluate/unknown-reach.ts",
    find: "if (modules !== 0 && reaching[modules] === 1) return true;",
    put: "",
  },
  {
    name: "a command that decides about a choice decides about none of its members",
    file: "src/evaluate/unknown-reach.ts",
    find: "if (choice[symbol] !== ABSENT && reaching[choice[symbol]] === 1) return true;",
    put: "",
  },
  {
    name: "kconfig-frontends' help has what selects a symbol by its value",
    file: "src/model/dialect-rules.ts",
    find: 'helpLayout: "by prompt, undivided"',
    put: 'helpLayout: "by prompt"',
  },
  {
    name: "a line that a request replaces is named as dropped",
    file: "src/service/set.ts",
    find: "symbol.hasPrompt && !own.has(symbol.id) && asked",
    put: "symbol.hasPrompt && asked",
  },
  {
    name: "a fix without an edit is one in SARIF",
    file: "src/report/formats/sarif.ts",
    find: "if (edits === undefined || edits.length === 0) return undefined;",
    put: "if (edits === undefined) return undefined;",
  },
  {
    name: "a session that was killed loses the modes of choices",
    file: "src/service/unfinished.ts",
    find: "if (value !== undefined && place !== undefined)",
    put: "if (false)",
  },
  {
    name: "a loop is not told where an error is in its entry",
    file: "src/model/load.ts",
    find: "  reading.once.endFinishing();\n",
    put: "",
  },
  {
    name: "a made file of another text and the same length has the same stamp",
    file: "src/workspace/made-files.ts",
    find: "Number.parseInt(digestText(text).slice(0, 12), 16)",
    put: "0",
  },
  {
    name: "a policy file without rules is taken for one that has none",
    file: "src/workspace/policy.ts",
    find: 'if (list?.type !== "array" && problems.length === 0)',
    put: 'if (list?.type !== "array" && problems.length !== 0)',
  },
  {
    name: "a value that is entered as it was is a change",
    file: "src/menuconfig/dialogs.ts",
    find: "(text === value && !isNew)",
    put: "(text === value && isNew)",
  },
];
