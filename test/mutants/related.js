/** Which tests are likely to notice a fault in a file: they run first. All others run if they do not. */

/**
 * By the beginning of a path, the longest one counts: test files, which cases of fixtures/ they are given, and test
 * files that are slow and come behind them.
 */
const NEAR = {
  "grammar/": { tests: ["grammar", "preprocess", "fixtures"], cases: "preprocess/" },
  "grammar/vanishing": { tests: ["fixtures"], cases: "vanishing-macros/" },
  "src/text/": { tests: ["encoding", "host", "fixtures"], cases: "check/" },
  "src/text/suppression": { tests: ["fixtures", "rules"], cases: "suppress", slow: ["lint"] },
  "src/dotconfig/": { tests: ["dotconfig", "esp-idf", "fixtures"], cases: "merge/" },
  "src/preprocess/": { tests: ["preprocess", "zephyr", "fixtures"], cases: "preprocess/" },
  "src/probes/": { tests: ["fixtures"], cases: "denied", slow: ["probes"] },
  "src/workspace/": {
    tests: ["workspace", "zephyr", "esp-idf", "diff-patch", "check-matrix", "fixtures"],
    cases: "check/",
  },
  "src/syntax/": { tests: ["fixtures"], cases: "help/" },
  "src/syntax/parse": { tests: ["fixtures"], cases: "evaluate/" },
  "src/model/": { tests: ["fixtures", "zephyr", "esp-idf"], cases: "evaluate/" },
  "src/model/dialect": { tests: ["dialect", "fixtures", "zephyr"], cases: "evaluate/" },
  "src/model/loop-openers": { tests: ["loops"], cases: "" },
  "src/store/": { tests: ["inputs", "cache"], cases: "" },
  "src/evaluate/": { tests: ["fixtures", "esp-idf"], cases: "evaluate/" },
  "src/evaluate/calculation": { tests: ["fixtures", "replay", "transitional"], cases: "evaluate/" },
  "src/evaluate/configuration": { tests: ["replay", "change-set", "fixtures"], cases: "evaluate/" },
  "src/evaluate/assignable": { tests: ["service", "fixtures"], cases: "explain/" },
  "src/evaluate/propagation": { tests: ["change-set"], cases: "" },
  "src/evaluate/dependents": { tests: ["change-set", "replay"], cases: "" },
  "src/explain/": { tests: ["fixtures", "explain"], cases: "explain/" },
  "src/explain/change-cause": { tests: ["fixtures", "diff"], cases: "diff/" },
  "src/resolve/resolve": { tests: ["fixtures"], cases: "check/", slow: ["resolve", "solver"] },
  "src/resolve/encode-choice": { tests: ["fixtures"], cases: "set/", slow: ["resolve"] },
  "src/resolve/outcome": { tests: ["fixtures"], cases: "set/", slow: ["resolve"] },
  "src/resolve/cases": { tests: ["many-texts", "fixtures"], cases: "set/", slow: ["resolve"] },
  "src/resolve/gates": { tests: ["gates", "many-texts"], cases: "", slow: ["resolve", "solver"] },
  "src/resolve/": { tests: ["fixtures"], cases: "set/", slow: ["resolve", "solver"] },
  "src/check/": { tests: ["fixtures", "check-matrix"], cases: "check/", slow: ["check", "check-inputs"] },
  "src/service/service": { tests: ["service"], cases: "" },
  "src/service/cancellation": { tests: ["service"], cases: "" },
  "src/service/menu": { tests: ["service"], cases: "" },
  "src/service/plan": { tests: ["fixtures"], cases: "set/" },
  "src/service/set": { tests: ["fixtures", "set", "meanwhile"], cases: "set/", slow: ["check", "robust"] },
  "src/service/explain": { tests: ["fixtures", "explain"], cases: "explain/" },
  "src/graph/": { tests: ["fixtures", "graph"], cases: "graph/" },
  "src/lint/": { tests: ["fixtures", "rules"], cases: "lint/", slow: ["lint", "lint-fix"] },
  "src/lint/rules/defaults": { tests: ["fixtures", "many-texts"], cases: "lint/", slow: ["lint"] },
  "src/query/": { tests: ["fixtures"], cases: "list/" },
  "src/query/search": { tests: ["fixtures"], cases: "search/" },
  "src/query/near-words": { tests: ["fixtures"], cases: "search/" },
  "src/diff/": { tests: ["fixtures", "diff"], cases: "diff/", slow: ["diff-relation"] },
  "src/service/": { tests: ["fixtures", "check-matrix"], cases: "check/", slow: ["probes"] },
  "src/report/": { tests: ["report", "formats", "check-matrix", "fixtures"], cases: "explain/" },
  "src/report/fitted-lines": { tests: ["widths"], cases: "" },
  "src/report/formats/": { tests: ["fixtures", "formats"], cases: "check/reports" },
  "src/report/unified-diff": { tests: ["check", "fixtures"], cases: "set/" },
  "src/conf/": { tests: ["fixtures"], cases: "evaluate/" },
  "src/conf/menu-visibility": { tests: ["fixtures"], cases: "new" },
  "src/conf/questions": { tests: ["fixtures"], cases: "dialogue/" },
  "src/lsp/": { tests: ["lsp", "lsp-changes"], cases: "", slow: ["lsp-protocol"] },
  "src/service/rename": { tests: ["lsp-changes"], cases: "" },
  "src/service/editing": { tests: ["menuconfig", "menuconfig-saving"], cases: "" },
  "src/menuconfig/": {
    tests: ["menuconfig-update", "menuconfig", "menuconfig-keys"],
    cases: "",
    slow: ["menuconfig-terminal"],
  },
  "src/commands/pager": { tests: ["pager"], cases: "" },
  "src/commands/": { tests: ["fixtures", "set"], cases: "set/" },
  "src/commands/set": { tests: ["fixtures", "set", "meanwhile"], cases: "set/", slow: ["check", "robust"] },
  "src/commands/merge": { tests: ["fixtures"], cases: "merge/" },
  "src/commands/check": {
    tests: ["fixtures", "check-matrix", "meanwhile"],
    cases: "check/",
    slow: ["check-inputs"],
  },
  "src/commands/outputs": { tests: ["fixtures", "formats"], cases: "check/" },
  "src/commands/conf": { tests: ["fixtures"], cases: "evaluate/" },
  "src/host/": { tests: ["host", "meanwhile"], cases: "", slow: ["robust", "probes"] },
  "src/host/node-cache": { tests: ["cache"], cases: "" },
  "src/host/node-code": { tests: ["cache"], cases: "" },
  "src/host/node-lock": { tests: ["host"], cases: "", slow: ["robust"] },
  "src/host/node.ts": { tests: ["host", "deferral"], cases: "", slow: ["probes"] },
  "src/": { tests: ["arguments", "fixtures"], cases: "explain/", slow: ["robust"] },
};

export function related(file) {
  const [best] = Object.keys(NEAR)
    .filter((start) => file.startsWith(start))
    .sort((a, b) => b.length - a.length);
  return { slow: [], ...NEAR[best] };
}
