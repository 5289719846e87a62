#!/bin/bash
# `kcfg merge` against the kernel's merge_config.sh, which runs make and the C tool: the same .config.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lab=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
tree=$lab/linux-6.12
[ -f "$tree/Makefile" ] || { echo "merge-config: no tree in $lab: run test/oracle/setup.sh first" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/source" "$folder/ours" "$folder/theirs"
for entry in "$tree"/*; do
	case ${entry##*/} in include) ;; *) ln -s "$entry" "$folder/source/" ;; esac
done
configs=$folder/source/arch/x86/configs
cd "$folder/source"
compare() { # WORDS OF BOTH
	env -i PATH="$PATH" ARCH=x86 scripts/kconfig/merge_config.sh -O "$folder/theirs" "$@" >"$folder/log" 2>&1 ||
		{ cat "$folder/log"; exit 1; }
	env -i PATH="$PATH" ARCH=x86 node "$project/bin/kcfg" merge -q -O "$folder/ours" "$@"
	cmp "$folder/theirs/.config" "$folder/ours/.config"
	echo "merge ${*##*/}: the same .config"
}
compare "$configs/x86_64_defconfig" "$configs/tiny.config"
compare -n "$configs/x86_64_defconfig" "$configs/xen.config" "$configs/hardening.config"
compare -y "$configs/i386_defconfig" "$configs/xen.config"
