#!/usr/bin/env bash
#
# Unseen cases: what is right for the numbers that are shown, and for no others,
# passes without a seed and does not pass with one.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
made=$place/made
task=$made/exercises/steps
export NO_COLOR=1 TMPDIR=$place/temporary
mkdir -p "$TMPDIR" "$task" "$made/solutions/steps" "$made/exercises/fixed" \
	"$made/solutions/fixed"

# program LINES…: a program with these lines as its coroutine, in which limit and
# delay are the arguments
program() {
	printf '%s\n' '#include <async.h>' '#include <stdio.h>' '#include <stdlib.h>' \
		'#include <unistd.h>' 'async (void, steps, (int, limit), (double, delay)) {' \
		'(void)limit, (void)delay;' "$@" '}' \
		'int main(int argc, char **argv) {' \
		'return async_run(steps(argc > 1 ? atoi(argv[1]) : 2,' \
		'                       argc > 2 ? atof(argv[2]) : 0.5)); }'
}

# document PARAMETERS: an exercise.md with that section
document() {
	printf '%s\n' '# Steps' '' '- kind: complete' '- minutes: 5' '' '## Files' '' \
		'- `steps.c`, a *program*.' '' "$1" '' '## Expected output' '' '```timed' \
		'   0.500 | 1' '   1.000 | 2' '```'
}

# answer LINES…: the answer that is judged next
answer() { program "$@" >"$place/steps.c"; }

# steps ARGUMENT…: judges it
steps() {
	"$course" check steps --file "$place/steps.c" --root "$made" --no-picture "$@"
}

# member NAME ARGUMENT…: that member of the report
member() {
	local name=$1
	shift
	steps --format json "$@" | grep -oE "\"$name\":(\{[^}]*\}|[^,}]*)"
}

parameters='## Parameters

- `limit`: 2, from 1 to 8
- `delay`: 0.5, from 0.1 to 1.0 by 0.1'
right='for (int i = 1; i <= limit; i++) { await (async_sleep(delay)); printf("%d\n", i); }'

document "$parameters" >"$task/exercise.md"
program '' >"$task/steps.c"
program "$right" >"$made/solutions/steps/steps.c"
document '' | sed 's/steps/fixed/' >"$made/exercises/fixed/exercise.md"
program "$right" >"$made/exercises/fixed/fixed.c"
program "$right" >"$made/solutions/fixed/fixed.c"

# one_line STATUS WORDS COMMAND…: it ends with that status, and what it says on
# standard error is one line with these words
one_line() {
	local wanted=$1 words=$2 status=0 said
	shift 2
	said=$("$@" 2>&1 >/dev/null) || status=$?
	printf '%s\n' "$said" "status $status"
	[ "$status" -eq "$wanted" ] && [ "$(printf '%s\n' "$said" | wc -l)" -eq 1 ] &&
		printf '%s\n' "$said" | grep -qF -- "$words"
}

# bad_list LINE WORDS ITEM…: a list with these items is a fault at that line
bad_list() {
	local line=$1 words=$2
	shift 2
	document "## Parameters

$(printf '%s\n' "$@")" >"$task/exercise.md"
	one_line 2 "exercise.md:$line: " steps && one_line 2 "$words" steps
}

# same WORDS WORDS
same() {
	printf '%s\n' "$@"
	[ -n "$1" ] && [ "$1" = "$2" ]
}

echo 1..33

answer 'await (async_sleep(0.5)); puts("1"); await (async_sleep(0.5)); puts("2");'
check 'printed in advance, it passes without a seed' fails 0 steps
check 'printed in advance, it does not pass with a seed' fails 1 steps --seed 42
check '... and is told why' says 'what is right for the documented numbers' \
	steps --seed 42 --format json
check 'the message names the case' says '"With limit 6 and delay 0.2 (seed 42, case 1): ' \
	steps --seed 42 --format json
check 'the report names the case' same "$(member case --seed 42)" '"case":1'
check 'the report names its arguments' same "$(member arguments --seed 42)" \
	'"arguments":{"limit":6,"delay":0.2}'
