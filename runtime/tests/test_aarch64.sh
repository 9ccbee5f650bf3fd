#!/usr/bin/env bash
#
# The runtime on aarch64: cross compiled, and run by qemu's user emulation.
#
# libuv for that machine need not be there: its functions are left unresolved,
# which is well as long as the program waits for nothing but time.

set -eu

cd "${COURSE_ROOT:-$(dirname "$0")/../..}"
compiler=aarch64-linux-gnu-gcc
emulator=$(command -v qemu-aarch64 || command -v qemu-aarch64-static || :)

leave_out() {
	echo "1..1"
	echo "ok 1 - aarch64 # SKIP $1"
	exit 0
}

command -v $compiler >/dev/null || leave_out "there is no $compiler here (gcc-aarch64-linux-gnu)"
[ -n "$emulator" ] || leave_out 'there is no qemu-aarch64 here (qemu-user)'
echo '#include <stdio.h>
int main(void) { return 0; }' | $compiler -x c -static -o /dev/null - 2>/dev/null ||
	leave_out 'there is no C library for aarch64 here (libc6-dev-arm64-cross)'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
uv=$(pkg-config --variable=includedir libuv)
mkdir "$folder/include"
ln -s "$uv/uv.h" "$uv/uv" "$folder/include"

# As the runtime is built; and as the course compiles, with signed return addresses
# and marked branch targets, which the emulator checks.
for flags in '-O2' '-O0 -mbranch-protection=standard'; do
	# shellcheck disable=SC2086,SC2046 # several flags, several files
	$compiler -std=gnu2x -g $flags -static -Wl,--unresolved-symbols=ignore-all \
		-Iruntime/include -iquote runtime/src -I"$folder/include" \
		-o "$folder/ground" runtime/tests/ground/ground.c \
		$(find runtime/src -name '*.[cS]') -lm -lpthread 2>"$folder/words" ||
		{ cat "$folder/words" >&2; echo "not ok 1 - aarch64 compiles $flags"; exit 1; }
	"$emulator" "$folder/ground" >"$folder/tap" || { cat "$folder/tap"; exit 1; }
	sed "s/\$/ (${flags//\//})/; /^1\.\./d" "$folder/tap" >>"$folder/all"
done
echo "1..$(wc -l <"$folder/all")"
awk '{ sub(/ok [0-9]+/, "ok " NR); print }' "$folder/all"
