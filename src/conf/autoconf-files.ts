/** The files that a kernel build reads instead of .config: auto.conf and its kin, and a touched file per change. */
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import { changedSince, writeAutoconf } from "../evaluate/autoconf.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfManners } from "../model/dialect.ts";
import type { Host } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";

/** What went wrong, or a list of warnings about the old auto.conf, as C prints them. */
export interface AutoconfOutcome {
  readonly failure?: string;
  readonly warnings: readonly string[];
}

/**
 * Brings include/config/auto.conf, its .cmd, include/generated/autoconf.h and rustc_cfg up to date, and touches
 * include/config/NAME for each symbol that changed. auto.conf comes last: its time says that all is done.
 * (Behaviour of C conf; KCONFIG_AUTOCONFIG, KCONFIG_AUTOHEADER and KCONFIG_RUSTCCFG name other places.)
 *
 * @param open reads a file as C does, in the current folder and then below srctree
 */
export function updateAutoconf(
  configuration: Configuration,
  host: Host,
  open: (name: string) => string | undefined,
): AutoconfOutcome {
  const { environment } = host;
  const { dialect, files, environmentRead } = configuration.model.data;
  const prefix = environment.CONFIG_ ?? "CONFIG_";
  const autoConf = environment.KCONFIG_AUTOCONFIG ?? "include/config/auto.conf";
  const manners = dialect.conf;
  const command = commandFiles[manners.commandFile](
    autoConf,
    files.map((file) => file.path),
    environmentRead,
  );
  // The oldest tools wrote it to this place, wherever auto.conf is.
  const commandName = manners.commandFile === "5.10" ? "include/config/auto.conf.cmd" : `${autoConf}.cmd`;

  const oldText = open(autoConf);
  const old =
    oldText === undefined
      ? undefined
      : parseDotConfig(new SourceFile(autoConf, oldText), { prefix, dialect: dialect.conf.dotConfig });
  const seen = new Set<string>();
  const warnings = (old?.lines ?? []).flatMap((line) => {
    if (line.kind === "malformed" && !line.isSilent)
      return [`${autoConf}:${line.number}:warning: unexpected data: ${line.text}`];
    if (line.kind !== "assignment" && line.kind !== "unset") return [];
    const symbol = configuration.model.symbolOrChoice(line.name);
    // Quirk: a choice counts as set from the start.
    const isAgain = symbol !== undefined && (seen.has(line.name) || symbol.isChoice);
    seen.add(line.name);
    return isAgain
      ? [`${autoConf}:${line.number}:${manners.override}: override: reassigning to symbol ${line.name}`]
      : [];
  });

  const beside = autoConf.slice(0, autoConf.lastIndexOf("/") + 1);
  const folder =
    manners.marks === "include/config" ? (environment.KCONFIG_SPLITCONFIG ?? "include/config/") : beside;
  const tellsNegatives = manners.hasNegatives && environment.KCONFIG_NEGATIVES !== undefined;
  const texts = writeAutoconf(configuration, prefix, tellsNegatives);
  const steps = [
    () => host.writeText(commandName, command),
    ...changedSince(configuration, old).map(
      (name) => () => host.touch(folder + (manners.touchesInFolders ? markInFolders(name) : name)),
    ),
    () =>
      host.writeText(environment.KCONFIG_AUTOHEADER ?? "include/generated/autoconf.h", texts.autoconfHeader),
    ...(manners.writesRustcCfg
      ? [() => host.writeText(environment.KCONFIG_RUSTCCFG ?? "include/generated/rustc_cfg", texts.rustcCfg)]
      : []),
    ...(manners.writesTristateConf
      ? [
          () =>
            host.writeText(
              environment.KCONFIG_TRISTATE ?? "include/config/tristate.conf",
              texts.tristateConf,
            ),
        ]
      : []),
    () => host.writeText(autoConf, texts.autoConf),
  ];
  for (const step of steps) {
    const written = step();
    if (!written.ok) return { failure: written.message, warnings };
  }
  return { warnings };
}

/** The mark for A_B where marks lie in folders. */
function markInFolders(name: string): string {
  return `${name.replaceAll("_", "/").toLowerCase()}.h`;
}

type CommandFile = (
  autoConf: string,
  files: readonly string[],
  environment: ReadonlyMap<string, string>,
) => string;

/** What auto.conf was made from, as rules for make, in the layouts of the releases. */
const commandFiles: Readonly<Record<ConfManners["commandFile"], CommandFile>> = {
  "6.12": commandFile,
  "6.1": (autoConf, files, environment) =>
    olderCommandFile(
      files.map((file) => `\t${file} \\\n`),
      `\n${autoConf}: $(deps_config)\n\n`,
      autoConf,
      environment,
    ),
  "5.10": (autoConf, files, environment) =>
    olderCommandFile(
      files.map((file, index) => `\t${file}${index === 0 ? "" : " \\"}\n`),
      `\n${autoConf}: \\\n\t$(deps_config)\n\n`,
      autoConf,
      environment,
    ),
};

function commandFile(
  autoConf: string,
  files: readonly string[],
  environment: ReadonlyMap<string, string>,
): string {
  const variables = [...environment].map(
    ([name, value]) => `\nifneq "$(${name})" "${value}"\n$(autoconfig): FORCE\nendif\n`,
  );
  return [
    `autoconfig := ${autoConf}\n\n`,
    "deps_config := \\\n",
    ...files.map((file) => `\t${file} \\\n`),
    "\n$(autoconfig): $(deps_config)\n$(deps_config): ;\n",
    ...variables,
  ].join("");
}

/** As kernels before 6.10 wrote it: the file that was opened last comes first. */
function olderCommandFile(
  files: readonly string[],
  rule: string,
  autoConf: string,
  environment: ReadonlyMap<string, string>,
): string {
  const variables = [...environment].map(
    ([name, value]) => `ifneq "$(${name})" "${value}"\n${autoConf}: FORCE\nendif\n`,
  );
  return ["deps_config := \\\n", ...[...files].reverse(), rule, ...variables, "\n$(deps_config): ;\n"].join(
    "",
  );
}
