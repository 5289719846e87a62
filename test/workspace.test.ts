/** Finding a tree in folders that exist only in memory: kcfg.json, the walk up, a kernel's environment. */
import { describe, expect, test } from "@jest/globals";
import { type MemoryHostOptions, memoryHost } from "../src/host/memory.ts";
import { findTreeInWords, wordedWorkspace } from "../src/report/workspace-words.ts";
import type { Diagnostic } from "../src/text/diagnostic.ts";
import type { Environment } from "../src/text/host.ts";
import { rebasePath, relativePath, resolvePath } from "../src/text/path.ts";
import { SourceFile } from "../src/text/source-file.ts";
import type { FindTreeOptions, Tree } from "../src/workspace/find-tree.ts";
import { kernelEnvironment } from "../src/workspace/kernel-environment.ts";
import { machineArchitecture, readKernelTree } from "../src/workspace/kernel-tree.ts";
import { isWithin, readPolicyFile } from "../src/workspace/policy.ts";
import { parseSettings } from "../src/workspace/settings.ts";

/** As much of a kernel as kcfg looks at, in words of our own. */
function kernelFiles(version: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [major, minor, patch, extra = ""] = version.split(/\.|(?=-)/);
  return {
    Makefile: [
      `VERSION = ${major}`,
      `PATCHLEVEL = ${minor}`,
      `SUBLEVEL = ${patch}`,
      `EXTRAVERSION = ${extra}`,
      "NAME = Test Animal",
      "KERNELVERSION = $(VERSION).$(PATCHLEVEL).$(SUBLEVEL)$(EXTRAVERSION)",
      "ifneq ($(LLVM),)",
      "endif",
      "export CC LD AR NM OBJCOPY OBJDUMP READELF STRIP HOSTCC HOSTCXX RUSTC BINDGEN PAHOLE PYTHON3",
      "export RUSTC_VERSION_TEXT RUSTC_BOOTSTRAP",
      "",
    ].join("\n"),
    Kconfig: 'mainmenu "Kernel"\nsource "arch/$(SRCARCH)/Kconfig"\n',
    "drivers/Kconfig": "menu A\nendmenu\n",
    "drivers/vfio/Kconfig": "config VFIO\n\tbool\n",
    "arch/Kconfig": "",
    "arch/arm64/Kconfig": "",
    "arch/powerpc/Kconfig": "",
    "arch/powerpc/Makefile": "NM := $(NM) --synthetic\n",
    "arch/sparc/Kconfig": "",
    "arch/um/Kconfig": "",
    "arch/x86/Kconfig": "",
    "scripts/Makefile.clang": [
      "CLANG_TARGET_FLAGS_arm64 := aarch64-test",
      "CLANG_TARGET_FLAGS_x86 := x86_64-test",
      "CLANG_FLAGS += --target=$(CLANG_TARGET_FLAGS)",
      "CLANG_FLAGS += -Werror=something",
    ].join("\n"),
    ...more,
  };
}

const COMMANDS: MemoryHostOptions["commands"] = {
  "uname -m": "x86_64\n",
  "LC_ALL=C gcc --version 2>/dev/null": "gcc (Test #1) 12.2.0\nCopyright\n",
  "LC_ALL=C aarch64-gcc --version 2>/dev/null": "gcc (Cross) 9\n",
  "LC_ALL=C clang --version 2>/dev/null": "clang version 19\n",
  "LC_ALL=C clang-15 --version 2>/dev/null": "clang version 15\n",
  "LC_ALL=C /opt/llvm/clang --version 2>/dev/null": "clang version 16\n",
  "rustc --version 2>/dev/null": "rustc 1.80\n",
  "nm --help 2>&1": "  --synthetic  show them\n",
  "command -v aarch64-elfedit 2>/dev/null": "/usr/bin/aarch64-elfedit\n",
};

interface World {
  readonly files?: Readonly<Record<string, string>>;
  /** Where files are, and where kcfg is started below that. */
  readonly root?: string;
  readonly from?: string;
  readonly environment?: Environment;
  readonly commands?: MemoryHostOptions["commands"];
}

