/** Every reader of kcfg as a function of bytes, and documents for each to begin with. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { casesOf, fixtures } from "../cases.js";
import { makeTree } from "./kconfig.js";
import { VERSIONS } from "./languages.js";
import { mutated } from "./mutate.js";
import { Random } from "./random.js";

/**
 * The readers by name: each takes bytes, has `documents` to damage and a `weight`, its share of the cases. What it
 * answers does not matter; that it answers does.
 * @param kcfg the exports of subject.ts
 * @param corpora the answer of `documentsOf`
 */
export function makeTargets(kcfg, corpora) {
  const { decodeText, encodeText, SourceFile, Configuration, memoryHost } = kcfg;
  const text = (bytes) => decodeText(bytes);
  const dialects = ["linux-6.12", "linux-6.1", "linux-next", "extended"];
  const dialectOf = (bytes) => dialects[bytes.length % dialects.length];

  const load = (files, dialect, isTolerant = false) =>
    kcfg.loadKconfig({
      path: "Kconfig",
      host: memoryHost({ files, commands: (command) => command.slice(0, 40) }),
      environment: { ARCH: "x86", SRCARCH: "x86", srctree: ".", KERNELVERSION: "6.12.0" },
      dialect,
      isTolerant,
    });
  const evaluate = (model) => {
    const configuration = new Configuration(model);
    kcfg.writeDotConfig(configuration, {});
    kcfg.writeDefconfig(configuration, {});
  };

  const { model } = load({ Kconfig: TREE }, "linux-6.12");
  const { model: modalModel } = load({ Kconfig: TREE }, "linux-6.1");
  const readConfig = (bytes, usedModel, dialect) => {
    const file = kcfg.parseDotConfig(new SourceFile(".config", text(bytes)), { dialect });
    const configuration = new Configuration(usedModel);
    kcfg.readDotConfig(configuration, file, { warnUnknown: true });
    kcfg.settleAfterReading(configuration);
    const written = kcfg.writeDotConfig(configuration, {});
    kcfg.mergeDotConfigs(file, [file], {});
    kcfg.editDotConfig(file, [
      { name: "A", type: "tristate", value: "m" },
      { name: "S", type: "string", value: '"' },
    ]);
    return written;
  };

  /** The command itself, in a world of these files. */
  const command = (words, files, input) => {
    const host = memoryHost({
      files,
      folder: "/w",
      environment: { HOME: "/", PATH: "" },
      input,
      commands: (line) => line,
    });
    return kcfg.run(words, host);
  };
  const kept = kcfg.writeSnapshot({
    build: "1",
    data: model.data,
    diagnostics: [],
    inputs: { files: [], stamps: new Float64Array(), environment: [], absent: [], globs: [] },
    ground: {},
  });
  const packed = gzipSync(corpora.config[0]);

  return {
    parser: {
      weight: 5,
      documents: corpora.kconfig,
      run: (bytes) => kcfg.parseKconfig(new SourceFile("Kconfig", text(bytes))),
    },
    "tolerant parser": {
      weight: 5,
      documents: corpora.kconfig,
      run: (bytes) => kcfg.parseTolerantly(new SourceFile("Kconfig", text(bytes))),
    },
    "tree with errors": {
      weight: 5,
      documents: corpora.kconfig,
      run: (bytes) => {
        const files = { Kconfig: bytes, "sub/Kconfig": "config SUB\n\tbool\n" };
        const loaded = load(files, dialectOf(bytes), true);
        if (loaded.model !== undefined) evaluate(loaded.model);
      },
    },
    tree: {
      weight: 5,
      documents: corpora.kconfig,
      run: (bytes) => {
        const loaded = load({ Kconfig: bytes, "sub/Kconfig": "config SUB\n\tbool\n" }, dialectOf(bytes));
        if (loaded.model !== undefined) evaluate(loaded.model);
      },
    },
    preprocessor: {
      weight: 4,
      documents: corpora.macro,
      run: (bytes) => {
        const preprocessor = new kcfg.Preprocessor({
          environment: { HOME: "/", X: "$(X)" },
          shell: (line) => line,
          report: () => {},
        });
        for (const [index, line] of text(bytes).split("\n").entries()) {
          const place = { path: "Kconfig", line: index + 1 };
          const operator = /:=|\+=|=/.exec(line);
          // As for the loader, the first failure is the end.
          if (operator === null) {
            if (preprocessor.expand(line, place) === undefined) return;
          } else {
            const name = line.slice(0, operator.index).trim();
            const value = line.slice(operator.index + operator[0].length).trimStart();
            if (!preprocessor.assign(name, operator[0], value, place)) return;
          }
        }
      },
    },
    config: { weight: 4, documents: corpora.config, run: (bytes) => readConfig(bytes, model, "6.12") },
    "older config": {
      weight: 2,
      documents: corpora.config,
      run: (bytes) => readConfig(bytes, modalModel, "6.1"),
    },
    settings: {
      weight: 2,
      documents: corpora.settings,
      run: (bytes) => kcfg.parseSettings(new SourceFile("kcfg.json", text(bytes))),
    },
    policy: {
      weight: 2,
      documents: corpora.policy,
      run: (bytes) => kcfg.readPolicyFile("policy.json", memoryHost({ files: { "policy.json": bytes } })),
    },
    baseline: {
      weight: 1,
      documents: corpora.baseline,
      run: (bytes) => kcfg.parseBaseline("baseline.json", text(bytes)),
    },
    renames: {
      weight: 1,
      documents: corpora.renames,
      run: (bytes) => kcfg.readRenames(new SourceFile("sdkconfig.rename", text(bytes))),
    },
    snapshot: {
      weight: 1,
      documents: [Buffer.from(kept)],
      run: (bytes) => {
        const flat = kcfg.FlatReader.open(new Uint8Array(bytes));
        if (flat !== undefined) kcfg.readSnapshot(flat, "1", memoryHost(), undefined);
      },
    },
    packed: { weight: 0.2, documents: [packed], run: (bytes) => kcfg.nodeHost().unpack(decodeText(bytes)) },
    encoding: {
      weight: 0.5,
      documents: corpora.kconfig,
      run: (bytes) => {
        const back = Buffer.from(encodeText(text(bytes)));
        if (!back.equals(bytes)) throw new Error("bytes became others on the way to text and back");
      },
    },
    // Whole runs: what the readers let pass meets everything behind them.
    "report merge": {
      weight: 1.5,
      documents: corpora.report,
      run: (bytes) =>
        command(
          [
            "report",
            "merge",
            "part.json",
            ...FORMATS.flatMap((format) => ["--format", `${format}=${format}.out`]),
          ],
          { "part.json": bytes },
        ),
    },
    "check fragment": {
      weight: 0.6,
      documents: corpora.config,
      run: (bytes) => command(["check", "my.config", "--fix"], { Kconfig: TREE, "my.config": bytes }),
    },
    "check by settings": {
      weight: 0.3,
      documents: corpora.settings,
      run: (bytes) => command(["check"], { Kconfig: TREE, "kcfg.json": bytes, "my.config": "CONFIG_A=y\n" }),
    },
    "set over config": {
      weight: 0.3,
      documents: corpora.config,
      run: (bytes) => command(["set", "A=m", "--fix"], { Kconfig: TREE, ".config": bytes }),
    },
    "explain in tree": {
      weight: 0.6,
      documents: corpora.kconfig,
      run: (bytes) => command(["explain", "A", "--full"], { Kconfig: bytes }),
    },
    conf: {
      weight: 0.6,
      documents: corpora.kconfig,
      run: (bytes) =>
        command(["conf", "--oldconfig", "Kconfig"], { Kconfig: bytes }, "y\n?\n\nm\n12\n0x1\n".repeat(20)),
    },
    words: {
      weight: 1,
      documents: corpora.words,
      run: async (bytes) => {
        // What a shell can pass: no NUL.
        const words = text(bytes).replaceAll("\0", "").split("\n");
        const exit = await command(words, { Kconfig: TREE, "my.config": "CONFIG_A=y\n" });
        if (![0, 1, 2].includes(exit)) throw new Error(`exit code ${exit}`);
      },
    },
  };
}

