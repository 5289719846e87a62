/** ESP-IDF's trees in memory, in its shape and in words of our own: projects, build folders, sdkconfig and its defaults. */
import { describe, expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { loadKconfig } from "../src/model/load.ts";

/** An ESP-IDF, as far as Kconfig sees it. */
const IDF: Readonly<Record<string, string>> = {
  "tools/cmake/project.cmake": "# includes idf.cmake\n",
  "tools/cmake/version.cmake":
    "set(IDF_VERSION_MAJOR 5)\nset(IDF_VERSION_MINOR 4)\nset(IDF_VERSION_PATCH 1)\n",
  "sdkconfig.rename": [
    "# OLD  NEW",
    "CONFIG_LOG_LEVEL_AT_START    CONFIG_LOG_DEFAULT_LEVEL",
    "CONFIG_OPTIMIZE_OFF          !CONFIG_COMPILER_OPTIMIZE",
    "",
  ].join("\n"),
  Kconfig: [
    'mainmenu "Configuration"',
    '    orsource "./components/soc/$IDF_TARGET/Kconfig.soc_caps.in"',
    "    config IDF_TARGET",
    "        string",
    '        default "$IDF_TARGET"',
    "    config IDF_INIT_VERSION",
    "        string",
    '        default "$IDF_INIT_VERSION"',
    "    config IDF_CI_BUILD",
    "        bool",
    '        default y if "$(IDF_CI_BUILD)" = "y"',
    "    config IDF_TARGET_ARCH_RISCV",
    "        bool",
    "    config IDF_TARGET_ARCH_XTENSA",
    "        bool",
    "    config IDF_TARGET_ESP32",
    "        bool",
    '        default "y" if IDF_TARGET="esp32"',
    "        select IDF_TARGET_ARCH_XTENSA",
    "    config IDF_TARGET_ESP32C3",
    "        bool",
    '        default "y" if IDF_TARGET="esp32c3"',
    "        select IDF_TARGET_ARCH_RISCV",
    '    source "$COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE"',
    '    menu "Compiler options"',
    "        help",
    "            How the compiler is called.",
    "        config COMPILER_OPTIMIZE",
    '            bool "Optimize"',
    "            default y",
    "    endmenu",
    '    menu "Component config"',
    '        source "$COMPONENT_KCONFIGS_SOURCE_FILE"',
    "    endmenu",
    "",
  ].join("\n"),
  "components/soc/CMakeLists.txt": "",
  "components/soc/esp32/Kconfig.soc_caps.in": "config SOC_CPU_CORES_NUM\n    int\n    default 2\n",
  "components/soc/esp32c3/Kconfig.soc_caps.in": "config SOC_CPU_CORES_NUM\n    int\n    default 1\n",
  "components/log/CMakeLists.txt": "",
  "components/log/Kconfig": [
    'menu "Log"',
    "    choice LOG_DEFAULT_LEVEL_CHOICE",
    '        bool "Default log verbosity"',
    "        default LOG_DEFAULT_LEVEL_INFO",
    "        config LOG_DEFAULT_LEVEL_NONE",
    '            bool "No output"',
    "        config LOG_DEFAULT_LEVEL_INFO",
    '            bool "Info"',
    "        config LOG_DEFAULT_LEVEL_DEBUG",
    '            bool "Debug"',
    "    endchoice",
    "    config LOG_DEFAULT_LEVEL",
    "        int",
    "        default 0 if LOG_DEFAULT_LEVEL_NONE",
    "        default 3 if LOG_DEFAULT_LEVEL_INFO",
    "        default 4 if LOG_DEFAULT_LEVEL_DEBUG",
    "endmenu",
    "",
  ].join("\n"),
  "components/freertos/CMakeLists.txt": "",
  "components/freertos/Kconfig": [
    'menu "FreeRTOS"',
    "    config FREERTOS_UNICORE",
    '        bool "Run on the first core only"',
    '        default "y" if SOC_CPU_CORES_NUM = 1',
    "    config FREERTOS_HZ",
    '        int "Tick rate"',
    "        range 1 1000",
    "        default 100",
    "    config FREERTOS_TICK_MS",
    '        float "Milliseconds for each tick"',
    "        range 0.5 50",
    "        default 10.00",
    "    config FREERTOS_STACK",
    '        hex "Stack size"',
    "        default 0x600",
    "    config FREERTOS_TASK_NAME",
    '        string "Name of the first task"',
    '        default "main"',
    "    config FREERTOS_LOW_LATENCY",
    '        bool "Low latency"',
    '        warning "Takes more power"',
    "        set FREERTOS_HZ=1000",
    "        set default FREERTOS_TICK_MS=1 if FREERTOS_UNICORE",
    "endmenu",
    "",
  ].join("\n"),
  "components/log/sdkconfig.rename": "CONFIG_LOG_VERBOSE CONFIG_LOG_DEFAULT_LEVEL_DEBUG\n",
  "components/log/sdkconfig.rename.esp32c3": "CONFIG_ONE_CORE CONFIG_FREERTOS_UNICORE\n",
  // No component: there is no CMakeLists.txt.
  "components/cruft/Kconfig": "this is no Kconfig\n",
};

const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const PROJECT: Readonly<Record<string, string>> = {
  "CMakeLists.txt":
    "cmake_minimum_required(VERSION 3.16)\ninclude($ENV{IDF_PATH}/tools/cmake/project.cmake)\nproject(blink)\n",
  "main/CMakeLists.txt": "",
  "main/Kconfig.projbuild": [
    'menu "Example"',
    "    config BLINK_GPIO",
    '        int "GPIO"',
    "        default 8",
    "endmenu",
    "",
  ].join("\n"),
  "components/own/CMakeLists.txt": "",
  "components/own/Kconfig": 'config OWN_FEATURE\n    bool "Own feature"\n',
};

const both: Readonly<Record<string, string>> = { ...below("idf", IDF), ...below("app", PROJECT) };

async function kcfg(
  words: readonly string[],
  files: Readonly<Record<string, string>>,
  { folder = "/ws/app", environment = {} }: { folder?: string; environment?: Record<string, string> } = {},
) {
  const host = memoryHost({
    files: below("/ws", files),
    environment: { IDF_PATH: "/ws/idf", ...environment },
    folder,
    commands: () => {
      throw new Error("a command was run");
    },
  });
  const exit = await run(words, host);
  const written = (path: string) => host.files.get(`/ws/${path}`);
  return { exit, stdout: host.stdoutText(), stderr: host.stderrText(), written };
}

/** The sdkconfig that olddefconfig makes of one, without its head. */
async function settled(files: Readonly<Record<string, string>>, environment: Record<string, string> = {}) {
  const { exit, stderr, written } = await kcfg(["olddefconfig"], { ...both, ...files }, { environment });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  return written("app/sdkconfig") ?? "";
}

/** What stands for a symbol: its line, with the mark before it. */
function lineOf(sdkconfig: string, name: string): string {
  const lines = sdkconfig.split("# Deprecated")[0].split("\n");
  const at = lines.findIndex((line) => new RegExp(`^(?:# )?CONFIG_${name}(?:=| is not set)`).test(line));
  return (lines[at - 1] === "# default:" ? "default " : "") + lines[at];
}

describe("where it is", () => {
  const buildFiles = {
    "app/build/config.env": JSON.stringify({
      IDF_PATH: "/ws/idf",
      IDF_TARGET: "esp32c3",
      IDF_VERSION: "5.4.1",
      COMPONENT_SDKCONFIG_RENAMES: "/ws/idf/components/log/sdkconfig.rename",
      COMPONENT_KCONFIGS_SOURCE_FILE: "/ws/app/build/kconfigs.in",
      COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE: "/ws/app/build/kconfigs_projbuild.in",
    }),
    "app/build/CMakeCache.txt": "CMAKE_HOME_DIRECTORY:INTERNAL=/ws/app\nSDKCONFIG:UNINITIALIZED=conf/mine\n",
    "app/build/kconfigs.in": 'source "/ws/idf/components/freertos/Kconfig"',
    "app/build/kconfigs_projbuild.in": "",
    "app/conf/mine": "CONFIG_FREERTOS_HZ=50\n",
  };

  test("IDF_PATH leads there, and all components are read where there is no build folder", async () => {
    const { stdout, stderr, exit } = await kcfg(["explain", "FREERTOS_HZ", "-v"], both);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^FREERTOS_HZ = 100 {3}int · components\/freertos\/Kconfig:5/);
    expect(stderr).toContain("ESP-IDF 5.4.1");
    expect(stderr).toContain("IDF_TARGET=esp32, from CMake's default");
    expect(stderr).toContain("note: there is no build folder, so all components");
    const { stdout: names } = await kcfg(["list"], both);
    for (const name of ["BLINK_GPIO", "OWN_FEATURE", "LOG_DEFAULT_LEVEL"]) expect(names).toContain(name);
  });

  test("an example of ESP-IDF's own, and ESP-IDF itself", async () => {
    const example = below("idf", { ...IDF, ...below("examples/blink", PROJECT) });
    const options = { folder: "/ws/idf/examples/blink", environment: { IDF_PATH: "" } };
    expect((await kcfg(["explain", "BLINK_GPIO"], example, options)).stdout).toMatch(/^BLINK_GPIO = 8 /);
    const itself = { folder: "/ws/idf/components/log", environment: { IDF_PATH: "" } };
    const { stdout, stderr } = await kcfg(["explain", "LOG_DEFAULT_LEVEL"], example, itself);
    expect(stdout).toMatch(/^LOG_DEFAULT_LEVEL = 3 /);
    expect(stderr).not.toContain("no build folder");
  });

  test("a project of something else is none, nor is one whose ESP-IDF is not there", async () => {
    const other = { ...both, "app/CMakeLists.txt": "project(blink)\n" };
    expect((await kcfg(["list"], other)).stderr).toContain("error[no-tree]");
    const alone = below("app", PROJECT);
    expect((await kcfg(["list"], alone)).stderr).toContain("error[no-tree]");
  });

  test("with a build folder its environment, its components and its sdkconfig count", async () => {
    const files = { ...both, ...buildFiles };
    for (const folder of ["/ws/app", "/ws/app/build"]) {
      const options = { folder, environment: { IDF_PATH: "" } };
      const { stdout, stderr } = await kcfg(["explain", "FREERTOS_HZ", "-v"], files, options);
      expect(stdout).toMatch(/^FREERTOS_HZ = 50 /);
      expect(stderr).toContain("IDF_TARGET=esp32c3, from /ws/app/build/config.env");
      expect(stderr).not.toContain("no build folder");
      expect((await kcfg(["list"], files, options)).stdout).not.toContain("OWN_FEATURE");
    }
  });

  test("the target is that of the sdkconfig, or of its defaults, and IDF_TARGET's first", async () => {
    const ofDefaults = { "app/sdkconfig.defaults": 'CONFIG_IDF_TARGET="esp32c3"\n' };
    expect(lineOf(await settled(ofDefaults), "SOC_CPU_CORES_NUM")).toBe("default CONFIG_SOC_CPU_CORES_NUM=1");
    const ofConfig = { ...ofDefaults, "app/sdkconfig": 'CONFIG_IDF_TARGET="esp32"\n' };
    expect(lineOf(await settled(ofConfig), "SOC_CPU_CORES_NUM")).toBe("default CONFIG_SOC_CPU_CORES_NUM=2");
    const asked = await settled({}, { IDF_TARGET: "esp32c3" });
    expect(lineOf(asked, "IDF_TARGET")).toBe('default CONFIG_IDF_TARGET="esp32c3"');
  });

  test("where commands are denied, only IDF_PATH leads out of the project's repository", async () => {
    const files = { ...both, ...buildFiles, "app/.git/HEAD": "ref: refs/heads/main\n" };
    const denied = ["explain", "FREERTOS_HZ", "--probes", "deny"];
    const lost = await kcfg(denied, files, { environment: { IDF_PATH: "" } });
    expect(lost.exit).toBe(2);
    expect(lost.stderr).toContain("error[no-tree]");
    expect((await kcfg(denied, files)).stdout).toMatch(/^FREERTOS_HZ = 50 /);
  });
});