function find(
  { files = kernelFiles("6.12.7"), root = "/linux", from = ".", environment, commands = COMMANDS }: World,
  options: FindTreeOptions = {},
) {
  return findTreeInWords(options, memoryHost({ files, folder: root, environment, commands }).at(from));
}

function tree(world: World, options: FindTreeOptions = {}): Tree {
  const { tree: found, diagnostics } = find(world, options);
  expect(diagnostics).toEqual([]);
  return found!;
}

/** What is wrong with a kcfg.json. */
const problemsIn = (text: string) =>
  parseSettings(new SourceFile("kcfg.json", text)).diagnostics.map(wordedWorkspace);

const summary = ({ code, location, message }: Diagnostic) =>
  `${location ? `${location.path}:${location.line}:${location.column} ` : ""}${code}: ${message}`;

describe("paths", () => {
  test("resolve, relate and rebase by text", () => {
    expect(resolvePath("/a/b", "../c/./d//e")).toBe("/a/c/d/e");
    expect(resolvePath("/a", "/x/..")).toBe("/");
    expect(relativePath("/a/b/c", "/a/d")).toBe("../../d");
    expect(relativePath("/a", "/a")).toBe(".");
    expect(rebasePath("x.config", "/a/b", "/a")).toBe("b/x.config");
    expect(rebasePath("./x.config", "/a", "/a")).toBe("./x.config");
    expect(rebasePath("/abs", "/a", "/b")).toBe("/abs");
  });
});

