#!/bin/bash
# The kernel's own `make olddefconfig` with kcfg in conf's place, as README.md tells it: make builds the C tool once,
# then a script takes its place. Checks that make calls kcfg and that the .config is the same. Linux 6.12 and the newest.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lab=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

run() { env -i PATH="$PATH" make -s -C "$folder/source" O="$folder/build" ARCH=x86 "$@"; }

for version in ${KCFG_LAB_VERSIONS:-6.12 newest}; do
	case $version in 6.12 | newest) ;; *) continue ;; esac
	tree=$lab/linux-$version folder=$scratch/$version
	[ -f "$tree/Makefile" ] || { echo "kernel-make: no $tree: run test/oracle/setup.sh first" >&2; exit 2; }
	# A source tree of links, since make refuses one that somebody configured in place.
	mkdir -p "$folder/source" "$folder/build"
	for entry in "$tree"/*; do
		case ${entry##*/} in include) ;; *) ln -s "$entry" "$folder/source/" ;; esac
	done

	run x86_64_defconfig >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
	cp "$folder/build/.config" "$folder/expected"
	cat >"$folder/build/scripts/kconfig/conf" <<-WRAPPER
		#!/bin/sh
		echo "\$@" >>"$folder/calls"
		exec "$(command -v node)" "$project/bin/kcfg" conf "\$@"
	WRAPPER
	rm "$folder/build/.config"
	run x86_64_defconfig >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
	run olddefconfig >>"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
	[ "$(wc -l <"$folder/calls")" = 2 ] ||
		{ echo "kernel-make: make called kcfg otherwise than expected:"; cat "$folder/calls"; exit 1; }
	cmp "$folder/expected" "$folder/build/.config"
	echo "make x86_64_defconfig olddefconfig of Linux $version: kcfg in conf's place, the same .config"
done