/** The case of this number: which reader gets which bytes. */
export function inputOf({ seed, target: only }, index, targets) {
  const random = Random.ofCase(seed, index);
  const target = only ?? random.weighted(Object.entries(targets).map(([name, { weight }]) => [weight, name]));
  return { target, input: mutated(random, targets[target].documents), run: targets[target].run };
}

const FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "rdjson"];

/** A tree with one of everything, for .config files and fragments. */
const TREE = `
mainmenu "Everything"
config MODULES
	bool "Modules"
	modules
	default y
config A
	tristate "A"
	depends on B || !C
	select D if S != "x"
	help
	  About A. Not safe.
config B
	bool "B"
	default y if I > 3
config C
	tristate "C"
	imply A
config D
	tristate
	depends on B
config I
	int "I"
	range 1 10
	default 5
config H
	hex "H"
	range 0x10 0xffffffffffffffff
	default 0x20
config S
	string "S"
	default "text"
choice
	prompt "One"
	depends on B
config ONE
	bool "one"
config TWO
	bool "two"
	select C
endchoice
menu "Menu"
	visible if C
config DEEP
	tristate "Deep" if A
	depends on A && (B || TWO)
endmenu
`;

/**
 * Documents by kind: from the project's fixtures, from generated trees, and from other folders.
 * @param {string[]} folders trees of files, such as a kernel's sources; only names that tell a kind are read
 */
