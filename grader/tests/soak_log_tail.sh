#!/bin/sh
# The promise of the virtual clock: the same timed output every time, however
# busy the machine is. Runs the log tail, which has two processes and polls a
# file, SOAK_RUNS times with every core kept busy, and compares.
#
#	SOAK_RUNS=1000 COURSE=build/course grader/tests/soak_log_tail.sh
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${BUILD:-$root/build}
course=${COURSE:-$build/course}
library=$build/libasync.a
# A build with sanitizers has neither of its own.
[ -f "$library" ] || library=$root/build/libasync.a
[ -f "$build/libcourse_clock.so" ] ||
	export COURSE_CLOCK_LIBRARY="$root/build/libcourse_clock.so"
runs=${SOAK_RUNS:-1000}
work=$(mktemp -d) || exit 2
busy=

end() {
	[ -z "$busy" ] || kill $busy 2>/dev/null
	wait 2>/dev/null
	rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

keep_all_cores_busy() {
	for _ in $(seq "$(nproc)") $(seq "$(nproc)"); do
		(while :; do :; done) &
		busy="$busy $!"
	done
}

compile() {
	solution=$root/solutions/log_tail
	${CC:-cc} -std=gnu2x -g -I "$root/runtime/include" \
		-o "$work/log_tail" "$solution/log_tail.c" \
		"$library" -luv -lm -lpthread -ldl &&
		${CC:-cc} -std=gnu2x -g -o "$work/log_writer" "$solution/log_writer.c"
}

# What the exercise says is what must be seen: no second copy of it here.
expected() {
	sed -n '/^## Expected output$/,/^## /p' "$root/exercises/log_tail/exercise.md" |
		sed -n '/^```timed$/,/^```$/p' | sed '1d;$d'
}

compile || exit 2
expected >"$work/expected"
keep_all_cores_busy
cd "$work" || exit 2
different=0
for run in $(seq "$runs"); do
	"$course" run -- ./log_tail >actual 2>&1
	if ! cmp -s actual expected; then
		different=$((different + 1))
		printf 'run %d differs:\n' "$run"
		diff expected actual | head -n 8
	fi
	[ ! -t 1 ] || printf '\r%d of %d' "$run" "$runs"
done
[ ! -t 1 ] || printf '\r'
printf '%d runs with %d busy loops on %d cores: %d differ\n' \
	"$runs" "$(($(nproc) * 2))" "$(nproc)" "$different"
[ "$different" = 0 ]
