#!/usr/bin/env bash
#
# Databases on the virtual clock: the programs of the notes print what CPython printed
# with stand-ins, on SQLite and on a PostgreSQL server that lives on the same clock.
set -u

here=$(realpath "$(dirname "$0")")
# shellcheck source=grader/tests/tap.sh
. "$here/../../../../grader/tests/tap.sh"
programs=$(realpath "${PROGRAMS:-build/tests/programs}/../database/programs")
oracle=$(realpath "$here/../../../oracle")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 1
export NO_COLOR=1

# on_sqlite PROGRAM EXPECTED: prints that, each time
on_sqlite() {
	for _ in 1 2 3; do
		rm -f ./*.db
		"$course" run -- "$programs/$1" >said 2>&1 && diff "$2" said || return 1
	done
}

check 'database connection: as CPython, on SQLite' \
	on_sqlite database_connection "$oracle/S4-12_asyncpg.txt"
check 'connection pool: as CPython, on SQLite' \
	on_sqlite database_connection_pool "$oracle/S4-18_connection_pool.txt"

# Waiting for a lock counts on the clock: to the moment when it is given back, …
printf '%s\n' '   0.300 | slow: committed' '   0.300 | quick: done' >expected
check 'who waits for a lock gets it when it is given back' on_sqlite database_locked expected

# … and no longer than five seconds.
printf '%s\n' '   5.000 | quick: database is locked' '   7.500 | slow: committed' >expected
locked() {
	for _ in 1 2 3; do
		rm -f ./*.db
		"$course" run -- "$programs/database_locked" 7.5 >said && diff expected said ||
			return 1
	done
}
check 'who has waited five seconds for a lock is told' locked

# A statement that sleeps keeps a thread, and nobody from working but for want of one.
printf '   %s00 | %s is answered\n' 0.1 0 0.1 1 0.2 2 0.2 3 0.3 4 >expected
export UV_THREADPOOL_SIZE=2
check 'more slow statements than threads come by turns' on_sqlite database_threads expected
unset UV_THREADPOOL_SIZE

# Shows moments from the first line on, to a hundredth: the server counts in milliseconds.
from_first_line() {
	awk 'NR == 1 { first = $1 } { $1 = sprintf("%.2f", $1 - first); print }' "$1"
}

# Starts a server, runs the program on it, and waits until it is gone: all on one clock.
cat >script <<'E2'
mkfifo life
exec 4<>life
address=$(sh "$1" 3<life 4>&- 2>reason) || exit 3
"$2" "$address"
exec 4>&-
folder=${address#*host=}
while [ -d "$folder" ]; do
	sleep 0.1
done
E2

# on_postgresql PROGRAM EXPECTED
on_postgresql() {
	local status=0

	rm -f life
	"$course" run -- sh script "$here/postgresql.sh" "$programs/$1" >said 2>problems ||
		status=$?
	if [ $status -ne 0 ]; then
		cat problems said
		return $status
	fi
	from_first_line said >ours
	from_first_line "$2" | diff - ours
}

if ! grep -q libasync_postgresql "$programs/../../../parts"; then
	number=$((number + 1))
	echo "ok $number - on PostgreSQL # SKIP it was built without"
elif "$course" run -- sh script "$here/postgresql.sh" true >/dev/null 2>&1; then
	check 'database connection: as CPython, on PostgreSQL' \
		on_postgresql database_connection "$oracle/S4-12_asyncpg.txt"
	check 'connection pool: as CPython, on PostgreSQL' \
		on_postgresql database_connection_pool "$oracle/S4-18_connection_pool.txt"
else
	number=$((number + 1))
	echo "ok $number - on PostgreSQL # SKIP $(cat reason 2>/dev/null)"
fi
echo "1..$number"