export function documentsOf(folders = []) {
  const corpora = {
    kconfig: [],
    macro: [],
    config: [],
    settings: [],
    policy: [],
    baseline: [],
    renames: [],
    report: [],
    words: [],
  };
  const add = (path, { size, read }) => {
    const found = KINDS.find(({ name }) => name.test(basename(path)));
    if (found !== undefined && size < DOCUMENT_LIMIT) corpora[found.kind].push(read());
  };
  const cases = casesOf();
  for (const { files } of cases) {
    for (const [path, text] of files)
      add(path, { size: text.length, read: () => Buffer.from(text, "latin1") });
  }
  const trees = readdirSync(fixtures).filter((name) => name.startsWith("vfio-"));
  for (const folder of [...trees.map((name) => join(fixtures, name)), ...folders]) {
    for (const path of filesBelow(folder))
      add(path, { size: statSync(path).size, read: () => readFileSync(path) });
  }
  for (let index = 0; index < GENERATED; index++) {
    const { files } = makeTree(Random.ofCase(1, index), VERSIONS[index % VERSIONS.length]);
    corpora.kconfig.push(...Object.values(files).map((text) => Buffer.from(text, "latin1")));
  }
  for (const { files } of cases.filter(({ name }) => name.startsWith("preprocess/"))) {
    const texts = [...files].filter(([path]) => basename(path).startsWith("Kconfig"));
    corpora.macro.push(...texts.map(([, text]) => Buffer.from(text, "latin1")));
  }
  for (const [kind, texts] of Object.entries(WRITTEN))
    corpora[kind].push(...texts.map((text) => Buffer.from(text)));
  return corpora;
}

const GENERATED = 200;
/** A document is damaged in a part of it anyway. */
const DOCUMENT_LIMIT = 512 * 1024;

const KINDS = [
  { kind: "kconfig", name: /^Kconfig/ },
  { kind: "config", name: /(^|\.)config$|_defconfig$|^defconfig$/ },
  { kind: "settings", name: /^kcfg\.json$/ },
  { kind: "policy", name: /^policy.*\.json$/ },
  { kind: "baseline", name: /baseline.*\.json$/ },
  { kind: "renames", name: /\.rename$/ },
];

function* filesBelow(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== ".git") yield* filesBelow(path);
    } else if (entry.isFile()) yield path;
  }
}

