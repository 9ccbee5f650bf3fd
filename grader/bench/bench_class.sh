#!/usr/bin/env bash
#
# A class graded, against nothing but compiling the same files by the same command line,
# as many at a time; turn by turn, in one run. Then how long it takes by kinds of work,
# and what memory.
#
#	SUBMISSIONS=1000 JOBS=2 LIMIT=1.2 grader/bench/bench_class.sh
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
course=${COURSE:-$root/build/course}
submissions=${SUBMISSIONS:-200}
jobs=${JOBS:-$(nproc)}
turns=${TURNS:-4}
limit=${LIMIT:-1.2}
file=$root/solutions/async_resource/async_resource.c
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
level=strong
"$course" doctor >/dev/null 2>&1 || level=none
export TMPDIR=$work/temporary
mkdir "$TMPDIR"
TIMEFORMAT='%R %U %S'
each=$((submissions / turns))

# Every one another, each turn in a folder of its own.
for ((turn = 0; turn < turns; turn++)); do
	mkdir -p "$work/in$turn"
	for ((i = 0; i < each; i++)); do
		mkdir -p "$work/in$turn/student$i" "$work/bare$turn/$i/source" "$work/bare$turn/$i/run"
		{
			cat "$file"
			echo "/* $turn $i */"
		} | tee "$work/in$turn/student$i/async_resource.c" \
			>"$work/bare$turn/$i/source/async_resource.c"
	done
done

grade() { # FOLDER OUT
	"$course" grade "$1" --out "$2" --root "$root" --exercise async_resource \
		--jobs "$jobs" --level "$level" --report canvas >"$work/said" 2>&1
}

# The command line, from a first record, which also warms up what is cached.
mkdir "$work/first"
cp -R "$work/in0/student0" "$work/first"
grade "$work/first" "$work/first.out" || { cat "$work/said" >&2; exit 1; }
command=$(sed -n 's/^ *"flags": "\(.*\)",$/\1/p' "$work/first.out/records/student0.json")
[ -n "$command" ] || { echo 'bench_class: there is no command line in the record' >&2; exit 1; }

bare() { # FOLDER
	find "$1" -name source -print0 |
		xargs -0 -n 1 -P "$jobs" sh -c 'cd "$1" && '"$command" sh
}

for ((turn = 0; turn < turns; turn++)); do
	{ time bare "$work/bare$turn"; } 2>"$work/bare.time"
	{ time grade "$work/in$turn" "$work/out$turn"; } 2>"$work/grade.time"
	grep -qE 'PASS '"$each"'($| )' "$work/said" || { cat "$work/said" >&2; exit 1; }
	echo "$(cat "$work/bare.time") $(cat "$work/grade.time")"
done >"$work/turns"

# resident PROCESS: KiB of the grader and its workers, which are what does not end
resident() {
	local process kib=0
	for process in "$1" $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
		kib=$((kib + $(awk '/^VmRSS/ { print $2 }' "/proc/$process/status" 2>/dev/null || echo 0) + 0))
	done
	echo "$kib"
}

# memory: after the first tenth and before the end, of one more turn
memory() {
	local grader done=0 first=0 last=0 now
	"$course" grade "$work/in0" --out "$work/memory" --root "$root" --jobs "$jobs" \
		--exercise async_resource --level "$level" --report canvas >/dev/null 2>&1 &
	grader=$!
	while [ "$done" -lt "$each" ] && kill -0 "$grader" 2>/dev/null; do
		done=$(find "$work/memory/records" -name '*.json' 2>/dev/null | wc -l)
		now=$(resident "$grader")
		[ "$done" -lt $((each / 10 + 1)) ] || [ "$first" -ne 0 ] || first=$now
		[ "$now" -eq 0 ] || [ "$done" -ge "$each" ] || last=$now
		sleep 0.2
	done
	wait "$grader"
	echo "$first $last"
}

cat "$work"/out*/times/*.json | tr -d '{}",:' >"$work/times"
awk -v each="$each" -v turns="$turns" -v jobs="$jobs" -v limit="$limit" -v level="$level" '
	NR == FNR {
		bare += $1; bare_cpu += $2 + $3
		grade += $4; grade_cpu += $5 + $6
		next
	}
	{ all += $2; compile += $4; run += $6 }
	END {
		n = each * turns
		printf "%d submissions of async_resource, %d at a time, jail: %s\n", n, jobs, level
		printf "nothing but compiling them     %7.2f s  %6.1f a second\n", bare, n / bare
		printf "graded                         %7.2f s  %6.1f a second\n", grade, n / grade
		printf "ratio of elapsed time          %7.2f    (at most %s) %s\n", grade / bare,
			limit, grade / bare <= limit ? "" : "MISSED"
		printf "ratio of processor time        %7.2f\n", grade_cpu / bare_cpu
		printf "of a submission:  compiling %.1f %%, running %.1f %%, starting, judging and records %.1f %%\n",
			100 * compile / all, 100 * run / all, 100 * (all - compile - run) / all
		exit !(grade / bare <= limit)
	}' "$work/turns" "$work/times"
status=$?
memory | awk -v each="$each" '{
	printf "memory of grader and workers   %7.1f MiB after %d, %.1f MiB after %d\n", $1 / 1024,
		each / 10 + 1, $2 / 1024, each
}'
exit $status
