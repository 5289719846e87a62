/** A text shown a screen at a time, by the program that the person has for it. */
import { encodeText } from "../text/encoding.ts";
import { processes } from "./node-modules.ts";
import { errorCode } from "./node-system.ts";

/** What a shell answers if it could not run a command. */
const NOT_RUN: readonly (number | null)[] = [126, 127];

/** `less` ends by itself if all fits, passes colours, and leaves the text there, as git has it. */
const USUAL = { LESS: "FRX", LV: "-c" };

/** Answers false, and shows nothing, if the text has fewer lines than the terminal or the command could not be run. */
export function showByPager(command: string, text: string): boolean {
  const { rows } = process.stdout;
  if (rows === undefined || text.split("\n").length <= rows) return false;
  const { status, error } = processes().spawnSync("/bin/sh", ["-c", command], {
    input: encodeText(text),
    stdio: ["pipe", "inherit", "inherit"],
    env: { ...USUAL, ...process.env },
  });
  if (NOT_RUN.includes(status)) return false;
  // Who leaves before the end has read enough.
  return error === undefined || errorCode(error) === "EPIPE";
}
