/** Commands that run while a tree is read: the model is the one of a run that waits for each. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { nodeHost } from "../src/host/node.ts";
import { type LoadResult, loadKconfig } from "../src/model/load.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-deferral-"));
afterAll(() => rmSync(folder, { recursive: true }));

const environment = { PATH: process.env.PATH, LC_ALL: "C", SET: "from outside" };

function load(text: string, waits: boolean): LoadResult {
  writeFileSync(join(folder, "Kconfig"), text);
  const host = nodeHost({ folder });
  return loadKconfig({ path: "Kconfig", host: waits ? { ...host, lanes: undefined } : host, environment });
}

/** Everything that a model holds, as plain data. */
function plain({ model, diagnostics }: LoadResult): unknown {
  return JSON.parse(
    JSON.stringify({ data: model?.data, environment: [...(model?.data.environmentRead ?? [])], diagnostics }),
  );
}

const cases: readonly (readonly [string, string])[] = [
  [
    "y, n and m",
    "config A\n\tdef_bool $(shell,echo y)\n\nconfig B\n\tdef_tristate $(shell,echo m) && $(shell,echo n)\n",
  ],
  [
    "a number that is mentioned later as well",
    "config V\n\tint\n\tdefault $(shell,sleep 0.05; echo 120200)\n\nconfig W\n\tdef_bool V >= 120200\n\nconfig X\n\tint\n\tdefault 120200\n",
  ],
  [
    "a symbol that is defined later",
    'config A\n\tbool "a"\n\tdepends on $(shell,echo B) && ($(shell,echo B) || !$(shell,echo C))\n\nconfig B\n\tbool "b"\n\tselect C\n\nconfig C\n\tbool\n',
  ],
  [
    "strings",
    'config S\n\tstring\n\tdefault "$(shell,echo a b)-$(shell,echo c)"\n\nconfig T\n\tdef_bool "$(shell,echo y)"\n',
  ],
  ["parts of words", "config A\n\tdef_bool y\n\tdepends on PRE_$(shell,echo X)_$(shell,echo Y)\n"],
  ["comparisons", 'config A\n\tdef_bool $(shell,echo 3) < 4 && "$(shell,echo x)" = "x"\n'],
  [
    "what is looked at: names, prompts, paths, errors, nested commands",
    'NAME := $(shell,echo FOO)\n$(NAME)_V = $(shell,echo 1)\nconfig $(NAME)\n\tbool "prompt $(shell,echo text)"\n\trange $(shell,echo 1) $(FOO_V)\n\n$(warning-if,$(shell,echo y),warned $(shell,echo why))\n$(info,told $(shell,echo it))\nconfig N\n\tdef_bool $(shell,test "$(shell,echo inner)" = inner && echo y)\n',
  ],
  [
    "targets of selects",
    "config A\n\tdef_bool y\n\tselect $(shell,echo B)\n\timply $(shell,echo C)\n\nconfig B\n\tbool\n\nconfig C\n\tbool\n",
  ],
  [
    "a word that turns out empty",
    "config A\n\tdef_bool y\n\tdepends on $(shell,true)\n\nconfig B\n\tbool\n\tdefault y if $(shell,true) && A\n",
  ],
  [
    "an error behind it",
    "config A\n\tdef_bool $(shell,echo y)\n$(error-if,$(shell,echo y),no $(shell,echo way))\n",
  ],
  [
    "odd outputs",
    "config A\n\tstring\n\tdefault $(shell,printf 'a\\nb\\n\\n')\n\nconfig B\n\tstring\n\tdefault $(shell,exit 3)x\n",
  ],
  ["quotes, process numbers, standard input", `config A\n\tdef_bool $(shell,cat; [ -n "$$" ] && echo 'y')\n`],
  [
    "the environment",
    'config A\n\tstring\n\tdefault "$(shell,echo $SET)"\n\nconfig B\n\tstring\n\tdefault "$(SET)"\n',
  ],
  [
    "a choice around them",
    'choice\n\tprompt "c"\n\tdefault $(shell,echo B)\n\nconfig A\n\tbool "a"\n\nconfig B\n\tbool "b"\n\tdepends on $(shell,echo y)\n\nendchoice\n',
  ],
];

describe("deferred and waited for", () => {
  test.each(cases)("%s", (_, text) => {
    expect(plain(load(text, false))).toEqual(plain(load(text, true)));
  });

  test("many at once", () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `config A${i}\n\tint\n\tdefault $(shell,echo ${i * 7})\n`,
    ).join("\n");
    const { model } = load(text, false);
    expect(plain(load(text, false))).toEqual(plain(load(text, true)));
    expect(model?.data.probes.map(({ output }) => output)).toEqual(
      Array.from({ length: 60 }, (_, i) => String(i * 7)),
    );
  });
});

test("a command without end is cut, and those behind it still answer", () => {
  const text =
    'config A\n\tstring\n\tdefault "$(shell,yes)"\n\nconfig B\n\tdef_bool $(shell,echo y)\n\nconfig C\n\tdef_bool $(shell,echo n)\n';
  const { model } = load(text, false);
  expect(model?.data.probes.map(({ output }) => output.slice(0, 6))).toEqual(["y y y ", "y", "n"]);
});
