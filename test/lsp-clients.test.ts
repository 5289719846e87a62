/**
 * Real editors with the lines of docs/editors.md: what they show, and the edits that they make. KCFG_EDITORS="nvim emacs"
 * names those that must be there; else those are started that are. "vscode" among them is VS Code for the web with the
 * extension, in a browser: test/vscode-web/setup.sh fetches it, and it is started only if it is named.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { commandBundle, projectRoot } from "./command.ts";

const root = mkdtempSync(join(tmpdir(), "kcfg-editors-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "bin"));
writeFileSync(join(root, "bin/kcfg"), `#!/bin/sh\nexec "${process.execPath}" "${commandBundle()}" "$@"\n`);
chmodSync(join(root, "bin/kcfg"), 0o755);

const KCONFIG = `mainmenu "Ship"

config POWER
	bool "Power"

config LASER
	bool "Laser"
	depends on POWER
	depends on TOOL

# Only where the lines say that the workspace is trusted, a fix can be verified.
config TOOL
	def_bool $(shell,echo y)
`;
const FRAGMENT = "CONFIG_LASER=y\n";

/** The block of a language in docs/editors.md. */
function lines(language: string): string {
  const text = readFileSync(join(projectRoot, "docs/editors.md"), "utf8");
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/editors.md has no ${language}`);
  return block;
}

/** What an editor saw, written by its script as JSON. */
interface Seen {
  readonly diagnostics: readonly string[];
  readonly kconfigDiagnostics: readonly string[];
  readonly hover: string;
  readonly definition: string;
  readonly completion: readonly string[];
  readonly fixed: string;
  readonly renamed: string;
  readonly renamedFragment: string;
}

const NVIM = `
local function wait(what, ready)
  if not vim.wait(20000, ready, 20) then error("no " .. what) end
end
local function messages(buffer)
  return vim.tbl_map(function(each) return each.message end, vim.diagnostic.get(buffer))
end
local function position(line, character)
  vim.api.nvim_win_set_cursor(0, { line, character })
end
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  for _, answer in pairs(answers or {}) do return answer.result, answer.error end
end
local seen = {}
local fragment = vim.api.nvim_get_current_buf()
wait("diagnostics", function() return #vim.diagnostic.get(fragment) > 0 end)
seen.diagnostics = messages(fragment)
position(1, 9)
seen.hover = ask("textDocument/hover", vim.lsp.util.make_position_params()).contents.value
vim.lsp.buf.definition()
wait("definition", function() return vim.fn.expand("%:t") == "Kconfig" end)
seen.definition = vim.fn.expand("%:t") .. ":" .. vim.api.nvim_win_get_cursor(0)[1]
local kconfig = vim.api.nvim_get_current_buf()
vim.api.nvim_buf_set_lines(kconfig, 7, 8, false, { "\\tdepend on POWER" })
wait("diagnostics of Kconfig", function() return #vim.diagnostic.get(kconfig) > 0 end)
seen.kconfigDiagnostics = messages(kconfig)
vim.api.nvim_buf_set_lines(kconfig, 7, 8, false, { "\\tdepends on PO" })
position(8, 14)
local items = ask("textDocument/completion", vim.lsp.util.make_position_params()).items
seen.completion = vim.tbl_map(function(item) return item.label end, items)
vim.api.nvim_buf_set_lines(kconfig, 7, 8, false, { "\\tdepends on POWER" })
vim.api.nvim_set_current_buf(fragment)
position(1, 0)
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
local actions
wait("fix", function()
  actions = ask("textDocument/codeAction", params)
  return actions ~= nil and #actions > 1
end)
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
seen.fixed = table.concat(vim.api.nvim_buf_get_lines(fragment, 0, -1, false), "\\n")
-- Changes of a buffer are sent a little later.
wait("the end of the diagnostics", function() return #vim.diagnostic.get(fragment) == 0 end)
vim.api.nvim_set_current_buf(kconfig)
position(3, 8)
vim.lsp.buf.rename("ENERGY")
wait("rename", function()
  return table.concat(vim.api.nvim_buf_get_lines(kconfig, 0, -1, false)):find("ENERGY") ~= nil
end)
seen.renamed = table.concat(vim.api.nvim_buf_get_lines(kconfig, 0, -1, false), "\\n")
seen.renamedFragment = table.concat(vim.api.nvim_buf_get_lines(fragment, 0, -1, false), "\\n")
local file = io.open("seen.json", "w")
file:write(vim.fn.json_encode(seen))
file:close()
vim.cmd("qa!")
`;

const EMACS = `
(require 'package)
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)
(require 'eglot)
(require 'json)
(setq eglot-autoshutdown nil eglot-sync-connect 30 eglot-events-buffer-size 0 make-backup-files nil)
`;
const EMACS_TEST = `
(defun await (what ready)
  (let ((until (+ (float-time) 20)) found)
    (while (not (setq found (funcall ready)))
      (when (> (float-time) until) (error "no %s" what))
      (accept-process-output nil 0.05))
    found))
(defun place (line column)
  (goto-char (point-min))
  (forward-line (1- line))
  (forward-char column))
(defun shown ()
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
(defun manage ()
  (unless (eglot-managed-p)
    (if (eglot-current-server) (eglot--maybe-activate-editing-mode)
      (apply #'eglot (eglot--guess-contact))))
  (flymake-mode 1)
  (flymake-start))
(defun ask (method &optional more)
  (jsonrpc-request (eglot--current-server-or-lose) method
                   (append (eglot--TextDocumentPositionParams) more)))
(let* (seen (fragment (find-file-noselect "a.config")) (kconfig (find-file-noselect "Kconfig")))
  (cl-flet ((saw (key value) (push (cons key value) seen)))
    (with-current-buffer fragment
      (manage)
      (saw 'diagnostics (vconcat (await "diagnostics" (lambda () (flymake-start) (shown)))))
      (place 1 9)
      (saw 'hover (plist-get (plist-get (ask :textDocument/hover) :contents) :value))
      (let ((item (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))))
        (saw 'definition (format "%s:%s" (file-name-nondirectory (xref-location-group (xref-item-location item)))
                                 (xref-location-line (xref-item-location item))))))
    (with-current-buffer kconfig
      (manage)
      (place 8 0)
      (delete-region (line-beginning-position) (line-end-position))
      (insert "\\tdepend on POWER")
      (eglot--signal-textDocument/didChange)
      (saw 'kconfigDiagnostics (vconcat (await "diagnostics of Kconfig" (lambda () (flymake-start) (shown)))))
      (delete-region (line-beginning-position) (line-end-position))
      (insert "\\tdepends on PO")
      (let* ((table (eglot-completion-at-point))
             (found (all-completions "PO" (nth 2 table))))
        (saw 'completion (vconcat (mapcar #'substring-no-properties found))))
      (insert "WER")
      (eglot--signal-textDocument/didChange))
    (with-current-buffer fragment
      (place 1 0)
      (let ((actions (await "fix" (lambda ()
                                    (let ((found (append (ask :textDocument/codeAction
                                                              (list :range (list :start (eglot--pos-to-lsp-position (point))
                                                                                 :end (eglot--pos-to-lsp-position (point)))
                                                                    :context '(:diagnostics [])))
                                                         nil)))
                                      (and (> (length found) 1) found))))))
        (eglot--apply-workspace-edit (plist-get (car actions) :edit)))
      (eglot--signal-textDocument/didChange)
      (saw 'fixed (string-trim-right (buffer-string))))
    (with-current-buffer kconfig
      (place 3 8)
      (eglot-rename "ENERGY")
      (saw 'renamed (string-trim-right (buffer-string))))
    (with-current-buffer fragment
      (saw 'renamedFragment (string-trim-right (buffer-string)))))
  (with-temp-file "seen.json" (insert (json-encode seen)))
  (dolist (buffer (list fragment kconfig))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (kill-emacs 0))
`;

const EDITORS = {
  nvim: {
    files: () => ({ "init.lua": lines("lua"), "test.lua": NVIM }),
    words: ["--headless", "-u", "init.lua", "-i", "NONE", "a.config", "-c", "luafile test.lua", "-c", "cq"],
  },
  emacs: {
    files: () => ({ "init.el": EMACS + lines("elisp"), "test.el": EMACS_TEST }),
    words: ["--batch", "-Q", "-l", "init.el", "-l", "test.el"],
  },
} as const;

const wanted = process.env.KCFG_EDITORS?.split(/\s+/).filter((name) => name !== "");
const isThere = (name: string) => spawnSync(name, ["--version"]).status === 0;
const editors = wanted ?? Object.keys(EDITORS).filter(isThere);

function seenBy(name: keyof typeof EDITORS): Seen {
  const folder = join(root, name);
  mkdirSync(folder);
  const { files, words } = EDITORS[name];
  const all = { Kconfig: KCONFIG, "a.config": FRAGMENT, ...files() };
  for (const [path, text] of Object.entries(all)) writeFileSync(join(folder, path), text);
  const { stdout, stderr, status } = spawnSync(name, words, {
    cwd: folder,
    encoding: "utf8",
    timeout: 90_000,
    env: {
      ...process.env,
      HOME: folder,
      PATH: `${join(root, "bin")}${delimiter}${process.env.PATH}`,
      KCFG_CACHE_DIR: "",
    },
  });
  try {
    return JSON.parse(readFileSync(join(folder, "seen.json"), "utf8"));
  } catch {
    throw new Error(`${name} ended with ${status}: ${stdout}${stderr}`);
  }
}

const desktop = editors.filter((name) => name !== "vscode");

test("an editor that is not there is not tried, unless it must be there", () => {
  expect(desktop.filter((name) => !(name in EDITORS))).toEqual([]);
});

if (desktop.length > 0)
  describe.each(desktop as readonly (keyof typeof EDITORS)[])("%s", (name) => {
    test("shows diagnostics, hover, definition and completion, and makes the edits", () => {
      const seen = seenBy(name);
      expect(seen.diagnostics.join("\n")).toContain("LASER=y is dropped, the result is n");
      expect(seen.hover).toContain("LASER = n");
      expect(seen.definition).toBe("Kconfig:6");
      expect(seen.kconfigDiagnostics.join("\n")).toContain("unknown statement 'depend'");
      expect(seen.completion).toEqual(["POWER"]);
      expect(seen.fixed).toBe("CONFIG_POWER=y\nCONFIG_LASER=y");
      expect(seen.renamed).toBe(KCONFIG.replaceAll("POWER", "ENERGY").trimEnd());
      expect(seen.renamedFragment).toBe("CONFIG_ENERGY=y\nCONFIG_LASER=y");
    }, 120_000);
  });

/** Where test/vscode-web/setup.sh puts VS Code. */
const lab = join(process.env.KCFG_LAB ?? join(tmpdir(), "kcfg-lab"), "vscode-web");

const SHIP = `mainmenu "Ship"

config POWER
	bool "Power"
	help
	  Everything needs it.

config LASER
	bool "Laser"
	depends on POWER

source "more/odd.name"
`;

/** What a program of test/vscode-web/ sees of the extension and an open folder. */
async function seenInVsCode(name: string, program: string): Promise<Record<string, unknown>> {
  const folder = join(root, name);
  const write = (files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  write({
    "ship/Kconfig": SHIP,
    "ship/more/odd.name": 'config ODD\n\tbool "Odd"\n\tselect POWER\n',
    "ship/a.config": FRAGMENT,
    "ship/lab.config": "CONFIG_POWER=y\n",
  });
  const { buildExtension } = await import("../editors/vscode/build.mjs");
  const { contents } = await import("../editors/vscode/vsix.mjs");
  write(contents(await buildExtension(join(root, `${name}-dist`))));
  const report = join(folder, "seen.json");
  const pictures = process.env.KCFG_PICTURES;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(projectRoot, "test/vscode-web", program),
      lab,
      folder,
      join(folder, "ship"),
      report,
      ...(pictures ? [pictures] : []),
    ],
    { encoding: "utf8", timeout: 240_000 },
  );
  if (!existsSync(report)) throw new Error(`VS Code: ${stdout}${stderr}`);
  return JSON.parse(readFileSync(report, "utf8"));
}

if (editors.includes("vscode")) {
  test("VS Code for the web shows what the server in the extension says, and its commands work", async () => {
    const seen = await seenInVsCode("vscode", "drive.mjs");
    const { hover, explanation, graph, colours, ...others } = seen as Record<string, string> & {
      readonly graph: readonly string[];
      readonly colours: Readonly<Record<string, string>>;
    };
    expect(hover).toContain("LASER=y is dropped, the result is n");
    expect(hover).toContain("✗ POWER = n, needs y");
    expect(explanation).toContain("run: kcfg set POWER=y LASER=y");
    expect(graph.join()).toMatch(/LASER = n[\s\S]*POWER = n/);
    expect(new Set(Object.values(colours)).size).toBe(3);
    expect(colours.on).toBe(colours.keyword);
    const values = (power: string) =>
      `mainmenu "Ship"\n\nconfig POWER= ${power}\n        bool "Power"\n        help\n          Everything needs it.\n\nconfig LASER= n\n        bool "Laser"\n        depends on POWER\n\nsource "more/odd.name"\n`;
    expect(others).toEqual({
      squiggles: 1,
      hint: "→ n · Laser",
      status: expect.stringMatching(/\.config \(defaults\)$/),
      fixes: [
        "Quick Fix",
        "1 change satisfies it: CONFIG_POWER=y",
        expect.stringMatching(/^accept unmet-dependency/),
      ],
      fixed: "CONFIG_POWER=yPower\nCONFIG_LASER=yLaser\n",
      set: "CONFIG_LASER=yLaser\nCONFIG_POWER=yPower\n",
      values: values("n"),
      // What a lens above POWER opens.
      selectors: expect.stringContaining("ODD"),
      chosen: { status: expect.stringMatching(/lab\.config$/), values: values("y") },
      // In a file that is read when `source` names it.
      symbol: expect.stringContaining("ODD = n   bool · more/odd.name:1"),
      restarted: expect.stringMatching(/lab\.config$/),
      mistake: 1,
    });
  }, 300_000);

  test("in VS Code's extension host, its own interface answers what the server says", async () => {
    const { hover, commands, ...others } = await seenInVsCode("vscode-host", "host.mjs");
    expect(hover).toEqual([expect.stringContaining("✗ POWER = n, needs y  depends on POWER  Kconfig:10")]);
    const { contributes } = JSON.parse(
      readFileSync(join(projectRoot, "editors/vscode/package.json"), "utf8"),
    ) as { readonly contributes: { readonly commands: readonly { readonly command: string }[] } };
    expect(commands).toEqual(expect.arrayContaining(contributes.commands.map(({ command }) => command)));
    expect(others).toEqual({
      active: true,
      language: "dotconfig",
      diagnostics: [["Error", "kcfg", "unmet-dependency", "LASER=y is dropped, the result is n", "0:0-14"]],
      definition: ["Kconfig:8"],
      hints: ["→ n · Laser"],
      completion: ["CONFIG_LASER", "CONFIG_ODD", "CONFIG_POWER"],
      actions: [
        "1 change satisfies it: CONFIG_POWER=y",
        "accept unmet-dependency here, with a comment for the reason",
      ],
      rename: [
        ["Kconfig", 1],
        ["a.config", 1],
      ],
      fixed: "CONFIG_POWER=y\nCONFIG_LASER=y\n",
      references: ["Kconfig:10", "Kconfig:3", "more/odd.name:3"],
      symbols: ["POWER", "LASER", "more/odd.name"],
      workspaceSymbols: [["ODD", "more/odd.name:1"]],
      links: ["more/odd.name"],
      lenses: ["selected by 1"],
      folds: 3,
      callers: ["ODD"],
      mistakes: [["unknown statement 'mistake'", 2]],
    });
  }, 300_000);
}
