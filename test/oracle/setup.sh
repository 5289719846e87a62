#!/bin/bash
# Gets real Kconfig trees and builds the C `conf` that kcfg is compared with.
#
#   test/oracle/setup.sh                                Debian's linux-source-6.12 and linux-source-6.1
#   KCFG_LINUX=/path/to/linux test/oracle/setup.sh      that tree and the conf of its scripts/kconfig instead
#
# Safe to run again: what is current stays. A few minutes the first time. Everything lands in
# ${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}, nothing of it in this repository:
#
#   linux-6.12/ linux-6.1/       the Kconfig parts of the two packages; linux-local: a link to $KCFG_LINUX
#   bin/conf-6.12 bin/conf-6.1   the C tools; bin/conf-local; bin/conf, a link to the first of them
#   stub/                        a compiler that only answers what Kconfig asks (stubcc.c)
#   kenv.sh                      the environment that a kernel's Makefile gives to Kconfig; source it
#
# Missing Debian packages are installed with apt, as root or through sudo; without either, their names are told.
set -euo pipefail

LAB=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -n "${KCFG_LINUX:-}" ]; then VERSIONS=local; else VERSIONS=${KCFG_LAB_VERSIONS:-"6.12 6.1"}; fi
mkdir -p "$LAB/bin" "$LAB/build"
LAB=$(cd "$LAB" && pwd)
say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

# --- packages --------------------------------------------------------------------------------------------
installed() { dpkg-query -W -f='${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed'; }

