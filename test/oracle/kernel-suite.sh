#!/bin/bash
# The kernel's own tests of its conf, with kcfg in conf's place: scripts/kconfig/tests of the lab's kernels, run from
# copies outside of the trees. Nothing of them is kept here. Needs python3-pytest (setup.sh installs it).
#
#   test/oracle/kernel-suite.sh [pytest options]                        all kernels of the lab
#   KCFG_LAB_VERSIONS="newest" test/oracle/kernel-suite.sh -k choice    only this one, and only these tests
#
# Exit 0: all tests pass on all of them; 1: some do not; 2: a kernel or pytest is missing.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lab=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
# Debian's pytest belongs to Debian's python.
python=/usr/bin/python3
"$python" -c 'import pytest' 2>/dev/null || { echo "kernel-suite: python3-pytest is not installed" >&2; exit 2; }
read -ra versions <<<"${KCFG_LAB_VERSIONS:-6.12 6.1 newest 5.10}"
for version in "${versions[@]}"; do
	[ -d "$lab/linux-$version/scripts/kconfig/tests" ] && continue
	echo "kernel-suite: no tests in $lab/linux-$version: run test/oracle/setup.sh first" >&2
	exit 2
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
for version in "${versions[@]}"; do
	tree=$lab/linux-$version folder=$scratch/$version
	release=$(sed -n 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) *= *//p' "$tree/Makefile" | head -n 3 | paste -sd.)
	mkdir -p "$folder/scripts/kconfig"
	cp -r "$tree/scripts/kconfig/tests" "$folder/scripts/kconfig/"
	# The suite writes newlines without end until the process is gone, and breaks if the pipe is full or closed a moment
	# too early. A C program ends before that; Node takes a tenth of a second to start. So somebody has to keep reading.
	cat >"$folder/scripts/kconfig/conf" <<-WRAPPER
		#!/bin/sh
		export KERNELVERSION=$release
		pipe=\$(mktemp -u); mkfifo "\$pipe"
		exec 3<&0
		{ cat <&3 >"\$pipe"; cat <&3; } >/dev/null 2>&1 &
		"$(command -v node)" "$project/bin/kcfg" conf "\$@" <"\$pipe"
		code=\$?; rm -f "\$pipe"; exit \$code
	WRAPPER
	chmod +x "$folder/scripts/kconfig/conf"
	printf 'Linux %s: ' "$release"
	(cd "$folder" && "$python" -B -m pytest -p no:cacheprovider --quiet --rootdir=. "$@" scripts/kconfig/tests) ||
		status=1
done
exit $status