describe("sdkconfig", () => {
  test("a value that nobody asked for has a mark, and one with a mark is no request", async () => {
    const first = await settled({
      "app/sdkconfig": "CONFIG_FREERTOS_HZ=100\n# default:\nCONFIG_BLINK_GPIO=8\n",
    });
    expect(lineOf(first, "FREERTOS_HZ")).toBe("CONFIG_FREERTOS_HZ=100");
    expect(lineOf(first, "BLINK_GPIO")).toBe("default CONFIG_BLINK_GPIO=8");
    expect(lineOf(first, "FREERTOS_UNICORE")).toBe("default # CONFIG_FREERTOS_UNICORE is not set");
    expect(first).toContain("# Espressif IoT Development Framework (ESP-IDF) 5.4.1 Project Configuration\n");
    expect(await settled({ "app/sdkconfig": first })).toBe(first);
  });

  test("what it calls a default stays, though the tree has another one by now", async () => {
    const kept = await settled({ "app/sdkconfig": "# default:\nCONFIG_FREERTOS_HZ=250\n" });
    expect(lineOf(kept, "FREERTOS_HZ")).toBe("default CONFIG_FREERTOS_HZ=250");
    const files = { ...both, "app/sdkconfig": kept };
    const { stdout } = await kcfg(["explain", "FREERTOS_HZ"], files);
    expect(stdout).toContain("The .config calls it the default, and that is kept");
    expect(stdout).toContain("default 100");
    const anew = await settled(
      { "app/sdkconfig": "# default:\nCONFIG_FREERTOS_HZ=250\n" },
      { KCONFIG_DEFAULTS_POLICY: "kconfig" },
    );
    expect(lineOf(anew, "FREERTOS_HZ")).toBe("default CONFIG_FREERTOS_HZ=100");
    // Of a symbol without prompt the tree alone decides.
    const stale = await settled({ "app/sdkconfig": "# default:\nCONFIG_SOC_CPU_CORES_NUM=7\n" });
    expect(lineOf(stale, "SOC_CPU_CORES_NUM")).toBe("default CONFIG_SOC_CPU_CORES_NUM=2");
  });

  test("a member of a choice with a mark makes the choice's default, not a request", async () => {
    const marked =
      "# default:\nCONFIG_LOG_DEFAULT_LEVEL_DEBUG=y\n# default:\n# CONFIG_LOG_DEFAULT_LEVEL_INFO is not set\n";
    const kept = await settled({ "app/sdkconfig": marked });
    expect(lineOf(kept, "LOG_DEFAULT_LEVEL_DEBUG")).toBe("default CONFIG_LOG_DEFAULT_LEVEL_DEBUG=y");
    expect(lineOf(kept, "LOG_DEFAULT_LEVEL")).toBe("default CONFIG_LOG_DEFAULT_LEVEL=4");
    const asked = await settled({ "app/sdkconfig": "CONFIG_LOG_DEFAULT_LEVEL_DEBUG=y\n" });
    expect(lineOf(asked, "LOG_DEFAULT_LEVEL_DEBUG")).toBe("CONFIG_LOG_DEFAULT_LEVEL_DEBUG=y");
    expect(lineOf(asked, "LOG_DEFAULT_LEVEL_NONE")).toBe("# CONFIG_LOG_DEFAULT_LEVEL_NONE is not set");
  });

  test("former names are read as the new ones, and a block of them closes the file", async () => {
    const text = await settled({
      "app/sdkconfig": "CONFIG_OPTIMIZE_OFF=y\nCONFIG_LOG_VERBOSE=y\nCONFIG_LOG_LEVEL_AT_START=9\n",
    });
    expect(lineOf(text, "COMPILER_OPTIMIZE")).toBe("# CONFIG_COMPILER_OPTIMIZE is not set");
    expect(lineOf(text, "LOG_DEFAULT_LEVEL_DEBUG")).toBe("CONFIG_LOG_DEFAULT_LEVEL_DEBUG=y");
    expect(text.slice(text.indexOf("# Deprecated"))).toBe(
      [
        "# Deprecated options for backward compatibility",
        "CONFIG_OPTIMIZE_OFF=y",
        "CONFIG_LOG_VERBOSE=y",
        "CONFIG_LOG_LEVEL_AT_START=4",
        "# End of deprecated options",
        "",
      ].join("\n"),
    );
    // The block asks for nothing.
    const flipped = text.replace("CONFIG_LOG_VERBOSE=y", "# CONFIG_LOG_VERBOSE is not set");
    expect(await settled({ "app/sdkconfig": flipped })).toBe(text);
    const forTarget = await settled({}, { IDF_TARGET: "esp32c3" });
    expect(forTarget).toContain("\nCONFIG_ONE_CORE=y\n");
    expect(text).not.toContain("ONE_CORE");
  });

  test("blanks at the end of a line are no part of it", async () => {
    const text = await settled({ "app/sdkconfig": "CONFIG_FREERTOS_HZ=20 \t\n" });
    expect(lineOf(text, "FREERTOS_HZ")).toBe("CONFIG_FREERTOS_HZ=20");
  });

  test("sdkconfig.defaults are requests, those for the target behind them, the sdkconfig's own over both", async () => {
    const files = {
      "app/sdkconfig.defaults": "CONFIG_FREERTOS_HZ=20\nCONFIG_BLINK_GPIO=2\nCONFIG_OWN_FEATURE=y\n",
      "app/sdkconfig.defaults.esp32": "CONFIG_BLINK_GPIO=3\n",
      "app/sdkconfig.defaults.esp32c3": "CONFIG_BLINK_GPIO=4\n",
      "app/sdkconfig": "CONFIG_OWN_FEATURE=n\n",
    };
    const text = await settled(files);
    expect(lineOf(text, "FREERTOS_HZ")).toBe("CONFIG_FREERTOS_HZ=20");
    expect(lineOf(text, "BLINK_GPIO")).toBe("CONFIG_BLINK_GPIO=3");
    expect(lineOf(text, "OWN_FEATURE")).toBe("# CONFIG_OWN_FEATURE is not set");
    const named = { SDKCONFIG_DEFAULTS: "one.defaults;two.defaults" };
    const other = await settled({ "app/two.defaults": "CONFIG_BLINK_GPIO=9\n" }, named);
    expect(lineOf(other, "BLINK_GPIO")).toBe("CONFIG_BLINK_GPIO=9");
    const { "app/sdkconfig": _, ...rest } = files;
    const { stderr } = await kcfg(["explain", "BLINK_GPIO"], { ...both, ...rest });
    expect(stderr).toContain(
      "these are the defaults and what sdkconfig.defaults, sdkconfig.defaults.esp32 asks for",
    );
  });

  test("defconfig starts from sdkconfig.defaults, savedefconfig writes one", async () => {
    const files = {
      ...both,
      "app/sdkconfig": "CONFIG_OWN_FEATURE=y\nCONFIG_BLINK_GPIO=1\n",
      "app/sdkconfig.defaults": "CONFIG_BLINK_GPIO=2\nCONFIG_FREERTOS_LOW_LATENCY=y\n",
      "app/sdkconfig.defaults.esp32": "CONFIG_BLINK_GPIO=3\n",
    };
    const made = await kcfg(["defconfig"], files);
    expect(made.exit).toBe(0);
    const text = made.written("app/sdkconfig") ?? "";
    expect(lineOf(text, "BLINK_GPIO")).toBe("CONFIG_BLINK_GPIO=3");
    expect(lineOf(text, "OWN_FEATURE")).toBe("default # CONFIG_OWN_FEATURE is not set");
    const saved = await kcfg(["savedefconfig", "least"], {
      ...files,
      "app/sdkconfig": "CONFIG_COMPILER_OPTIMIZE=n\n",
    });
    expect(saved.written("app/least")).toBe(
      [
        "# This file was generated using idf.py save-defconfig or menuconfig [D] key. It can be edited manually.",
        "# Espressif IoT Development Framework (ESP-IDF) 5.4.1 Project Minimal Configuration",
        "#",
        "CONFIG_BLINK_GPIO=3",
        "CONFIG_COMPILER_OPTIMIZE=n",
        "# default:",
        "CONFIG_FREERTOS_HZ=1000",
        // Quirk: 10.0 is not how the default is spelled.
        "# default:",
        "CONFIG_FREERTOS_TICK_MS=10.0",
        "CONFIG_FREERTOS_LOW_LATENCY=y",
        "",
      ].join("\n"),
    );
  });
});

