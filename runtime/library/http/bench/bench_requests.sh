#!/usr/bin/env bash
#
# 10,000 requests through one session against the practice server, beside aiohttp: the
# same requests against the same server, in turn, in one run. The ratio is that of the
# medians; what the server takes is the same for both, and in both.
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../../../.." && pwd)}
build=${BUILD:-$root/build}/bench/http
here=$root/runtime/library/http/bench
rounds=${ROUNDS:-5}
count=${COUNT:-2000} # of each round
for program in practice_server many_requests; do
	[ -x "$build/$program" ] || {
		echo "bench_requests: there is no $build/$program: \`make bench\` builds it" >&2
		exit 2
	}
done
work=$(mktemp -d) || exit 2
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

python=
for candidate in python3 /usr/bin/python3; do
	if "$candidate" -c 'import aiohttp' 2>/dev/null; then
		python=$candidate
		break
	fi
done

mkfifo "$work/url"
"$build/practice_server" >"$work/url" &
server=$!
read -r url <"$work/url"

# measure WORKERS: a line «ours ours-cpu theirs theirs-cpu» for each round
measure() {
	for _ in $(seq "$rounds"); do
		ours=$("$build/many_requests" "$url/hello" "$count" "$1") || exit 1
		theirs=
		[ -z "$python" ] ||
			theirs=$("$python" "$here/many_requests.py" "$url/hello" "$count" "$1")
		echo "$ours $theirs"
	done
}

# show WORKERS: as a row; fails if we are not ahead
show() {
	measure "$1" | awk -v workers="$1" -v rounds="$rounds" '
		function median(values, count,    i, j, swap) {
			for (i = 1; i < count; i++)
				for (j = i + 1; j <= count; j++)
					if (values[j] < values[i]) {
						swap = values[i]; values[i] = values[j]; values[j] = swap
					}
			return values[int((count + 1) / 2)]
		}
		{ ours[NR] = $1; own[NR] = $2; theirs[NR] = $3; other[NR] = $4 }
		END {
			if (NR < rounds) {
				print "bench_requests: a round failed: nothing was measured" >"/dev/stderr"
				exit 2
			}
			a = median(ours, NR) / 1000
			printf "request, %2d at a time  %7.1f us (%5.1f of our processor)", workers,
				a, median(own, NR) / 1000
			if (!theirs[1]) {
				print "   (no python3-aiohttp here)"
				exit
			}
			b = median(theirs, NR) / 1000
			printf "   aiohttp %7.1f us (%6.1f)   %5.2f times as fast%s\n", b,
				median(other, NR) / 1000, b / a, (b > a ? "" : "  MISSED")
			exit !(b > a)
		}'
}

status=0
show 1 || status=1
show 10 || status=1
exit $status
