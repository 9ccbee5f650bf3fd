# shellcheck shell=bash
#
# For tests of a class: a small course, and what its students hand in. After tap.sh, and
# with $place, a folder that goes away.

made=$place/made
class=$place/class
export NO_COLOR=1 TMPDIR=$place/temporary
mkdir -p "$TMPDIR" "$class"

# What sanitizers find in a worker or its child would be seen by nobody.
[ "${TEST_UNDER:-plain}" = plain ] || export ASAN_OPTIONS=log_path=$place/found \
	UBSAN_OPTIONS=print_stacktrace=1:log_path=$place/found
nothing_found() { ! cat "$place"/found.* 2>/dev/null | grep .; }

# steps LINES…: a program with these lines as its coroutine; limit and delay are arguments
steps() {
	printf '%s\n' '#include <async.h>' '#include <stdio.h>' '#include <stdlib.h>' \
		'#include <unistd.h>' 'async (void, steps, (int, limit), (double, delay)) {' \
		'(void)limit, (void)delay;' "$@" '}' \
		'int main(int argc, char **argv) {' \
		'return async_run(steps(argc > 1 ? atoi(argv[1]) : 2,' \
		'                       argc > 2 ? atof(argv[2]) : 0.5)); }'
}

# words LINES…: a plain program
words() { printf '%s\n' '#include <stdio.h>' '#include <unistd.h>' 'int main(void) {' "$@" '}'; }

right_steps='for (int i = 1; i <= limit; i++) { await (async_sleep(delay)); printf("%d\n", i); }'
right_words='puts("one"); fflush(stdout); sleep(1); puts("two"); return 0;'

# exercise NAME TITLE FILES PARAMETERS OUTPUT MISTAKES: its exercise.md
exercise() {
	mkdir -p "$made/exercises/$1" "$made/solutions/$1"
	printf '%s\n' "# $2" '' '- kind: complete' '- minutes: 5' '' '## Files' '' "$3" '' "$4" \
		'' '## Expected output' '' '```timed' "$5" '```' '' "$6" >"$made/exercises/$1/exercise.md"
}

# The course has two exercises: one with unseen cases, linked with the runtime, and one
# that is quickly compiled.
exercise steps Steps '- `steps.c`, a *program*: yours.' '## Parameters

- `limit`: 2, from 1 to 8
- `delay`: 0.5, from 0.1 to 1.0 by 0.1' '   0.500 | 1
   1.000 | 2' '## Mistakes

### In advance: `in_advance`

**TIME**

> It printed what is right for the documented numbers'
steps '' >"$made/exercises/steps/steps.c"
steps "$right_steps" >"$made/solutions/steps/steps.c"
exercise words 'Two words' '- `words.c`, a *plain* program: yours.
- `other.c`, a *plain* program, which is handed out whole.' '' '   0.000 | one
   1.000 | two' ''
words 'return 0;' >"$made/exercises/words/words.c"
words 'return 0;' | tee "$made/exercises/words/other.c" >"$made/solutions/words/other.c"
words "$right_words" >"$made/solutions/words/words.c"

# hand_in STUDENT EXERCISE LINES…: a folder with the program in it
hand_in() {
	local student=$1 exercise=$2
	shift 2
	mkdir -p "$class/$student/$exercise"
	"$exercise" "$@" >"$class/$student/$exercise/$exercise.c"
}

# The jail, where there is one.
level=strong
"$course" doctor >/dev/null 2>&1 || level=none

# grade OUT ARGUMENT…
grade() {
	local out=$1
	shift
	"$course" grade "$class" --out "$out" --root "$made" --level "$level" "$@"
}
