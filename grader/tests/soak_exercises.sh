#!/usr/bin/env bash
#
# The promise of the grader: the same verdict every time, however busy the machine
# is. Checks every answer of every exercise (the solution, the right and the wrong
# ones) again and again, four times as many at once as there are cores, and compares
# each report with the first of its kind: verdict, cause, line, message, and each line
# of output with its moment.
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
parallel=$((4 * $(nproc)))
work=$(mktemp -d) || exit 2
export work TMPDIR=$work/temporary NO_COLOR=1
mkdir "$work/first" "$TMPDIR"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# «EXERCISE ANSWER»: the folder of the answer from the root on
answers() {
	local name folder
	for folder in "$root"/exercises/*/; do
		name=$(basename "$folder")
		case " ${SOAK_EXERCISES:-$name} " in *" $name "*) ;; *) continue ;; esac
		echo "$name solutions/$name"
		(cd "$root" && for folder in exercises/"$name"/right/*/ exercises/"$name"/wrong/*/; do
			[ ! -d "$folder" ] || echo "$name $folder"
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
	local key=${2//\//_} report=$work/report.$3
	"$course" check "$1" --root "$root" --file "$root/solutions/$1" \
		--file "$root/$2" --format json 2>&1 | essence >"$report"
	if ln "$report" "$work/first/$key" 2>/dev/null ||
		cmp -s "$report" "$work/first/$key"; then
		rm -f "$report"
		return
	fi
	echo "$2 differs:"
	diff <(tr ',' '\n' <"$work/first/$key") <(tr ',' '\n' <"$report") | head -n 8
	rm -f "$report"
	touch "$work/different.$3"
}
export -f one essence

answers >"$work/answers"
count=$(wc -l <"$work/answers")
[ "$count" -gt 0 ] || { echo "there is no exercise to soak"; exit 2; }
start=$SECONDS
for ((i = 0; i < runs; i += count)); do
	cat "$work/answers"
done | head -n "$runs" | awk '{ print $1, $2, NR }' |
	xargs -P "$parallel" -L 1 bash -c 'one "$@"' one
different=$(find "$work" -maxdepth 1 -name 'different.*' | wc -l)
printf '%d checks of %d answers in %d exercises, %d at once on %d cores, in %d s: %d differ\n' \
	"$runs" "$count" "$(cut -d' ' -f1 "$work/answers" | sort -u | wc -l)" "$parallel" \
	"$(nproc)" "$((SECONDS - start))" "$different"
[ "$different" = 0 ]
