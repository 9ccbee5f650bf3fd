#!/usr/bin/env bash
#
# The runner of the tests: what a test leaves is cleared, however it ended.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
run=$(realpath "$(dirname "$0")/run")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/temporary" "$place/tests"
mkfifo "$place/begun" "$place/never"
export TMPDIR=$place/temporary LOGS=$place/logs NO_COLOR=1 place
unset TALLY UNDER

# a_test NAME LINE…: a test of these lines, after it has left a folder
a_test() {
	local test=$place/tests/$1
	shift
	printf '%s\n' '#!/bin/sh' 'mktemp -d "$TMPDIR/course-test-XXXXXX"' "$@" >"$test"
	chmod +x "$test"
}

nothing_is_left() { [ -z "$(ls -A "$TMPDIR")" ] || { ls -lR "$TMPDIR" && return 1; }; }

a_test test_right 'echo 1..1; echo ok 1'
a_test test_killed 'kill -KILL $$'
a_test test_fills 'for folder in "$TMPDIR"/*; do touch "$folder/file"; chmod 0 "$folder"; done; exit 1'
a_test test_waits 'echo >"$place/begun"; read -r never <"$place/never"'

check 'a test that ends well leaves nothing' \
	eval '"$run" tests "$place/tests/test_right" && nothing_is_left'
check 'one that is killed leaves nothing, and has failed' \
	eval 'says "1 failed, killed" "$run" tests "$place/tests/test_killed" && nothing_is_left'
check 'one that fails, and takes rights away, leaves nothing' \
	eval 'fails 1 "$run" tests "$place/tests/test_fills" && nothing_is_left'

# In a process group of its own, so that it dies as a whole: as when a machine goes down.
set -m
"$run" tests "$place/tests/test_waits" >/dev/null 2>&1 &
runner=$!
set +m
read -r _ <"$place/begun"
left=$(echo "$TMPDIR"/course-run-*)
touch -d '1 hour ago' "$left"
check 'a folder at which somebody works is left alone' \
	eval '"$run" tests "$place/tests/test_right" && [ -d "$left" ]'
# (timeout has put the test into a group of its own.)
waiting=$(pgrep -f "$place/tests/test_waits" | tr '\n' ' ')
# shellcheck disable=SC2086 # several numbers
kill -KILL -- "-$runner" $waiting
wait "$runner" 2>/dev/null
# Who is killed has to come to a processor once more to let go of its lock.
flock "$left" true
check 'a run that is killed leaves its folder' [ -d "$left" ]
check 'and the next run clears it' \
	eval '"$run" tests "$place/tests/test_right" && nothing_is_left'

echo "1..$number"
