#!/usr/bin/env bash
#
# Programs with HTTP on the virtual clock: the tour of the practice server, which is
# another process; and the programs of the notes that need HTTP, whose output is
# CPython's (runtime/oracle), or stands beside them where it must differ. Each line comes
# at its millisecond, every time.
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
# shellcheck source=grader/tests/tap.sh
. "$root/grader/tests/tap.sh"
built=$(realpath "${PROGRAMS:-$root/build/tests/programs}/../http/programs")
table=$built/../../../parts
oracle=$root/runtime/oracle
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp "$built"/* "$place"
cd "$place" || exit 1
ln -s "$(dirname "$table")" libraries # by a name without blanks, to be one word
# The clock is slow under sanitizers, and the course is the same.
times=${TIMES:-30}
[ "${TEST_UNDER:-plain}" = plain ] || times=5

# prints EXPECTED PROGRAM…: its timed output is that file
prints() {
	local expected=$1
	shift
	"$course" run -- "$@" >output 2>errors
	diff "$expected" output && [ ! -s errors ] || { cat errors; return 1; }
}

# always_prints EXPECTED PROGRAM…: the same, many times, beside others that compute
always_prints() {
	local failed=0 busy=()
	for _ in 1 2 3; do
		(while :; do :; done) &
		busy+=($!)
	done
	for ((i = 0; i < times && !failed; i++)); do
		prints "$@" || failed=1
	done
	kill "${busy[@]}"
	wait "${busy[@]}" 2>/dev/null
	return $failed
}

# links_of HEADER: what a program that includes it is linked with; fails if it is missing
links_of() {
	awk -v header="$1" -v folder=libraries '
		$1 == header && $3 == "there" {
			for (i = 4; i <= NF; i++)
				printf "%s ", ($i ~ /^libasync_/ ? folder "/" : "") $i
			found = 1
		}
		END { exit !found }' "$table"
}

# build_with_html NAME: as the course builds a program that includes both headers
build_with_html() {
	local words
	words="$(links_of http_session.h) $(links_of html.h)"
	# shellcheck disable=SC2086 # several words
	${CC:-cc} -std=gnu2x -O0 -I "$root/runtime/include" -o "$1" "$here/with_html/$1.c" \
		$words "$(dirname "$table")/libasync.a" -luv -lpthread -lm -ldl
}

refuses() { # WORDS ARGUMENT…: the practice server does not take these
	local words=$1
	shift
	./practice_server "$@" 2>said
	[ $? -eq 2 ] && grep -q -- "$words" said
}

echo 1..10
check 'each place of the practice server does what it says, at its second' \
	prints "$here/tour.txt" ./tour
check "… $times times, on a machine that is busy" always_prints "$here/tour.txt" ./tour
for name in S2-05h_session_http S3-01h_client_http S4-15h_paginated_http \
	S4-22b_throttled_hits_limit; do
	check "$name prints what CPython printed" prints "$oracle/$name.txt" "./$name"
done
if links_of html.h >/dev/null; then
	build_with_html S4-29h_scraper_http
	check 'S4-29h_scraper_http prints what CPython printed, on one connection' \
		prints "$here/with_html/S4-29h_scraper_http.txt" ./S4-29h_scraper_http
else
	number=$((number + 1))
	echo "ok $number - S4-29h_scraper_http # SKIP the part html is missing"
fi
check 'an unknown option is refused' refuses '^usage: ./practice_server' --fast
check 'so is a delay that is none' refuses '^usage: ./practice_server' --delay soon
check 'and a socket that is none' refuses 'Bad file descriptor' --socket 77
