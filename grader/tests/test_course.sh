#!/usr/bin/env bash
#
# The course itself: every lesson and every exercise is as it says. One line of
# TAP for each; what is wrong stands below it.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
items=
# Of a sanitized course a few do, one of each kind.
[ "${TEST_UNDER:-plain}" = plain ] || items='01_why_a_loop async_resource log_tail'
# shellcheck disable=SC2086 # several words
words=$("$course" verify $items --root "${COURSE_ROOT:-.}" 2>&1)
status=$?

if [ "$status" -eq 2 ]; then
	echo 1..1
	echo "not ok 1 - the course can be verified"
	printf '%s\n' "$words" | sed 's/^/# /'
	exit 1
fi
printf '%s\n' "$words" | awk '
	/^  (ok  |FAIL) /  { number++
		print ($1 == "ok" ? "" : "not ") "ok " number " - " $2 " " $3; next }
	/^  left out /     { number++
		print "ok " number " - " $3 " " $4 " # SKIP a part of the runtime is missing"; next }
	/^        /        { print "#" $0 }
	END                { print "1.." number }'
