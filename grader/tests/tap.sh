# shellcheck shell=bash
#
# For tests that are shell scripts, by `. "$(dirname "$0")/tap.sh"`: TAP, line by
# line, and the environment of `make test`, or that of a run by hand.

# What is said, and how it is drawn, hangs on the language of whoever runs the tests.
export LC_ALL=C.UTF-8

course=${COURSE:-build/course}
course=$(realpath "$course")
number=0

# The clock is never sanitized, and so may lie elsewhere than the course.
if [ -n "${PROGRAMS:-}" ] && [ -e "$PROGRAMS/../../libcourse_clock.so" ]; then
	export COURSE_CLOCK_LIBRARY=${COURSE_CLOCK_LIBRARY:-$PROGRAMS/../../libcourse_clock.so}
fi

# report yes|no NAME WORDS: one test; the words are shown if it failed
report() {
	number=$((number + 1))
	if [ "$1" = yes ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		printf '%s\n' "$3" | sed 's/^/# /'
	fi
}

# check NAME COMMAND…: the command succeeds
check() {
	local name=$1 words
	shift
	if words=$("$@" 2>&1); then
		report yes "$name" ''
	else
		report no "$name" "$words"
	fi
}

# fails STATUS COMMAND…: it ends with that status
fails() {
	local wanted=$1 status=0
	shift
	"$@" || status=$?
	[ "$status" -eq "$wanted" ]
}

# says SENTENCE COMMAND…: it prints that, whatever its status
says() {
	local sentence=$1 words
	shift
	words=$("$@" 2>&1)
	printf '%s\n' "$words"
	printf '%s\n' "$words" | grep -qF -- "$sentence"
}
