/**
 * What the language server takes on a tree: `node test/bench/lsp.js TREE [kcfg.cjs]`. Processor time of the server's
 * process, as /proc counts it, where other programs run beside it; the time that passes as well. TREE is not written.
 * With KCFG_MINUTES=60 an hour of random edits follows, with the memory after each five minutes.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [tree = ".", bundle = join(import.meta.dirname, "../../dist/cli/kcfg.cjs")] = process.argv.slice(2);
const folder = resolve(tree);
const server = spawn(process.execPath, [bundle, "lsp", ...process.argv.slice(4)], {
  cwd: folder,
  stdio: ["pipe", "pipe", "inherit"],
});

// Milliseconds of the processor, user and system; ticks are of 10 ms.
const cpu = () => {
  const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
};
const memory = () =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024);

let buffer = Buffer.alloc(0);
let next = 1;
const waiting = new Map();
const listeners = new Set();
server.stdout.on("data", (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
    if (buffer.length < end + 4 + length) return;
    const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
    buffer = buffer.subarray(end + 4 + length);
    if (message.method === undefined) waiting.get(message.id)?.(message.result ?? message.error);
    else for (const listen of [...listeners]) listen(message);
  }
});
const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
};
const ask = (method, params) =>
  new Promise((done) => {
    waiting.set(next, done);
    send({ id: next++, method, params });
  });
const published = (uri, version) =>
  new Promise((done) => {
    const listen = ({ method, params }) => {
      if (method !== "textDocument/publishDiagnostics" || params.uri !== uri) return;
      if (version !== undefined && params.version !== version) return;
      listeners.delete(listen);
      done(params.diagnostics);
    };
    listeners.add(listen);
  });

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const show = (what, values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(1);
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (of ${values.length})`);
};
/** Time that passes until each answer is there. */
const timed = async (what, count, work) => {
  const times = [];
  const before = cpu();
  for (let at = 0; at < count; at++) {
    const started = performance.now();
    await work(at);
    times.push(performance.now() - started);
  }
  show(what, times);
  console.log(`  processor time ${((cpu() - before) / count).toFixed(1)} ms each`);
};

const uriOf = (path) => pathToFileURL(join(folder, path)).href;
const open = (path, text, languageId) => {
  const uri = uriOf(path);
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId, version: 1, text } } });
  return uri;
};

const started = performance.now();
await ask("initialize", { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} });
send({ method: "initialized", params: {} });
const path = "drivers/vfio/Kconfig";
const text = readFileSync(join(folder, path), "utf8");
const uri = open(path, text, "kconfig");
const place = (line, character) => ({ textDocument: { uri }, position: { line, character } });
const lines = text.split("\n");
const names = lines.flatMap((line, at) => {
  const found = /\b(?:config|on|select) (\w+)/.exec(line);
  return found === null ? [] : [[at, found.index + found[0].length - 1]];
});
await ask("textDocument/hover", place(...names[0]));
console.log(
  `start to first hover: ${(performance.now() - started).toFixed(0)} ms, processor time ${cpu()} ms`,
);
console.log(`memory: ${memory()} MB`);
await sleep(1500);

await timed("hover", 100, (at) => ask("textDocument/hover", place(...names[at % names.length])));
await timed("definition", 100, (at) => ask("textDocument/definition", place(...names[at % names.length])));
await timed("references", 50, (at) =>
  ask("textDocument/references", {
    ...place(...names[at % names.length]),
    context: { includeDeclaration: true },
  }),
);
await timed("completion of symbols", 100, (at) =>
  ask("textDocument/completion", place(...names[at % names.length])),
);
await timed("document symbols", 50, () => ask("textDocument/documentSymbol", place(0, 0)));
await timed("semantic tokens", 50, () => ask("textDocument/semanticTokens/full", place(0, 0)));
await timed("inlay hints", 20, () =>
  ask("textDocument/inlayHint", {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } },
  }),
);

let version = 1;
const change = (target, range, newText) => {
  version += 1;
  const params = {
    textDocument: { uri: target, version },
    contentChanges: [{ range, text: newText }],
  };
  const answer = published(target, version);
  send({ method: "textDocument/didChange", params });
  return answer;
};
const point = (line, character) => ({ start: { line, character }, end: { line, character } });
await timed("key to syntax diagnostics, no reading meanwhile", 50, async (at) => {
  await change(
    uri,
    at % 2 === 0 ? point(2, 0) : { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } },
    at % 2 === 0 ? "x" : "",
  );
});
await sleep(2500);
// A key each 45 ms or so, with rests in which the tree is read.
const mixed = [];
for (let at = 0; at < 60; at++) {
  const key = performance.now();
  await change(
    uri,
    at % 2 === 0 ? point(2, 0) : { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } },
    at % 2 === 0 ? "\n" : "",
  );
  mixed.push(performance.now() - key);
  await sleep(at % 3 === 0 ? 310 + (at % 7) * 20 : 40);
}
show("key to syntax diagnostics, while the tree is read", mixed);
await sleep(2500);