install_missing() {
	local missing=() package run=()
	for package in "$@"; do installed "$package" || missing+=("$package"); done
	[ ${#missing[@]} -gt 0 ] || { say "no package is missing"; return; }
	if [ "$(id -u)" != 0 ]; then
		sudo -n true 2>/dev/null || fail "please install as root: apt-get install ${missing[*]}"
		run=(sudo)
	fi
	say "installing ${missing[*]}"
	{ "${run[@]}" apt-get update -qq &&
		"${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
	} >"$LAB/apt.log" 2>&1 || { tail -20 "$LAB/apt.log" >&2; fail "apt could not install them (all of it: $LAB/apt.log)"; }
}

if command -v dpkg-query >/dev/null; then
	# python3 and binutils answer some of the questions that the trees ask.
	packages=(flex bison gcc libc6-dev xz-utils python3 binutils)
	[ -n "${KCFG_LINUX:-}" ] || for version in $VERSIONS; do packages+=("linux-source-$version"); done
	install_missing "${packages[@]}"
else
	[ -n "${KCFG_LINUX:-}" ] || fail "not a Debian machine: give a Linux tree, KCFG_LINUX=/path/to/linux"
	for tool in flex bison gcc python3; do
		command -v "$tool" >/dev/null || fail "please install $tool"
	done
fi

# --- trees -----------------------------------------------------------------------------------------------
unpack() { # VERSION
	local tree=$LAB/linux-$1 tarball=/usr/src/linux-source-$1.tar.xz stamp
	# "layout2": which files are taken out of the package.
	stamp=$(dpkg-query -W -f='${Version}' "linux-source-$1")+layout2
	if [ "$(cat "$tree/.kcfg-lab-stamp" 2>/dev/null)" = "$stamp" ]; then
		say "linux-$1 is current ($stamp)"
		return
	fi
	say "unpacking the Kconfig part of $tarball"
	rm -rf "$tree" "$tree.tmp"
	mkdir -p "$tree.tmp"
	# tar complains about patterns that one of the versions has no file for.
	tar -C "$tree.tmp" -xJf "$tarball" --strip-components=1 --wildcards \
		--no-wildcards-match-slash --anchored \
		'*/Makefile' '*/Kbuild' '*/Kconfig' '*/scripts' \
		'*/arch/*/configs' '*/kernel/configs' '*/arch/*/Makefile*' \
		'*/arch/*/tools' '*/Documentation/kbuild' \
		--no-anchored --wildcards-match-slash 'Kconfig*' 'tools/testing/selftests/*/config' 2>"$LAB/tar.log" || true
	[ -f "$tree.tmp/Kconfig" ] && [ -d "$tree.tmp/scripts/kconfig" ] ||
		{ cat "$LAB/tar.log" >&2; fail "$tarball could not be unpacked"; }
	printf '%s\n' "$stamp" >"$tree.tmp/.kcfg-lab-stamp"
	mv "$tree.tmp" "$tree"
}

link_local() {
	local tree
	tree=$(cd "$KCFG_LINUX" 2>/dev/null && pwd) || fail "no such folder: $KCFG_LINUX"
	[ -f "$tree/Kconfig" ] && [ -f "$tree/scripts/kconfig/parser.y" ] ||
		fail "$tree has no Kconfig or no scripts/kconfig/parser.y (Linux 4.18 or later is needed)"
	ln -sfn "$tree" "$LAB/linux-local"
	say "linux-local is $tree"
}

# --- the C tools -----------------------------------------------------------------------------------------
build() { # VERSION
	local tree=$LAB/linux-$1 objects=$LAB/build/conf-$1 tool=$LAB/bin/conf-$1 sources=() include name
	local kconfig=$tree/scripts/kconfig
	if [ "$1" = local ]; then
		# Current: built from this very tree, and no source is younger.
		if [ -x "$tool" ] && [ "$(cat "$objects/tree" 2>/dev/null)" = "$(readlink -f "$tree")" ] &&
			[ -z "$(find "$kconfig/" -newer "$tool" -print -quit)" ]; then
			say "conf-$1 is current"
			return
		fi
	elif [ "$tool" -nt "$tree/.kcfg-lab-stamp" ]; then
		say "conf-$1 is current"
		return
	fi
	say "building conf-$1"
	rm -rf "$objects"
	mkdir -p "$objects"
	flex -L -o "$objects/lexer.lex.c" "$kconfig/lexer.l"
	bison -o "$objects/parser.tab.c" --defines="$objects/parser.tab.h" -t -l "$kconfig/parser.y" 2>"$objects/bison.log" ||
		{ cat "$objects/bison.log" >&2; fail "bison failed on $kconfig/parser.y"; }
	include=(-I "$objects" -I "$kconfig")
	[ -d "$tree/scripts/include" ] && include+=(-I "$tree/scripts/include")
	for name in conf confdata expr menu preprocess symbol util; do
		[ -f "$kconfig/$name.c" ] && sources+=("$kconfig/$name.c")
	done
	# The flags of the kernel's own rule for programs that run on the host.
	gcc -O2 -fomit-frame-pointer -std=gnu11 -w "${include[@]}" -o "$tool.tmp" \
		"${sources[@]}" "$objects/lexer.lex.c" "$objects/parser.tab.c"
	readlink -f "$tree" >"$objects/tree"
	mv "$tool.tmp" "$tool"
}

for version in $VERSIONS; do
	if [ "$version" = local ]; then link_local; else unpack "$version"; fi
	build "$version"
done
[ "$VERSIONS" = local ] || ln -sfn "conf-${VERSIONS%% *}" "$LAB/bin/conf"

# --- a compiler that answers at once -------------------------------------------------------------------------
if [ ! -x "$LAB/stub/gcc" ] || { [ -f "$LAB/stub/stubcc.c" ] && ! cmp -s "$HERE/stubcc.c" "$LAB/stub/stubcc.c"; }; then
	say "building the stub compiler"
	mkdir -p "$LAB/stub"
	gcc -O2 -static -o "$LAB/stub/gcc.tmp" "$HERE/stubcc.c"
	mv "$LAB/stub/gcc.tmp" "$LAB/stub/gcc"
	for tool in ld nm ar objcopy; do ln -f "$LAB/stub/gcc" "$LAB/stub/$tool"; done
	cp "$HERE/stubcc.c" "$LAB/stub/stubcc.c"
fi

# --- the environment -----------------------------------------------------------------------------------------
{ printf 'KCFG_STUB=%q\n' "$LAB/stub"; cat "$HERE/kenv.sh"; } >"$LAB/kenv.sh.tmp"
mv "$LAB/kenv.sh.tmp" "$LAB/kenv.sh"

say "ready: $LAB"
for version in $VERSIONS; do
	printf '  linux-%s: %s Kconfig files; bin/conf-%s\n' "$version" \
		"$(find "$LAB/linux-$version/" -name 'Kconfig*' -type f | wc -l)" "$version"
done
