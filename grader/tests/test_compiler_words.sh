#!/usr/bin/env bash
#
# What does not compile because a macro of ours is not written as it must be, is told
# in the learner's terms, and the same by gcc and by clang.
#
# A case is three lines: its name, what must be said, and the code. A ⏎ in it ends a
# line; a ⇒ stands where the line begins that must be told, if that is not the first.
# DECLARATIONS stand before each; not before a case of plain C.
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

# told COMPILER SENTENCE LINE: it did not compile, and that is said, at that line
told() {
	local words
	words=$(cat "$place/said.$1")
	printf '%s\n' "$words"
	[[ $words == COMPILE* && $words == *"$2"* && $words == *"words.c:$3 "* ]]
}

compilers=
for compiler in gcc clang; do
	command -v "$compiler" >/dev/null && compilers="$compilers $compiler"
done

# cases DECLARATIONS: those of the standard input, behind these
cases() {
	local name sentence code first lines line
	first=$(($(printf '%s\n' "$1" | wc -l) + 1))
	while IFS= read -r name && IFS= read -r sentence && IFS= read -r code; do
		lines=${code// ⏎ /$'\n'}
		line=$first
		[[ $lines != *⇒* ]] ||
			line=$((first + $(printf '%s' "${lines%%⇒*}" | wc -l)))
		printf '%s\n' "$1" "${lines//⇒/}" 'int main(void) { return 0; }' \
			>"$place/words.c"
		for compiler in $compilers; do
			verdict "$compiler" >"$place/said.$compiler" &
		done
		wait
		for compiler in $compilers; do
			check "$name, $compiler" told "$compiler" "$sentence" "$line"
		done
	done
}

cases "$declarations" <<'CASES'
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
A lock may have to wait, and so is an asynchronous context manager: write async_with
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
finally before except
finally is the last clause of a try: this except stands behind it, and would never run
async (void, f) { try { puts("a"); } finally { puts("f"); } except (ValueError, e) { puts("b"); } end_try }
two finally
a try has one finally only
async (void, f) { try { puts("a"); } finally { puts("f"); } finally { puts("b"); } end_try }
an inner async_with ended by end_try
This end_try stands where the async_with of line 23 ends, and that is ended by end_with.
async (void, f) { struct door d = { 1 }; try { async_with (door(&d)) { puts("a"); } end_try puts("x"); } end_try }
an inner with ended by end_try, in a try with an except
This end_try stands where the with of line 23 ends
async (void, f) { try { with (tag("x")) { puts("a"); } end_try } except (ValueError) { puts("x"); } end_try }
an inner try ended by end_with
This end_with stands where the try of line 23 ends, and that is ended by end_try.
async (void, f) { struct door d = { 1 }; async_with (door(&d)) { try { puts("a"); } end_with puts("x"); } end_with }
async_with ended by end_try
This end_try stands where the async_with of line 23 ends
async (void, f) { struct door d = { 1 }; async_with (door(&d)) { puts("a"); } end_try }
a coroutine for a task
job(…) only makes the coroutine, and a task is wanted here: write create_task (job(…)).
async (void, f) { Task(int) t = job(1); printf("%d\n", await (t)); }
a coroutine assigned to a task
a task is wanted here: write create_task (nap(…)).
async (void, f) { Task(void) t; t = nap(); await (t); }
a task of another type
The coroutine gives int, and so its task is a Task(int), not a Task(void).
async (void, f) { Task(void) t = create_task(job(1)); await (t); }
a task of nothing in an array of others
The coroutine gives void, and so its task is a Task(void), not a Task(char *).
async (void, f) { Task(char *) t[2]; t[0] = create_task(nap()); await (gather_all(t, 1)); }
a queue of another type
This is a Queue(int), and its variable a Queue(char *)
async (void, f) { Queue(char *) q = queue_create(int, 1); queue_free(q); }
async with as in Python
It is one word here: async_with (…) { … } end_with.
async (void, f) { struct door d = { 1 }; async with (door(&d)) { puts("a"); } end_with }
async for as in Python
async_for (int, item, items())
async (void, f) { async for (int, x, stream()) { printf("%d\n", x); } }
except without parentheses
except needs parentheses around what it catches: except (StopAsyncIteration, e) { … }.
async (void, f) { try { puts("a"); } except StopAsyncIteration { puts("b"); } end_try }
except without a type
except needs the type of what it catches: except (Exception, e) { … } takes all errors.
async (void, f) { try { puts("a"); } except { puts("b"); } end_try }
except of nothing
except needs the type of what it catches
async (void, f) { try { puts("a"); } except () { puts("b"); } end_try }
a word of ours as a name
try is a word of <async.h>, and so no name
async (void, f) { int try = 1; printf("%d\n", try); }
a class line above its methods
This async_context_manager line stands above gate_aenter, which it needs: move it behind the methods.
struct gate { int open; }; ⏎ ⇒async_context_manager (gate, struct gate *); ⏎ async (struct gate *, gate_aenter, (struct gate *, self)) { return self; } ⏎ async (void, gate_aexit, (struct gate *, self), (struct exception *, e)) { }
a plain class line above its methods
This context_manager line stands above gate_enter, which it needs
struct gate { int open; }; ⏎ ⇒context_manager (gate, struct gate *); ⏎ struct gate *gate_enter(struct gate *self) { return self; } ⏎ void gate_exit(struct gate *self, struct exception *e) { }
an iterator line above its methods
This async_iterator line stands above pile_anext, which it needs
struct pile { int left; }; ⏎ ⇒async_iterator (pile, struct pile *); ⏎ struct pile *pile_aiter(struct pile *self) { return self; } ⏎ async (int, pile_anext, (struct pile *, self)) { return self->left; }
a coroutine used above its definition
g is written below, at line 24, and C reads from the top: move it above this line.
async (void, f) { await (g(1)); } ⏎ async (void, g, (int, x)) { await (nap()); }
a variable with a type in async_with
The variable stands without a type here: async_with gives it that of what is entered. Write async_with (it, door(&d)).
async (void, f) { struct door d = { 1 }; async_with (struct door *it, door(&d)) { printf("%d\n", it->open); } end_with }
a variable with a type in with
Write with (t, tag("…")).
void f(void) { with (const char *t, tag("x")) { puts(t); } end_with }
as in async_with
In C there is no as: the variable stands before its manager, async_with (it, …).
async (void, f) { struct door d = { 1 }; async_with (door(&d) as it) { puts("a"); } end_with }
a parenthesis not closed
The ( behind printf is not closed: a ) is missing.
async (void, f) { printf("%d\n", slow(1); }
a parenthesis of await not closed
The ( behind await is not closed: a ) is missing.
async (void, f) { await (nap(); ⏎ puts("a"); }
a parenthesis of if not closed
The ( behind if is not closed: a ) is missing.
async (void, f) { if (slow(1) { puts("a"); } }
a parenthesis of async_with not closed
The ( behind async_with is not closed: a ) is missing.
async (void, f) { struct door d = { 1 }; async_with (door(&d) { puts("a"); } end_with }
a parenthesis too many
There is one ) too many here, or the one that opens is missing.
async (void, f) { printf("%d\n", slow(1))); }
a text not closed
This text is not closed: a " is missing at its end.
async (void, f) { puts("a); ⏎ puts("b"); }
a lock itself
async_with takes the address of a lock: write async_with (&self->lock).
struct box { struct lock lock; }; ⏎ ⇒async (void, f, (struct box *, self)) { async_with (self->lock) { puts("a"); } end_with }
the address of a pointer to a lock
lock is a pointer to a lock already: write async_with (lock), without the &.
async (void, f, (struct lock *, lock)) { async_with (&lock) { puts("a"); } end_with }
a thing where its manager is wanted
d is the object itself: what async_with takes is made of it by door(&d).
async (void, f) { struct door d = { 1 }; async_with (d) { puts("a"); } end_with }
an address where its manager is wanted
what async_with takes is made of it by door(&d).
async (void, f) { struct door d = { 1 }; async_with (it, &d) { printf("%d", it->open); } end_with }
a struct where its address is wanted
Here the address of a struct door is wanted, and this is one itself: is an & missing before it, or a * one too many?
async (void, f) { struct door d = { 1 }; async_with (door(d)) { puts("a"); } end_with }
to_thread not awaited
You called to_thread (fclose, …) but did not await it
thread_function (int, fclose, (FILE *, file)); ⏎ ⇒async (void, f, (FILE *, file)) { to_thread(fclose, file); }
to_thread of a function that it does not know
to_thread must know of fclose: define it by blocking (type, fclose, …) { … }, or, if it is there already, write thread_function
async (void, f, (FILE *, file)) { await (to_thread(fclose, file)); }
await forgotten in an argument
The call text(…) stands where its result is wanted
static void show(const char *s) { puts(s); } ⏎ async (char *, text) { return "x"; } ⏎ ⇒async (void, f) { show(text()); }
a result of an aexit that is void
gate_aexit is of void, and so swallows no exception. To say by its result whether it does, make it async (bool, gate_aexit, …).
async (void, gate_aexit, (struct door *, self), (struct exception *, e)) { return e != NULL; }
sleep without its header
In a coroutine one waits by await (async_sleep(1)), while other tasks go on; sleep would hold up all of them.
async (void, f) { sleep(1); }
too few for queue_create
queue_create takes two things, set apart by commas: the type of the items and how many it holds
async (void, f) { Queue(int) q = queue_create(int); queue_free(q); }
too few for gather_all
gather_all takes two things, set apart by commas: an array of tasks and how many they are
async (void, f) { Task(int) t[1] = { create_task(job(1)) }; await (gather_all(t)); }
too many for push_async_callback
push_async_callback takes two things, set apart by commas: the stack and the call of a coroutine
async (void, f) { async_with (s, AsyncExitStack()) { push_async_callback(s, job, 1); } end_with }
too few for wait_for
wait_for takes two things, set apart by commas: what is waited for and the seconds
async (void, f) { await (wait_for(nap())); }
await of nothing
await takes one thing: what is waited for
async (void, f) { await (); }
too few for async_sleep
async_sleep takes one thing: the seconds
async (void, f) { await (async_sleep()); }
too few for a coroutine
job takes 1 argument, (int, x), and is given 0.
async (void, f) { printf("%d\n", await (job())); }
too many for a coroutine
nap takes nothing: nap ().
async (void, f) { await (nap(1)); }
gather of nothing
gather takes one to eight coroutines or tasks
async (void, f) { await (gather()); }
gather of nine
gather takes one to eight coroutines or tasks
async (void, f) { await (gather(nap(), nap(), nap(), nap(), nap(), nap(), nap(), nap(), nap())); }
commas in braces
queue_put is a macro, to which the commas in the { } set its arguments apart, too: write parentheses around (struct item){ 1, 2 }.
struct item { int a, b; }; ⏎ ⇒async (void, f, (Queue(struct item), q)) { await (queue_put(q, (struct item){ 1, 2 })); }
a return of a type of exception
This is a type of exception: it is raised, by raise (…), and caught, by except (…).
async (int, f) { return StopAsyncIteration; }
raise of a call as in Python
raise makes the exception itself, of its type and a text: raise (ValueError, "…"), or raise (ValueError).
async (void, f) { raise (ValueError("x")); }
the type of self without its star
The methods are given a pointer to self, and so its type ends in a *: async_context_manager (gate, struct gate *).
struct gate { int open; }; ⏎ async (struct gate *, gate_aenter, (struct gate *, self)) { return self; } ⏎ async (void, gate_aexit, (struct gate *, self), (struct exception *, e)) { } ⏎ ⇒async_context_manager (gate, struct gate);
a class named by two words
The class is named by one word, with which its methods begin: async_context_manager (gate, struct gate *);
async_context_manager (struct gate, struct gate *);
a class line without its semicolon
A semicolon is missing at the end of this line.
struct gate { int open; }; ⏎ async (struct gate *, gate_aenter, (struct gate *, self)) { return self; } ⏎ async (void, gate_aexit, (struct gate *, self), (struct exception *, e)) { } ⏎ ⇒async_context_manager (gate, struct gate *) ⏎ ⏎ ⏎ ⏎ ⏎ async (void, f) { puts("a"); }
a class line of the wrong kind
pile has pile_aiter and pile_anext, and so is an asynchronous iterator: its line is async_iterator (pile, …);
struct pile { int left; }; ⏎ struct pile *pile_aiter(struct pile *self) { return self; } ⏎ async (int, pile_anext, (struct pile *, self)) { return self->left; } ⏎ ⇒iterator (pile, struct pile *);
parameters behind the parentheses
The parameters stand in the same parentheses, behind the name, each as a pair
async (int, f)(int x) { return x; }
a parameter with its name first
The type stands before the name: (int, x).
async (int, f, (x, int)) { return x; }
None for void
What gives nothing is of the type void: async (void, …).
async (None, f) { puts("a"); }
a comma missing between parameters
A comma is missing between two parameters, behind (int, x).
async (int, f, (int, x) (int, y)) { return x + y; }
a coroutine within another
A function cannot stand in another one in C
async (void, f) { async (void, g) { puts("a"); } await (g()); }
a method as in Python
C has no methods: a function is given its object first. Is it a call such as …_readline(file, …)?
async (void, f, (struct file *, file)) { char *line = await (file.readline()); puts(line); }
colon and indentation
C has no : at the end of such a line: what belongs to it stands in { … }.
async (void, f, (int, x)) { ⏎ ⇒	if (x): ⏎ 		puts("a"); }
if without parentheses
What belongs to this if stands in parentheses: if (…).
async (void, f, (int, x)) { if x > 1 { puts("a"); } }
and of Python
and is Python's: in C it is &&.
async (void, f, (int, x)) { if (x > 1 and x < 3) { puts("a"); } }
None of Python
None is Python's: in C it is NULL.
async (void, f, (char *, line)) { if (line == None) puts("a"); }
an f-string
f"…" is Python's: C puts values into a text by printf("%d", number).
async (void, f, (int, x)) { printf(f"{x}"); }
a text in single quotes
A text stands in double quotes in C: single ones are for one character.
async (void, f, (int, x)) { printf('%d\n', x); }
a remark of Python
A remark begins with // in C.
async (void, f) { puts("a"); # says a ⏎ }
a decorator
C has no decorators, and no @
@asynccontextmanager (int, f) { yield (1); }
the for of Python
Over the items of something one goes by async_for (int, item, items())
async (void, f) { for (x in stream()) { printf("%d\n", x); } }
else without except
The else of a try stands behind its last except
async (void, f) { try { puts("a"); } else { puts("b"); } end_try }
a name before its type in except
The type stands first, and then the name: except (ValueError, e).
async (void, f) { try { puts("a"); } except (e, ValueError) { puts("b"); } end_try }
as in except
Between the type and the name stands a comma: except (ValueError, e).
async (void, f) { try { puts("a"); } except (ValueError as e) { puts("b"); } end_try }
an except behind end_try
This clause belongs to no try
async (void, f) { try { puts("a"); } finally { puts("c"); } end_try except (ValueError, e) { puts("b"); } }
a misspelt macro
There is no awiat here: did you mean await?
async (void, f) { awiat (nap()); }
a misspelt definition
There is no asyncgenerater here: did you mean async_generator?
asyncgenerater (int, f, (int, x)) { yield (x); }
a point for an arrow
This is a pointer: the members of what it points to stand behind ->, not behind a point.
async (void, f, (struct door *, self)) { self.open = 1; }
a struct without its word
There is no box here: is the type meant? That is written struct box, with both words.
struct box { int a; }; ⏎ ⇒async (void, f, (box *, self)) { self->a = 1; }
an await given to create_task
create_task takes the call itself, and not what an await of it gives: write job(…) without await.
async (void, f) { Task(int) t = create_task(await (job(1))); await (t); }
a task of a number
create_task wants a coroutine: the call of an async function, with its parentheses and without await.
async (void, f) { Task(int) t = create_task(5); await (t); }
gather of an array
for an array of tasks there is gather_all (tasks, count).
async (void, f) { Task(int) t[2] = { 0 }; await (gather(t)); }
async_with over a coroutine
job(…) is a coroutine, and nothing to enter: it is awaited.
async (void, f) { async_with (x, job(1)) { printf("%d\n", x); } end_with }
a variable where nothing is given
What is entered here gives nothing, and so there is no variable: async_with (&self->lock).
struct box { struct lock lock; }; ⏎ ⇒async (void, f, (struct box *, self)) { async_with (lock, &self->lock) { puts("a"); } end_with }
an equals sign in async_with
The variable stands bare, with a comma behind it: async_with (it, door(&d)).
async (void, f) { struct door d = { 1 }; async_with (it = door(&d)) { puts("a"); } end_with }
an object in a loop
s is the object itself: what async_for takes is made of it by shelf(&s).
async (void, f) { struct shelf s = { 3 }; async_for (int, x, s) { printf("%d\n", x); } }
a semicolon missing before a macro
Is a semicolon missing at the end of this line?
async (void, f) { ⏎ ⇒	await (nap()) ⏎ 	await (nap()); ⏎ }
a brace missing
Is this { ever closed? A } is missing in this file; here it seems to be.
async (void, f, (int, x)) ⏎ { ⏎ 	async_with (room("a")) { ⏎ ⇒		if (x) { ⏎ 			puts("b"); ⏎ 	} end_with ⏎ }
a brace too many
Is this } one too many, or is a { missing before it? As it stands, it closes the { of line 25.
async (void, f, (int, x)) ⏎ { ⏎ 	async_with (room("a")) { ⏎ 		if (x) ⏎ 			puts("b"); ⏎ ⇒		} ⏎ 	} end_with ⏎ }
a function written twice
f is written twice in this file.
async (void, f) { puts("a"); } ⏎ ⇒async (void, f) { puts("b"); }
a misspelt async_with
There is no asyncwith here: did you mean async_with?
async (void, f) { ⏎ ⇒	asyncwith (room("a")) { ⏎ 		puts("x"); ⏎ 	} end_with ⏎ }
a misspelt try
There is no tyr here: did you mean try?
async (void, f) { ⏎ ⇒	tyr { ⏎ 		puts("x"); ⏎ 	} finally { ⏎ 		puts("y"); ⏎ 	} end_try ⏎ }
a misspelt manager of the learner's own
There is no romm here: did you mean room?
async (void, f) { ⏎ ⇒	async_with (romm("a")) { puts("x"); } end_with ⏎ }
a misspelt generator of the learner's own
There is no straem here: did you mean stream?
async (void, f) { ⏎ ⇒	async_for (int, x, straem()) printf("%d", x); ⏎ }
two parameters in one pair
A parameter is a type and a name with a comma between, as in (int, x): (int, x int y) is not.
async (void, f, (int, x int y)) { printf("%d", x + y); }
a raise without its comma
Between the type and the text stands a comma: raise (ValueError, "…").
async (void, f) { raise (ValueError "x"); }
a generator function in a loop
stream is a function, and a generator is what its call makes: write the parentheses, stream(…).
async (void, f) { async_for (int, x, stream) { printf("%d", x); } }
anext of a generator function
write the parentheses, stream(…).
async (void, f) { int x = await (anext(stream)); printf("%d", x); }
gather_all of coroutines
the coroutines themselves are given to gather (…)
async (void, f) { await (gather_all(nap(), nap())); }
a module as in Python
C has no modules: the name is one word, such as async_sleep (1).
async (void, f) { await (async.sleep(1)); }
an aexit without the exception
gate_aexit takes its object and the exception: async (void, gate_aexit, (struct gate *, self), (struct exception *, e)).
struct gate { int open; }; ⏎ async (struct gate *, gate_aenter, (struct gate *, self)) { return self; } ⏎ async (void, gate_aexit, (struct gate *, self)) { } ⏎ ⇒async_context_manager (gate, struct gate *);
an anext with a parameter too many
pile_anext takes its object alone: async (int, pile_anext, (struct pile *, self)).
struct pile { int left; }; ⏎ struct pile *pile_aiter(struct pile *self) { return self; } ⏎ async (int, pile_anext, (struct pile *, self), (int, step)) { return step; } ⏎ ⇒async_iterator (pile, struct pile *);
a class of another type
The type in this line is that of self, and self is a struct base * in base_aenter: async_context_manager (base, struct base *);
struct base { int open; }; struct link { int open; }; ⏎ async (struct link *, base_aenter, (struct base *, self)) { return NULL; } ⏎ async (void, base_aexit, (struct base *, self), (struct exception *, e)) { } ⏎ ⇒async_context_manager (base, struct link *); ⏎ async (void, f) { ⏎ 	struct base b = { 1 }; ⏎ 	async_with (x, base(&b)) { ⏎ 		printf("%d", x->open); ⏎ 	} end_with ⏎ }
an iterator of another type
The type in this line is that of self, and self is a struct pile * in pile_aiter: async_iterator (pile, struct pile *);
struct pile { int left; }; ⏎ struct pile *pile_aiter(struct pile *self) { return self; } ⏎ async (int, pile_anext, (struct pile *, self)) { return 1; } ⏎ ⇒async_iterator (pile, struct shelf *); ⏎ async (void, f) { ⏎ 	struct pile p = { 1 }; ⏎ 	async_for (int, x, pile(&p)) { ⏎ 		printf("%d", x); ⏎ 	} ⏎ }
a new lock in async_with
async_with takes the address of a lock that stands in a variable
async (void, f) { async_with (Lock()) { puts("a"); } end_with }
a declaration alone behind while
What this while does would be a declaration alone: write { } around it and what is done with it.
async (void, f) { ⏎ ⇒	while (1) ⏎ 		int x = await (job(1)); ⏎ }
a statement outside of functions
This async_with stands in no function
⇒async_with (room("a")) { ⏎ 	puts("x"); ⏎ } end_with
a call outside of functions
This puts stands in no function
static int g(void) { return 1; } ⏎ ⇒puts("a");
each branch returns, but the compiler cannot see it
behind its end_try stands no return. If each branch returns already, the compiler cannot see it: let them set a variable
async (int, f) ⏎ { ⏎ 	try { ⏎ 		return 1; ⏎ 	} except (ValueError) { ⏎ 		return 2; ⏎ 	} end_try ⏎ ⇒}
a block whose manager may swallow, and no return behind it
behind its end_with stands no return. When the manager swallows an exception, the program goes on there
async (int, f) ⏎ { ⏎ 	async_with (room("a")) { ⏎ 		return 1; ⏎ 	} end_with ⏎ ⇒}
a coroutine announced as itself
A coroutine is announced by async_declare (…, ping, …); and where its body stands is async_define (…, ping, …) { … }.
async (void, ping, (int, x)); ⏎ async (void, pong, (int, x)) { await (ping(x)); } ⏎ async (void, ping, (int, x)) { await (pong(x)); }
a generator announced
async_generator (…) cannot be announced: leave out the line that ends in a semicolon, and write later above the first function that uses it.
async_generator (int, later); ⏎ async (void, f) { async_for (int, x, later()) printf("%d", x); } ⏎ async_generator (int, later) { yield (1); }
a manager without async_with
timeout (…) opens no block by itself: is async_with, or with, missing around it, as in async_with (timeout (…)) { … } end_with?
async (void, f) ⏎ { ⏎ ⇒	timeout (1.0) { ⏎ 		puts("a"); ⏎ 	} end_with ⏎ }
a statement that Python has
suppress (…) opens no block by itself: is async_with, or with, missing around it
async (void, f) ⏎ { ⏎ ⇒	suppress (ValueError) { ⏎ 		puts("a"); ⏎ 	} end_with ⏎ }
an end of a loop
This end_with ends nothing: is a } before it missing or one too many
async (void, f) { async_for (int, x, stream()) { printf("%d", x); } end_with }
no return at all
This function promises a result, but can reach its end without a return.
async (int, f, (int, x)) ⏎ { ⏎ 	if (x) ⏎ 		return 1; ⏎ ⇒}
a variable of a try
The variable number, declared in line 27, is known in its block alone, and that block ended at the } in line 28.
async (void, f) ⏎ { ⏎ 	int numbers = 0; ⏎ 	try { ⏎ 		int number = await (job(numbers)); ⏎ 	} except (ValueError) { ⏎ 	} end_try ⏎ ⇒	printf("%d\n", number); ⏎ }
a variable of async_with
The variable inside, declared in line 25, is known in its block alone, and that block ended at the } in line 27.
async (void, f) ⏎ { ⏎ 	async_with (inside, room("a")) { ⏎ 		puts(inside); ⏎ 	} end_with ⏎ ⇒	puts(inside); ⏎ }
a variable of async_for
The variable item, declared in line 23, is known in its block alone, and that block ended at the } in line 23.
⇒async (void, f) { async_for (int, item, stream()) { printf("%d", item); } printf("%d", item); }
the name of what was caught
The variable trouble, declared in line 23, is known in its block alone, and that block ended at the } in line 23.
async (void, f) { try { puts("a"); } except (ValueError, trouble) { puts("b"); } end_try puts(trouble->message); }
a variable of another function
There is no count here: is it misspelt, or is its declaration missing?
async (void, g) { if (1) { int count = 1; printf("%d", count); } } ⏎ ⇒async (void, f) { printf("%d", count); }
a header that is missing
toupper is declared in <ctype.h>: write #include <ctype.h> at the top.
async (void, f, (int, x)) { putchar(toupper(x)); }
CASES

cases '#include <stdio.h>' <<'CASES'
plain C, a statement without effect
This statement does nothing.
void f(int x) { x; }
plain C, a parenthesis not closed
The ( behind puts is not closed: a ) is missing.
void f(int x) { if (x) { puts("a"; } }
plain C, try is a name
There is no x here: is it misspelt, or is its declaration missing?
void f(void) { int try = 1; try += x; }
plain C, a variable of a loop
The variable i, declared in line 2, is known in its block alone, and that block ended at the } in line 2.
void f(void) { for (int i = 0; i < 3; i++) { puts("a"); } printf("%d", i); }
plain C, a variable of a block
The variable place, declared in line 2, is known in its block alone
void f(char *text) { if (*text) { char *place = text; puts(place); } puts(place); }
plain C, an extension
asprintf is an extension of the GNU library: write #define _GNU_SOURCE at the top, above the first #include.
void f(char **text) { if (asprintf(text, "%d", 1) < 0) puts("no memory"); }
plain C, another type
Here something of type int is wanted, and this is a text.
void f(char *text) { int x = text; printf("%d", x); }
no include of async.h
The line #include <async.h> is missing at the top: async, await and their kin are its words.
async (void, f) { puts("a"); }
a header of one's own, which is not there
There is no file mine.h: the exercise's own files are compiled, and no others. What stands in it belongs into the source.
#include "mine.h" ⏎ async (void, f) { puts("a"); }
CASES
echo "1..$number"
