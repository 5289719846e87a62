/** Steps of the menus' state that no row of keys shows: answers that come late. */
import { expect, test } from "@jest/globals";
import { NO_HITS, type State } from "../src/menuconfig/state.ts";
import { update } from "../src/menuconfig/update.ts";

/** A list with a dialog over it; what the step does not look at is not there. */
const stateWith = (dialog: object) =>
  ({ dialogs: [dialog], rows: [], cursor: 0, top: 0, size: { columns: 80, rows: 24 } }) as unknown as State;

test("what a check says of an earlier text does not count for the text as it is now", () => {
  const state = stateWith({ kind: "input", text: "12", objection: undefined });
  const late = update(state, { kind: "tried", text: "1", objection: "too small" });
  expect(late.state.dialogs).toEqual(state.dialogs);
  const current = update(state, { kind: "tried", text: "12", objection: "too small" });
  expect(current.state.dialogs).toEqual([{ kind: "input", text: "12", objection: "too small" }]);
});

test("hits of an earlier text do not count for the text as it is now", () => {
  const state = stateWith({ kind: "search", text: "vf", hits: NO_HITS, chosen: 3, top: 2 });
  const late = update(state, { kind: "hits", text: "v", hits: NO_HITS });
  expect(late.state.dialogs).toEqual(state.dialogs);
  const current = update(state, { kind: "hits", text: "vf", hits: NO_HITS });
  expect(current.state.dialogs).toEqual([{ kind: "search", text: "vf", hits: NO_HITS, chosen: 0, top: 0 }]);
});
