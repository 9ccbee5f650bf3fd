#!/usr/bin/env bash
#
# The marks of a class in a browser: sorted, found, by keyboard, on a phone, and by the
# rules of accessibility.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
cd "${COURSE_ROOT:-.}" || exit 1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
if [ "${TEST_UNDER:-plain}" != plain ]; then
	echo 1..1
	echo 'ok 1 - the marks in a browser # SKIP it is the same under sanitizers'
	exit 0
fi
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"

hand_in good steps "$right_steps"
hand_in good words "$right_words"
hand_in fixed steps 'await (async_sleep(0.5)); puts("1"); await (async_sleep(0.5)); puts("2");'
# shellcheck disable=SC1003 # a backslash for C
hand_in bytes words 'fwrite("\0\033[31m\xff\xfe]]>&<b>\r\t\n", 1, 17, stdout);'
hand_in fake words 'puts("<script>alert(1)</script>");'
hand_in '"><script>alert(1)</script>' words 'nonsense'
hand_in $'new\nline' words "$right_words"
hand_in $'b\xff\x80d' words 'puts("one");'
hand_in late words 'sleep(4); puts("one"); sleep(1); puts("two");'
mkdir "$class/nobody"

grade "$place/book" --seed 2 --report html --report students >&2 || exit 1
grader/tests/browser/run grader/tests/browser/class.js "$place/book"
