/** What test/fuzz/targets.js feeds with damaged bytes; bundled for the long run, imported by the short one. */

export { parseDotConfig } from "../../src/dotconfig/dot-config.ts";
export { editDotConfig } from "../../src/dotconfig/edit.ts";
export { mergeDotConfigs } from "../../src/dotconfig/merge.ts";
export { Configuration } from "../../src/evaluate/configuration.ts";
export { writeDefconfig } from "../../src/evaluate/defconfig.ts";
export { readDotConfig, settleAfterReading } from "../../src/evaluate/read.ts";
export { writeDotConfig } from "../../src/evaluate/write.ts";
export { memoryHost } from "../../src/host/memory.ts";
export { nodeHost } from "../../src/host/node.ts";
export { run } from "../../src/main.ts";
export { dialectFor } from "../../src/model/dialect-for.ts";
export { loadKconfig } from "../../src/model/load.ts";
export { readRenames } from "../../src/model/renames.ts";
export { Preprocessor } from "../../src/preprocess/preprocessor.ts";
export { parseBaseline } from "../../src/report/baseline.ts";
export { readSnapshot, writeSnapshot } from "../../src/store/snapshot.ts";
export { parseKconfig, parseTolerantly } from "../../src/syntax/parse.ts";
export { decodeText, encodeText } from "../../src/text/encoding.ts";
export { FlatReader } from "../../src/text/flat-file.ts";
export { SourceFile } from "../../src/text/source-file.ts";
export { readPolicyFile } from "../../src/workspace/policy.ts";
export { parseSettings } from "../../src/workspace/settings.ts";
