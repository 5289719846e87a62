#!/bin/bash
# `kcfg merge` against the merge_config.sh of each kernel of the lab, with and without what make and the C tool make of
# it: the same .config.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lab=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
# Parted by blanks or commas.
IFS=', ' read -ra versions <<<"${KCFG_LAB_VERSIONS:-6.12 6.1 newest 5.10}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compare() { # WORDS OF BOTH
	env -i PATH="$PATH" ARCH=x86 scripts/kconfig/merge_config.sh -O "$folder/theirs" "$@" >"$folder/log" 2>&1 ||
		{ cat "$folder/log"; exit 1; }
	env -i PATH="$PATH" ARCH=x86 node "$project/bin/kcfg" merge -q -O "$folder/ours" "$@"
	cmp "$folder/theirs/.config" "$folder/ours/.config"
	echo "Linux $version: merge ${*##*/}: the same .config"
}

for version in "${versions[@]}"; do
	tree=$lab/linux-$version folder=$scratch/$version
	[ -f "$tree/Makefile" ] || { echo "merge-config: no $tree: run test/oracle/setup.sh first" >&2; exit 2; }
	mkdir -p "$folder"/{source,ours,theirs}
	for entry in "$tree"/*; do
		case ${entry##*/} in include) ;; *) ln -s "$entry" "$folder/source/" ;; esac
	done
	configs=$folder/source/arch/x86/configs
	cd "$folder/source"
	compare -m "$configs/x86_64_defconfig" "$configs/tiny.config" "$configs/xen.config"
	compare -m -y "$configs/i386_defconfig" "$configs/xen.config" "$tree/kernel/configs/kvm_guest.config"
	compare "$configs/x86_64_defconfig" "$configs/tiny.config"
	[ "$version" = "${versions[0]}" ] || continue
	compare -n "$configs/x86_64_defconfig" "$configs/xen.config" "$tree/kernel/configs/kvm_guest.config"
	compare -y "$configs/i386_defconfig" "$configs/xen.config"
done
