#!/bin/sh
# A single advance of the virtual clock: programs that do nothing but sleep, with
# the start of a program taken off. One process, then two that take turns.
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${BUILD:-$root/build}
course=${COURSE:-$build/course}
advances=${ADVANCES:-40000}
[ -x "$course" ] || {
	echo "bench_advance: there is no $course: \`make\` builds it" >&2
	exit 2
}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

cat >"$work/sleeper.c" <<'C'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* usage: sleeper TIMES PROCESSES: all of them together sleep TIMES times */
int main(int argc, char **argv)
{
	long times = atol(argv[1]);
	int processes = argc > 2 ? atoi(argv[2]) : 1;

	if (processes == 2 && fork() == 0)
		usleep(50000);
	for (long i = 0; i < times / processes; i++)
		usleep(100000);
	wait(NULL);
	return 0;
}
C
${CC:-cc} -O2 -o "$work/sleeper" "$work/sleeper.c" || exit 2

nanoseconds() { # TIMES PROCESSES
	start=$(date +%s%N)
	"$course" run -- "$work/sleeper" "$1" "$2" </dev/null || exit 1
	echo $(($(date +%s%N) - start))
}

for round in 1 2 3 4 5; do
	for processes in 1 2; do
		few=$(nanoseconds 2 $processes) || exit 1
		many=$(nanoseconds "$advances" $processes) || exit 1
		echo "$processes $(((many - few) / advances))"
	done
done | sort -n -k1,1 -k2,2 | awk -v limit1="${LIMIT_ONE:-10}" -v limit2="${LIMIT_TWO:-25}" '
	{ count[$1]++; value[$1, count[$1]] = $2 / 1000 }
	END {
		if (count[1] < 5 || count[2] < 5) {
			print "bench_advance: a run failed: nothing was measured" >"/dev/stderr"
			exit 2
		}
		for (p = 1; p <= 2; p++) {
			middle = value[p, int((count[p] + 1) / 2)]
			limit = p == 1 ? limit1 : limit2
			word = middle > limit ? "MISSED" : ""
			missed += word != ""
			printf "an advance, %d process%s  %14.1f us   (at most %s) %s\n",
				p, (p == 1 ? "  " : "es"), middle, limit, word
		}
		exit missed > 0
	}'
