#!/bin/sh
# The soaks, with as few runs as a test run has time for.
here=$(dirname "$0")

# soaked NUMBER NAME COMMAND…: the command succeeds, or shows why not
soaked() {
	number=$1 name=$2
	shift 2
	if words=$("$@" 2>&1); then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		printf '%s\n' "$words" | sed 's/^/# /'
	fi
}

echo 1..2
soaked 1 'the log tail gives one and the same timed output on a busy machine' \
	env SOAK_RUNS="${SOAK_RUNS:-40}" "$here/soak_log_tail.sh"
soaked 2 'answers, right and wrong, get one and the same verdict on a busy machine' \
	env SOAK_RUNS="${SOAK_RUNS:-45}" SOAK_EXERCISES='counter_desugared cancel_clean_up' \
	"$here/soak_exercises.sh"
