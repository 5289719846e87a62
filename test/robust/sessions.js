/**
 * Sessions on a terminal with a hostile tree: `npm run test:untrusted`, or
 * `node test/robust/sessions.js [--sessions N] [--seed S]`
 *
 * Prompts, names, help texts, values and lines of a .config hold what makes terminals do something. What comes out may
 * hold no control sequence but kcfg's own colours. The terminal is that of script(1); says nothing where there is none.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.js";

const PROGRAM = fileURLToPath(new URL("../../bin/kcfg", import.meta.url));

const HOSTILE = [
  "\x1b[31mred\x1b[0m",
  "\r\x1b[KReally? (X) [Y/n/?] ",
  "\x1b]0;title\x07",
  "\x1b[2J\x1b[H",
  "\u009b31m",
  "\u202egnirts",
  "\b\b\b",
  "\x1b[6n",
  "\x1bP1$r\x1b\\",
  "\x0e\x0f",
  "\x1b[?1049h",
];

const VERBS = [
  ["oldconfig"],
  ["oldaskconfig"],
  ["listnewconfig"],
  ["helpnewconfig"],
  ["conf", "--oldaskconfig", "Kconfig"],
  ["conf", "--oldconfig", "Kconfig"],
  ["conf", "--helpnewconfig", "Kconfig"],
  ["explain", "A", "S"],
  ["explain", "NONE"],
  ["list"],
  ["search", "a"],
  ["check", "f.config"],
  ["check", "f.config", "--format", "github"],
  ["set", "B=y"],
  ["lint"],
  ["diff", "f.config", "a.config"],
  ["graph", "A"],
];

const kconfigOf = (text) => `mainmenu "m ${text}"
$(info,i ${text})
$(warning-if,y,w ${text})
config A
\tbool "a ${text}"
\thelp
\t  h ${text}
config S
\tstring "s ${text}"
\tdefault "v ${text}"
comment "c ${text}"
choice
\tprompt "ch ${text}"
config M1
\tbool "m1 ${text}"
config M2
\tbool "m2"
endchoice
menu "me ${text}"
config B
\tbool "b"
\tdepends on A
endmenu
`;

/** Colours, and the line that shows what is being done. */
const OWN = /\x1b\[(?:1|2|3[1-6]|22|39)m|\r\x1b\[K/g;
/** A carriage return but at the end of a line, controls of either set, marks that turn the direction of writing. */
const FOREIGN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u202a-\u202e]|\r(?!\n)/;
/** What only the tree can have written, though it looks like kcfg's own. */
const FORGED = ["\r\x1b[KReally", "\x1b[31mred"];

/** What a session lets through; undefined if nothing. */
function leakOf(output) {
  const forged = FORGED.find((each) => output.includes(each));
  if (forged !== undefined) return forged;
  // The terminal itself shows the end of input so, and makes \r\n of \n.
  const rest = output.replace(OWN, "").replaceAll("^D\b\b", "").replaceAll("\r\r\n", "\r\n");
  const found = FOREIGN.exec(rest);
  return found === null ? undefined : rest.slice(Math.max(0, found.index - 40), found.index + 20);
}

const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

function session(folder, words) {
  const command = [process.execPath, PROGRAM, ...words].map(quoted).join(" ");
  const { stdout } = spawnSync("script", ["-qefc", `stty -echo; ${command}`, "/dev/null"], {
    cwd: folder,
    env: { PATH: process.env.PATH, TERM: "xterm", KCFG_CACHE_DIR: "", SHELL: "/bin/sh" },
    input: "?\ny\n\n\n\n\n\n\n\n\x04",
    timeout: 30_000,
  });
  return stdout.toString("utf8");
}

const { values } = parseArgs({
  options: { sessions: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const wantsScript = spawnSync("script", ["-qefc", "true", "/dev/null"], { input: "" }).status === 0;
if (!wantsScript) console.log("sessions: there is no script(1) with a terminal here");
else {
  const room = mkdtempSync(join(tmpdir(), "kcfg-sessions-"));
  let failures = 0;
  let silent = 0;
  for (let index = 0; index < Number(values.sessions); index++) {
    const random = Random.ofCase(Number(values.seed), index);
    const text =
      random.pick(HOSTILE) + random.pick(["", "x"]) + (random.chance(0.5) ? random.pick(HOSTILE) : "");
    const folder = join(room, String(index));
    mkdirSync(folder);
    writeFileSync(join(folder, "Kconfig"), kconfigOf(text));
    writeFileSync(join(folder, "f.config"), `CONFIG_B=y\nCONFIG_NONE=y\n${text}\nCONFIG_S="${text}"\n`);
    writeFileSync(join(folder, "a.config"), `CONFIG_A=y\n# ${text}\n`);
    const verb = VERBS[index % VERBS.length];
    const more = random.pick([[], [], ["--probes", "deny"], ["--color", "always"]]);
    const words = verb[0] === "conf" ? verb : [...verb, ...more];
    const output = session(folder, words);
    if (output === "") silent += 1;
    const leak = leakOf(output);
    if (leak === undefined) continue;
    failures += 1;
    console.log(`session ${index}, ${words.join(" ")}, ${JSON.stringify(text)}: ${JSON.stringify(leak)}`);
  }
  rmSync(room, { recursive: true });
  console.log(`sessions: ${values.sessions}, ${silent} of them silent, ${failures} with foreign sequences`);
  process.exitCode = failures > 0 || silent === Number(values.sessions) ? 1 : 0;
}
