/** Zephyr's trees in memory, in its shape and in words of our own: applications, build folders, boards, what Python decides. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { zephyrFunctions } from "../src/preprocess/python-functions.ts";
import { checkOpenFragment } from "../src/service/open-fragment.ts";
import { openTree } from "../src/service/open-tree.ts";
import { withConfig } from "../src/service/session.ts";
import { yamlValues } from "../src/workspace/projects/yaml.ts";

/** Zephyr before boards were described in YAML. */
const ZEPHYR: Readonly<Record<string, string>> = {
  VERSION: "VERSION_MAJOR = 2\nVERSION_MINOR = 5\nPATCHLEVEL = 0\n",
  Kconfig: 'mainmenu "Kernel"\nsource "Kconfig.zephyr"\n',
  "Kconfig.zephyr": [
    'source "$(KCONFIG_BINARY_DIR)/Kconfig.shield.defconfig"',
    'source "$(BOARD_DIR)/Kconfig.defconfig"',
    'source "$(KCONFIG_BINARY_DIR)/Kconfig.soc.defconfig"',
    'osource "$(BOARD_DIR)/Kconfig.board"',
    'osource "$(TOOLCHAIN_KCONFIG_DIR)/Kconfig"',
    'source "drivers/Kconfig"',
    'source "subsys/Kconfig"',
  ].join("\n"),
  "drivers/Kconfig": [
    "menuconfig UART_CONSOLE",
    '\tbool "Console over a serial line"',
    "\tdepends on SERIAL",
    "config SERIAL",
    '\tbool "Serial drivers"',
    "\thelp",
    "\t  Drivers of serial lines.",
    "",
    "module = UART",
    "module-str = serial lines",
    'source "subsys/Kconfig.log"',
    "DT_FLASH := chosen,flash",
    "config FLASH_SIZE",
    "\tint",
    "\tdefault $(dt_chosen_reg_size_int,$(DT_FLASH),0,K)",
    "config HAS_FLASH",
    "\tdef_bool $(dt_chosen_enabled,$(DT_FLASH))",
    "config NVS",
    '\tbool "Storage"',
    "\tdepends on HAS_FLASH",
    "",
  ].join("\n"),
  "subsys/Kconfig.log":
    'config $(module)_LOG_LEVEL\n\tint "Level of $(module-str)"\n\tdefault 3\n\trange 0 4\n',
  "subsys/Kconfig":
    'config BT\n\tbool "Bluetooth"\n\tselect TINYCRYPT if BT_SMP\nconfig BT_SMP\n\tbool "Security"\n\tdepends on BT\nconfig TINYCRYPT\n\tbool "Cryptography"\n\tdepends on SERIAL\n',
  "boards/arm/alpha/Kconfig.board": 'config BOARD_ALPHA\n\tbool "Alpha"\n',
  "boards/arm/alpha/Kconfig.defconfig":
    "if BOARD_ALPHA\nconfig UART_LOG_LEVEL\n\tint\n\tdefault 4\nendif\nconfigdefault SERIAL\n\tdefault y if BOARD_ALPHA\n",
  "boards/arm/alpha/alpha_defconfig": "CONFIG_BOARD_ALPHA=y\n",
  "boards/x86/beta/Kconfig.board": 'config BOARD_BETA\n\tbool "Beta"\n',
  "boards/x86/beta/Kconfig.defconfig": "# nothing\n",
  "soc/arm/one/Kconfig.defconfig": "config SOC_ONE\n\tbool\n",
};

const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const APPLICATION: Readonly<Record<string, string>> = {
  "CMakeLists.txt":
    "cmake_minimum_required(VERSION 3.13)\nfind_package(Zephyr REQUIRED HINTS $ENV{ZEPHYR_BASE})\nproject(app)\n",
  "prj.conf": "CONFIG_SERIAL=y\nCONFIG_UART_CONSOLE=y\nCONFIG_NVS=y\nCONFIG_BT_SMP=y\n",
};

/** What CMake leaves in a build folder, as far as it tells Kconfig's surroundings. */
const BUILD: Readonly<Record<string, string>> = {
  "CMakeCache.txt": [
    "# a comment",
    "APPLICATION_SOURCE_DIR:PATH=/ws/app",
    "CMAKE_HOME_DIRECTORY:INTERNAL=/ws/app",
    "ZEPHYR_BASE:PATH=/ws/zephyr",
    "",
  ].join("\n"),
  "build.ninja": [
    "build menuconfig: phony CMakeFiles/menuconfig",
    "  COMMAND = cd /ws/app/build/zephyr/kconfig && /usr/bin/cmake -E env ZEPHYR_BASE=/ws/zephyr " +
      "PYTHON_EXECUTABLE=/usr/bin/python3 srctree=/ws/zephyr KERNELVERSION=0x2050000 CONFIG_=CONFIG_ " +
      "KCONFIG_CONFIG=/ws/app/build/zephyr/.config ARCH=arm BOARD=alpha BOARD_DIR=/ws/zephyr/boards/arm/alpha " +
      "KCONFIG_BINARY_DIR=/ws/app/build/Kconfig 'SHIELD_AS_LIST=a\\;b' \"TOOLCHAIN_KCONFIG_DIR=/opt/tool chain\" " +
      "/usr/bin/python3 /ws/zephyr/scripts/kconfig/menuconfig.py /ws/zephyr/Kconfig",
    "",
  ].join("\n"),
  "Kconfig/Kconfig.shield.defconfig": "# none\n",
  "Kconfig/Kconfig.soc.defconfig": 'osource "/ws/zephyr/soc/arm/*/Kconfig.defconfig"\n',
  "zephyr/.config": "CONFIG_BOARD_ALPHA=y\nCONFIG_UART_CONSOLE=y\n",
};

/** A variable as CMake's language has it. */
const variable = (name: string) => `$\{${name}}`;

const WORKSPACE = { ".west/config": "[manifest]\npath = app\nfile = west.yml\n[zephyr]\nbase = zephyr\n" };