const FINDING = {
  code: "unmet-dependency",
  severity: "error",
  message: "A=y is dropped, the result is n",
  symbol: "A",
  requested: "y",
  actual: "n",
  location: { path: "my.config", line: 1, column: 1, endColumn: 11 },
  label: "needs B = y",
  related: [{ message: "here", location: { path: "Kconfig", line: 8 } }],
  help: ["add CONFIG_B=y"],
  cause: { kind: "dependency" },
  fixes: [
    {
      title: "add CONFIG_B=y",
      verified: true,
      automatic: true,
      edits: [
        { kind: "set", symbol: "B", value: "y", text: "CONFIG_B=y" },
        { kind: "replace", path: "my.config", line: 1, text: "CONFIG_A=m" },
        { kind: "remove", path: "my.config", line: 1 },
      ],
    },
  ],
  fingerprint: "0123456789abcdef",
  fails: true,
  suppressed: null,
  on: ["x86/defconfig"],
};
const TREE_OF_REPORT = {
  kind: "linux",
  folder: "/w",
  kconfig: "Kconfig",
  version: "6.12",
  architecture: "x86",
  dialect: "linux-6.12",
};
const REPORT = {
  schemaVersion: 1,
  tool: { name: "kcfg", version: "0.1.0" },
  command: "check",
  ok: false,
  tree: TREE_OF_REPORT,
  inputs: [{ path: "my.config", exists: true }],
  summary: { errors: 1 },
  diagnostics: [
    FINDING,
    {
      ...FINDING,
      severity: "warning",
      location: null,
      fixes: [],
      suppressed: { kind: "comment", reason: "r" },
    },
  ],
  result: {
    runs: [
      {
        name: "x86/defconfig",
        index: 0,
        tree: TREE_OF_REPORT,
        base: "defconfig",
        inputs: [{ path: "my.config", exists: true }],
        fragments: [{ path: "my.config", requests: 1, malformed: 0, fates: { unmet: 1 } }],
        requests: [
          {
            symbol: "A",
            requested: "y",
            fate: "unmet",
            holds: false,
            location: { path: "my.config", line: 1 },
          },
        ],
      },
    ],
  },
};

/** Documents of which the fixtures hold few. */
const WRITTEN = {
  macro: [
    "a = $(b)\nb := $(shell,echo $(1))\nc += $(a,$(b),c)\n$(info,$(c,1,2))\n$(c)\n",
    "a = $(a)x\n$(a)\n$(error-if,,$(a,1))\n",
  ],
  config: [
    '# a\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_S="a\\"b"\nCONFIG_I=12\nCONFIG_H=0x1f\n# kcfg: ignore[promptless] why\nCONFIG_D=m\nCONFIG_ONE=y\nCONFIG_TWO=y\n',
  ],
  settings: [
    JSON.stringify({
      tree: ".",
      kconfig: "Kconfig",
      arch: "x86",
      environment: { CC: "gcc" },
      config: ".config",
      base: "b",
      dialect: "linux-6.1",
    }),
    JSON.stringify({
      check: {
        architectures: ["x86"],
        bases: ["alldefconfig", "my.config"],
        fragments: { lab: ["my.config"] },
        policy: [{ symbol: "A", values: ["y"], kind: "required", reason: "r", version: ">=6.1" }],
        renames: ["r"],
        baseline: "b.json",
      },
    }),
  ],
  policy: [
    JSON.stringify([
      { symbol: "A", required: ["y", "m"], reason: "r" },
      { symbol: "B", forbidden: "y", architectures: ["x86"], version: ">=6.1" },
    ]),
    JSON.stringify({ policy: [{ symbol: "I", allowed: ["1", "2"] }] }),
  ],
  baseline: [
    JSON.stringify({
      kcfgBaseline: 1,
      findings: [{ fingerprint: "0123456789abcdef", code: "c", path: "p", message: "m" }],
    }),
  ],
  renames: ["# old new\nCONFIG_OLD CONFIG_NEW\nA !B\n"],
  report: [JSON.stringify(REPORT), JSON.stringify(REPORT, null, 1)],
  words: [
    ...[
      "explain",
      "set",
      "check",
      "merge",
      "report",
      "rule",
      "cache",
      "conf",
      "olddefconfig",
      "defconfig",
      "help",
    ].flatMap((verb) => [
      verb,
      `${verb}\nA`,
      `${verb}\nA=y\n--fix\n--format\njson`,
      `${verb}\nmy.config\n-C\n.\n--config\nx`,
    ]),
    "conf\n--olddefconfig\nKconfig",
    "conf\n-s\n--defconfig=my.config\nKconfig",
    "check\nmy.config\n--shard\n1/2\n--format\nsarif=out",
    "set\nA=m\n--keep\nB\n--pick\nB\n--max-changes\n3\n--prefer\ny",
    "explain\nA=m\n--why-not\n--tree\n--full\n--effects",
    "--version",
    "--help",
  ],
};
