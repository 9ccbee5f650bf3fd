#!/bin/sh
# A day of a log on the virtual clock: the tail of the lesson looks at a file ten times
# a second, 864,000 times in all, and a writer in a process of its own adds a line each
# minute. The same day by the kernel's events, for comparison.
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${BUILD:-$root/build}
course=${COURSE:-$build/course}
library=$build/libasync.a
[ -f "$library" ] || library=$root/build/libasync.a
lines=${LINES_OF_LOG:-1440}
[ -x "$course" ] || {
	echo "bench_log_tail: there is no $course: \`make\` builds it" >&2
	exit 2
}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

cat >"$work/log_writer.c" <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* usage: log_writer FILE LINES: one each minute, the last one at the day's end */
int main(int argc, char **argv)
{
	FILE *log = argc > 2 ? fopen(argv[1], "a") : NULL;
	int lines = log ? atoi(argv[2]) : 0;

	for (int line = 1; line <= lines; line++) {
		sleep(60);
		fprintf(log, "minute %d\n", line);
		fflush(log);
	}
	return 0;
}
C

cat >"$work/tail.c" <<'C'
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

#define LOG "app.log"

static long looks;

async_generator (char *, tail_file, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		for (;;) {
			char *line = await (file_readline(file));

			if (line) {
				yield (line);
			} else {
				looks++;
				await (async_sleep(0.1));
			}
		}
	} end_with
}

async (void, follow, (AsyncIterator(char *), lines), (char *, count))
{
	int seen = 0;

	async_with (await (create_subprocess_exec("./log_writer", LOG, count))) {
		async_for (char *, line, lines)
			if (++seen == atoi(count))
				break;
	} end_with
	printf("%d %ld\n", seen, looks);
}

int main(int argc, char **argv)
{
	bool by_events = argc > 2;

	fclose(fopen(LOG, "w"));
	return async_run(follow(by_events ? aiter(file_tail(LOG, SEEK_SET)) :
					    aiter(tail_file(LOG)),
				argv[1]));
}
C

# As the course compiles what it checks.
${CC:-cc} -std=gnu2x -g -O0 -I "$root/runtime/include" -o "$work/tail" "$work/tail.c" \
	"$library" -luv -lm -lpthread -ldl || exit 2
${CC:-cc} -O2 -o "$work/log_writer" "$work/log_writer.c" || exit 2
cd "$work" || exit 2

# Of what was run so far, in seconds. On a busy machine this says more than a clock.
processor_time() {
	times >times
	awk -F'[ms ]+' 'NR == 2 { print 60 * $1 + $2 + 60 * $3 + $4 }' times
}

status=0
measure() { # WHAT SECONDS_AT_MOST OPTION…
	what=$1 limit=$2
	shift 2
	processor_time >before
	start=$(date +%s%N)
	"$course" run --seconds 300 -- ./tail "$lines" "$@" >seen 2>errors || {
		cat errors
		echo "bench_log_tail: $what failed: nothing was measured" >&2
		status=1
		return
	}
	end=$(date +%s%N)
	processor_time >after
	# 86400.000 | 1440 864000
	awk -v what="$what" -v limit="$limit" -v lines="$lines" \
		-v seconds="$(((end - start) / 1000000))" \
		-v used="$(cat before after | awk '{ used = $1 - used } END { print used }')" '
		{ day = $1; seen = $3; looks = $4 }
		END {
			seconds /= 1000
			missed = seconds > limit || seen != lines ||
				day < lines * 60 || day > lines * 60 + 1
			printf "%-30s %8.2f s   (at most %s; %.1f of processor time)%s\n",
				what, seconds, limit, used, missed ? "  MISSED" : ""
			printf "    (%d lines, %d looks, in %.0f s on the clock)\n", seen, looks, day
			exit missed
		}' seen || status=1
}

measure 'a day of log tail, by looking' "${LIMIT_POLLS:-15}"
measure 'a day of log tail, by events' "${LIMIT_EVENTS:-15}" events
exit $status
