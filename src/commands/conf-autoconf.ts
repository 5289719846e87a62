/** The files that a kernel build reads instead of .config: auto.conf and its kin, and a touched file per change. */
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import { changedSince, writeAutoconf } from "../evaluate/autoconf.ts";
import type { Configuration } from "../evaluate/configuration.ts";
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
  const modal = dialect.choices === "modal";
  const names = files.map((file) => file.path);
  const command = modal
    ? olderCommandFile(autoConf, names, environmentRead)
    : commandFile(autoConf, names, environmentRead);

  const oldText = open(autoConf);
  const old =
    oldText === undefined
      ? undefined
      : parseDotConfig(new SourceFile(autoConf, oldText), { prefix, dialect: modal ? "6.1" : "6.12" });
  const warnings = (old?.lines ?? []).flatMap((line) =>
    line.kind === "malformed" && !line.isSilent
      ? [`${autoConf}:${line.number}:warning: unexpected data: ${line.text}`]
      : [],
  );

  const folder = autoConf.slice(0, autoConf.lastIndexOf("/") + 1);
  const texts = writeAutoconf(configuration, prefix);
  const steps = [
    () => host.writeText(`${autoConf}.cmd`, command),
    ...changedSince(configuration, old).map((name) => () => host.touch(folder + name)),
    () =>
      host.writeText(environment.KCONFIG_AUTOHEADER ?? "include/generated/autoconf.h", texts.autoconfHeader),
    () => host.writeText(environment.KCONFIG_RUSTCCFG ?? "include/generated/rustc_cfg", texts.rustcCfg),
    () => host.writeText(autoConf, texts.autoConf),
  ];
  for (const step of steps) {
    const written = step();
    if (!written.ok) return { failure: written.message, warnings };
  }
  return { warnings };
}

/** What auto.conf was made from, as rules for make. */
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

/** The same as kernels before 6.10 wrote it: the file that was opened last comes first. */
function olderCommandFile(
  autoConf: string,
  files: readonly string[],
  environment: ReadonlyMap<string, string>,
): string {
  const variables = [...environment].map(
    ([name, value]) => `ifneq "$(${name})" "${value}"\n${autoConf}: FORCE\nendif\n`,
  );
  return [
    "deps_config := \\\n",
    ...[...files].reverse().map((file) => `\t${file} \\\n`),
    `\n${autoConf}: $(deps_config)\n\n`,
    ...variables,
    "\n$(deps_config): ;\n",
  ].join("");
}
