/** `kcfg report merge`: reports of several machines as one, in every format. */
import { type CheckReport, checkReport, runsOf } from "../report/check-report.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { diagnosticOf } from "../report/problems.ts";
import { readReport } from "../report/read-report.ts";
import { type ReportPart, shardProblems } from "../report/shards.ts";
import { unreadable } from "../service/config-file.ts";
import { hostForReport } from "../service/foreign-report.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { TREE_OPTIONS } from "./options.ts";
import { addFormatOption, linesOnDisk, type OutputChoice, writeReport } from "./outputs.ts";
import { styleOptions } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

export const reportVerb: Verb<OutputChoice> = {
  ignores: [...TREE_OPTIONS.filter((name) => name !== "--directory"), "--no-pager"],
  completes: ["merge"],
  ending: {
    examples: ["kcfg report merge part1.json part2.json --format github --format sarif=kcfg.sarif"],
    exits: { 0: "no findings that count", 1: "some", 2: "a file is not a report, or a part is missing" },
  },
  declare(command) {
    command.argument("<action>", "merge").argument("<files...>", "files that kcfg check --format json wrote");
    addFormatOption(command);
  },
  run({ words: [action, ...files], options, host, version, refuse }: Invocation<OutputChoice>) {
    const caller = options.directory === undefined ? host : host.at(options.directory);
    if (action !== "merge")
      return refuse(`'${action}' is nothing that can be done with reports: write merge`);
    const failures: Diagnostic[] = [];
    const reports: CheckReport[] = [];
    const parts: ReportPart[] = [];
    for (const file of files) {
      const read = caller.readText(file);
      const report = read.ok
        ? readReport(file, read.text)
        : [diagnosticOf(unreadable(file, "unreadable", read.message))];
      if ("command" in report) {
        reports.push(report);
        parts.push({ path: file, shard: report.result.shard });
      } else failures.push(...report);
    }
    if (failures.length === 0) failures.push(...shardProblems(parts));
    if (failures.length > 0) {
      host.stderr.write(renderDiagnostics(failures, styleOptions(options, host.stderr, host)));
      return 2;
    }
    // A machine that ran twice must not count twice.
    const byName = new Map(reports.flatMap(runsOf).map((checked) => [checked.run.name, checked]));
    const checked = [...byName.values()];
    return writeReport(checkReport(checked, version), {
      host: caller,
      options,
      lines: linesOnDisk(hostForReport(caller), checked, []),
      baseline: options.baseline,
      isPart: false,
      offersFix: false,
      showsAll: false,
    });
  },
};
