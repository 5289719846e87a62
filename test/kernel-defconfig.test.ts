/** Which defconfig `kcfg defconfig` takes in a kernel: as its make does, by the shapes that its Makefiles have. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { defaultDefconfig } from "../src/workspace/kernel-defconfig.ts";
import { runKcfg } from "./command.ts";

const BY_MACHINE = `ifeq ($(ARCH),x86)
  ifeq ($(shell uname -m | sed -e 's/i.86/i386/'),i386)
	KBUILD_DEFCONFIG := i386_defconfig
  else
	KBUILD_DEFCONFIG := x86_64_defconfig
  endif
else
	KBUILD_DEFCONFIG := $(ARCH)_defconfig
endif
`;
const BY_KIND = `uname := $(shell uname -m)
KBUILD_DEFCONFIG := $(if $(filter ppc%,$(uname)),$(uname),ppc64le)_defconfig
`;
const BY_SUBARCH = `ifneq (\${SUBARCH},x86)
KBUILD_DEFCONFIG = $(SUBARCH)_defconfig # its own
else ifdef NOTHING_SETS_THIS
KBUILD_DEFCONFIG = wrong_defconfig
else ifeq ($(shell uname -m),x86_64)
KBUILD_DEFCONFIG ?= x86_64_defconfig
endif
`;

describe("a Makefile's own way to choose", () => {
  test.each([
    ["", {}, "defconfig"],
    ["KBUILD_DEFCONFIG := multi_defconfig\n", {}, "multi_defconfig"],
    [BY_MACHINE, { ARCH: "x86", machine: "i686" }, "i386_defconfig"],
    [BY_MACHINE, { ARCH: "x86", machine: "x86_64" }, "x86_64_defconfig"],
    [BY_MACHINE, { ARCH: "x86" }, "x86_64_defconfig"],
    [BY_MACHINE, { ARCH: "i386", machine: "x86_64" }, "i386_defconfig"],
    [BY_KIND, { machine: "ppc64" }, "ppc64_defconfig"],
    [BY_KIND, { machine: "x86_64" }, "ppc64le_defconfig"],
    [BY_KIND, {}, undefined],
    [BY_SUBARCH, { SUBARCH: "arm64", machine: "aarch64" }, "arm64_defconfig"],
    [BY_SUBARCH, { SUBARCH: "x86", machine: "x86_64" }, "x86_64_defconfig"],
    [BY_SUBARCH, { SUBARCH: "x86", machine: "i686" }, "defconfig"],
    ["KBUILD_DEFCONFIG := $(call guess)\n", {}, undefined],
    ["KBUILD_DEFCONFIG := ../../other\n", {}, undefined],
  ] as const)("%j of %j", (makefile, variables, expected) => {
    expect(defaultDefconfig(makefile, variables)).toBe(expected);
  });
});

const folder = mkdtempSync(join(tmpdir(), "kcfg-defconfig-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("kcfg defconfig takes it, and names it where it is no file", async () => {
  const files = {
    Makefile: "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION =\nKERNELVERSION = 6.12.0\n",
    Kbuild: "",
    Kconfig: 'mainmenu "Linux"\nconfig A\n\tbool "a"\n',
    "arch/x86/Kconfig": "",
    "arch/x86/Makefile": BY_MACHINE,
    "arch/x86/configs/i386_defconfig": "CONFIG_A=y\n",
    "scripts/Kconfig.include": "",
    "scripts/kconfig/Makefile": "",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const surroundings = { folder, environment: { KCFG_CACHE_DIR: "" } };
  const good = await runKcfg(["defconfig", "--arch", "i386"], surroundings);
  expect(good.stderr).toBe("");
  expect([good.exit, readFileSync(join(folder, ".config"), "utf8")]).toEqual([
    0,
    expect.stringContaining("CONFIG_A=y"),
  ]);
  const checked = await runKcfg(
    ["check", "--arch", "i386", "--base", "defconfig", "arch/x86/configs/i386_defconfig"],
    surroundings,
  );
  expect([checked.exit, checked.stderr]).toEqual([0, ""]);
  // A file that is there is meant before one of the tree with its name.
  writeFileSync(join(folder, "i386_defconfig"), "# CONFIG_A is not set\n");
  const own = await runKcfg(["defconfig", "i386_defconfig", "--arch", "i386"], surroundings);
  expect([own.exit, readFileSync(join(folder, ".config"), "utf8")]).toEqual([
    0,
    expect.stringContaining("# CONFIG_A is not set"),
  ]);
  rmSync(join(folder, "i386_defconfig"));
  const named = await runKcfg(["defconfig", "i386_defconfig", "--arch", "i386"], surroundings);
  expect([named.exit, readFileSync(join(folder, ".config"), "utf8")]).toEqual([
    0,
    expect.stringContaining("CONFIG_A=y"),
  ]);
  const missing = await runKcfg(["defconfig", "--arch", "x86_64"], surroundings);
  expect(missing.exit).toBe(2);
  expect(missing.stderr).toContain("arch/x86/configs/x86_64_defconfig, which does not exist");
});
