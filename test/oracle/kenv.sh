# What a kernel's top-level Makefile exports for Kconfig; setup.sh puts KCFG_STUB before it.
# Source this with TREE (a kernel tree; default .) and ARCH (default x86) set.
# It sets what the kernel's top-level Makefile would export for Kconfig.
# The host's gcc stands in for every cross compiler: the answers of cc-option
# are odd for other architectures, but the same for every tool.
# DUMMY_TOOLS=1 uses the kernel's own scripts/dummy-tools instead (all features on);
# STUB_TOOLS=1 uses the stub toolchain (fast, independent of the machine).
unset CONFIG_ MAKEFLAGS KCONFIG_CONFIG KCONFIG_ALLCONFIG KCONFIG_SEED KCONFIG_PROBABILITY \
	KCONFIG_AUTOCONFIG KCONFIG_AUTOHEADER KCONFIG_RUSTCCFG KCONFIG_WERROR KCONFIG_DEFCONFIG_LIST \
	KCONFIG_WARN_UNKNOWN_SYMBOLS KCONFIG_WARN_CHANGED_INPUT KCONFIG_OVERWRITECONFIG KCONFIG_NOSILENTUPDATE
export ARCH=${ARCH:-x86}
case $ARCH in
i386|x86_64) SRCARCH=x86 ;;
sparc32|sparc64) SRCARCH=sparc ;;
parisc64) SRCARCH=parisc ;;
*) SRCARCH=$ARCH ;;
esac
export SRCARCH srctree=${TREE:-.}
# arch/um includes the Kconfig of the architecture it runs on
export SUBARCH=${SUBARCH:-x86} HEADER_ARCH=${HEADER_ARCH:-x86}
KERNELVERSION=$(sed -n 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) *= *//p' "$srctree/Makefile" | head -3 | paste -sd.)
export KERNELVERSION
if [ -n "${DUMMY_TOOLS:-}" ]; then
	export CROSS_COMPILE=$srctree/scripts/dummy-tools/
elif [ -n "${STUB_TOOLS:-}" ]; then
	export CROSS_COMPILE=$KCFG_STUB/
else
	export CROSS_COMPILE=
fi
export CC=${CROSS_COMPILE}gcc LD=${CROSS_COMPILE}ld NM=${CROSS_COMPILE}nm OBJCOPY=${CROSS_COMPILE}objcopy AR=${CROSS_COMPILE}ar
export PYTHON3=python3 HOSTCC=gcc HOSTCXX=g++ CONFIG_SHELL=sh PAHOLE=pahole PAHOLE_VERSION=0
export RUSTC=rustc BINDGEN=bindgen RUSTC_VERSION_TEXT= CLANG_FLAGS= LC_ALL=C
if [ -n "${STUB_TOOLS:-}" ]; then export RUSTC=no-rustc BINDGEN=no-bindgen PAHOLE=no-pahole; fi
CC_VERSION_TEXT=$($CC --version 2>/dev/null | head -n 1 | tr -d '#')
export CC_VERSION_TEXT