describe("findTree without kcfg.json", () => {
  test.each([".", "drivers", "drivers/vfio", "arch/x86/kvm/nowhere"])(
    "finds a kernel's top from %s",
    (from) => {
      expect(tree({ from })).toMatchObject({
        kind: "linux",
        folder: "/linux",
        source: "/linux",
        kconfig: "Kconfig",
        config: ".config",
        dialect: { name: "linux-6.12" },
        version: "6.12.7",
        architecture: "x86",
      });
    },
  );

  test("says what it took and from where", () => {
    const { found } = tree(
      { environment: { CC: "clang", KCONFIG_CONFIG: "x.config" } },
      { architecture: "arm64" },
    );
    expect(found.slice(0, 5)).toEqual([
      { what: "tree", value: "linux 6.12.7 arm64", from: "Makefile" },
      { what: "kconfig", value: "/linux/Kconfig", from: "Makefile" },
      { what: "config", value: "x.config", from: "environment" },
      { what: "dialect", value: "linux-6.12", from: "Makefile" },
      { what: "architecture", value: "arm64", from: "--arch" },
    ]);
    const variables = new Map(
      found.filter(({ what }) => what === "variable").map(({ name, from }) => [name, from]),
    );
    expect(variables.get("CC")).toBe("environment");
    expect(variables.get("LD")).toBe("Makefile");
    expect(variables.get("CC_VERSION_TEXT")).toBe("clang --version");
  });

  test.each([
    ["5.4.0", "linux-5.4"],
    ["6.1.192", "linux-6.1"],
    ["6.10.0-rc1", "linux-6.10"],
    ["7.0.0", "linux-7.0"],
  ] as const)("names the dialect of %s", (version, dialect) => {
    expect(tree({ files: kernelFiles(version) })).toMatchObject({ dialect: { name: dialect }, version });
  });

  test("sees in a tree's scripts/kconfig what its own tool can do", () => {
    const tool = {
      "scripts/kconfig/lexer.l": '%{\n%}\n"transitional"\t\treturn T_TRANSITIONAL;\n',
      "scripts/kconfig/util.c": "nothing of inclusions\n",
    };
    const found = tree({ files: { ...kernelFiles("6.12.7"), ...tool } });
    expect(found.dialect).toEqual({
      name: "linux-6.12",
      traits: {
        "option words": false,
        transitional: true,
        "refused repeated inclusion": false,
        "path words": false,
        macros: false,
        "dashed help": false,
        "patterns in source": false,
      },
    });
    expect(found.found.find(({ what }) => what === "dialect")).toEqual({
      what: "dialect",
      value: "linux-6.12",
      from: ["Makefile", "scripts/kconfig"],
    });
  });

  test("finds the folder that a kernel is built in", () => {
    const built = {
      ...kernelFiles("6.12.7"),
      "out/x86/Makefile": "# Made by make\ninclude /linux/Makefile\n",
    };
    const found = tree({ files: built, from: "out/x86/deeper" });
    expect(found).toMatchObject({
      folder: "/linux/out/x86",
      source: "/linux",
      kconfig: "Kconfig",
      config: ".config",
    });
    expect(found.environment.srctree).toBe("/linux");
    const below = { ...kernelFiles("6.12.7"), "out/Makefile": "include ../Makefile\n" };
    expect(tree({ files: below, from: "out" }).environment.srctree).toBe("..");
  });

  test("takes a tree with version numbers but no KERNELVERSION for a plain one", () => {
    const files = {
      Makefile: "VERSION = 2024\nPATCHLEVEL = 01\n",
      Kconfig: 'mainmenu "U"\n',
      "arch/Kconfig": "",
    };
    const environment = { ARCH: "arm", PATH: "/bin" };
    expect(tree({ files, from: "arch", environment })).toMatchObject({
      kind: "plain",
      folder: "/linux",
      dialect: { name: "linux-7.3" },
      environment: { ARCH: "arm", PATH: "/bin" },
      architecture: "arm",
      version: undefined,
    });
    expect(tree({ files, environment }, { architecture: "mips" }).environment).toEqual({
      ARCH: "mips",
      PATH: "/bin",
    });
  });

  test("in a plain tree, stops at a mainmenu, else at the end of the row of Kconfig files", () => {
    const row = { "a/Kconfig": "", "a/b/Kconfig": "", "a/b/c/Kconfig": "", "x/Kconfig": "" };
    expect(tree({ files: row, from: "a/b/c/d" }).folder).toBe("/linux/a");
    expect(tree({ files: { ...row, "a/b/Kconfig": 'mainmenu "B"' }, from: "a/b/c" }).folder).toBe(
      "/linux/a/b",
    );
    expect(tree({ files: { "a/Kconfig": "", "a/b/c/Kconfig": "" }, from: "a/b/c" }).folder).toBe(
      "/linux/a/b/c",
    );
  });

  test("does not look above the repository", () => {
    const files = {
      Kconfig: 'mainmenu "outer"',
      "repo/.git/HEAD": "",
      "repo/sub/file": "",
      "kcfg.json": "{}",
    };
    expect(find({ files, from: "repo/sub" }).diagnostics.map(summary)).toEqual([
      "no-tree: no Kconfig file in /linux/repo/sub or above",
    ]);
  });

  test("falls back on the caller's srctree", () => {
    const found = tree({ files: kernelFiles("6.1.5"), from: "/build", environment: { srctree: "/linux" } });
    expect(found).toMatchObject({
      kind: "linux",
      folder: "/build",
      source: "/linux",
      dialect: { name: "linux-6.1" },
    });
    expect(found.environment.srctree).toBe("/linux");
  });
});

describe("findTree --kconfig", () => {
  const files = {
    ...kernelFiles("6.12.7"),
    "kcfg.json": "not even JSON",
    "plain/Config.in": "",
    "plain/a/x": "",
  };

  test("names a file of a kernel, read from the kernel's top", () => {
    expect(tree({ files, from: "plain" }, { kconfig: "../drivers/vfio/Kconfig" })).toMatchObject({
      kind: "linux",
      folder: "/linux",
      kconfig: "drivers/vfio/Kconfig",
    });
    expect(tree({ files, from: "/" }, { kconfig: "/linux/Kconfig" })).toMatchObject({
      folder: "/linux",
      kconfig: "Kconfig",
    });
    expect(tree({ files, from: "/" }, { kconfig: "linux" })).toMatchObject({
      folder: "/linux",
      kconfig: "Kconfig",
    });
  });

  test("names any other file, read from its own folder", () => {
    const plain = { "plain/Config.in": "", "plain/a/x": "" };
    expect(
      tree({ files: plain, from: "plain/a" }, { kconfig: "../Config.in", config: "my.config" }),
    ).toMatchObject({
      kind: "plain",
      folder: "/linux/plain",
      kconfig: "Config.in",
      config: "a/my.config",
    });
  });

  test("names what is not there", () => {
    const codes = (kconfig: string) => find({ files }, { kconfig }).diagnostics.map(summary);
    expect(codes("nowhere")).toEqual(["no-tree: nowhere does not exist"]);
    expect(find({ files: { "a/b": "" } }, { kconfig: "a" }).diagnostics.map(summary)).toEqual([
      "no-tree: a is a folder without a Kconfig file",
    ]);
    expect(find({ files }, { kconfig: "nowhere" }).tree).toBeUndefined();
  });
});

