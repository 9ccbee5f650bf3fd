#!/usr/bin/env bash
#
# A class graded, against nothing but compiling the same files by the same command line,
# as many at a time; turn by turn, in one run. Then how long each kind of work takes, and
# whether memory stays what it is. A turn has 1,000 submissions at most, and what it has
# written is removed before the next: 10,000 need no more room than 1,000.
#
#	SUBMISSIONS=10000 JOBS=2 LIMIT=1.2 grader/bench/bench_class.sh
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
course=${COURSE:-$root/build/course}
submissions=${SUBMISSIONS:-1000}
jobs=${JOBS:-$(nproc)}
turns=${TURNS:-$(((submissions + 999) / 1000))}
limit=${LIMIT:-1.2}
file=$root/solutions/async_resource/async_resource.c
[ -x "$course" ] || {
	echo "bench_class: there is no $course: \`make\` builds it" >&2
	exit 2
}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
level=strong
"$course" doctor >/dev/null 2>&1 || level=none
export TMPDIR=$work/temporary
mkdir "$TMPDIR"
TIMEFORMAT='%R %U %S'
each=$((submissions / turns))

# hand_in FOLDER BARE TURN: every one another, for the grader and for the compiler alone
hand_in() {
	local i
	for ((i = 0; i < each; i++)); do
		mkdir -p "$1/student$i" "$2/$i/source" "$2/$i/run"
		{
			cat "$file"
			echo "/* $3 $i */"
		} | tee "$1/student$i/async_resource.c" >"$2/$i/source/async_resource.c"
	done
}

grade() { # FOLDER OUT
	"$course" grade "$1" --out "$2" --root "$root" --exercise async_resource \
		--jobs "$jobs" --level "$level" --report canvas >"$work/said" 2>&1
}

# The command line, from a first record, which also warms up what is cached.
mkdir -p "$work/first/student0"
cp "$file" "$work/first/student0/async_resource.c"
grade "$work/first" "$work/first.out" || { cat "$work/said" >&2; exit 1; }
command=$(sed -n 's/^ *"flags": "\(.*\)",$/\1/p' "$work/first.out/records/student0.json")
[ -n "$command" ] || { echo 'bench_class: there is no command line in the record' >&2; exit 1; }

bare() { # FOLDER
	find "$1" -name source -print0 |
		xargs -0 -n 1 -P "$jobs" sh -c 'cd "$1" && '"$command" sh
}

for ((turn = 0; turn < turns; turn++)); do
	hand_in "$work/in" "$work/bare" "$turn"
	{ time bare "$work/bare"; } 2>"$work/bare.time"
	{ time grade "$work/in" "$work/out"; } 2>"$work/grade.time"
	grep -qE 'PASS '"$each"'($| )' "$work/said" || { cat "$work/said" >&2; exit 1; }
	echo "$(cat "$work/bare.time") $(cat "$work/grade.time")" >>"$work/turns"
	cat "$work"/out/times/*.json | tr -d '{}",:' >>"$work/times"
	rm -rf "$work/bare" "$work/out"
done

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
	"$course" grade "$work/in" --out "$work/memory" --root "$root" --jobs "$jobs" \
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

memory >"$work/resident"
awk -v each="$each" -v turns="$turns" -v jobs="$jobs" -v limit="$limit" -v level="$level" '
	FILENAME ~ /turns$/ {
		bare += $1; bare_cpu += $2 + $3
		grade += $4; grade_cpu += $5 + $6
		next
	}
	FILENAME ~ /resident$/ { first = $1 / 1024; last = $2 / 1024; next }
	{ all += $2 - $10; compile += $4; run += $6; jail += $8 }
	function share(kind, seconds) {
		printf "  %-29s %7.1f %%  %6.2f ms each\n", kind, 100 * seconds / all, 1000 * seconds / n
	}
	END {
		n = each * turns
		slow = grade / bare > limit
		grows = last > first * 1.1 + 1
		printf "%d submissions of async_resource, %d at a time, jail: %s\n", n, jobs, level
		printf "nothing but compiling them     %7.2f s  %6.1f a second\n", bare, n / bare
		printf "graded                         %7.2f s  %6.1f a second\n", grade, n / grade
		printf "ratio of elapsed time          %7.2f    (at most %s) %s\n", grade / bare,
			limit, slow ? "MISSED" : ""
		printf "ratio of processor time        %7.2f\n", grade_cpu / bare_cpu
		printf "of a submission, but for waiting for its turn\n"
		share("compiling", compile)
		share("jails", jail)
		share("running", run)
		share("judging and records", all - compile - run - jail)
		printf "memory of grader and workers   %7.1f MiB at 10 %%, %.1f MiB at 100 %% %s\n",
			first, last, grows ? "GROWS" : ""
		exit slow || grows
	}' "$work/turns" "$work/resident" "$work/times"
