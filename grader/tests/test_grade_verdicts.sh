#!/usr/bin/env bash
#
# A class with every verdict: each is what it should be, is given again to the same bytes
# in every report, by one machine or by three, and can be explained.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"
if [ "$level" = none ]; then
	echo '1..0 # SKIP there is no jail here: see course doctor'
	exit 0
fi

hand_in PASS steps "$right_steps"
hand_in WRONG words 'puts("won"); return 0;'
hand_in TIME words 'puts("one"); fflush(stdout); sleep(2); puts("two"); return 0;'
hand_in PROTOCOL steps 'for (int i = 1; i <= limit; i++) {' \
	'usleep((useconds_t)(delay * 1e6)); printf("%d\n", i); }'
hand_in COMPILE words 'nonsense'
hand_in CRASH words '*(volatile int *)0 = 1;'
hand_in DEADLOCK words 'puts("one"); pause();'
hand_in CPU words 'for (;;) { }'
hand_in WALL words 'for (;;) sleep(1);'
hand_in MEMORY words 'for (;;) { static char *more; more = __builtin_malloc(1 << 24);' \
	'if (more) __builtin_memset(more, 1, 1 << 24); }'
hand_in OUTPUT words 'for (;;) puts("one");'
hand_in FORBIDDEN words 'extern long syscall(long, ...); syscall(101, 0, 0, 0, 0);'
[ "$(uname -m)" = x86_64 ] || rm -r "$class/FORBIDDEN"
students=("$class"/*/)
options=(--seed 7 --exercise steps --exercise words)
for format in html students gradescope junit canvas moodle github check50 prairielearn; do
	options+=(--report "$format")
done

# as_named: every student's verdict is their name
as_named() {
	python3 - "$place/out/records" <<-'END'
		import glob, json, sys
		wrong = 0
		for path in sorted(glob.glob(sys.argv[1] + "/*.json")):
		    record = json.load(open(path, encoding="utf-8"))
		    said = [e["verdict"] for e in record["exercises"] if e["handed_in"]]
		    if said != [record["student"]]:
		        wrong += 1
		        print(record["student"], said, [e.get("message") for e in record["exercises"]])
		sys.exit(wrong > 0)
	END
}

same_books() { diff -r -x times -x lock "$@"; }

shards() {
	local shard
	for shard in 1 2 3; do
		grade "$place/shard$shard" --shard $shard/3 "${options[@]}" >"$place/said" || return 1
	done
	"$course" merge "$place"/shard[123] --out "$place/merged" "${options[@]:6}"
}

# explained: each in words that name the verdict, and what was said of it, in 80 columns
explained() {
	local student
	for student in "${students[@]}"; do
		student=$(basename "$student")
		"$course" explain "$place/out" "$student" >"$place/said" || return 1
		grep -qE "^  (steps|words): [0-9.]+ of 10  $student$" "$place/said" &&
			grep -q "^    $student  " "$place/said" &&
			grep -q 'SHA-256' "$place/said" && grep -q 'Compiled by: ' "$place/said" &&
			! LC_ALL=C.UTF-8 awk 'length($0) > 84' "$place/said" | grep . || {
			cat "$place/said"
			return 1
		}
	done
}

rerun() {
	local student
	for student in PROTOCOL CRASH OUTPUT; do
		"$course" explain "$place/out" $student --rerun | grep -q 'byte by byte' || return 1
	done
}

incomplete() {
	local status=0 said
	said=$("$course" merge "$place"/shard[13] --out "$place/incomplete" 2>&1 >/dev/null) || status=$?
	printf '%s\n' "$said" "$status"
	[ $status -eq 2 ] && [[ $said == *'share 2 of 3 is not here'* ]]
}

echo 1..9
check 'a class is graded' grade "$place/out" "${options[@]}"
check 'every verdict is what it should be' as_named
check 'each is explained' explained
check 'and graded again' rerun
check 'all of them' grade "$place/again" "${options[@]}" --jobs 1
check 'every report is the same bytes' same_books "$place/out" "$place/again"
check 'and what three machines give, joined' shards
check 'is the same in every format' same_books "$place/out" "$place/merged"
check 'a share that is missing is told' incomplete
