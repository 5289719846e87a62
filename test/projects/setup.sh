#!/bin/bash
# Gets the trees of other projects and lets each build its own conf, which kcfg is compared with.
#
#   test/projects/setup.sh                   Debian's newest source packages of u-boot, busybox, xen and coreboot that
#                                            its mirror has, and the packages kconfig-frontends-nox and python3-kconfiglib
#   test/projects/setup.sh u-boot xen        only these
#
# Safe to run again: what is there stays. Everything lands in ${KCFG_PROJECTS:-${TMPDIR:-/tmp}/kcfg-projects}, nothing of
# it in this repository:
#
#   NAME/tree      the tree, with its own conf built by its own make
#   NAME/conf      that conf
#   NAME/env       the environment that make started it in, NUL-separated
#   NAME/version   which version it is
#   apt/           package lists of its own: those of this machine are not touched
#
# Needs make, gcc, flex, bison, xz and apt-get. Exit 0: all are ready; 3: all but some, which the last line names.
set -euo pipefail

LAB=${KCFG_PROJECTS:-${TMPDIR:-/tmp}/kcfg-projects}
mkdir -p "$LAB/apt/lists/partial" "$LAB/apt/archives/partial"
LAB=$(cd "$LAB" && pwd)
say() { printf 'setup: %s\n' "$*"; }

# URI of the first of the machine's own Debian archives.
mirror() {
	apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' | awk '$2 == "Debian" && $1 !~ /security/ { print $1; exit }'
}

# apt with lists and a cache of its own.
other_apt() { # COMMAND...
	local command=$1
	shift
	"$command" -o Dir::Etc::sourcelist="$LAB/apt/sources.list" -o Dir::Etc::sourceparts=/nonexistent \
		-o Dir::State::Lists="$LAB/apt/lists" -o Dir::Cache="$LAB/apt" -o Dir::Cache::archives="$LAB/apt/archives" \
		-o APT::Sandbox::User="$(id -un)" -o Acquire::Check-Valid-Until=false -o Acquire::Retries=2 "$@"
}

update_lists() {
	local options='' main suite
	[ ! -f /usr/share/keyrings/debian-archive-keyring.gpg ] ||
		options='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] '
	main=$(mirror)
	[ -n "$main" ] || { say "no Debian mirror in this machine's apt sources"; return 1; }
	for suite in sid trixie bookworm; do
		echo "deb-src $options$main $suite main"
		echo "deb $options$main $suite main"
	done >"$LAB/apt/sources.list"
	# Of several suites one may be gone from the mirror: what the others offer is enough.
	other_apt apt-get update -qq >"$LAB/apt/log" 2>&1 || true
}

# The newest version that can be downloaded: lists may name what the mirror has no more.
download_source() { # PACKAGE FOLDER
	local version
	for version in $(other_apt apt-cache showsrc "$1" | awk '/^Version:/ { print $2 }' | sort -Vru); do
		rm -rf "$2"
		mkdir -p "$2"
		if (cd "$2" && other_apt apt-get source -qq --download-only "$1=$version" >>"$LAB/apt/log" 2>&1); then
			echo "$version" >"$2/version"
			return
		fi
	done
	return 1
}

# The tree at NAME/tree, as its packager got it.
tree_of() { # NAME
	local folder=$LAB/$1
	[ ! -d "$folder/tree" ] || return 0
	mkdir -p "$folder"
	rm -rf "$folder/tree.tmp"
	mkdir "$folder/tree.tmp"
	[ -f "$LAB/apt/sources.list" ] || update_lists || return 1
	download_source "$1" "$LAB/apt/package" || return 1
	tar -C "$folder/tree.tmp" --strip-components=1 -xf "$(find "$LAB/apt/package" -name '*.orig.tar.?z*' ! -name '*.asc')" ||
		return 1
	cp "$LAB/apt/package/version" "$folder/version"
	mv "$folder/tree.tmp" "$folder/tree"
}

# Where make runs, what it is to make, and where it builds conf.
where_of() { case $1 in xen) echo xen ;; *) echo . ;; esac; }
target_of() {
	case $1 in
	u-boot) echo sandbox_defconfig ;;
	busybox) echo oldconfig ;;
	xen) echo defconfig ;;
	coreboot) echo olddefconfig ;;
	esac
}
conf_of() {
	case $1 in
	u-boot | busybox) echo scripts/kconfig/conf ;;
	xen) echo tools/kconfig/conf ;;
	coreboot) echo build/util/kconfig/conf ;;
	esac
}

# Lets make build conf; then a stand-in, in conf's place, tells the environment that make starts it in.
build() { # NAME
	local folder=$LAB/$1 place conf
	[ ! -f "$folder/env" ] || return 0
	place=$folder/tree/$(where_of "$1")
	conf=$place/$(conf_of "$1")
	say "building the conf of $1"
	(cd "$place" && yes '' | env -i PATH="$PATH" HOME="$HOME" LC_ALL=C make "$(target_of "$1")" >"$folder/make.log" 2>&1) || true
	[ -x "$conf" ] || { tail -5 "$folder/make.log"; return 1; }
	mv "$conf" "$folder/conf"
	cat >"$conf" <<-END
		#!/bin/sh
		env -0 >"$folder/env.tmp"
	END
	chmod +x "$conf"
	(cd "$place" && env -i PATH="$PATH" HOME="$HOME" LC_ALL=C make "$(target_of "$1")" >>"$folder/make.log" 2>&1) || true
	rm -f "$conf" "$place/.config" "$place/.config.old"
	[ -s "$folder/env.tmp" ] || { tail -5 "$folder/make.log"; return 1; }
	mv "$folder/env.tmp" "$folder/env"
}

# Tools without a tree.
unpack_tool() { # PACKAGE NAME
	[ ! -d "$LAB/$2/root" ] || return 0
	[ -f "$LAB/apt/sources.list" ] || update_lists || return 1
	mkdir -p "$LAB/$2"
	(cd "$LAB/apt/archives" && rm -f "$1"_*.deb &&
		{ other_apt apt-get download -qq "$1/$(. /etc/os-release && echo "${VERSION_CODENAME:-sid}")" ||
			other_apt apt-get download -qq "$1"; } >>"$LAB/apt/log" 2>&1) || return 1
	dpkg-deb -x "$LAB/apt/archives/$1"_*.deb "$LAB/$2/root"
	dpkg-deb -f "$LAB/apt/archives/$1"_*.deb Version >"$LAB/$2/version"
}

ready=() absent=()
for name in ${*:-u-boot busybox xen coreboot frontends kconfiglib}; do
	case $name in
	frontends) unpack_tool kconfig-frontends-nox frontends ;;
	kconfiglib) unpack_tool python3-kconfiglib kconfiglib ;;
	*) tree_of "$name" && build "$name" ;;
	esac && ready+=("$name $(cat "$LAB/$name/version")") || absent+=("$name")
done
say "ready: $LAB"
printf '  %s\n' "${ready[@]}"
[ ${#absent[@]} -eq 0 ] || { say "NOT READY: ${absent[*]}"; exit 3; }