// An edit of the model: the newest values are there once a hover of what was added answers with them.
const reread = [];
for (let at = 0; at < 5; at++) {
  const before = cpu();
  const key = performance.now();
  const first = change(uri, point(0, 0), `config LSP_BENCH_${at}\n\tdef_bool y\n\n`);
  await first;
  for (;;) {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const hints = await ask("textDocument/inlayHint", { textDocument: { uri }, range });
    if (hints.some(({ label }) => label === "= y")) break;
    await sleep(20);
  }
  reread.push(performance.now() - key);
  console.log(`  edit to new model: processor time ${cpu() - before} ms`);
  await sleep(1000);
}
show("edit to new model, with the quiet before it", reread);
console.log(`memory: ${memory()} MB`);

const fragment = "CONFIG_VFIO=m\nCONFIG_VFIO_NOIOMMU=y\nCONFIG_VFIO_DEBUG_FS=y\nCONFIG_NET=y\nCONFIG_PCI=y\n";
const opened = published(uriOf("lsp-bench.config"));
const config = open("lsp-bench.config", fragment, "dotconfig");
await opened;
version = 1;
await timed("key to check of a fragment", 50, (at) =>
  change(
    config,
    at % 2 === 0 ? point(0, 0) : { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
    at % 2 === 0 ? "CONFIG_USB=y\n" : "",
  ),
);
const inConfig = (line) => ({ textDocument: { uri: config }, position: { line, character: 9 } });
await timed("hover in a fragment", 50, (at) => ask("textDocument/hover", inConfig(at % 5)));
await timed("completion in a fragment", 50, (at) => ask("textDocument/completion", inConfig(at % 5)));
console.log(`memory: ${memory()} MB`);
const minutes = Number(process.env.KCFG_MINUTES ?? 0);
if (minutes > 0) await editFor(minutes);
await ask("shutdown", null);
send({ method: "exit" });

/** Whole lines come and go in three Kconfig files and a fragment, at the speed of a hasty person, with questions between. */
async function editFor(minutes) {
  let state = 1;
  const roll = (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const kconfigLines = [
    'config BENCH_NEW\n\tbool "new"\n\tdefault y\n',
    "\tdepends on NET && PCI\n",
    "\tselect CRYPTO\n",
    "\tdefault m if MODULES\n",
    "if PCI\nendif\n",
    "mistake\n",
    "\n",
  ];
  const configLines = ["CONFIG_USB=y\n", "CONFIG_NET=n\n", "# CONFIG_PCI is not set\n", "CONFIG_NONE=y\n"];
  const files = [
    { uri, base: text, pieces: kconfigLines },
    ...["net/Kconfig", "drivers/usb/Kconfig"].map((name) => {
      const base = readFileSync(join(folder, name), "utf8");
      return { uri: open(name, base, "kconfig"), base, pieces: kconfigLines };
    }),
    { uri: config, base: fragment, pieces: configLines },
  ];
  for (const file of files) Object.assign(file, { extra: 0 });
  version = 1000;
  const began = performance.now();
  let edits = 0;
  for (let told = 0; told < minutes; ) {
    const file = files[roll(files.length)];
    const at = roll(file.base.split("\n").length);
    // From time to time it is as it was.
    const isReset = file.extra > 12 || roll(10) === 0;
    file.extra = isReset ? 0 : file.extra + 1;
    version += 1;
    const contentChanges = [
      isReset ? { text: file.base } : { range: point(at, 0), text: file.pieces[roll(file.pieces.length)] },
    ];
    send({
      method: "textDocument/didChange",
      params: { textDocument: { uri: file.uri, version }, contentChanges },
    });
    edits += 1;
    const kinds = ["hover", "completion", "definition"];
    const position = { line: roll(40), character: roll(20) };
    if (roll(2) === 0)
      await ask(`textDocument/${kinds[roll(3)]}`, { textDocument: { uri: file.uri }, position });
    await sleep(40 + roll(roll(4) === 0 ? 2000 : 300));
    const passed = (performance.now() - began) / 60_000;
    if (passed < Math.min(told + 5, minutes)) continue;
    told = Math.min(told + 5, minutes);
    console.log(`after ${told} minutes and ${edits} edits: memory ${memory()} MB`);
  }
}