check 'the report gives the seed' same "$(member seed --seed 42)" '"seed":42'
check 'the documented case was passed' same "$(member cases_passed --seed 42)" \
	'"cases_passed":1'
check 'the same seed gives the same cases' same "$(member message --seed 7)" \
	"$(member message --seed 7)"
check 'another seed gives others' fails 1 same "$(member arguments --seed 8)" \
	"$(member arguments --seed 42)"
check 'without a seed there is none in the report' same "$(member seed)" '"seed":null'

answer "$right"
check 'what is right passes with any seed' fails 0 steps --seed 0 --cases 20
check 'each case is counted' same "$(member cases_passed --seed 5 --cases 4)" \
	'"cases_passed":5'
check 'the last seed is a seed' fails 0 steps --seed 9223372036854775807
check 'what is right passes on a fast clock' fails 0 steps --seed 5 --cases 1 --clock 20x
check 'nothing is left behind' same none "none$(ls -A "$TMPDIR")"

answer 'for (int i = 1; i <= limit; i++) { await (async_sleep(0.5)); printf("%d\n", i); }'
check 'a delay that is written down is found' says 'With limit' steps --seed 42
answer 'for (int i = 1; i <= limit; i++) {' \
	'if (i > 2) sleep(1); else await (async_sleep(delay));' 'printf("%d\n", i); }'
check 'a cause is found in an unseen case' says 'sleep(1) blocks the whole loop' \
	steps --seed 42
answer 'for (int i = 1; i <= limit; i++) {' 'if (i > 2) *(volatile int *)0 = 1;' \
	'await (async_sleep(delay)); printf("%d\n", i); }'
check 'a crash is found in an unseen case' says '*(volatile int *)0 = 1' steps --seed 42
answer 'if (access("left", F_OK) == 0) puts("something is left"); fclose(fopen("left", "w"));' \
	"$right"
check 'no case finds what another has left' fails 0 steps --seed 1

answer "$right"
check 'there are no cases without a seed' one_line 2 '--cases needs a --seed' steps --cases 3
check 'a seed is a number' one_line 2 '--seed «-1» is not a number' steps --seed -1
check 'there is at least one case' one_line 2 '--cases «0» is not' steps --seed 1 --cases 0
check 'an exercise without parameters says so, and is judged' \
	one_line 0 'fixed has no parameters' "$course" check fixed --seed 1 --root "$made"

mv "$made/solutions/steps" "$place/away"
check 'without the solution it cannot be judged' one_line 2 'solutions/steps is not there' \
	steps --seed 1
check 'without the solution and a seed it is judged' fails 0 steps
mv "$place/away" "$made/solutions/steps"

mkdir -p "$task/right/in_advance"
program 'for (int i = 1; i <= 2; i++) { await (async_sleep(0.5)); printf("%d\n", i); }' \
	>"$task/right/in_advance/steps.c"
check 'verify tries right answers in unseen cases' says '(seed 2, case 1)' \
	"$course" verify steps --seeds 2 --root "$made"

check 'a list must be there' bad_list 10 'has no list' 'none'
check 'a name must be there' bad_list 12 'is not a parameter' '- limit: 5, from 2 to 9'
check 'a range must be there' bad_list 13 'say its value and its range' \
	'- `limit`: 5, from 2 to 9' '- `delay`: 1'
check 'a name comes once' bad_list 13 'there twice' '- `limit`: 5, from 2 to 9' \
	'- `limit`: 5, from 2 to 9'
check 'the documented value is one of them' bad_list 12 'not among' '- `limit`: 5, from 6 to 9'
check 'there are not too many' bad_list 20 'more than 8' '- `a`: 1, from 1 to 2' \
	'- `b`: 1, from 1 to 2' '- `c`: 1, from 1 to 2' '- `d`: 1, from 1 to 2' \
	'- `e`: 1, from 1 to 2' '- `f`: 1, from 1 to 2' '- `g`: 1, from 1 to 2' \
	'- `h`: 1, from 1 to 2' '- `i`: 1, from 1 to 2'
