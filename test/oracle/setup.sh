#!/bin/bash
# Gets real Kconfig trees and builds the C `conf` that kcfg is compared with.
#
#   test/oracle/setup.sh                                Debian's linux-source-6.12 and linux-source-6.1, the newest
#                                                       that Debian has in trixie-backports or sid, and 5.10 of bullseye
#   KCFG_LAB_VERSIONS="6.12 newest" test/oracle/setup.sh    only these
#   KCFG_LINUX=/path/to/linux test/oracle/setup.sh      that tree and the conf of its scripts/kconfig instead
#
# Safe to run again: what is current stays. A few minutes the first time. Everything lands in
# ${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}, nothing of it in this repository:
#
#   linux-6.12/ linux-6.1/ ...   the Kconfig parts of the packages; linux-newest: a link to the newest one, linux-7.3
#                                or whichever it is by now; linux-local: a link to $KCFG_LINUX
#   bin/conf-6.12 ...            the C tools; bin/conf-newest and bin/conf-local; bin/conf, a link to the first of them
#   ready                        the versions that are ready, in one line
#   apt/                         package lists of the suites that this machine does not use
#   stub/                        a compiler that only answers what Kconfig asks (stubcc.c)
#   kenv.sh                      the environment that a kernel's Makefile gives to Kconfig; source it
#
# Missing Debian packages are installed with apt, as root or through sudo; without either, their names are told.
# The newest Linux and 5.10 belong to suites that this machine does not use: they are fetched from the mirror that its
# apt sources name, with package lists of their own, and nothing of those suites is installed.
#
# Exit 0: all are ready; 3: all but some that could not be fetched, which the last line names; 1: something failed.
set -euo pipefail

LAB=${KCFG_LAB:-${TMPDIR:-/tmp}/kcfg-lab}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -n "${KCFG_LINUX:-}" ]; then VERSIONS=local; else VERSIONS=${KCFG_LAB_VERSIONS:-"6.12 6.1 newest 5.10"}; fi
mkdir -p "$LAB/bin" "$LAB/build"
LAB=$(cd "$LAB" && pwd)
say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

# A version of a suite that this machine does not use.
is_fetched() { case $1 in 6.12 | 6.1 | local) false ;; *) true ;; esac; }

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
	# python3 and binutils answer some of the questions that the trees ask; make and pytest run the kernel's own tests.
	packages=(flex bison gcc libc6-dev xz-utils python3 binutils make python3-pytest)
	for version in $VERSIONS; do
		[ "$version" = local ] || is_fetched "$version" || packages+=("linux-source-$version")
	done
	install_missing "${packages[@]}"
else
	[ -n "${KCFG_LINUX:-}" ] || fail "not a Debian machine: give a Linux tree, KCFG_LINUX=/path/to/linux"
	for tool in flex bison gcc python3; do
		command -v "$tool" >/dev/null || fail "please install $tool"
	done
fi

# --- trees -----------------------------------------------------------------------------------------------
unpack() { # VERSION TARBALL STAMP
	local tree=$LAB/linux-$1 tarball=$2 stamp=$3
	if [ "$(cat "$tree/.kcfg-lab-stamp" 2>/dev/null)" = "$stamp" ]; then
		say "linux-$1 is current ($stamp)"
		return
	fi
	say "unpacking the Kconfig part of linux-source-$1"
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

# Which files are taken out of a package is part of the stamp: "layout2".
unpack_installed() { # VERSION
	unpack "$1" "/usr/src/linux-source-$1.tar.xz" "$(dpkg-query -W -f='${Version}' "linux-source-$1")+layout2"
}

# --- trees of other suites -----------------------------------------------------------------------------------
# How often a mirror is asked, and the seconds in between.
FETCH_TRIES=3
FETCH_PAUSE=10

# URI of the first of the machine's own Debian sources that is ("security") or is not ("main") of the security archive.
mirror_of() { # main|security
	apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' |
		awk -v wanted="$1" '$2 == "Debian" && ($1 ~ /security/) == (wanted == "security") { print $1; exit }'
}

# apt with lists and a cache of its own, for the suites that the arguments name.
other_apt() { # COMMAND...
	apt-get -o Dir::Etc::sourcelist="$LAB/apt/sources.list" -o Dir::Etc::sourceparts=/nonexistent \
		-o Dir::State::Lists="$LAB/apt/lists" -o Dir::Cache="$LAB/apt" -o Dir::Cache::archives="$LAB/apt/archives" \
		-o APT::Sandbox::User="$(id -un)" -o Acquire::Check-Valid-Until=false -o Acquire::Retries=2 "$@"
}

write_sources() { # VERSION
	local options='' main security suite
	[ ! -f /usr/share/keyrings/debian-archive-keyring.gpg ] ||
		options='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] '
	main=$(mirror_of main)
	[ -n "$main" ] || { echo "no Debian mirror in this machine's apt sources" >>"$LAB/fetch.log"; return 1; }
	security=$(mirror_of security)
	mkdir -p "$LAB/apt/lists/partial" "$LAB/apt/archives/partial"
	if [ "$1" = newest ]; then
		for suite in trixie-backports sid; do echo "deb $options$main $suite main"; done
	else
		for suite in bullseye trixie bookworm-backports trixie-backports sid; do echo "deb $options$main $suite main"; done
		echo "deb $options${security:-$main} bullseye-security main"
	fi >"$LAB/apt/sources.list"
}

# Versions of the packages linux-source-N that the lists hold, such as "7.3 7.3.4-1", the newest last.
offered() {
	other_apt indextargets --format '$(FILENAME)' 'Created-By: Packages' | while read -r list; do
		[ ! -f "$list" ] || /usr/lib/apt/apt-helper cat-file "$list" |
			awk '/^Package: / { name = $2 } /^Version: / && name ~ /^linux-source-[0-9.]+$/ {
				print substr(name, 14), $2 }'
	done | sort -V
}

