/** The line on a terminal that says how far a long run is. */
import { expect, test } from "@jest/globals";
import { Progress } from "../src/commands/progress.ts";
import { memoryHost } from "../src/host/memory.ts";
import { OWN } from "../src/report/style.ts";
import type { Host } from "../src/text/host.ts";

function terminal(isTerminal: boolean) {
  const host = memoryHost();
  let time = 0;
  const stderr = { write: host.stderr.write, isTerminal, columns: 20 };
  const shown: Host = { ...host, stderr, now: () => time };
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  return { host: shown, wait, text: () => host.stderrText().replaceAll(OWN, "") };
}

test("nothing in the first half second, then one line that is taken away in the end", () => {
  const { host, wait, text } = terminal(true);
  const progress = new Progress(host);
  progress.show("1 of 3");
  wait(499);
  progress.show("2 of 3");
  expect(text()).toBe("");
  wait(1);
  progress.show("3 of 3: a name that is longer than the line");
  expect(text()).toBe("\r\u001b[K3 of 3: a name that");
  progress.end();
  progress.end();
  expect(text()).toBe("\r\u001b[K3 of 3: a name that\r\u001b[K");
});

test("nothing without a terminal", () => {
  const { host, wait, text } = terminal(false);
  const progress = new Progress(host);
  wait(1000);
  progress.show("1 of 3");
  progress.end();
  expect(text()).toBe("");
});
