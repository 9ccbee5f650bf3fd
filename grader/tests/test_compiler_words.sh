#!/usr/bin/env bash
#
# What does not compile because a macro of ours is not written as it must be, is told
# in the learner's terms, and the same by gcc and by clang.
#
# A case is three lines: its name, what must be said, and the code. DECLARATIONS stand
# before each.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
made=$place/made
task=$made/exercises/words
export NO_COLOR=1 TMPDIR=$place/temporary
mkdir -p "$TMPDIR" "$task"
printf '%s\n' '# Words' '' '- kind: complete' '- minutes: 5' '' '## Files' '' \
	'- `words.c`, a *program*.' '' '## Expected output' '' '```timed' '   0.000 | a' \
	'```' >"$task/exercise.md"
echo 'int main(void) { return 0; }' >"$task/words.c"

declarations=$(cat <<'C'
#include <async.h>
#include <stdio.h>
#include <stdlib.h>

struct door { int open; };

async (struct door *, door_aenter, (struct door *, self)) { return self; }
async (void, door_aexit, (struct door *, self), (struct exception *, e)) { self->open = 0; }
async_context_manager (door, struct door *);

asynccontextmanager (const char *, room, (const char *, name)) { yield (name); }
asynccontextmanager (void, noise) { yield (); }
contextmanager (const char *, tag, (const char *, name)) { yield (name); }
async (int, job, (int, x)) { return x; }
async (void, nap) { await (async_sleep(1)); }
async_generator (int, stream) { yield (1); }
generator (int, plain_stream) { yield (1); }
struct shelf { int left; };
struct shelf *shelf_aiter(struct shelf *self) { return self; }
async (int, shelf_anext, (struct shelf *, self)) { return self->left--; }
async_iterator (shelf, struct shelf *);
static int slow(int x) { return x; }
C
)

# verdict COMPILER: the verdict and what is said, on one line
verdict() {
	CC=$1 "$course" check words --file "$place/words.c" --root "$made" --no-picture |
		tr -s '\n ' ' '
}

# told COMPILER SENTENCE: it does not compile, and says so, at the line of the code
told() {
	local words
	words=$(verdict "$1")
	printf '%s\n' "$words"
	[[ $words == COMPILE* && $words == *"$2"* && $words == *"words.c:$line "* ]]
}

line=$(($(printf '%s\n' "$declarations" | wc -l) + 1))
compilers=
for compiler in gcc clang; do
	command -v "$compiler" >/dev/null && compilers="$compilers $compiler"
done

while IFS= read -r name && IFS= read -r sentence && IFS= read -r code; do
	printf '%s\n' "$declarations" "$code" 'int main(void) { return 0; }' \
		>"$place/words.c"
	for compiler in $compilers; do
		check "$name, $compiler" told "$compiler" "$sentence"
	done