fetch() { # VERSION: leaves its tree at linux-N, for newest with a link to it; 1 if no mirror has it
	local number version folder=$LAB/apt/package
	: >"$LAB/fetch.log"
	write_sources "$1" || return 1
	# Of several suites one may be gone from the mirror: what the others offer is enough.
	other_apt update -qq >>"$LAB/fetch.log" 2>&1 || true
	if [ "$1" = newest ]; then
		read -r number version < <(offered | tail -n 1) || true
	else
		read -r number version < <(offered | grep "^${1//./\\.} " | tail -n 1) || true
	fi
	[ -n "${version:-}" ] || { echo "no suite offers linux-source-$1" >>"$LAB/fetch.log"; return 1; }
	if [ "$(cat "$LAB/linux-$number/.kcfg-lab-stamp" 2>/dev/null)" != "$version+layout2" ]; then
		say "fetching linux-source-$number $version"
		rm -rf "$folder"
		mkdir -p "$folder"
		(cd "$folder" && other_apt download -qq "linux-source-$number=$version" >>"$LAB/fetch.log" 2>&1) || return 1
		dpkg-deb --fsys-tarfile "$folder"/linux-source-*.deb | tar -C "$folder" -x ./usr/src || return 1
	fi
	unpack "$number" "$folder/usr/src/linux-source-$number.tar.xz" "$version+layout2"
	rm -rf "$folder"
	[ "$1" != newest ] || ln -sfn "linux-$number" "$LAB/linux-newest"
}

# What cannot be fetched stays as it was fetched before; 1 if it never was.
fetch_patiently() { # VERSION
	local try
	for ((try = 1; try <= FETCH_TRIES; try++)); do
		if fetch "$1"; then return; fi
		[ "$try" = "$FETCH_TRIES" ] || sleep "$FETCH_PAUSE"
	done
	tail -n 5 "$LAB/fetch.log" >&2
	[ -f "$LAB/linux-$1/.kcfg-lab-stamp" ] || return 1
	say "linux-$1 could not be fetched again: $(cat "$LAB/linux-$1/.kcfg-lab-stamp") of an earlier run stays"
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
		# Older parsers include menu.c themselves.
		[ ! -f "$kconfig/$name.c" ] || grep -q "\"$name.c\"" "$kconfig/parser.y" || sources+=("$kconfig/$name.c")
	done
	# The flags of the kernel's own rule for programs that run on the host.
	gcc -O2 -fomit-frame-pointer -std=gnu11 -w "${include[@]}" -o "$tool.tmp" \
		"${sources[@]}" "$objects/lexer.lex.c" "$objects/parser.tab.c"
	readlink -f "$tree" >"$objects/tree"
	mv "$tool.tmp" "$tool"
}

ready=() absent=()
for version in $VERSIONS; do
	if [ "$version" = local ]; then
		link_local
	elif is_fetched "$version"; then
		if ! command -v apt-get >/dev/null || ! fetch_patiently "$version"; then
			absent+=("$version")
			continue
		fi
	else
		unpack_installed "$version"
	fi
	if [ "$version" = newest ]; then
		number=$(readlink "$LAB/linux-newest")
		build "${number#linux-}"
		ln -sfn "conf-${number#linux-}" "$LAB/bin/conf-newest"
	else
		build "$version"
	fi
	ready+=("$version")
done
[ ${#ready[@]} -gt 0 ] || fail "no kernel could be had: ${absent[*]}"
[ "$VERSIONS" = local ] || ln -sfn "conf-${ready[0]}" "$LAB/bin/conf"
echo "${ready[*]}" >"$LAB/ready"

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
for version in "${ready[@]}"; do
	tree=$(readlink -f "$LAB/linux-$version")
	printf '  linux-%s: %s, %s Kconfig files; bin/conf-%s\n' "$version" \
		"$(sed 's/+layout.*//' "$tree/.kcfg-lab-stamp" 2>/dev/null || echo "$tree")" \
		"$(find "$tree/" -name 'Kconfig*' -type f | wc -l)" "$version"
done
[ ${#absent[@]} -eq 0 ] || { say "NOT FETCHED after $FETCH_TRIES tries: ${absent[*]/#/linux-}" >&2; exit 3; }
