#!/usr/bin/env bash
#
# Schedules: where an exercise says that order at one instant is free, any order of
# it passes, and what only happens to work is found with a seed that gives it again.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
made=$place/made
export NO_COLOR=1 TMPDIR=$place/temporary
mkdir -p "$TMPDIR"

# program BODY MAIN: two functions of a program
program() {
	printf '%s\n' '#include <async.h>' '#include <stdio.h>' \
		'static int ready;' "async (void, cup, (const char *, name)) { $1 }" \
		"async (void, all) { $2 }" 'int main(void) { return async_run(all()); }'
}

# exercise NAME ORDER: an exercise of that name, with that fact
exercise() {
	mkdir -p "$made/exercises/$1" "$made/solutions/$1"
	printf '%s\n' '# Cups' '' '- kind: complete' '- minutes: 5' "- order: $2" '' \
		'## Files' '' '- `cups.c`, a *program*.' '' '## Expected output' '' \
		'```timed' '   0.000 | tea' '   0.000 | milk' '   1.000 | tea' \
		'   1.000 | milk' '   1.000 | 2 cups' '   2.000 | end' '```' \
		>"$made/exercises/$1/exercise.md"
	program '' '' >"$made/exercises/$1/cups.c"
}

# answer BODY MAIN: the answer that is judged next
answer() { program "$@" >"$place/cups.c"; }

# cups NAME ARGUMENT…: judges it
cups() {
	local name=$1
	shift
	"$course" check "$name" --file "$place/cups.c" --root "$made" --no-picture "$@"
}

# seed_of NAME ARGUMENT…: the schedule that a report names
seed_of() { cups "$@" | tr -s '\n ' ' ' | grep -oE 'schedule [0-9]+ runs' | grep -oE '[0-9]+'; }

# lines NAME ARGUMENT…: what it printed, without what differs from run to run
lines() { cups "$@" --format json | sed -E 's/"(real|compile)_seconds":[^,]*,//g'; }

exercise free 'free at one instant'
exercise fixed 'the same, whoever is first'
exercise started 'as started'

cup='puts(name); await (async_sleep(1)); puts(name); ready++;'
both='await (gather(cup("tea"), cup("milk"))); printf("%d cups\n", ready);
	await (async_sleep(1)); puts("end");'
other='await (gather(cup("milk"), cup("tea"))); printf("%d cups\n", ready);
	await (async_sleep(1)); puts("end");'

answer "$cup" "$both"
check 'a right answer passes' cups free
check 'it passes under other schedules, and that is said' \
	says 'under 20 other schedules, too' cups free --schedules 20
check 'where the order is part of the task, none is tried' \
	says 'no other schedule is tried' cups started --schedules 20
check '... and it passes' cups started --schedules 20
check 'where it must be the same, whoever is first, it is found that it is not' \
	fails 1 cups fixed --schedules 20

answer "$cup" "$other"
check 'another order at one instant passes where it is free' cups free
check '... and not where it is not' fails 1 cups started

answer 'puts(name); await (async_sleep(1)); puts(name); ready++;' \
	'await (gather(cup("tea"), cup("milk"))); printf("%d cups\n", ready); puts("end");'
check 'a line at another instant is not free' fails 1 cups free
answer "$cup" 'printf("%d cups\n", 2); await (gather(cup("tea"), cup("milk")));
	await (async_sleep(1)); puts("end");'
check '... nor is one too early' fails 1 cups free
answer "$cup" "puts(\"tea\"); $both"
check '... nor one too many' says 'should not be there: "tea"' cups free
answer "$cup" 'await (gather(cup("tea"))); ready++; printf("%d cups\n", ready);
	await (async_sleep(1)); puts("end");'
check '... nor one too few' says 'is missing: "milk"' cups free
answer 'puts(name); await (async_sleep(1)); puts(name[0] == 109 ? "Milk" : name); ready++;' \
	"$both"
check 'a word that is nearly right is compared with its own line' \
	says 'Line 4 differs in capital' cups free

# Right in the order of CPython: the last line counts what both have done, but only
# one of them is waited for.
race='Task(void) tea = create_task(cup("tea")), milk = create_task(cup("milk"));
	await (milk); (void)tea; printf("%d cups\n", ready);
	await (async_sleep(1)); puts("end");'
answer "$cup" "$race"
check 'a race at one instant passes by luck' cups free
check '... and is found under another schedule' fails 1 cups free --schedules 30
check '... and said to be luck' says 'by luck' cups free --schedules 30
check '... with what a schedule is, and where to look' \
	says 'Look at 1.000 s: what is ready there' \
	cups free --schedules 30
check '... which is not said where no schedule is tried' fails 1 says 'A schedule is' cups started
seed=$(seed_of free --schedules 30)
check 'the report names its schedule' test -n "$seed"
check 'that schedule gives it again' says '\"2 cups\" but is \"1 cups\"' \
	cups free --schedule "$seed" --format json
first=$(lines free --schedule "$seed")
check '... the same each time' test "$first" = "$(lines free --schedule "$seed")"
check '... and is in the JSON report' says "\"schedule\":$seed" \
	cups free --schedule "$seed" --format json
check 'the seeds go on from the one that is given' test \
	"$(seed_of free --schedules 30 --seed "$seed")" = "$seed"

# Each wait is a microsecond late, so who waits in steps comes behind who waits once.
# That is no order to rely on either.
answer "$cup" 'Task(void) tea = create_task(cup("tea")), milk = create_task(cup("milk"));
	await (async_sleep(0)); (void)tea; (void)milk;
	for (int i = 0; i < 4; i++) await (async_sleep(0.25));
	printf("%d cups\n", ready); await (async_sleep(1)); puts("end");'
check 'who waits in steps passes by luck' cups free
check '... and is found, too' says 'by luck' cups free --schedules 30

check 'a schedule must be a number' fails 2 cups free --schedule x
check '... not 0' fails 2 cups free --schedule 0
check '... and so must their number' fails 2 cups free --schedules 0
check 'one schedule and many are not asked for together' \
	fails 2 cups free --schedule 1 --schedules 2
exercise odd 'as it pleases'
check 'an order that is none is told' says 'order: «as it pleases» is none' cups odd

# What verify finds.
program "$cup" "$both" >"$made/solutions/fixed/cups.c"
check 'verify runs a solution under several schedules' \
	says 'the solution does not pass' "$course" verify --root "$made" fixed

echo 1..30