describe("the .config", () => {
  const files = {
    ...kernelFiles("6.12.7"),
    "sub/kcfg.json": '{"tree": "..", "config": "my.config", "base": "../b/base"}',
  };

  test("comes from --config, KCONFIG_CONFIG, kcfg.json, or is .config", () => {
    const environment = { KCONFIG_CONFIG: "caller.config" };
    expect(tree({ files, from: "sub", environment }, { config: "x.config" }).config).toBe("sub/x.config");
    expect(tree({ files, from: "sub", environment }, { config: "/x.config" }).config).toBe("/x.config");
    expect(tree({ files, from: "sub", environment }).config).toBe("caller.config");
    expect(tree({ files, from: "sub" })).toMatchObject({ config: "sub/my.config", base: "b/base" });
    expect(tree({ files, from: "sub" }, { base: "other" }).base).toBe("sub/other");
    expect(tree({ files, from: "drivers" }).config).toBe(".config");
    expect(tree({ files, from: ".", environment: { KCONFIG_CONFIG: "" } }, { config: "./x" }).config).toBe(
      "./x",
    );
  });
});

describe("kcfg.json", () => {
  test("says where the tree is and how to look at it", () => {
    const settings = {
      tree: "../linux",
      kconfig: "drivers/Kconfig",
      arch: "x86_64",
      environment: { CC: "clang", FLAVOUR: "mine" },
      dialect: "linux-6.1",
    };
    const files = {
      ...Object.fromEntries(
        Object.entries(kernelFiles("6.12.7")).map(([path, text]) => [`linux/${path}`, text]),
      ),
      "project/kcfg.json": JSON.stringify(settings),
      "project/a/b": "",
    };
    const found = tree({ files, root: "/", from: "/project/a", environment: { FLAVOUR: "caller's" } });
    expect(found).toMatchObject({
      kind: "linux",
      folder: "/linux",
      kconfig: "drivers/Kconfig",
      dialect: { name: "linux-6.1" },
      architecture: "x86_64",
    });
    expect(found.environment).toMatchObject({
      ARCH: "x86_64",
      SRCARCH: "x86",
      CC: "clang",
      FLAVOUR: "caller's",
    });
    expect(found.found).toContainEqual({
      what: "variable",
      name: "CC",
      value: "clang",
      from: "../kcfg.json",
    });
    expect(found.found).toContainEqual({ what: "architecture", value: "x86_64", from: "../kcfg.json" });
  });

  test("is outranked by --arch and by the caller's ARCH", () => {
    const files = {
      ...kernelFiles("6.12.7"),
      "kcfg.json": '{"arch": "sparc64", "environment": {"ARCH": "um"}}',
    };
    expect(tree({ files }).environment).toMatchObject({ ARCH: "sparc64", SRCARCH: "sparc" });
    expect(tree({ files, environment: { ARCH: "i386" } }).environment).toMatchObject({
      ARCH: "i386",
      SRCARCH: "x86",
    });
    expect(tree({ files, environment: { ARCH: "i386" } }, { architecture: "arm64" }).architecture).toBe(
      "arm64",
    );
  });

  test("serves a plain tree", () => {
    const files = {
      "t/Top.in": "",
      "kcfg.json": '{"tree": "t", "kconfig": "Top.in", "environment": {"BOARD": "b"}}',
    };
    expect(tree({ files })).toMatchObject({
      kind: "plain",
      folder: "/linux/t",
      kconfig: "Top.in",
      environment: { BOARD: "b" },
    });
  });

  test("that names no tree is an error, told with where it looked", () => {
    const files = { "kcfg.json": '{"tree": "gone"}' };
    expect(find({ files }).diagnostics.map(summary)).toEqual([
      "no-tree: kcfg.json names a tree without Kconfig: gone",
    ]);
  });

  test("is still used as far as it is right", () => {
    const { tree: found, diagnostics } = find({
      files: { ...kernelFiles("6.12.7"), "kcfg.json": '{"arch": "um", "CC": 1}' },
    });
    expect(diagnostics.map(summary)).toEqual(["kcfg.json:1:16 settings-key: unknown key 'CC'"]);
    expect(found?.architecture).toBe("um");
  });

  function problems(text: string): string[] {
    return problemsIn(text).map(summary);
  }

  test("is told all its errors at once", () => {
    expect(
      problems(
        `{
  "tree": 1,
  "kconfg": "Kconfig",
  "arch": "",
  "environment": { "CC": "gcc", "A=B": "x", "LD": ["ld"], "": "" },
  "dialect": "linux-9",
  "tree": "\\u0000"
}`,
      ),
    ).toEqual([
      "kcfg.json:2:11 settings-value: 'tree' must be a string",
      "kcfg.json:3:3 settings-key: unknown key 'kconfg'",
      "kcfg.json:4:11 settings-value: 'arch' is empty",
      "kcfg.json:5:33 settings-key: 'A=B' cannot name a variable",
      "kcfg.json:5:51 settings-value: environment 'LD' must be a string",
      "kcfg.json:5:59 settings-key: '' cannot name a variable",
      "kcfg.json:6:14 settings-value: unknown dialect 'linux-9'",
      "kcfg.json:7:3 settings-key: key 'tree' is there twice",
      "kcfg.json:7:11 settings-value: 'tree' contains a NUL character",
    ]);
  });

  test("offers the key that was meant", () => {
    const [{ help }] = problemsIn('{"kconfg": ""}');
    expect(help).toEqual(["did you mean 'kconfig'?"]);
    const [far] = problemsIn('{"something-else": ""}');
    expect(far.help).toEqual([
      "the keys are tree, kconfig, config, base, arch, environment, dialect, probes, limits, check",
    ]);
  });

  test.each([
    ["", ["kcfg.json:1:1 expected a value before the end of the file"]],
    ["[1, {}]", ["kcfg.json:1:1 expected an object {…}"]],
    ['"x"', ["kcfg.json:1:1 expected an object {…}"]],
    ["{", ['kcfg.json:1:2 expected a name in "quotes" before the end of the file']],
    ['{"arch": "x86"', ["kcfg.json:1:15 expected ',' or '}' before the end of the file"]],
    ['{"arch": "x86",}', ['kcfg.json:1:16 expected a name in "quotes", not }']],
    ['{"arch": "x86"} {', ["kcfg.json:1:17 expected the end of the file, not {"]],
    ['{"arch": "x86', ['kcfg.json:1:10 expected a value, not "x86']],
    ['{"arch": "\\x"}', ["kcfg.json:1:10 no valid escape in this string"]],
    [
      '{\n  arch: "x86",\n  "config" ".config",\n  "tree": yes\n  "base": "b"\n}',
      [
        'kcfg.json:2:3 expected a name in "quotes", not arch',
        'kcfg.json:3:12 expected \':\' after "config", not ".config"',
        "kcfg.json:4:11 expected a value, not yes",
      ],
    ],
    [`{"a": ${"[".repeat(5000)}`, ["kcfg.json:1:106 nested too deeply"]],
    ['// no\n{"arch": "x86"}', ["kcfg.json:1:1 expected a value, not //"]],
  ])("is told where it is no JSON: %j", (text, expected) => {
    const syntax = problems(text).filter((line) => line.includes("settings-syntax"));
    expect(syntax.map((line) => line.replace("settings-syntax: kcfg.json is no valid JSON: ", ""))).toEqual(
      expected,
    );
  });

  test("is read as JSON.parse reads it", () => {
    const text = JSON.stringify(
      { arch: 'ä"\\\n\u2028🐧', environment: { A: "", B: "é" }, config: "c" },
      null,
      "\t",
    );
    expect(parseSettings(new SourceFile("kcfg.json", text))).toEqual({
      settings: JSON.parse(text),
      diagnostics: [],
    });
  });
});

