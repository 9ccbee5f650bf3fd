#!/usr/bin/env bash
#
# Rows that are streamed in a second, beside Python's sqlite3 and asyncpg: from the same
# file, and from the same server, by turns. Ends with status 1 when we are not ahead.
set -u

here=$(realpath "$(dirname "$0")")
root=${COURSE_ROOT:-$(cd "$here/../../../.." && pwd)}
stream=${BUILD:-$root/build}/bench/database/stream_rows
[ -x "$stream" ] || {
	echo "bench_database: there is no $stream: \`make bench\` builds it" >&2
	exit 2
}
stream=$(realpath "$stream")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
status=0


# by_turns ADDRESS: leaves the rates in ./ours and ./theirs
by_turns() {
	: >ours
	: >theirs
	"$stream" "$1" >/dev/null || return 1
	for _ in 1 2 3 4 5; do
		"$stream" "$1" >>ours || return 1
		/usr/bin/python3 "$here/stream_rows.py" "$1" >>theirs 2>/dev/null || return 2
	done
}

# row NAME PEER ADDRESS
row() {
	by_turns "$3"
	case $? in
	1)
		echo "bench_database: a round on $1 failed: nothing was measured" >&2
		status=1
		;;
	2) echo "  $1: there is no $2 here" ;;
	0)
		awk -v name="$1" -v peer="$2" -v ours="$(sort -n ours | sed -n 3p)" \
			-v theirs="$(sort -n theirs | sed -n 3p)" 'BEGIN {
				printf "  %-12s %9.0f rows/s   %-8s %9.0f rows/s   %5.2f times\n",
					name, ours, peer, theirs, ours / theirs
				exit ours <= theirs
			}' || status=1
		;;
	esac
}

cd "$place" || exit 1
row SQLite sqlite3 "sqlite:$place/numbers.db"
mkfifo life
exec 4<>life
if address=$(sh "$here/../tests/postgresql.sh" 3<life 4>&- 2>reason); then
	row PostgreSQL asyncpg "$address"
else
	echo "  PostgreSQL: $(cat reason)"
fi
exec 4>&-
exit $status
