/** Runs the kcfg command as a process of its own, built from the sources as they are now. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

export interface Outcome {
  readonly exit: number;
  /** Bytes, as latin1 text: a byte a character. */
  readonly stdout: string;
  readonly stderr: string;
}

/** As in package.json: a script knows its place by another name. */
const PLACE = [
  "--define:import.meta.url=programUrl",
  "--banner:js=const programUrl=require('node:url').pathToFileURL(__filename).href;",
];

let bundle: string | undefined;

/** Bundles src/cli.ts into a temporary folder, once a test file; `dist/` may be older than the sources. */
export function commandBundle(): string {
  if (bundle === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "kcfg-command-"));
    const options = ["--bundle", "--platform=node", "--target=node20", "--format=cjs", ...PLACE];
    const { status, stderr } = spawnSync(
      join(projectRoot, "node_modules/.bin/esbuild"),
      [
        "kcfg=src/cli.ts",
        "start=src/start.ts",
        ...options,
        "--out-extension:.js=.cjs",
        `--outdir=${folder}`,
        "--log-level=warning",
      ],
      { cwd: projectRoot, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`src/cli.ts cannot be bundled:\n${stderr}`);
    bundle = join(folder, "kcfg.cjs");
  }
  return bundle;
}

/** What bin/kcfg loads: the same command with its compiled code kept. */
export function startBundle(): string {
  return join(dirname(commandBundle()), "start.cjs");
}

/** Runs `kcfg ...words` in a folder, with exactly the given environment; `input` is bytes as latin1 text. */
export function runKcfg(
  words: readonly string[],
  {
    folder,
    environment,
    input = "",
  }: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly input?: string;
  },
): Outcome {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [commandBundle(), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: "C", ...environment },
    encoding: "latin1",
    input: Buffer.from(input, "latin1"),
    timeout: 30_000,
  });
  if (status === null) throw new Error(`kcfg ${words.join(" ")}: killed by ${signal}`);
  return { exit: status, stdout, stderr };
}
