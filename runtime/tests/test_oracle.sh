#!/bin/sh
# Every program of the oracle prints what CPython prints, when CPython prints it.
set -eu

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}

# What a program links is never sanitized: there is nothing to be learnt.
if [ "${TEST_UNDER:-plain}" != plain ]; then
	echo 1..1
	echo 'ok 1 - the oracle # SKIP the same programs as without it'
	exit 0
fi

programs=$(cd "$root/runtime/oracle" && ls -- *.c | sed 's|\(.*\)\.c|build/oracle/\1|')
# shellcheck disable=SC2086 # names have no blanks
make --no-print-directory -C "$root" build/course build/libcourse_clock.so $programs >&2
exec "$root/runtime/oracle/compare.sh"