done <<'CASES'
missing end_with
This async_with is not closed: behind its last } belongs end_with
async (void, f) { struct door d = { 1 }; async_with (door(&d)) { puts("a"); } }
missing end_with, more after it
This async_with is not closed
async (void, f) { struct door d = { 1 }; async_with (door(&d)) { puts("a"); } puts("b"); }
missing end_try
This try is not closed: behind its last } belongs end_try
async (void, f) { try { puts("a"); } except (ValueError, e) { puts(e->message); } puts("b"); }
missing end_try at the end
This try is not closed
async (void, f) { try { puts("a"); } finally { puts("b"); } }
await without parentheses
await needs parentheses around what it is given
async (void, f) { int x = await job(1); printf("%d\n", x); }
await statement without parentheses
await needs parentheses
async (void, f) { await nap(); }
yield without parentheses
yield needs parentheses
async_generator (int, f) { int x = 1; yield x; }
yield number without parentheses
yield needs parentheses
generator (int, f) { yield 1; }
async_for with two arguments
async_for takes three things
async (void, f) { async_for (x, stream()) { printf("%d\n", x); } }
for_each with two arguments
for_each takes three things
async (void, f) { for_each (x, plain_stream()) { printf("%d\n", x); } }
async_for with in
async_for takes three things
async (void, f) { async_for (int x in stream()) { printf("%d\n", x); } }
to_thread of a call
to_thread takes the function and its arguments, set apart by commas
async (void, f) { int x = await (to_thread(slow(1))); printf("%d\n", x); }
bare Task
Task needs the type of what it gives in parentheses
async (void, f) { Task t = create_task(nap()); await (t); }
return in a manager made of a generator
it hands out its value by yield
asynccontextmanager (const char *, f, (const char *, name)) { return name; }
return a value in an async generator
it hands out its value by yield
async_generator (int, f) { yield (1); return 2; }
async_with on a lock by with
A lock, a semaphore or a condition may have to wait
async (void, f) { static struct lock lock; with (&lock) { puts("a"); } end_with }
timeout by with
timeout is an asynchronous context manager
async (void, f) { with (timeout(1)) { puts("a"); } end_with }
async as in Python
async is written like a call
async int f(int x) { return x; }
async void as in Python
async is written like a call
async void f(void) { puts("a"); }
parameters without parentheses
Each parameter is a pair in parentheses, (type, name): int is none
async (int, f, int, x) { return x; }
parameters without pairs
A parameter is a type and a name with a comma between
async (int, f, (int x)) { return x; }
a name that is a word of ours
borrowed is a word of <async.h> already
contextmanager (int, borrowed, (int, x)) { yield (x); }
missing class line
async_context_manager (gate, …);
struct gate { int open; }; async (struct gate *, gate_aenter, (struct gate *, self)) { return self; } async (void, gate_aexit, (struct gate *, self), (struct exception *, e)) { } async (void, f) { struct gate g = { 0 }; async_with (gate(&g)) { puts("a"); } end_with }
missing iterator line
async_iterator (pile, …);
struct pile { int left; }; struct pile *pile_aiter(struct pile *self) { return self; } async (int, pile_anext, (struct pile *, self)) { return self->left; } async (void, f) { struct pile p = { 0 }; async_for (int, x, pile(&p)) { printf("%d\n", x); } }
a variable that hides its manager
door is the name of a variable here, and hides what door (…) means
async (void, f) { struct door door = { 1 }; async_with (door(&door)) { puts("a"); } end_with }
two managers without variables
each has a variable before it
async (void, f) { struct door d = { 1 }, e = { 1 }; async_with (door(&d), door(&e)) { puts("a"); } end_with }
async_with with the variable behind
The variable stands before its manager: async_with (it, door(&d))
async (void, f) { struct door d = { 1 }; async_with (door(&d), it) { printf("%d\n", it->open); } end_with }
dropped generator
iterate over it, with async_for
async (void, f) { stream(); }
dropped plain generator
iterate over it, with for_each
async (void, f) { plain_stream(); }
dropped manager
write async_with (…) { … } end_with
async (void, f) { room("x"); }
for_each over an async iterator class
shelf is asynchronous, it has aiter and anext
async (void, f) { struct shelf s = { 3 }; for_each (int, x, shelf(&s)) { printf("%d\n", x); } }
a task as a statement
it is waited for by await (t)
async (void, f) { Task(void) t = create_task(nap()); t; }
await of a task forgotten in arithmetic
A task stands where its result is wanted
async (void, f) { Task(int) t = create_task(job(1)); int x = t + 1; printf("%d\n", x); }
create_task of what is no coroutine
slow is a plain function
async (void, f) { Task(int) t = create_task(slow(1)); await (t); }
await of a plain call
slow is a plain function
async (void, f) { int x = await (slow(1)); printf("%d\n", x); }
break missing semicolon
A semicolon is missing
async (void, f) { puts("a") }
end_with with a semicolon missing brace
A block is not closed before this end_with
async (void, f) { struct door d = { 1 }; async_with (door(&d)) { puts("a"); end_with }
except without try
This end_try ends nothing
async (void, f) { puts("a"); except (ValueError, e) { puts("b"); } end_try }
end_with behind a loop
This end_with ends nothing: is a } before it missing or one too many, or what it should end? A loop has no such end.
async (void, f) { async_for (int, x, stream()) { printf("%d\n", x); } end_with }
raise as in Python
raise is written like a call
async (void, f) { raise ValueError("x"); }
yield twice in arithmetic
yield hands out one item at a time
generator (int, f) { yield (1, 2); }
async_run without a call
async_run is given a function, not a call of it
async (void, f) { puts("a"); } int g(void) { return async_run(f); }
CASES
echo "1..$number"
