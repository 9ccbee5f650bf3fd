#!/usr/bin/env bash
#
# TLS: a server is believed if somebody who is trusted vouches for it, for that name, and
# at this time; by OpenSSL's own server, and an authority that is made for the occasion.
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
# shellcheck source=grader/tests/tap.sh
. "$root/grader/tests/tap.sh"
fetch=$(realpath "${PROGRAMS:-$root/build/tests/programs}/../http/programs/fetch")
if ! command -v openssl >/dev/null; then
	printf '1..1\nok 1 - TLS # SKIP there is no openssl here\n'
	exit 0
fi
place=$(mktemp -d)
server=
end() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$place"
}
trap end EXIT
cd "$place" || exit 1

# authority NAME: a key and a certificate that vouches for others
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
		-subj "/CN=$1" -keyout "$1.key" -out "$1.pem"
}

# vouched NAME SUBJECT DAYS: the authority's certificate for a server
vouched() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj "/CN=$1" -keyout "$1.key" -out "$1.request"
	printf 'subjectAltName=%s\n' "$2" >"$1.names"
	openssl x509 -req -in "$1.request" -CA authority.pem -CAkey authority.key \
		-CAcreateserial -days "$3" -extfile "$1.names" -out "$1.pem"
}

# serve NAME: sets `url`, of a server that shows that certificate
serve() {
	[ -z "$server" ] || kill "$server"
	rm -f said
	mkfifo said
	openssl s_server -accept 127.0.0.1:0 -www -cert "$1.pem" -key "$1.key" \
		>said 2>errors </dev/null &
	server=$!
	exec 3<said
	while read -r line <&3; do
		case $line in ACCEPT*) break ;; esac
	done
	url=https://127.0.0.1:${line##*:}/
}

{
	authority authority && authority stranger &&
		vouched right IP:127.0.0.1 2 && vouched other DNS:other.example 2 &&
		vouched old IP:127.0.0.1 -1
} >made 2>&1 || {
	sed 's/^/# /' made
	printf '1..1\nok 1 - TLS # SKIP this openssl makes no such certificates\n'
	exit 0
}

refused=ClientConnectorCertificateError
echo 1..5
serve right
check 'a server whose authority is trusted is asked' \
	says 200 fails 0 "$fetch" "$url" authority.pem
check 'not one whose authority nobody knows' says "$refused" fails 1 "$fetch" "$url"
check 'nor one whom another authority would have to know' \
	says "$refused" fails 1 "$fetch" "$url" stranger.pem
serve other
check 'nor one that is vouched for by another name' \
	says "$refused" fails 1 "$fetch" "$url" authority.pem
serve old
check 'nor one whose time is over' \
	says "$refused" fails 1 "$fetch" "$url" authority.pem