describe("a kernel's environment", () => {
  function environment(given: Environment, architecture?: string, version = "6.12.7", commands = COMMANDS) {
    const host = memoryHost({ files: kernelFiles(version), environment: given, commands });
    const result = kernelEnvironment(readKernelTree(host)!, { architecture }, host);
    expect(result.diagnostics).toEqual([]);
    return result.environment;
  }

  test("from nothing, is what the Makefile exports", () => {
    expect(environment({})).toEqual({
      ARCH: "x86",
      SRCARCH: "x86",
      srctree: ".",
      KERNELVERSION: "6.12.7",
      CONFIG_SHELL: "sh",
      LC_COLLATE: "C",
      LC_NUMERIC: "C",
      CROSS_COMPILE: "",
      CC: "gcc",
      LD: "ld",
      AR: "ar",
      NM: "nm",
      OBJCOPY: "objcopy",
      OBJDUMP: "objdump",
      READELF: "readelf",
      STRIP: "strip",
      HOSTCC: "gcc",
      HOSTCXX: "g++",
      RUSTC: "rustc",
      BINDGEN: "bindgen",
      PAHOLE: "pahole",
      PYTHON3: "python3",
      RUSTC_BOOTSTRAP: "1",
      // Without the sign that begins a comment in make.
      CC_VERSION_TEXT: "gcc (Test 1) 12.2.0",
      RUSTC_VERSION_TEXT: "rustc 1.80",
    });
  });

  test("leaves the caller's alone, wholly if it is complete", () => {
    const complete = {
      ARCH: "x86",
      SRCARCH: "x86",
      srctree: "/s",
      KERNELVERSION: "1",
      CC: "cc",
      CLANG_FLAGS: "",
    };
    const refuse = () => {
      throw new Error("nothing to ask");
    };
    expect(environment(complete, undefined, "6.12.7", refuse)).toEqual(complete);
    expect(environment(complete, "x86", "6.12.7", refuse)).toEqual(complete);
    const partial = {
      CC: "tcc",
      LD: "",
      KERNELVERSION: "9.9",
      CC_VERSION_TEXT: "mine",
      LC_ALL: "C",
      PATH: "/p",
    };
    expect(environment(partial)).toMatchObject(partial);
  });

  test("does not mix the caller's SRCARCH with another ARCH", () => {
    const given = { ARCH: "x86", SRCARCH: "x86", srctree: ".", KERNELVERSION: "1", CC: "gcc" };
    expect(environment(given, "arm64")).toMatchObject({
      ARCH: "arm64",
      SRCARCH: "arm64",
      KERNELVERSION: "1",
    });
    expect(environment({ ARCH: "" })).toMatchObject({ ARCH: "x86", SRCARCH: "x86" });
  });

  test.each([
    ["i386", "x86"],
    ["x86_64", "x86"],
    ["sparc64", "sparc"],
    ["arm64", "arm64"],
  ])("puts %s in arch/%s", (architecture, folder) => {
    expect(environment({}, architecture)).toMatchObject({ ARCH: architecture, SRCARCH: folder });
    expect(environment({}, architecture).SUBARCH).toBeUndefined();
  });

  test("of user-mode Linux names the architecture below", () => {
    expect(environment({ ARCH: "um" })).toMatchObject({ SRCARCH: "um", SUBARCH: "x86", HEADER_ARCH: "x86" });
    expect(environment({ ARCH: "um", SUBARCH: "i386" })).toMatchObject({
      SUBARCH: "i386",
      HEADER_ARCH: "x86",
    });
    expect(environment({ ARCH: "um", SUBARCH: "arm64" })).toMatchObject({
      SUBARCH: "arm64",
      HEADER_ARCH: "arm64",
    });
  });

  test("puts CROSS_COMPILE before the tools of GNU only", () => {
    expect(environment({ CROSS_COMPILE: "aarch64-", ARCH: "arm64" })).toMatchObject({
      CC: "aarch64-gcc",
      STRIP: "aarch64-strip",
      HOSTCC: "gcc",
      CC_VERSION_TEXT: "gcc (Cross) 9",
    });
  });

  test.each([
    ["1", "clang", "ld.lld", "clang version 19"],
    ["-15", "clang-15", "ld.lld-15", "clang version 15"],
    ["/opt/llvm/", "/opt/llvm/clang", "/opt/llvm/ld.lld", "clang version 16"],
  ])("with LLVM=%s takes %s", (LLVM, CC, LD, CC_VERSION_TEXT) => {
    expect(environment({ LLVM }, "um")).toMatchObject({
      CC,
      LD,
      HOSTCC: CC,
      CC_VERSION_TEXT,
      CLANG_FLAGS: "--target=x86_64-test -fintegrated-as -Werror=something",
    });
  });

  test("with clang by itself, or with another assembler, has the flags of Makefile.clang", () => {
    const flags = "--target=aarch64-test -fno-integrated-as --prefix=/usr/bin/aarch64- -Werror=something";
    expect(environment({ CC: "clang", LLVM_IAS: "0", CROSS_COMPILE: "aarch64-" }, "arm64")).toMatchObject({
      LD: "aarch64-ld",
      CLANG_FLAGS: flags,
    });
    expect(environment({ CC: "clang", CLANG_FLAGS: "-mine" }).CLANG_FLAGS).toBe("-mine");
    expect(environment({}).CLANG_FLAGS).toBeUndefined();
  });

  test("gives powerpc's nm its option if nm knows it", () => {
    expect(environment({}, "powerpc").NM).toBe("nm --synthetic");
    expect(environment({ LLVM: "1" }, "powerpc").NM).toBe("llvm-nm");
    expect(environment({ NM: "my-nm" }, "powerpc").NM).toBe("my-nm");
  });

  test("finds a cross compiler where the architecture's Makefile looks for one", () => {
    const look = "\tCROSS_COMPILE := $(call cc-cross-prefix, m68k-linux-gnu-)\n";
    const found = (makefile: string, topLine: string) => {
      const files = kernelFiles("6.12.7", { "arch/m68k/Kconfig": "", "arch/m68k/Makefile": makefile });
      files.Makefile += topLine;
      const commands = (command: string) => {
        if (command === "uname -m") return "x86_64";
        return command.startsWith("for p in m68k-linux-gnu- m68k-linux- ") ? "m68k-linux-\n" : "";
      };
      const host = memoryHost({ files, commands });
      return kernelEnvironment(readKernelTree(host)!, { architecture: "m68k" }, host).environment.CC;
    };
    expect(found(look, "")).toBe("m68k-linux-gcc");
    expect(found(`ifdef cross_compiling\n${look}endif\n`, "cross_compiling := 1\n")).toBe("m68k-linux-gcc");
    // No kernel that leaves cross_compiling unset looks for one.
    expect(found(`ifdef cross_compiling\n${look}endif\n`, "")).toBe("gcc");
    expect(found("", "cross_compiling := 1\n")).toBe("gcc");
  });

  test("asks for pahole's version where the Makefile does", () => {
    const files = kernelFiles("6.16.0");
    files.Makefile += "PAHOLE_VERSION = $(shell $(srctree)/scripts/pahole-version.sh $(PAHOLE))\n";
    const commands = {
      ...(COMMANDS as Record<string, string>),
      "./scripts/pahole-version.sh pahole 2>/dev/null": "127\n",
    };
    expect(tree({ files, commands }).environment.PAHOLE_VERSION).toBe("127");
  });

  test("from a machine that does not say what it is, is x86, with a warning", () => {
    const { tree: found, diagnostics } = find({ commands: {} });
    expect(diagnostics.map(summary)).toEqual([
      "unknown-machine: cannot determine this machine's architecture, using x86",
    ]);
    expect(diagnostics[0]).toMatchObject({
      severity: "warning",
      notes: [{ message: "uname -m: no processes here" }],
    });
    expect(found?.environment).toMatchObject({ ARCH: "x86", CC_VERSION_TEXT: "" });
  });

  test.each([
    ["x68", "did you mean x86?"],
    ["aarch64", "did you mean arm64?"],
    ["amd64", "did you mean x86_64?"],
    ["ppc64le", "did you mean powerpc?"],
    ["pwerpc", "did you mean powerpc?"],
    ["zzzzzz", "the architectures are arm64, i386, powerpc, sparc, sparc32, sparc64, um, x86, x86_64"],
  ])("for --arch %s: %s", (architecture, help) => {
    const { tree: found, diagnostics } = find({}, { architecture });
    expect(diagnostics.map(summary)).toEqual([
      `unknown-architecture: linux 6.12.7 has no architecture '${architecture}'`,
    ]);
    expect(diagnostics[0].help?.[0]).toBe(help);
    expect(found).toBeDefined();
  });
});

