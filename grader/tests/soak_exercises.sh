#!/usr/bin/env bash
#
# The promise of the grader: the same verdict every time, however busy the machine
# is. Checks every answer of every exercise (the solution, the right and the wrong
# ones) again and again, four times as many at once as there are cores, and compares
# each report with the first of its kind: verdict, cause, line, message, and each line
# of output with its moment. A check that could not be made says nothing of that: it
# is shown with its reason, and is no success either.
#
#	SOAK_RUNS=10000 grader/tests/soak_exercises.sh
#
# SOAK_EXERCISES, names set apart by blanks, leaves out all others.
set -u

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${BUILD:-$root/build}
export course=${COURSE:-$build/course} root
[ -f "$build/libcourse_clock.so" ] ||
	export COURSE_CLOCK_LIBRARY="$root/build/libcourse_clock.so"
runs=${SOAK_RUNS:-10000}
cores=$(nproc)
parallel=$((4 * cores))
# A line of progress each so many seconds; on a terminal, one that is written over.
every=60
[ ! -t 1 ] || every=1
work=$(mktemp -d) || exit 2
checking=
export work TMPDIR=$work/temporary NO_COLOR=1
mkdir "$work/first" "$work/different" "$work/not_made" "$TMPDIR"

end() {
	[ -z "$checking" ] || kill -- "-$checking" 2>/dev/null
	wait 2>/dev/null
	rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# «EXERCISE ANSWER»: the folder of the answer from the root on
answers() {
	local name folder answer
	for folder in "$root"/exercises/*/; do
		name=$(basename "$folder")
		case " ${SOAK_EXERCISES:-$name} " in *" $name "*) ;; *) continue ;; esac
		echo "$name solutions/$name"
		(cd "$root" && for answer in exercises/"$name"/right/*/ exercises/"$name"/wrong/*/; do
			[ ! -d "$answer" ] || echo "$name ${answer%/}"
		done)
	done
}

# What may not differ: all of the report, without how long it took and what stands
# behind the output, where addresses and names of folders may be. Who computes until
# the processor's time is up gets as far as the machine is fast: of that, the verdict.
essence() {
	sed -E 's/"(real|compile)_seconds":[^,]*,//g; s/,"errors":.*//
		/"verdict":"CPU"/ s/"divergence":.*//'
}

# one EXERCISE ANSWER NUMBER: a check, compared with the first of that answer
one() {
	local key=${2//\//_} report=$work/report.$3 status
	"$course" check "$1" --root "$root" --file "$root/solutions/$1" \
		--file "$root/$2" --format json >"$report.whole" 2>&1
	status=$?
	essence <"$report.whole" >"$report"
	if [ $status -gt 1 ]; then
		echo "$2: exit status $status: $(head -c 300 "$report" | tr '\n' ' ')" \
			>"$work/not_made/$key.$3"
	elif ! ln "$report" "$work/first/$key" 2>/dev/null &&
		! cmp -s "$report" "$work/first/$key"; then
		(echo "$2 differs (check $3):" &&
			diff <(tr ',' '\n' <"$work/first/$key") <(tr ',' '\n' <"$report") |
			head -n 8) >"$work/different/$key.$3"
	fi
	rm -f "$report" "$report.whole"
	printf . >>"$work/done"
}
export -f one essence

number_of() { # FOLDER: how many files there are in it
	local files=("$1"/*)
	[ -e "${files[0]}" ] && echo ${#files[@]} || echo 0
}

# How many processes are running, or ready to, on the machine as a whole.
runnable() {
	local words
	read -r -a words </proc/loadavg
	echo "${words[3]%%/*}"
}

progress() { # DONE SECONDS
	local left='' rate=$((10 * $1 / ($2 > 0 ? $2 : 1)))
	[ "$rate" = 0 ] || left=", $(((runs - $1) * 10 / rate / 60 + 1)) min left"
	printf '%d of %d checks in %d s, %d.%d a second%s; %d differ, %d not made' "$1" "$runs" \
		"$2" "$((rate / 10))" "$((rate % 10))" "$left" "$(number_of "$work/different")" \
		"$(number_of "$work/not_made")"
	[ -t 1 ] && printf ' \r' || printf '\n'
}

answers >"$work/answers"
count=$(wc -l <"$work/answers")
[ "$count" -gt 0 ] || { echo "there is no exercise to soak"; exit 2; }
: >"$work/done"
start=$SECONDS
for ((i = 0; i < runs; i += count)); do
	cat "$work/answers"
done | head -n "$runs" | awk '{ print $1, $2, NR }' >"$work/checks"
set -m # a group of processes of their own, which can be ended together
xargs -P "$parallel" -L 1 bash -c 'one "$@"' one <"$work/checks" &
checking=$!

load=0 samples=0 shown=0
while kill -0 "$checking" 2>/dev/null; do
	sleep 1
	load=$((load + $(runnable))) samples=$((samples + 1))
	seconds=$((SECONDS - start))
	[ $((seconds - shown)) -lt "$every" ] || {
		progress "$(stat -c %s "$work/done")" "$seconds"
		shown=$seconds
	}
done
wait "$checking" 2>/dev/null
checking=

[ ! -t 1 ] || printf '%79s\r' ''
made=$(stat -c %s "$work/done")
different=$(number_of "$work/different")
not_made=$(number_of "$work/not_made")
[ "$different" = 0 ] || head -qn 9 "$work"/different/*
[ "$not_made" = 0 ] || {
	echo 'Could not be made, and how often:'
	cat "$work"/not_made/* | sort | uniq -c | sort -rn | head -n 40
}
printf '%d checks of %d answers in %d exercises, in %d s: %d differ, %d could not be made\n' \
	"$made" "$(number_of "$work/first")" \
	"$(cut -d' ' -f1 "$work/answers" | sort -u | wc -l)" "$((SECONDS - start))" \
	"$different" "$not_made"
awk -v parallel="$parallel" -v cores="$cores" -v load="$load" -v samples="$samples" 'BEGIN {
	ready = samples ? load / samples : 0
	printf "%d at once on %d cores; %.1f processes ready to run at a time, %.1f for each core\n",
		parallel, cores, ready, ready / cores }'
[ "$made" = "$runs" ] && [ "$different" = 0 ] && [ "$not_made" = 0 ]
