#!/bin/sh
# The verdict on a program of three seconds, against nothing but compiling and
# linking the same file: pair by pair, in one run.
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${BUILD:-$root/build}
course=${COURSE:-$build/course}
pairs=${PAIRS:-21}
file=$root/solutions/async_resource/async_resource.c
[ -x "$course" ] || {
	echo "bench_verdict: there is no $course: \`make\` builds it" >&2
	exit 2
}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

compile() {
	${CC:-cc} -std=gnu2x -g -O0 -I "$root/runtime/include" \
		-o "$work/program" "$file" "$build/libasync.a" \
		-luv -lm -lpthread -ldl
}

verdict() {
	"$course" check async_resource --root "$root" --file "$file" >/dev/null
}

microseconds() {
	start=$(date +%s%N)
	"$@" || return 1
	echo $((($(date +%s%N) - start) / 1000))
}

compile && verdict || { echo "bench_verdict: the solution does not pass" >&2; exit 1; }
for _ in $(seq "$pairs"); do
	compiling=$(microseconds compile)
	judging=$(microseconds verdict)
	echo "$compiling $judging"
done | awk -v limit="${LIMIT:-1.3}" '
	function median(values, count,    i, j, swap) {
		for (i = 1; i < count; i++)
			for (j = i + 1; j <= count; j++)
				if (values[j] < values[i]) {
					swap = values[i]; values[i] = values[j]; values[j] = swap
				}
		return values[int((count + 1) / 2)]
	}
	{ compiling[NR] = $1; judging[NR] = $2; ratio[NR] = $2 / $1 }
	END {
		r = median(ratio, NR)
		printf "verdict on async_resource       %7.1f ms\n", median(judging, NR) / 1000
		printf "bare compile and link           %7.1f ms\n", median(compiling, NR) / 1000
		printf "ratio, median of %d pairs       %7.2f   (at most %s) %s\n",
			NR, r, limit, r <= limit ? "" : "MISSED"
		exit !(r <= limit)
	}'