describe("machineArchitecture", () => {
  test.each([
    ["x86_64", "x86"],
    ["i686", "x86"],
    ["aarch64", "arm64"],
    ["arm64", "arm64"],
    ["armv7l", "arm"],
    ["sun4u", "sparc64"],
    ["s390x", "s390"],
    ["ppc64le", "powerpc"],
    ["mips64", "mips"],
    ["sh4a", "sh"],
    ["riscv64", "riscv"],
    ["loongarch64", "loongarch"],
    ["alpha", "alpha"],
  ])("%s is %s", (machine, architecture) => {
    expect(machineArchitecture(machine)).toBe(architecture);
  });
});

describe("limits of a version in a policy", () => {
  const versions = ["6.1", "6.11.9", "6.12", "6.12.7", "6.13", "7.0-rc3"];
  test.each([
    [">=", "6.12", ["6.12", "6.12.7", "6.13", "7.0-rc3"]],
    [">", "6.12", ["6.13", "7.0-rc3"]],
    ["<=", "6.12", ["6.1", "6.11.9", "6.12", "6.12.7"]],
    ["<", "6.12", ["6.1", "6.11.9"]],
    ["=", "6.12", ["6.12", "6.12.7"]],
    ["=", "6.12.7", ["6.12.7"]],
    ["<", "6.12.7", ["6.1", "6.11.9", "6.12"]],
  ] as const)("%s%s", (sign, version, wanted) => {
    expect(versions.filter((each) => isWithin(each, { sign, version }))).toEqual(wanted);
  });
});