async function kcfg(
  words: readonly string[],
  files: Readonly<Record<string, string>>,
  { folder = "/ws/app", environment = {} }: { folder?: string; environment?: Record<string, string> } = {},
) {
  const host = memoryHost({
    files: below("/ws", files),
    environment,
    folder,
    commands: () => {
      throw new Error("a command was run");
    },
  });
  const exit = await run(words, host);
  return { exit, stdout: host.stdoutText(), stderr: host.stderrText(), files: host.files };
}

const unbuilt: Readonly<Record<string, string>> = {
  ...WORKSPACE,
  ...below("zephyr", ZEPHYR),
  ...below("app", APPLICATION),
};
const built: Readonly<Record<string, string>> = { ...unbuilt, ...below("app/build", BUILD) };

describe("where it is", () => {
  test.each([
    ["a workspace of west", unbuilt, {}],
    ["ZEPHYR_BASE", { ...unbuilt, ".west/config": "" }, { environment: { ZEPHYR_BASE: "/ws/zephyr" } }],
    ["the build folder's cache", { ...built, ".west/config": "" }, {}],
    [
      "a sample within it",
      below("zephyr", { ...ZEPHYR, ...below("samples/one", APPLICATION) }),
      { folder: "/ws/zephyr/samples/one" },
    ],
    ["the build folder itself", { ...built, ".west/config": "" }, { folder: "/ws/app/build" }],
    ["Zephyr itself", unbuilt, { folder: "/ws/zephyr/drivers" }],
  ])("%s", async (_, files, options) => {
    const { exit, stdout, stderr } = await kcfg(["explain", "SERIAL", "-v"], files, options);
    expect(stderr).toContain("Zephyr 2.5.0");
    expect(stdout).toMatch(/^SERIAL = [ny] {3}bool · drivers\/Kconfig:4/);
    expect(exit).toBe(0);
  });

  test("an application of something else is none, nor is a workspace without Zephyr", async () => {
    const other = { "app/CMakeLists.txt": "find_package(Qt)\n" };
    expect((await kcfg(["list"], { ...unbuilt, ...other })).stderr).toContain("error[no-tree]");
    expect((await kcfg(["list"], { ...WORKSPACE, ...below("app", APPLICATION) })).stderr).toContain(
      "error[no-tree]",
    );
  });
});

describe("where commands are denied", () => {
  const denied = (files: Readonly<Record<string, string>>, environment: Record<string, string> = {}) =>
    kcfg(["explain", "SERIAL", "--probes", "deny"], files, { environment });

  test("a sample of Zephyr's own is read", async () => {
    const files = below("zephyr", { ...ZEPHYR, ...below("samples/one", APPLICATION) });
    const { stdout } = await kcfg(["explain", "SERIAL", "--probes", "deny"], files, {
      folder: "/ws/zephyr/samples/one",
    });
    expect(stdout).toMatch(/^SERIAL = y /);
  });

  test("no file of an application's repository leads out of it", async () => {
    const repository = { "app/.git/HEAD": "ref: refs/heads/main\n" };
    for (const files of [
      built,
      unbuilt,
      { ...unbuilt, "app/.west/config": "[zephyr]\nbase = ../zephyr\n" },
    ]) {
      const { exit, stdout, stderr } = await denied({ ...files, ...repository });
      expect(exit).toBe(2);
      expect(stderr).toContain("error[no-tree]");
      expect(stdout).toBe("");
    }
  });

  test("ZEPHYR_BASE is a person's word", async () => {
    const environment = { ZEPHYR_BASE: "/ws/zephyr" };
    const files = { "app/.git/HEAD": "ref: refs/heads/main\n", "app/.config": "CONFIG_SERIAL=y\n" };
    expect((await denied({ ...unbuilt, ...files }, environment)).stdout).toMatch(/^SERIAL = y /);
    // What the build says of the toolchain is the repository's word.
    const { exit, stderr } = await denied({ ...built, ...files }, environment);
    expect(exit).toBe(2);
    expect(stderr).toContain("'/opt/tool chain/Kconfig' leads out of the tree");
  });
});

test("without a build folder all boards are read, and that is said", async () => {
  const { stdout, stderr } = await kcfg(["list", "BOARD_*"], unbuilt);
  expect(stdout).toContain("BOARD_ALPHA");
  expect(stdout).toContain("BOARD_BETA");
  expect(stderr).toContain("note: there is no build folder, so Zephyr is read for all boards at once");
  const checked = await kcfg(["check", "prj.conf"], unbuilt);
  expect(checked.stdout).toMatch(/defaults \+ 1 fragment\n$/);
});

