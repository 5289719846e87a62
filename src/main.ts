/** The kcfg program: its verbs, and what each of them runs. */
import type { Host } from "./text/host.ts";
import { version } from "../package.json";

/** Runs one command line. Answers the exit code; everything it says goes through the host. */
export async function run(words: readonly string[], host: Host): Promise<number> {
  // The C tool's own command line, which is not commander's; and what runs thousands of times should start at once.
  if (words[0] === "conf") {
    const { runConf } = await import("./commands/conf.ts");
    return runConf(words.slice(1), host);
  }
  const { Command, CommanderError } = await import("commander");
  const exitCode = 0;
  const program = new Command("kcfg")
    .description("Kconfig-aware build configuration: says why an option does not hold, and what would make it hold")
    .version(version, "-V, --version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    });

  program
    .command("conf")
    .description("drop-in for the kernel's conf: kcfg conf --olddefconfig Kconfig")
    .argument("[words...]")
    .allowUnknownOption();

  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}
