#!/usr/bin/env bash
#
# A machine that runs out of memory costs nobody a mark: who was killed for it without
# having taken more than he may is not judged, and is as soon as there is enough. A source
# that takes it all by itself is its author's.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rmdir "$group" 2>/dev/null; rm -rf "$place"' EXIT
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"

# The group in which the grader is, as if it were all of the machine: only root may make
# one, where the memory controller is of the first version.
own=$(sed -n 's/^[0-9]*:[^:]*\bmemory\b[^:]*://p' /proc/self/cgroup)
group=/sys/fs/cgroup/memory/${own#/}/course-test-$$
if [ "${TEST_UNDER:-plain}" != plain ]; then
	echo '1..0 # SKIP a sanitized grader has no room in so little memory'
	exit
fi
if ! mkdir "$group" 2>/dev/null || [ "$level" = none ]; then
	echo '1..0 # SKIP no control group with memory can be made, or there is no jail'
	exit
fi

# table LEVELS: an array of ten to the power of that many numbers
table() {
	local level
	echo '#define X0 1,'
	for level in $(seq "$1"); do
		printf '#define X%d' "$level"
		printf " X$((level - 1))%.0s" 1 2 3 4 5 6 7 8 9 10
		echo
	done
	echo "int table[] = { X$1 };"
}

# in_need STUDENT LEVELS: a right program that takes some memory to compile
in_need() {
	mkdir -p "$class/$1/words"
	{ words "$right_words"; table "$2"; } >"$class/$1/words/words.c"
}
in_need good 6
in_need other 6
in_need bomb 9

# starved BYTES OUT: graded with so much for everybody together
starved() (
	echo "$1" >"$group/memory.limit_in_bytes" && echo "$BASHPID" >"$group/cgroup.procs" &&
		exec "$course" grade "$class" --out "$2" --root "$made" --level "$level" \
			--exercise words --jobs 1 --report canvas --resume
)

# verdicts OUT WANTED: of all students, in their order
verdicts() {
	local said
	said=$(sed -n 's/^   "verdict": "\([A-Z]*\)",$/\1/p' "$1"/records/*.json | tr '\n' ' ')
	echo "# $said"
	[ "$said" = "$2 " ]
}

# unjudged: with room for next to no compiler
unjudged() {
	starved 60m "$place/out" >"$place/said" 2>&1
	cat "$place/said"
	verdicts "$place/out" 'JE JE JE' && grep -q 'run out of memory' "$place"/out/records/good.json
}

judged() {
	starved 3000m "$place/out" >"$place/said" 2>&1
	cat "$place/said"
	verdicts "$place/out" 'COMPILE PASS PASS'
}

echo 1..2
check 'who is starved is not judged' unjudged
check 'with enough for all, all are; who takes it all is to blame' judged