describe("a policy file", () => {
  const readText = (text: string) => readPolicyFile("p.json", memoryHost({ files: { "/p.json": text } }));
  const read = (value: unknown) => readText(JSON.stringify(value));
  const faultsOf = ({ diagnostics }: ReturnType<typeof readText>) =>
    diagnostics.map(({ fault }) => fault.kind);
  const RULE = { symbol: "CONFIG_NET", rule: "required", reason: "for updates" };

  test("is a list of rules, or an object with one", () => {
    for (const value of [[RULE], { policy: [RULE] }]) {
      const { rules, diagnostics } = read(value);
      expect(diagnostics).toEqual([]);
      expect(rules).toMatchObject([
        { symbol: "NET", kind: "required", values: [], reason: "for updates", severity: "error" },
      ]);
    }
  });

  test.each([
    ["an object without a list", {}, "no-rules"],
    ["another list", { rules: [RULE] }, "no-rules"],
    ["a text", "NET", "no-rules"],
    ["a list under another type", { policy: "NET" }, "no-rules"],
    ["a rule that is a text", ["NET"], "no-rule"],
    ["a rule without a symbol", [{ ...RULE, symbol: undefined }], "no-rule-symbol"],
    ["a rule without a reason", [{ ...RULE, reason: undefined }], "no-rule-reason"],
    ["a rule of no kind", [{ ...RULE, rule: "must" }], "rule-kind"],
    ["another severity", [{ ...RULE, severity: "fatal" }], "rule-severity"],
    ["allowed, but no values", [{ ...RULE, rule: "allowed" }], "no-rule-values"],
    ["limits that are none", [{ ...RULE, versions: [">=6.1", "new"] }], "rule-versions"],
    ["a word that means nothing", [{ ...RULE, symbols: "NET" }], "unknown-key"],
    ["a value of another type", [{ ...RULE, values: [{}] }], "wrong-type"],
  ])("%s is told", (_, value, kind) => {
    expect(faultsOf(read(value))).toEqual([kind]);
  });

  test("that is no JSON is told as that, with what could be read", () => {
    expect(faultsOf(readText('[{"symbol": "NET"'))).toContain("json");
    expect(faultsOf(readText("{"))).toEqual(["json"]);
  });
});
