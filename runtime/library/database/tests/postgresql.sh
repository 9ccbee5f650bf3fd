#!/bin/sh
# A PostgreSQL server for tests, in a folder of its own that it makes, reached by a
# socket in that folder. Prints its address when it takes connections, and returns; the
# server is stopped, and its folder removed, when descriptor 3 comes to its end.
#
#	postgresql.sh 3<PIPE
#
# Exit status 1, and a sentence on standard error: there can be none here.
set -eu

unable() {
	echo "$1" >&2
	exit 1
}

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
if [ -z "$programs" ]; then
	programs=$(command -v postgres) || unable 'there is no PostgreSQL server here'
	programs=${programs%/*}
fi

# The path of a socket is short: 107 bytes.
temporary=${TMPDIR:-/tmp}
[ ${#temporary} -le 60 ] || temporary=/tmp
folder=$(mktemp -d "$temporary/course-postgresql.XXXXXX")
as_server=
if [ "$(id -u)" = 0 ]; then # it refuses to run as root
	user=$(id -u postgres 2>/dev/null || id -u nobody)
	chown "$user" "$folder"
	as_server="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi
cd "$folder"

run() {
	$as_server "$programs/$@" >>"$folder/log" 2>&1 3<&-
}

if run initdb -D "$folder/data" -U course -A trust -E UTF8 --locale=C --no-sync &&
	run pg_ctl -D "$folder/data" -w -s start \
		-o "-k $folder -c listen_addresses= -c fsync=off -c max_connections=30"; then
	# In a session of its own: it outlives whoever is ended with those who use it.
	setsid sh -c 'cat <&3; $1 "$2/pg_ctl" -D "$3/data" -m immediate -w -s stop 3<&-
		rm -rf "$3"' sh "$as_server" "$programs" "$folder" >/dev/null 2>&1 &
	echo "postgresql://course@/postgres?host=$folder"
else
	reason=$(tail -n 1 "$folder/log" 2>/dev/null || :)
	rm -rf "$folder"
	unable "the PostgreSQL server does not start: $reason"
fi
