#!/usr/bin/env bash
#
# The runtime on machines that it has no assembly for: ucontext and setjmp.

set -eu

cd "${COURSE_ROOT:-$(dirname "$0")/../..}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# shellcheck disable=SC2046 # several files
${CC:-cc} -std=gnu2x -g -O2 -DASYNC_PORTABLE -Iruntime/include -iquote runtime/src \
	$(pkg-config --cflags libuv) -o "$folder/ground" runtime/tests/ground/ground.c \
	$(find runtime/src -name '*.[cS]') $(pkg-config --libs libuv) -lm -lpthread
"$folder/ground"
