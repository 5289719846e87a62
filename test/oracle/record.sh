#!/bin/bash
# Writes the expected results of the fixtures with the C tool: run it after adding or changing a case.
#
#   test/oracle/record.sh              all cases
#   test/oracle/record.sh range choice     only those whose path holds one of the words
#
# A case is a folder fixtures/*/*/ with
#   Kconfig, other files   copied into an empty folder, where the command runs
#   config                 becomes .config there
#   command                one line: conf [options] Kconfig; words are split at blanks, no quoting
#   environment            lines NAME=VALUE; nothing else but PATH and LC_ALL=C is set
#   input                  standard input; empty if absent
#   oracle                 the versions of the C tool that define the answer, the first one writes expected/
#   expected/              exit; stdout and stderr unless empty; every file that was written (.config as config),
#                          but not .config.old and include/
#   expected-VERSION/      the same for a further version, kept only if it differs
# A further version runs with KERNELVERSION=VERSION.0, by which kcfg knows whose rules are meant.
# fixtures/vfio-*/requests/NAME.config, put behind vfio.config, give expected/NAME.config.
set -euo pipefail

LAB=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
cd "$(dirname "${BASH_SOURCE[0]}")/../../fixtures"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

wanted() { # PATH WORDS...
	local path=$1 word
	shift
	[ $# -gt 0 ] || return 0
	for word in "$@"; do [[ $path == *"$word"* ]] && return 0; done
	return 1
}

run_case() { # CASE VERSION OUTPUT ENVIRONMENT...: runs it and writes what came out into the folder OUTPUT
	local case=$1 tool=$LAB/bin/conf-$2 output=$3 folder=$scratch/run before=$scratch/before words environment status=0 path
	local input=/dev/null
	shift 3
	environment=("$@")
	[ -x "$tool" ] || { echo "record: no $tool: run test/oracle/setup.sh" >&2; exit 2; }
	rm -rf "$folder" "$before" "$output"
	cp -r "$case" "$folder"
	rm -rf "$folder"/expected* "$folder"/{command,environment,input,oracle}
	[ ! -f "$folder/config" ] || mv "$folder/config" "$folder/.config"
	cp -r "$folder" "$before"
	mkdir -p "$output"

	[ ! -f "$case/environment" ] || mapfile -t -O ${#environment[@]} environment <"$case/environment"
	[ ! -f "$case/input" ] || input=$PWD/$case/input
	read -ra words <"$case/command"
	(cd "$folder" && exec env -i PATH="$PATH" LC_ALL=C "${environment[@]}" "$tool" "${words[@]:1}") \
		>"$output/stdout" 2>"$output/stderr" <"$input" || status=$?
	# The reference sometimes reads wild memory and dies: that is no answer.
	[ $status -lt 128 ] || { echo "record: $case: conf-$2 died with $status" >&2; exit 1; }
	echo $status >"$output/exit"
	for path in stdout stderr; do [ -s "$output/$path" ] || rm "$output/$path"; done

	while read -r path; do
		cmp -s "$folder/$path" "$before/$path" && continue
		mkdir -p "$output/$(dirname "$path")"
		if [ "$path" = .config ]; then cp "$folder/$path" "$output/config"; else cp "$folder/$path" "$output/$path"; fi
	done < <(cd "$folder" && find . -type f -printf '%P\n' | grep -v -e '^include/' -e '^\.config\.old$')
}

cases=0
for marker in */*/oracle; do
	[ -f "$marker" ] || continue
	case=${marker%/oracle}
	wanted "$case" "$@" || continue
	cases=$((cases + 1))
	read -ra versions <"$marker"
	run_case "$case" "${versions[0]}" "$scratch/out"
	rm -rf "$case"/expected*
	cp -r "$scratch/out" "$case/expected"
	for version in "${versions[@]:1}"; do
		run_case "$case" "$version" "$scratch/out" "KERNELVERSION=$version.0"
		diff -r "$scratch/out" "$case/expected" >/dev/null || cp -r "$scratch/out" "$case/expected-$version"
	done
done

for tree in vfio-*; do
	wanted "$tree" "$@" || continue
	for requests in /dev/null "$tree"/requests/*.config; do
		name=olddefconfig
		[ "$requests" = /dev/null ] || name=$(basename "$requests" .config)
		cases=$((cases + 1))
		mkdir -p "$scratch/$tree-$name" "$tree/expected"
		cat "$tree/vfio.config" "$requests" >"$scratch/$tree-$name/.config"
		(cd "$scratch/$tree-$name" &&
			env -i PATH="$PATH" LC_ALL=C srctree="$OLDPWD/$tree" "$LAB/bin/conf-6.12" -s --olddefconfig Kconfig 2>/dev/null)
		cp "$scratch/$tree-$name/.config" "$tree/expected/$name.config"
	done
done
echo "record: $cases cases written by the C tool; read the diff"