describe("the language", () => {
  test("set beats what was asked for, set default gives way to it", async () => {
    const low = "CONFIG_FREERTOS_LOW_LATENCY=y\n";
    const text = await settled(
      { "app/sdkconfig": `${low}CONFIG_FREERTOS_HZ=10\n` },
      { IDF_TARGET: "esp32c3" },
    );
    expect(lineOf(text, "FREERTOS_HZ")).toBe("default CONFIG_FREERTOS_HZ=1000");
    expect(lineOf(text, "FREERTOS_TICK_MS")).toBe("default CONFIG_FREERTOS_TICK_MS=1.0");
    const own = await settled(
      { "app/sdkconfig": `${low}CONFIG_FREERTOS_TICK_MS=2\n` },
      { IDF_TARGET: "esp32c3" },
    );
    expect(lineOf(own, "FREERTOS_TICK_MS")).toBe("CONFIG_FREERTOS_TICK_MS=2.0");
    // Its condition: two cores.
    const other = await settled({ "app/sdkconfig": low });
    expect(lineOf(other, "FREERTOS_TICK_MS")).toBe("default CONFIG_FREERTOS_TICK_MS=10.0");
  });

  test("explain names the symbol that sets another one", async () => {
    const files = { ...both, "app/sdkconfig": "CONFIG_FREERTOS_LOW_LATENCY=y\nCONFIG_FREERTOS_HZ=10\n" };
    const { stdout } = await kcfg(["explain", "FREERTOS_HZ"], files);
    expect(stdout).toContain("why 1000  10 is requested, but has no effect: FREERTOS_LOW_LATENCY sets it:");
    expect(stdout).toMatch(/set FREERTOS_HZ=1000 +components\/freertos\/Kconfig:22/);
    expect(stdout).toMatch(/✗ FREERTOS_LOW_LATENCY = y, needs n +set FREERTOS_HZ=1000/);
  });

  test("a number out of its range has its default, a default out of it the nearer limit", async () => {
    const text = await settled({
      "app/sdkconfig": "CONFIG_FREERTOS_HZ=5000\nCONFIG_FREERTOS_TICK_MS=0.25\n",
    });
    // Asked for once, so that it has no mark.
    expect(lineOf(text, "FREERTOS_HZ")).toBe("CONFIG_FREERTOS_HZ=100");
    expect(lineOf(text, "FREERTOS_TICK_MS")).toBe("CONFIG_FREERTOS_TICK_MS=10.0");
    const idf = below("idf", {
      "components/freertos/Kconfig": IDF["components/freertos/Kconfig"].replace("10.00", "70.5"),
    });
    expect(lineOf(await settled(idf), "FREERTOS_TICK_MS")).toBe("default CONFIG_FREERTOS_TICK_MS=50.0");
  });

  test.each([
    ["7.50", "7.5"],
    ["3", "3.0"],
    ["1e1", "10.0"],
    ["4_0.5", "40.5"],
  ])("a float %s is written %s", async (asked, written) => {
    const text = await settled({ "app/sdkconfig": `CONFIG_FREERTOS_TICK_MS=${asked}\n` });
    expect(lineOf(text, "FREERTOS_TICK_MS")).toBe(`CONFIG_FREERTOS_TICK_MS=${written}`);
  });

  test.each(["nan", "ten", "1.2.3", "0x5"])("%s is no float", async (asked) => {
    const files = { ...both, "app/sdkconfig": `CONFIG_FREERTOS_TICK_MS=${asked}\n` };
    const { stderr, written } = await kcfg(["olddefconfig"], files);
    expect(stderr).toContain(`symbol value '${asked}' invalid for FREERTOS_TICK_MS`);
    expect(lineOf(written("app/sdkconfig") ?? "", "FREERTOS_TICK_MS")).toBe(
      "default CONFIG_FREERTOS_TICK_MS=10.0",
    );
  });

  test("numbers are Python's: 007 is an int, 5.9 is compared as a number", async () => {
    const files = below("idf", {
      "components/freertos/Kconfig": [
        "config RELEASE",
        '    string "Release"',
        '    default "10.2"',
        "config IS_NEW",
        "    bool",
        "    default y if RELEASE > 5.9",
        "config COUNT",
        '    int "Count"',
        "    default 1",
        "config IS_SEVEN",
        "    bool",
        "    default y if COUNT = 7",
        "",
      ].join("\n"),
    });
    const text = await settled({ ...files, "app/sdkconfig": "CONFIG_COUNT=007\n" });
    expect(text).toContain("\nCONFIG_COUNT=007\n");
    expect(text).toContain("\nCONFIG_IS_SEVEN=y\n");
    expect(text).toContain("\nCONFIG_IS_NEW=y\n");
  });

  test("a choice and a config ignore visible if, with a warning", async () => {
    const files = {
      ...both,
      ...below("idf", {
        "components/log/Kconfig":
          'config NEVER\n    bool\nchoice PICK\n    bool "Pick"\n    visible if NEVER\n    config ONE\n        bool "One"\nendchoice\n',
      }),
    };
    const { stdout, stderr } = await kcfg(["explain", "ONE"], files);
    expect(stdout).toMatch(/^ONE = y /);
    expect(stderr).not.toContain("visible if");
    const told = await kcfg(["olddefconfig"], files);
    expect(told.stderr).toContain("components/log/Kconfig:5");
    expect(told.stderr).toContain("only menus can have it");
  });

  test.each([
    ["set-outside-config", 'menu "M"\n    set COUNT=1\nendmenu\n'],
    [
      "set-outside-config",
      'choice\n    bool "C"\n    set COUNT=1\n    config ONE\n        bool "1"\nendchoice\n',
    ],
    ["set-by-value", 'config TEXT\n    string "t"\n    set COUNT=1\n'],
    ["set-of-logical", 'config A\n    bool "a"\n    set IS_SEVEN=y\n'],
    ["invalid-number", 'config A\n    bool "a"\n    default y\n    set COUNT="many"\n'],
    ["visible-if-outside-menu", 'config A\n    bool "a"\n    visible if IS_SEVEN\n'],
  ])("%s: %j has no effect", (code, text) => {
    const count = 'config COUNT\n    int "Count"\n    default 5\nconfig IS_SEVEN\n    bool "s"\n';
    const host = memoryHost({ files: { Kconfig: text + count } });
    const { model, diagnostics } = loadKconfig({
      path: "Kconfig",
      host,
      environment: {},
      dialect: "esp-idf",
    });
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    if (model === undefined) throw new Error("no model");
    const configuration = new Configuration(model);
    expect(configuration.value(model.symbol("COUNT")?.id ?? 0)).toBe("5");
    expect(configuration.value(model.symbol("IS_SEVEN")?.id ?? 0)).toBe("n");
    const a = model.symbol("A");
    if (a !== undefined) expect(configuration.visibility(a.id)).toBe(2);
  });

  test("a string goes on over the end of a line, a variable in braces is part of a word", async () => {
    const text = `config LONG\n    int "Long \\\n        title"\n    default \${HOW_MANY}\n# a comment \\\nthat goes on\nconfig LAST\n    bool "l"\n`;
    const files = { ...both, ...below("idf", { "components/log/Kconfig": text }) };
    const { stdout } = await kcfg(["explain", "LONG"], files, { environment: { HOW_MANY: "12" } });
    expect(stdout).toMatch(/^LONG = 12 /);
    expect(stdout).toContain('"Long         title"');
  });

  test("other dialects do not know its words, extended does", async () => {
    const files = { "one/Kconfig": "config A\n\tfloat\n\tdefault 1\n" };
    const ask = (dialect: string) => kcfg(["list", "--dialect", dialect], files, { folder: "/ws/one" });
    expect((await ask("linux-7.3")).stderr).toContain("unknown statement 'float'");
    expect((await ask("zephyr")).stderr).toContain("unknown statement 'float'");
    expect((await ask("extended")).stdout).toBe("A\n");
  });
});

