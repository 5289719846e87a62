/** What follows from a change is the same for explain --effects, set and menuconfig. */
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { Editing } from "../src/service/editing.ts";
import { Service } from "../src/service/service.ts";

/** Numbers and texts that get a line with the value that they had without one, lose it, or are never shown. */
const KCONFIG = `
config MODULES
	bool "Modules"
	modules

config NET
	bool "Net"

config DRIVER
	tristate "Driver"
	depends on NET
	select LIBRARY

config LIBRARY
	tristate

if NET

config ZERO
	int "Zero" if DEBUG
	default 0

config HEX
	hex "Hex" if DEBUG
	default 0x0

config EMPTY
	string "Empty" if DEBUG
	default ""

config NAME
	string "Name"
	default "kit"

config DEBUG
	bool "Debug"

endif

config SLOW
	int "Slow" if !NET
	default 0 if !NET

config LOST
	string "Lost"
	depends on !NET
	default "x"

config SHADOW
	int
	default 3 if NET
	default 4

choice
	prompt "Speed"
	default FAST if NET

config SLOWEST
	bool "Slowest"

config FAST
	bool "Fast"
	depends on NET

endchoice
`;

interface Follow {
  readonly symbol: string;
  readonly before: string | null;
  readonly after: string | null;
}

async function answerOf(words: readonly string[], config: string): Promise<unknown> {
  const host = memoryHost({ files: { Kconfig: KCONFIG, ".config": config } });
  await run([...words, "--format", "json"], host);
  return JSON.parse(host.stdoutText()).result;
}

const row = ({ symbol, before, after }: Follow) => `${symbol} ${before} ${after}`;

test.each([
  ["DRIVER=y", ["NET=y"], ""],
  ["DRIVER=m", ["NET=y"], 'CONFIG_MODULES=y\nCONFIG_LOST="mine"\n'],
  ["NET=n", [], 'CONFIG_NET=y\nCONFIG_DRIVER=y\nCONFIG_DEBUG=y\nCONFIG_ZERO=7\nCONFIG_NAME="me"\n'],
  ["DEBUG=y", ["NET=y"], "CONFIG_SLOW=9\n"],
] as const)("%s with %j", async (asked, needed, config) => {
  const [explained] = (await answerOf(["explain", asked, "--effects"], config)) as [
    { effects: [{ follows: readonly Follow[] }] },
  ];
  const set = (await answerOf(["set", asked, "--fix", "--dry-run"], config)) as {
    follows: readonly Follow[];
  };
  const follows = set.follows.map(row);
  expect(follows.length).toBeGreaterThan(4);
  expect(explained.effects[0].follows.map(row)).toEqual(follows);

  const service = new Service(memoryHost({ files: { Kconfig: KCONFIG, ".config": config } }), {});
  const session = await service.refresh();
  if (!("configuration" in session)) throw new Error("the test's Kconfig does not load");
  const editing = new Editing(service, session);
  const change = await editing.change({ set: [...needed, asked] });
  if (!("changes" in change)) throw new Error("the test's settings are none");
  // A bool or tristate without a line is n there, as its entry shows.
  const shown = (text: string) => text.replaceAll(/null(?= [nmy]$)|(?<= [nmy] )null$/g, "n");
  const own = new Set([asked, ...needed].map((each) => each.split("=")[0]));
  const followed = editing.followed(change);
  const others = followed.filter(({ symbol }) => !own.has(symbol.name));
  expect(
    new Set(
      others.map((each) =>
        row({ symbol: each.symbol.name, before: each.before ?? null, after: each.after ?? null }),
      ),
    ),
  ).toEqual(new Set(follows.map(shown)));
  expect(others.every(({ cause, isAsked }) => cause !== undefined && !isAsked)).toBe(true);
  expect(followed.filter(({ isAsked }) => isAsked).map(({ symbol }) => symbol.name)).toEqual(
    expect.arrayContaining([...own]),
  );
});
