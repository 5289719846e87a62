/** The text of a .config that reads back as itself: what `conf --olddefconfig` would leave as it is. */
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { readDotConfig, settle } from "../evaluate/read.ts";
import { type WriteOptions, writeDotConfig } from "../evaluate/write.ts";
import { SourceFile } from "../text/source-file.ts";

export interface SettledConfig {
  readonly text: string;
  /** The text, read back. */
  readonly configuration: Configuration;
}

/** Real trees settle in the first round; where values chase each other, the C tool does not settle either. */
const MOST_ROUNDS = 4;

/**
 * Writes a configuration and reads the text back until both agree. The text alone forgets what was asked for symbols
 * that are not written, and which member of a choice was set last.
 */
export function settledConfig(configuration: Configuration, options: WriteOptions): SettledConfig {
  const { prefix } = options;
  let text = writeDotConfig(configuration, options);
  for (let round = 1; ; round++) {
    const readBack = new Configuration(configuration.model);
    const dialect = configuration.model.data.dialect.conf.dotConfig;
    readDotConfig(readBack, parseDotConfig(new SourceFile(".config", text), { prefix, dialect }));
    settle(readBack);
    const again = writeDotConfig(readBack, options);
    if (again === text || round === MOST_ROUNDS) return { text: again, configuration: readBack };
    text = again;
  }
}
