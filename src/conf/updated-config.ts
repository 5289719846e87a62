/** A .config brought up to date within this process, as `conf --olddefconfig` does it. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import { readDotConfig, settleAfterReading } from "../evaluate/read.ts";
import { setAll } from "../evaluate/set-all.ts";
import { N } from "../evaluate/tristate.ts";
import type { Model } from "../model/model.ts";
import { ConfConfiguration } from "./conf-configuration.ts";

/** The values of a .config; what it does not mention has its default. */
export function updatedConfig(model: Model, config: DotConfig): ConfConfiguration {
  const configuration = new ConfConfiguration(model);
  readDotConfig(configuration, config);
  configuration.settleModules();
  settleAfterReading(configuration);
  return configuration;
}

/** As `conf --allnoconfig` with a file in KCONFIG_ALLCONFIG: what it does not mention is n where it can be. */
export function smallestConfig(model: Model, config: DotConfig): ConfConfiguration {
  const configuration = new ConfConfiguration(model);
  readDotConfig(configuration, config);
  configuration.settleModules();
  setAll(configuration, N);
  return configuration;
}