describe("its verbs", () => {
  test("check judges sdkconfig.defaults alone, and knows former names", async () => {
    const fragment = [
      "CONFIG_FREERTOS_HZ=10",
      "CONFIG_FREERTOS_LOW_LATENCY=y",
      "CONFIG_OPTIMIZE_OFF=y",
      "CONFIG_FREERTOS_TICK_MS=99",
      "# default:",
      "CONFIG_BLINK_GPIO=77",
      "",
    ].join("\n");
    const files = { ...both, "app/sdkconfig": "CONFIG_FREERTOS_HZ=10\n", "app/sdkconfig.defaults": fragment };
    const { exit, stdout } = await kcfg(["check", "sdkconfig.defaults"], files);
    expect(exit).toBe(1);
    expect(stdout).toContain("FREERTOS_HZ=10 has no effect, the result is 1000");
    expect(stdout).toContain("FREERTOS_LOW_LATENCY sets it (components/freertos/Kconfig:22)");
    expect(stdout).toContain("OPTIMIZE_OFF is called COMPILER_OPTIMIZE now and means the opposite");
    expect(stdout).toMatch(/warning\[renamed\]/);
    expect(stdout).toContain("FREERTOS_TICK_MS=99.0 is out of range, the result is 10.0");
    // What is marked as a default asks for nothing.
    expect(stdout).not.toContain("BLINK_GPIO");
    expect(stdout).toMatch(/alldefconfig \+ 1 fragment\n$/);
  });

  test("search shows what a former name is called now", async () => {
    const { exit, stderr } = await kcfg(["search", "CONFIG_OPTIMIZE_OFF"], both);
    expect([exit, stderr]).toEqual([
      1,
      expect.stringContaining(
        "  OPTIMIZE_OFF is a former name of COMPILER_OPTIMIZE and means the opposite: kcfg explain COMPILER_OPTIMIZE\n",
      ),
    ]);
    const verbose = await kcfg(["search", "log verbose"], both);
    expect(verbose.stderr).toContain("LOG_VERBOSE is a former name of LOG_DEFAULT_LEVEL_DEBUG: kcfg explain");
  });

  test("set writes what olddefconfig leaves as it is, and tells the warning of a symbol", async () => {
    const files = {
      ...both,
      "app/sdkconfig": "# default:\nCONFIG_BLINK_GPIO=8\n# default:\nCONFIG_FREERTOS_HZ=250\n",
    };
    const done = await kcfg(["set", "BLINK_GPIO=5", "FREERTOS_LOW_LATENCY=y"], files);
    expect(done.exit).toBe(0);
    expect(done.stderr).toContain("warning[unsafe-symbol]: FREERTOS_LOW_LATENCY: Takes more power");
    const text = done.written("app/sdkconfig") ?? "";
    expect(lineOf(text, "BLINK_GPIO")).toBe("CONFIG_BLINK_GPIO=5");
    expect(await settled({ "app/sdkconfig": text })).toBe(text);
    const refused = await kcfg(["set", "FREERTOS_HZ=10"], { ...files, "app/sdkconfig": text });
    expect(refused.exit).toBe(1);
    expect(refused.stderr).toContain("1 change satisfies it: CONFIG_FREERTOS_LOW_LATENCY=n");
    const fixed = await kcfg(["set", "FREERTOS_HZ=10", "--fix"], { ...files, "app/sdkconfig": text });
    expect(lineOf(fixed.written("app/sdkconfig") ?? "", "FREERTOS_HZ")).toBe("CONFIG_FREERTOS_HZ=10");
  });

  test("set into a file of requests takes the mark of the line away", async () => {
    const files = {
      ...both,
      "app/sdkconfig.defaults": "# default:\nCONFIG_BLINK_GPIO=8\nCONFIG_FREERTOS_HZ=50\n",
    };
    const { written } = await kcfg(["set", "BLINK_GPIO=5", "-o", "sdkconfig.defaults"], files);
    expect(written("app/sdkconfig.defaults")).toBe("CONFIG_BLINK_GPIO=5\nCONFIG_FREERTOS_HZ=50\n");
  });

  test("merge takes the mark along with its line", async () => {
    const files = {
      ...both,
      "app/base": "# default:\nCONFIG_BLINK_GPIO=8\nCONFIG_FREERTOS_HZ=50\n",
      "app/more": "CONFIG_BLINK_GPIO=5\n# default:\nCONFIG_FREERTOS_HZ=70\n",
    };
    const { written } = await kcfg(["merge", "-m", "base", "more"], files);
    expect(written("app/sdkconfig")).toBe("CONFIG_FREERTOS_HZ=50\n\nCONFIG_BLINK_GPIO=5\n");
  });

  test("search, list, graph and diff answer, lint finds nothing wrong", async () => {
    const files = {
      ...both,
      "app/sdkconfig": "CONFIG_FREERTOS_TICK_MS=3\n",
      "app/old": "# default:\nCONFIG_BLINK_GPIO=8\n",
    };
    expect((await kcfg(["search", "tick", "rate"], files)).stdout).toContain("FREERTOS_HZ = 100");
    expect((await kcfg(["list", "--type", "float"], files)).stdout).toBe("FREERTOS_TICK_MS\n");
    expect((await kcfg(["list", "--type", "float", "--origin", "user"], files)).stdout).toBe(
      "FREERTOS_TICK_MS\n",
    );
    expect((await kcfg(["graph", "FREERTOS_UNICORE"], files)).exit).toBe(0);
    const { stdout } = await kcfg(["diff", "old", "sdkconfig"], files);
    expect(stdout).toContain("FREERTOS_TICK_MS");
    expect(stdout).not.toContain("BLINK_GPIO");
    const lint = await kcfg(["lint"], files);
    expect(lint.stdout).not.toContain("undefined-symbol");
  });

  test("kcfg init writes what check needs for a project", async () => {
    const files = { ...both, "app/sdkconfig.defaults": "CONFIG_BLINK_GPIO=3\n" };
    const { written } = await kcfg(["init"], files);
    const settings = written("app/kcfg.json") ?? "";
    expect(JSON.parse(settings)).toEqual({
      tree: ".",
      check: { fragments: { "sdkconfig.defaults": ["sdkconfig.defaults"] } },
    });
    expect((await kcfg(["check"], { ...files, "app/kcfg.json": settings })).exit).toBe(0);
  });
});
