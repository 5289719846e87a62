#!/bin/bash
# The kernel's own tests of its conf, with kcfg in conf's place: scripts/kconfig/tests of the lab's Linux 6.12, run
# from a copy outside of the tree. Nothing of them is kept here. Needs python3-pytest (setup.sh installs it).
#
#   test/oracle/kernel-suite.sh [pytest options]
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lab=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
tree=$lab/linux-6.12
[ -d "$tree/scripts/kconfig/tests" ] || { echo "kernel-suite: no tests in $tree: run test/oracle/setup.sh first" >&2; exit 2; }
# Debian's pytest belongs to Debian's python.
python=/usr/bin/python3
"$python" -c 'import pytest' 2>/dev/null || { echo "kernel-suite: python3-pytest is not installed" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/scripts/kconfig"
cp -r "$tree/scripts/kconfig/tests" "$folder/scripts/kconfig/"
# The suite writes newlines without end until the process is gone, and breaks if the pipe is full or closed a moment
# too early. A C program ends before that; Node takes a tenth of a second to start. So somebody has to keep reading.
cat >"$folder/scripts/kconfig/conf" <<WRAPPER
#!/bin/sh
pipe=\$(mktemp -u); mkfifo "\$pipe"
exec 3<&0
{ cat <&3 >"\$pipe"; cat <&3; } >/dev/null 2>&1 &
"$(command -v node)" "$project/bin/kcfg" conf "\$@" <"\$pipe"
code=\$?; rm -f "\$pipe"; exit \$code
WRAPPER
chmod +x "$folder/scripts/kconfig/conf"
cd "$folder"
"$python" -B -m pytest -p no:cacheprovider --quiet --rootdir=. "$@" scripts/kconfig/tests