describe("with a build folder", () => {
  test("board, variables and .config are those of the build", async () => {
    const { stdout, stderr } = await kcfg(["explain", "UART_LOG_LEVEL", "-v"], built);
    expect(stderr).toContain("BOARD=alpha, from /ws/app/build/build.ninja");
    expect(stderr).toContain("SHIELD_AS_LIST=a\\;b");
    expect(stderr).toContain("TOOLCHAIN_KCONFIG_DIR=/opt/tool chain");
    expect(stderr).not.toContain("no build folder");
    expect(stdout).toMatch(/^UART_LOG_LEVEL = 4 /);
    expect((await kcfg(["list", "BOARD_*"], built)).stdout).not.toContain("BOARD_BETA");
    expect((await kcfg(["explain", "UART_CONSOLE"], built)).stdout).toMatch(/^UART_CONSOLE = y /);
  });

  test("make's files say the same as ninja's", async () => {
    const { "app/build/build.ninja": ninja, ...rest } = built;
    const command = /COMMAND = (.*)/.exec(ninja)?.[1];
    const files = { ...rest, "app/build/CMakeFiles/menuconfig.dir/build.make": `\t${command}\n` };
    expect((await kcfg(["explain", "UART_LOG_LEVEL"], files)).stdout).toMatch(/^UART_LOG_LEVEL = 4 /);
  });

  test("a fragment is checked over the board's defconfig, with what the build does not say", async () => {
    const { exit, stdout, stderr } = await kcfg(["check", "prj.conf"], built);
    expect({ exit, stderr, stdout }).toMatchObject({ exit: 1 });
    expect(stdout).toContain("alpha_defconfig");
    expect(stdout).toMatch(/BT_SMP=y is dropped, the result is n\n --> prj\.conf:4:1/);
    expect(stdout).toContain("CONFIG_BT=y");
    expect(stdout).toMatch(/whether NVS=y takes effect is not known: it rests on \$\(dt_chosen_enabled,/);
    expect(stdout).not.toContain("--probes replay");
    expect(stdout).not.toMatch(/prj\.conf:[12]:/);
  });
});

describe("the fragments that a build merges", () => {
  const level = (value: number) => `CONFIG_UART_LOG_LEVEL=${value}\n`;
  /** Files of an application, and what CMake was told. */
  const application = (
    files: Readonly<Record<string, string>>,
    { cache = "", lists = "" }: { cache?: string; lists?: string } = {},
  ) => ({
    ...built,
    ...below("app", { "prj.conf": level(1), ...files }),
    "app/build/CMakeCache.txt": `${BUILD["CMakeCache.txt"]}CACHED_BOARD:STRING=alpha\n${cache}`,
    "app/CMakeLists.txt": `cmake_minimum_required(VERSION 3.13)\n${lists}\n${APPLICATION["CMakeLists.txt"]}`,
  });
  /** What check merges, the base first. */
  const merged = async (
    files: Readonly<Record<string, string>>,
    words: readonly string[] = [],
    environment: Record<string, string> = {},
  ) => {
    const { stdout, stderr } = await kcfg(["check", ...words, "--format", "json"], files, { environment });
    if (stdout === "") return stderr;
    const [{ base, fragments }] = JSON.parse(stdout).result.runs;
    const paths = fragments.map(({ path }: { path: string }) => path);
    return [base, ...paths]
      .map((path) => path.replace("/ws/zephyr/", "Z:").replace(/^Z:.*\/alpha\//, "A:"))
      .join(" ");
  };

  test.each([
    ["prj.conf over the board's defconfig", {}, {}, "A:alpha_defconfig prj.conf"],
    [
      "what is for the board",
      { "boards/alpha.conf": level(2), "boards/beta.conf": level(3) },
      {},
      "A:alpha_defconfig prj.conf boards/alpha.conf",
    ],
    [
      "what the first configuration of the build kept",
      { "boards/alpha.conf": level(2), "own.conf": level(3) },
      { cache: "CACHED_CONF_FILE:STRING=/ws/app/own.conf;/ws/app/boards/alpha.conf\n" },
      "A:alpha_defconfig own.conf boards/alpha.conf",
    ],
    [
      "CONF_FILE in place of prj.conf",
      { "one.conf": level(2), "two.conf": level(3) },
      { lists: 'set(CONF_FILE "one.conf two.conf") # not prj.conf' },
      "A:alpha_defconfig one.conf two.conf",
    ],
    [
      "what CMakeLists.txt adds, but not within a condition, nor with what nobody knows; then the command line",
      { "one.conf": level(2), "two.conf": level(3), "three.conf": level(4) },
      {
        lists:
          "if(NOT X)\n  set(EXTRA_CONF_FILE no.conf)\nendif()\n" +
          `list(APPEND EXTRA_CONF_FILE ${variable("CMAKE_CURRENT_SOURCE_DIR")}/one.conf ${variable("NOWHERE")}/no.conf)\n` +
          "set(OVERLAY_CONFIG two.conf)",
        cache: "EXTRA_CONF_FILE:UNINITIALIZED=three.conf\n",
      },
      "A:alpha_defconfig prj.conf one.conf two.conf three.conf",
    ],
    [
      "shields in the order in which they are named, each with what it has for the board",
      {
        "more.conf": level(1),
        "boards/shields/one/Kconfig.shield": "",
        "boards/shields/one/one.overlay": "",
        "boards/shields/one/one.conf": level(2),
        "boards/shields/one/boards/alpha.conf": level(3),
        "boards/shields/pair/shield.yml": "shields:\n  - name: left\n  - name: right\n",
        "boards/shields/pair/right.conf": level(4),
        "boards/shields/pair/boards/right/alpha.conf": level(3),
      },
      { cache: "CACHED_SHIELD:STRING=right@1;one\nBOARD_ROOT:PATH=.\nEXTRA_CONF_FILE:STRING=more.conf\n" },
      "A:alpha_defconfig prj.conf boards/shields/pair/right.conf boards/shields/pair/boards/right/alpha.conf " +
        "boards/shields/one/one.conf boards/shields/one/boards/alpha.conf more.conf",
    ],
    [
      "snippets, for all boards and for this one",
      {
        "snippets/all/snippet.yml":
          'name: all\nappend:\n  EXTRA_CONF_FILE: all.conf # of all\nboards:\n  beta:\n    append:\n      EXTRA_CONF_FILE: no.conf\n  /al.*/:\n    append:\n      EXTRA_CONF_FILE: "al.conf"\n',
        "snippets/all/all.conf": level(2),
        "snippets/all/al.conf": level(3),
        "snippets/deep/down/snippet.yml":
          "name: down\nboards:\n  alpha:\n    append:\n      OVERLAY_CONFIG: down.conf\n",
        "snippets/deep/down/down.conf": level(4),
      },
      { cache: "CACHED_SNIPPET:STRING=down;all\n" },
      "A:alpha_defconfig prj.conf snippets/deep/down/down.conf snippets/all/all.conf snippets/all/al.conf",
    ],
    [
      "symbols of the command line, and fragments in the build folder",
      {
        "build/zephyr/misc/generated/extra_kconfig_options.conf": level(2),
        "build/b.conf": level(3),
        "build/a.conf": level(4),
      },
      { cache: "CLI_CONFIG_UART_LOG_LEVEL:UNINITIALIZED=2\n" },
      "A:alpha_defconfig prj.conf build/zephyr/misc/generated/extra_kconfig_options.conf build/a.conf build/b.conf",
    ],
    [
      "what the build says that it merged",
      {
        "boards/alpha.conf": level(2),
        "own.conf": level(3),
        "build/build_info.yml":
          "cmake:\n  kconfig:\n    files:\n     - /ws/zephyr/boards/arm/alpha/alpha_defconfig\n     - /ws/app/own.conf\n    user-files:\n     - /ws/app/prj.conf\n",
      },
      {},
      "A:alpha_defconfig own.conf",
    ],
  ] as const)("%s", async (_, files, told, expected) => {
    expect(await merged(application(files, told))).toBe(expected);
  });

  test("one that is named brings all of them; others stand behind; with --base there are no others", async () => {
    const files = application({ "boards/alpha.conf": level(2), "other.conf": level(3) });
    expect(await merged(files, ["prj.conf"])).toBe("A:alpha_defconfig prj.conf boards/alpha.conf");
    expect(await merged(files, ["other.conf", "boards/alpha.conf"])).toBe(
      "A:alpha_defconfig prj.conf boards/alpha.conf other.conf",
    );
    expect(await merged(files, ["other.conf"])).toBe("A:alpha_defconfig other.conf");
    expect(await merged(files, ["prj.conf", "--base", "alldefconfig"])).toBe("alldefconfig prj.conf");
    expect(await merged(files, ["prj.conf", "--each"])).toBe("A:alpha_defconfig prj.conf");
  });

  test("without a build folder the environment says what CMake would be told", async () => {
    const files = {
      ...unbuilt,
      ...below("app", { "prj.conf": level(1), "boards/alpha.conf": level(2), "one.conf": level(3) }),
      "zephyr/cmake/modules/kconfig.cmake": "zephyr_get(EXTRA_CONF_FILE SYSBUILD LOCAL)\n",
    };
    const environment = { BOARD: "alpha@1.2", EXTRA_CONF_FILE: "one.conf" };
    expect(await merged(files, [], environment)).toBe(
      "A:alpha_defconfig prj.conf boards/alpha.conf one.conf",
    );
    const { stderr } = await kcfg(["explain", "SERIAL", "-v"], files, { environment: { BOARD: "alpha" } });
    expect(stderr).toContain("BOARD_DIR=/ws/zephyr/boards/arm/alpha");
    expect(stderr).toContain("ARCH=arm");
    expect(stderr).not.toContain("for all boards at once");
    // An older Zephyr does not look at that variable.
    const { "zephyr/cmake/modules/kconfig.cmake": _, ...older } = files;
    expect(await merged(older, [], environment)).toBe("A:alpha_defconfig prj.conf boards/alpha.conf");
  });

  test("what is for a SoC, a core and a revision of the board, and the files of a build type or suffix", async () => {
    const files = {
      ...unbuilt,
      "zephyr/cmake/modules/configuration_files.cmake": `zephyr_get(FILE_SUFFIX)\nzephyr_file(CONF_FILES ${variable("APPLICATION_CONFIG_DIR")}/socs KCONF CONF_FILE)\n`,
      ...below("app", {
        "prj.conf": level(1),
        "prj_small.conf": level(2),
        "socs/one_core.conf": level(2),
        "boards/alpha_one_core.conf": level(2),
        "boards/alpha_one_core_1_0_small.conf": level(3),
        "boards/alpha_one_core_1_0.conf": level(4),
      }),
      "zephyr/boards/arm/alpha/alpha_one_core_1_0_defconfig": level(4),
    };
    const environment = { BOARD: "alpha@1.0/one/core" };
    const names = "boards/alpha_one_core.conf boards/alpha_one_core_1_0";
    expect(await merged(files, [], environment)).toBe(
      `A:alpha_defconfig A:alpha_one_core_1_0_defconfig prj.conf socs/one_core.conf ${names}.conf`,
    );
    expect(await merged(files, [], { ...environment, FILE_SUFFIX: "small" })).toBe(
      `A:alpha_defconfig A:alpha_one_core_1_0_defconfig prj_small.conf socs/one_core.conf ${names}_small.conf`,
    );
    const older = {
      ...files,
      "zephyr/cmake/modules/configuration_files.cmake": `set(CONF_FILE_BUILD_TYPE ${variable("CMAKE_MATCH_1")})\n`,
      "app/boards/alpha_small.conf": level(2),
    };
    expect(await merged(older, [], { BOARD: "alpha", CONF_FILE: "prj_small.conf" })).toBe(
      "A:alpha_defconfig prj_small.conf boards/alpha_small.conf",
    );
  });

  test("without a .config they are what it would be made of, and each value says which line asks for it", async () => {
    const all: Readonly<Record<string, string>> = application({ "boards/alpha.conf": level(2) });
    const { "app/build/zephyr/.config": _, ...files } = all;
    const { stdout, stderr } = await kcfg(["explain", "UART_LOG_LEVEL"], files);
    expect(stdout).toMatch(/^UART_LOG_LEVEL = 2 /);
    expect(stdout).toContain("boards/alpha.conf:1");
    expect(stderr).toContain("alpha_defconfig, prj.conf, boards/alpha.conf");
    // A .config that is there has all of it.
    const held = { ...files, "app/build/zephyr/.config": "CONFIG_BOARD_ALPHA=y\n" };
    expect((await kcfg(["explain", "UART_LOG_LEVEL"], held)).stdout).toMatch(/^UART_LOG_LEVEL = 4 /);
  });

  test("an editor takes the others as they are open, and has absolute paths", async () => {
    const files = application({ "boards/alpha.conf": level(2) });
    const host = memoryHost({ files: below("/ws", files), folder: "/ws/app" });
    const opened = await openTree({}, host);
    if (!("model" in opened)) throw new Error("no tree");
    const session = withConfig(opened);
    if ("code" in session) throw new Error("no .config");
    const texts = new Map([["/ws/app/boards/alpha.conf", level(9)]]);
    const answer = checkOpenFragment(session, "/ws/app/prj.conf", texts);
    if (!("result" in answer)) throw new Error("no answer");
    expect(answer.inputs.map(({ path }) => path).slice(1)).toEqual([
      "/ws/app/prj.conf",
      "/ws/app/boards/alpha.conf",
    ]);
    expect(answer.result.verdicts.map(({ request, fate }) => [request.location.path, fate])).toEqual([
      ["/ws/app/prj.conf", "override"],
      ["/ws/app/boards/alpha.conf", "out-of-range"],
    ]);
  });

  test("--fix changes files of the application alone, or those that are named", async () => {
    const [right, wrong] = ["CONFIG_UART_CONSOLE=y\n", "CONFIG_BT_SMP=y\n"];
    const shield = "/ws/zephyr/boards/shields/one/one.conf";
    const fixed = async (own: string, ofBuild: string, ofShield: string, ...words: readonly string[]) => {
      const files = {
        ...application(
          { "prj.conf": right, "boards/alpha.conf": own, "build/own.conf": ofBuild },
          { cache: "CACHED_SHIELD:STRING=one\n" },
        ),
        "zephyr/boards/shields/one/Kconfig.shield": "",
        "zephyr/boards/shields/one/one.overlay": "",
        "zephyr/boards/shields/one/one.conf": ofShield,
      };
      const { files: after } = await kcfg(["check", "--fix", ...words], files);
      const before = below("/ws", files);
      return Object.keys(before).filter((path) => after.get(path) !== before[path]);
    };
    expect(await fixed(wrong, right, right)).toEqual(["/ws/app/boards/alpha.conf"]);
    expect(await fixed(wrong, right, right, "prj.conf")).toEqual([]);
    expect(await fixed(wrong, right, right, "boards/alpha.conf")).toEqual(["/ws/app/boards/alpha.conf"]);
    expect(await fixed(right, wrong, right)).toEqual([]);
    expect(await fixed(right, right, wrong)).toEqual([]);
    expect(await fixed(right, right, wrong, shield)).toEqual([shield]);
  });

  test("where commands are denied, no CMakeLists.txt leads out of the tree", async () => {
    const files = {
      ...below("zephyr", ZEPHYR),
      ...below("zephyr/samples/one", APPLICATION),
      "zephyr/samples/one/CMakeLists.txt": `set(EXTRA_CONF_FILE /ws/secret.conf)\n${APPLICATION["CMakeLists.txt"]}`,
      "secret.conf": level(2),
    };
    const options = { folder: "/ws/zephyr/samples/one" };
    const read = await kcfg(["check"], files, options);
    expect(read.stdout).toContain("secret.conf");
    const { exit, stdout, stderr } = await kcfg(["check", "--probes", "deny"], files, options);
    expect(exit).toBe(2);
    expect(stderr).toContain("/ws/secret.conf");
    expect(stdout).toBe("");
  });

  test("a file that is named and not there is an error", async () => {
    const { exit, stderr } = await kcfg(
      ["check"],
      application({}, { cache: "EXTRA_CONF_FILE:STRING=gone.conf\n" }),
    );
    expect(exit).toBe(2);
    expect(stderr).toContain("cannot read gone.conf");
  });

  test("elsewhere a check without fragments has none", async () => {
    const { exit, stderr } = await kcfg(["check"], below("zephyr", ZEPHYR), { folder: "/ws/zephyr" });
    expect(exit).toBe(2);
    expect(stderr).toContain("error[no-fragments]");
  });
});

test("what shields are named is known without Python", async () => {
  const files = {
    ...built,
    "app/build/Kconfig/Kconfig.shield.defconfig":
      "config SHIELD_A\n\tdef_bool $(shields_list_contains,a)\nconfig SHIELD_C\n\tdef_bool $(shields_list_contains,c)\n",
  };
  expect((await kcfg(["explain", "SHIELD_A"], files)).stdout).toMatch(/^SHIELD_A = y /);
  expect((await kcfg(["explain", "SHIELD_C"], files)).stdout).toMatch(/^SHIELD_C = n /);
});

test("a build that stopped because of a fragment still says which board it was for", async () => {
  const { "app/build/build.ninja": _, ...rest } = built;
  const files = {
    ...rest,
    "app/build/CMakeCache.txt": `${BUILD["CMakeCache.txt"]}CACHED_BOARD:STRING=alpha\n`,
  };
  const { stdout, stderr } = await kcfg(["check"], files);
  expect(stdout).toContain("alpha_defconfig + 1 fragment");
  expect(stderr).not.toContain("for all boards at once");
});

test("a build that was not configured to its end is none", async () => {
  const { "app/build/build.ninja": _, ...rest } = built;
  const { exit, stderr } = await kcfg(["explain", "SERIAL"], rest);
  expect(exit).toBe(0);
  expect(stderr).toContain("note: there is no build folder");
});

test("of a build of several images that of the application counts, and the board's SoC and core its defconfig", async () => {
  const { "app/build/build.ninja": ninja, "app/build/CMakeCache.txt": cache, ...rest } = built;
  const image = ninja
    .replace("BOARD_DIR=/ws/zephyr/boards/arm/alpha ", "")
    .replace("BOARD=alpha", "BOARD=alpha BOARD_QUALIFIERS=/one/core");
  const files = {
    ...rest,
    "app/build/CMakeCache.txt": cache,
    "app/build/build.ninja": ninja.replace("BOARD=alpha", "BOARD=whole"),
    "app/build/app/CMakeCache.txt": `${cache}BOARD_DIR:PATH=/ws/zephyr/boards/arm/alpha\n`,
    "app/build/app/build.ninja": image,
    "app/build/app/zephyr/.config": "CONFIG_SERIAL=y\n",
    "zephyr/Kconfig.zephyr": ZEPHYR["Kconfig.zephyr"].replaceAll("$(BOARD_DIR)", "boards/arm/alpha"),
    "zephyr/boards/arm/alpha/alpha_one_core_defconfig": "CONFIG_BOARD_ALPHA=y\n",
  };
  const { stdout, stderr } = await kcfg(["explain", "SERIAL", "-v"], files);
  expect(stderr).toContain("BOARD=alpha, from /ws/app/build/app/build.ninja");
  expect(stderr).toContain("config /ws/app/build/app/zephyr/.config");
  expect(stdout).toMatch(/^SERIAL = y /);
  expect((await kcfg(["check", "prj.conf"], files)).stdout).toContain("alpha_one_core_defconfig");
});

test("configdefault gives a default, and nothing else of a symbol", async () => {
  const values = async (config: string) =>
    (await kcfg(["explain", "SERIAL"], { ...built, "app/build/zephyr/.config": config })).stdout;
  expect(await values("CONFIG_BOARD_ALPHA=y\n")).toMatch(/^SERIAL = y /);
  expect(await values("")).toMatch(/^SERIAL = n /);
  expect(await values("CONFIG_BOARD_ALPHA=y\n# CONFIG_SERIAL is not set\n")).toMatch(/^SERIAL = n /);
});

test("a configdefault counts only where the symbol's own dependencies hold", async () => {
  const path = "zephyr/boards/arm/alpha/Kconfig.defconfig";
  const files = { ...built, [path]: "configdefault UART_CONSOLE\n\tdefault y\n" };
  const explain = async (config: string) =>
    (await kcfg(["explain", "UART_CONSOLE"], { ...files, "app/build/zephyr/.config": config })).stdout;
  expect(await explain("CONFIG_SERIAL=y\n")).toMatch(/^UART_CONSOLE = y /);
  expect(await explain("")).toMatch(/^UART_CONSOLE = n /);
});

test("what a function in Python would say is not known, and what rests on it neither", async () => {
  const size = await kcfg(["explain", "FLASH_SIZE"], built);
  expect(size.stdout).toContain("FLASH_SIZE = unknown");
  expect(size.stdout).toContain("$(dt_chosen_reg_size_int,");
  expect(size.stdout).not.toContain("--probes deny");
  const { stdout } = await kcfg(["explain", "NVS"], built);
  expect(stdout).toContain("rests on what was not run or read");
  expect(stdout).toContain("through HAS_FLASH");
});

test("kcfg init writes what check needs for an application", async () => {
  const { stdout, files } = await kcfg(["init"], built);
  expect(JSON.parse(files.get("/ws/app/kcfg.json") ?? "")).toEqual({
    tree: ".",
    check: { fragments: { prj: ["prj.conf"] } },
  });
  expect(stdout).toContain("fragments: prj.conf; try kcfg check");
  const settings = { "app/kcfg.json": files.get("/ws/app/kcfg.json") ?? "" };
  const checked = await kcfg(["check"], { ...built, ...settings });
  expect(checked.exit).toBe(1);
  expect(checked.stdout).toContain("BT_SMP=y is dropped");
  expect(checked.stdout).toContain("alpha_defconfig");
});

test("where commands are denied too, each answer says what it rests on", async () => {
  const files = below("one", {
    Kconfig:
      'config F\n\tdef_bool $(dt_has,x)\nconfig C\n\tdef_bool $(shell,true)\nconfig A\n\tbool "a"\n\tdepends on C\n',
    "a.config": "CONFIG_A=y\n",
  });
  const ask = (...words: readonly string[]) =>
    kcfg([...words, "--dialect", "zephyr", "--probes", "deny"], files, { folder: "/ws/one" });
  expect((await ask("explain", "F")).stdout).toContain("rests on what was not run or read:");
  expect((await ask("explain", "C")).stdout).toContain("rests on what was not run or read (--probes deny):");
  expect((await ask("list")).stderr).toContain(
    "2 words of this tree are not known, because commands and functions in Python were not run",
  );
  expect((await ask("check", "a.config")).stdout).toContain("--probes replay=FILE");
});

test("a select that dependencies do not allow stops Zephyr's build, and is a warning of C", async () => {
  const files = below("one", {
    Kconfig:
      'config BT\n\tbool "Bluetooth"\n\tselect TINYCRYPT\nconfig TINYCRYPT\n\tbool\n\tdepends on NOWHERE\n' +
      'config MESH\n\tbool "Mesh"\n\tdepends on BT\n',
  });
  const ask = async (verb: string, words: string, dialect: string) => {
    const { stdout, stderr } = await kcfg([verb, words, "--dialect", dialect], files, { folder: "/ws/one" });
    return stdout + stderr;
  };
  for (const [verb, words] of [
    ["explain", "MESH"],
    ["set", "MESH=y"],
    ["set", "BT=y"],
  ]) {
    expect(await ask(verb, words, "zephyr")).toContain("the build stops at that warning");
    expect(await ask(verb, words, "linux-6.12")).toContain("C accepts it, with a warning");
  }
});

test("Zephyr with boards in YAML", async () => {
  const files = below("zephyr", {
    VERSION: "VERSION_MAJOR = 4\nVERSION_MINOR = 2\nPATCHLEVEL = 0\n",
    Kconfig: 'mainmenu "Kernel"\nsource "Kconfig.zephyr"\n',
    "Kconfig.zephyr": [
      'source "$(KCONFIG_BINARY_DIR)/Kconfig.dts"',
      'source "$(KCONFIG_BINARY_DIR)/Kconfig.modules"',
      'source "$(KCONFIG_BINARY_DIR)/soc/Kconfig.defconfig"',
      'source "$(KCONFIG_BINARY_DIR)/soc/Kconfig.soc"',
      'source "$(KCONFIG_BINARY_DIR)/soc/Kconfig"',
      'source "$(KCONFIG_BINARY_DIR)/arch/Kconfig"',
      'source "$(KCONFIG_BOARD_DIR)/Kconfig.defconfig"',
      'source "$(KCONFIG_BOARD_DIR)/Kconfig"',
      'source "$(KCONFIG_BOARD_DIR)/Kconfig.boards"',
    ].join("\n"),
    "arch/archs.yml": "archs:\n  - name: arm\n    path: arm\n",
    "arch/arm/Kconfig": "config ARM\n\tbool\n",
    "soc/maker/one/soc.yml": "socs:\n  - name: one\n",
    "soc/maker/one/Kconfig.soc": "config SOC_ONE\n\tbool\n\tselect ARM\n",
    "soc/maker/one/Kconfig.defconfig": "if SOC_ONE\nconfigdefault LEVEL\n\tdefault 2\nendif\n",
    "soc/maker/one/Kconfig": 'config LEVEL\n\tint "Level"\n',
    "boards/maker/alpha/board.yml": "board:\n  name: alpha\n  vendor: maker\n",
    "boards/maker/alpha/Kconfig.alpha": 'config BOARD_ALPHA\n\tselect SOC_ONE\n\tbool "Alpha"\n',
    "boards/maker/two/board.yml": "boards:\n  - name: two_a\n    vendor: maker\n  - name: two_b\n",
    "boards/maker/two/Kconfig.two_b": "config BOARD_TWO_B\n\tbool\n",
  });
  const { stdout } = await kcfg(["list", "--format", "json"], files, { folder: "/ws/zephyr" });
  const names = JSON.parse(stdout).result.map(({ symbol }: { symbol: string }) => symbol);
  expect(names).toEqual(expect.arrayContaining(["ARM", "SOC_ONE", "LEVEL", "BOARD_ALPHA", "BOARD_TWO_B"]));
  const settled = { ...files, "zephyr/.config": "CONFIG_BOARD_ALPHA=y\n" };
  const level = await kcfg(["explain", "LEVEL"], settled, { folder: "/ws/zephyr" });
  expect(level.stdout).toMatch(/^LEVEL = 2 /);
});

test("a configdefault with more than defaults is an error; other dialects do not know it", async () => {
  const wrong = {
    Kconfig:
      'config A\n\tbool "a"\nconfigdefault A\n\tbool "b"\n\tdefault y\n\tdepends on B\nconfig B\n\tbool\n',
  };
  const zephyr = await kcfg(["list", "--dialect", "zephyr"], wrong, { folder: "/ws" });
  expect(zephyr.stderr).toContain("error[configdefault-with-more]: configdefault A can only have 'default'");
  expect(zephyr.stderr).toContain("Kconfig:4:");
  expect(zephyr.stderr).toContain("Kconfig:6:");
  const linux = await kcfg(["list", "--dialect", "linux-7.3"], wrong, { folder: "/ws" });
  expect(linux.stderr).toContain("linux-7.3 does not know 'configdefault'");
});

test("files of YAML are read however they are written, also broken ones", () => {
  const valuesOf = (text: string) => yamlValues(text).map(({ keys, value }) => `${keys.join(".")}=${value}`);
  expect(valuesOf('name: a\nappend: { EXTRA_CONF_FILE: "b c.conf" }\n')).toEqual([
    "name=a",
    "append.EXTRA_CONF_FILE=b c.conf",
  ]);
  // A version is no number.
  expect(valuesOf("revisions:\n- name: 1.0\n- name: '2'\n")).toEqual([
    "revisions.name=1.0",
    "revisions.name=2",
  ]);
  expect(valuesOf("a: &x\n  b: c\nd: *x\n")).toEqual(["a.b=c", "d.b=c"]);
  expect(valuesOf("name: a\n: - [\n")).toContain("name=a");
  expect(valuesOf("")).toEqual([]);
  const names = "abcdefghi".split("");
  const bomb = names.map((name, at) =>
    at === 0 ? "a: &a [x, x]" : `${name}: &${name} [${`*${names[at - 1]}, `.repeat(9)}]`,
  );
  expect(valuesOf(bomb.join("\n"))).toEqual([]);
});

describe("a board that is described in YAML, without a build folder", () => {
  const described = {
    VERSION: "VERSION_MAJOR = 4\nVERSION_MINOR = 2\nPATCHLEVEL = 0\n",
    Kconfig: 'source "Kconfig.zephyr"\n',
    "Kconfig.zephyr": [
      'source "$(KCONFIG_BOARD_DIR)/Kconfig.defconfig"',
      'source "$(KCONFIG_BINARY_DIR)/soc/Kconfig.defconfig"',
      'source "$(KCONFIG_BINARY_DIR)/soc/Kconfig.soc"',
      'source "$(KCONFIG_BINARY_DIR)/soc/Kconfig"',
      "NAME := $(normalize_upper,$(BOARD))",
      "TARGET := $(normalize_upper,$(BOARD)$(BOARD_QUALIFIERS))",
      "config BOARD_$(NAME)\n\tdef_bool y",
      "config BOARD_$(TARGET)\n\tdef_bool y",
      'config QUALIFIERS\n\tstring\n\tdefault "$(substring,$(BOARD_QUALIFIERS),1)"',
      'config REVISION\n\tstring\n\tdefault "$(BOARD_REVISION)"',
      'osource "$(KCONFIG_BOARD_DIR)/Kconfig.$(BOARD)"',
      'choice "SPEED_CHOICE"\n\tprompt "Speed"\n\tdefault FAST',
      'config FAST\n\tbool "Fast"\nconfig SLOW\n\tbool "Slow"\nendchoice',
      "config HOGS\n\tbool\n\tdefault $(dt_gpio_hogs_enabled)",
      'source "$(KCONFIG_BINARY_DIR)/Kconfig.dts"',
      'config FLASH\n\tbool "Flash"\n\tdepends on DT_HAS_MAKER_FLASH_2_0_ENABLED',
      "config SIZE\n\thex\n\tdefault $(mul_hex, 4, $(add,1,2,1),0x10)",
      'config COUNTS\n\tstring\n\tdefault "$(inc, 1, -1),$(div,7,2),$(mod,-7,3),$(min,4,0x3),$(dec_hex,0)"',
    ].join("\n"),
    "arch/archs.yml": "archs:\n  - name: arm\n    path: arm\n",
    "arch/arm/Kconfig": "config ARM\n\tbool\n",
    "dts/bindings/flash/maker,flash.yaml": 'description: A flash.\n\ncompatible: "maker,flash-2.0"\n',
    "soc/maker/soc.yml":
      "family:\n- name: fam\n  series:\n  - name: ser\n    socs:\n    - name: one\n      cpuclusters:\n      - name: app\n      - name: net\n    - name: two\n",
    "soc/maker/Kconfig.soc":
      "config SOC_FAMILY_FAM\n\tbool\nconfig SOC_ONE\n\tbool\n\tselect SOC_FAMILY_FAM\nconfig SOC_TWO\n\tbool\n",
    // The series is defined again where its family is known: no loop, since its first entry depends on nothing.
    "soc/maker/Kconfig": "if SOC_FAMILY_FAM\nconfig SOC_ONE\n\tselect ARM\nendif\nconfig ARM\n\tbool\n",
    "soc/maker/Kconfig.defconfig": "",
    "boards/maker/alpha/board.yml": [
      'board:\n  name: alpha\n  revision:\n    format: major.minor.patch\n    revisions:\n    - name: "1.4.0"',
      "  socs:\n  - name: one\n    variants:\n    - name: ns\n      cpucluster: app\n",
    ].join("\n"),
    "boards/maker/alpha/Kconfig.alpha": "config BOARD_ALPHA\n\tselect SOC_ONE\n",
    "boards/maker/alpha/Kconfig.defconfig":
      "if BOARD_ALPHA\nchoice SPEED_CHOICE\n\tdefault SLOW\nendchoice\nchoice OF_ANOTHER_PROJECT\n\tdefault THERE\nendchoice\nendif\n",
    "boards/maker/beta/board.yml": "boards:\n- name: beta\n  socs:\n  - name: two\n",
    "boards/maker/beta/Kconfig.beta": "config BOARD_BETA\n\tselect SOC_TWO\n",
  };
  const tree = Object.fromEntries(Object.entries(described).map(([path, text]) => [`zephyr/${path}`, text]));
  const application = {
    ...tree,
    "zephyr/app/CMakeLists.txt": "find_package(Zephyr)\n",
    "zephyr/app/prj.conf": "",
  };
  const place = (BOARD: string) => ({ folder: "/ws/zephyr/app", environment: { BOARD } });
  const settled = async (symbol: string, board: string) =>
    (await kcfg(["explain", symbol], application, place(board))).stdout.split(/[ \n]/).slice(0, 3).join(" ");

  test("is the only one that is read, with its SoC, core and revision", async () => {
    const { exit, stderr } = await kcfg(["explain", "SOC_ONE"], application, place("alpha@1.4.0/one/app"));
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: expect.not.stringMatching(/warning|error|all boards/),
    });
    expect(stderr).toContain("devicetree and modules");
    expect(await settled("SOC_ONE", "alpha@1.4.0/one/app")).toBe("SOC_ONE = y");
    expect(await settled("ARM", "alpha@1.4.0/one/app")).toBe("ARM = y");
    expect(await settled("BOARD_ALPHA_ONE_APP", "alpha@1.4.0/one/app")).toBe("BOARD_ALPHA_ONE_APP = y");
    expect(await settled("QUALIFIERS", "alpha@1.4.0/one/app")).toBe('QUALIFIERS = "one/app"');
    expect(await settled("REVISION", "alpha@1.4.0/one/app")).toBe('REVISION = "1.4.0"');
    expect(await settled("SLOW", "alpha@1.4.0/one/app")).toBe("SLOW = y");
    expect(await settled("SOC_TWO", "alpha@1.4.0/one/app")).toBe("SOC_TWO = n");
  });

  test("has its only SoC where none is named", async () => {
    expect(await settled("QUALIFIERS", "beta")).toBe('QUALIFIERS = "two"');
    expect(await settled("SLOW", "beta")).toBe("SLOW = n");
  });

  test("numbers as long as Python takes none are not calculated with", () => {
    const product = (...digits: readonly number[]) =>
      zephyrFunctions.get("mul")?.(
        digits.map((count) => "9".repeat(count)),
        () => "",
      );
    expect(product(2000, 2300)).toHaveLength(4300);
    expect(product(2000, 2301)).toBeUndefined();
    expect(product(4000, 4000)).toBeUndefined();
    expect(product(1_000_000)).toBeUndefined();
    expect(zephyrFunctions.get("inc")?.(["9".repeat(4300)], () => "")).toBeUndefined();
    expect(zephyrFunctions.get("add_hex")?.(["0xffff", "1"], () => "")).toBe("0x10000");
  });

  test("functions that calculate are known, those of the devicetree are not", async () => {
    expect(await settled("SIZE", "beta")).toBe("SIZE = 0x100");
    expect(await settled("COUNTS", "beta")).toBe('COUNTS = "2,0,3,2,3,-0x1"');
    expect((await kcfg(["explain", "HOGS"], application, place("beta"))).stdout).toContain(
      "$(dt_gpio_hogs_enabled)",
    );
  });

  test("what the devicetree has is not known: a request that rests on it is not said to be lost", async () => {
    const files = { ...application, "zephyr/app/prj.conf": "CONFIG_FLASH=y\n" };
    const { stdout } = await kcfg(["check"], files, place("beta"));
    expect(stdout).toContain("whether FLASH=y takes effect is not known");
    expect(stdout).toContain("$(dt_compat_enabled,maker,flash-2.0)");
  });

  test("without one, all targets of all boards are symbols, and revisions are none", async () => {
    const { stdout } = await kcfg(["list", "BOARD_*"], application, { folder: "/ws/zephyr/app" });
    for (const name of [
      "BOARD_ALPHA_ONE_APP",
      "BOARD_ALPHA_ONE_NET",
      "BOARD_ALPHA_ONE_APP_NS",
      "BOARD_BETA_TWO",
    ])
      expect(stdout).toContain(name);
    expect(stdout).not.toContain("1_4_0");
  });
});
