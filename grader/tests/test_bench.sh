#!/usr/bin/env bash
#
# A benchmark that has nothing to measure says so, and prints no figures: a row of zeros
# would be the best ever seen.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
source=$(realpath "${COURSE_ROOT:-.}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export COURSE_ROOT=$source ROUNDS=1 COUNT=1 ADVANCES=1 PAIRS=1

# no_figures BENCH BUILD: with what is built there it ends badly, with a sentence of its own, and without a row
no_figures() {
	local name=${1##*/} status=0
	BUILD=$2 COURSE=$2/course "$1" >"$place/figures" 2>"$place/words" </dev/null || status=$?
	cat "$place/figures" "$place/words"
	[ "$status" -ne 0 ] && grep -q "^${name%.sh}: " "$place/words" &&
		! grep -qE '[0-9] (us|s|rows/s)( |$)' "$place/figures"
}

for bench in "$source"/grader/bench/bench_*.sh "$source"/runtime/library/*/bench/bench_*.sh; do
	check "${bench##*/} says that nothing is built" \
		no_figures "$bench" "$place/none"
done

# What is there, and fails.
mkdir -p "$place/bad"/bench/{http,database}
printf '#!/bin/sh\nexit 2\n' >"$place/bad/course"
cp "$place/bad/course" "$place/bad/bench/http/many_requests"
cp "$place/bad/course" "$place/bad/bench/database/stream_rows"
printf '#!/bin/sh\necho http://127.0.0.1:1\n' >"$place/bad/bench/http/practice_server"
chmod -R +x "$place/bad"
for bench in "$source"/grader/bench/bench_{advance,verdict}.sh \
	"$source"/runtime/library/*/bench/bench_*.sh; do
	check "${bench##*/} says that what it measures failed" \
		no_figures "$bench" "$place/bad"
done

echo "1..$number"
