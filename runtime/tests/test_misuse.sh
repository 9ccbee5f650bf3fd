#!/bin/sh
# Protocol misuse does not compile, and the compiler says what is wrong: each case
# below is compiled by gcc and by clang, as a learner's program is. Prints TAP.
#
# A case is a line `case NAME`, a line with what the compiler must say, and the code;
# DECLARATIONS stands before each. A case whose name begins with `right` must compile,
# without a warning; one whose name begins with `gcc alone` says what clang cannot see.
set -eu

root=${COURSE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/declarations.h" <<'C'
#include <async.h>
#include <stdio.h>

struct object { int left; };

async (int, job, (int, x)) { return x; }
async (struct object *, slow_aenter, (struct object *, self)) { return self; }
async (void, slow_aexit, (struct object *, self), (struct exception *, e)) { }
async_context_manager (slow, struct object *);
struct object *quick_enter(struct object *self) { return self; }
void quick_exit(struct object *self, struct exception *e) { (void)self, (void)e; }
context_manager (quick, struct object *);
asynccontextmanager (int, made_slow) { yield (1); }
contextmanager (int, made_quick) { yield (1); }
struct object *down_aiter(struct object *self) { return self; }
async (int, down_anext, (struct object *, self)) { return self->left--; }
async_iterator (down, struct object *);
struct object *plain_down_iter(struct object *self) { return self; }
int plain_down_next(struct object *self) { return self->left--; }
iterator (plain_down, struct object *);
async_generator (int, stream) { yield (1); }
generator (int, plain_stream) { yield (1); }
C

cat >"$scratch/cases" <<'C'
case right: every statement on what it is for
nothing
async (void, f) {
	struct object o = { 3 };
	async_with (a, slow(&o), b, made_slow()) {
		try {
			async_for (int, i, stream()) {
				async_for (int, k, down(&o)) {
					if (await (job(await (job(k)))) == i)
						break;
					printf("%d %d %p %d\n", i, k, (void *)a, b);
				} else
					puts("else");
			}
		} except (KeyError, ValueError, e) {
			puts(e->message);
		} except (TypeError) {
			raise ();
		} finally {
			await (async_sleep(0));
		} end_try
	} end_with
	with (q, quick(&o), m, made_quick()) {
		for_each (int, i, plain_stream())
			for_each (int, k, plain_down(&o))
				printf("%d %d %p %d\n", i, k, (void *)q, m);
	} end_with
	async_with (slow(&o)) { } end_with
}
case await outside of async
await_is_only_allowed_in_async
int f(void) { return await (job(1)); }
case async_for outside of async
await_is_only_allowed_in_async
void f(void) { async_for (int, i, stream()) printf("%d\n", i); }
case async_with outside of async
await_is_only_allowed_in_async
void f(struct object *o) { async_with (slow(o)) { } end_with }
case yield outside of a generator
yield_is_only_allowed_in_a_generator
async (void, f) { yield (1); }
case a forgotten await
ignoring return value of
async (void, f) { job(1); }
case gcc alone: a forgotten await of a step of a generator
value computed is not used
async (void, f) { AsyncGenerator(int) g = stream(); anext(g); await (aclose(g)); }
case gcc alone: a forgotten await of aclose
value computed is not used
async (void, f) { AsyncGenerator(int) g = stream(); aclose(g); }
case gcc alone: a forgotten await of wait_for
value computed is not used
async (void, f) { wait_for(job(1), 1.0); }
case gcc alone: a forgotten await of a queue
value computed is not used
async (void, f, (Queue(int), q)) { queue_put(q, 1); }
case a generator that nobody iterates over
ignoring return value of
async (void, f) { stream(); }
case a manager that is never entered
ignoring return value of
async (void, f) { made_slow(); }
case with on an asynchronous manager
no member named 'enter'
async (void, f) { struct object o; with (slow(&o)) { } end_with }
case with on an asynchronous manager made from a generator
with cannot wait: this context manager is asynchronous, use async_with
async (void, f) { with (made_slow()) { } end_with }
case async_with on a plain manager
no member named 'aenter'
async (void, f) { struct object o; async_with (quick(&o)) { } end_with }
case async_with on a plain manager made from a generator
async_with wants an asynchronous context manager: this is a plain one, use with
async (void, f) { async_with (made_quick()) { } end_with }
case async_with on a number
async_with wants an asynchronous context manager
async (void, f) { async_with (1) { } end_with }
case with on a number
with wants a context manager
async (void, f) { with (1) { } end_with }
case for_each over an async generator
for_each cannot wait: this is asynchronous, use async_for
async (void, f) { for_each (int, i, stream()) printf("%d\n", i); }
case for_each over an asynchronous class
no member named 'iter'
async (void, f) { struct object o; for_each (int, i, down(&o)) printf("%d\n", i); }
case async_for over a plain generator
async_for wants an asynchronous iterable: this is a plain generator, use for_each
async (void, f) { async_for (int, i, plain_stream()) printf("%d\n", i); }
case async_for over a plain class
no member named 'aiter'
async (void, f) { struct object o; async_for (int, i, plain_down(&o)) printf("%d\n", i); }
case async_for over an array
async_for wants an asynchronous iterable: an async generator or what an async_iterator makes
async (void, f) { int list[3]; async_for (int, i, list) printf("%d\n", i); }
case async_for over an object in place of its iterable
async_for wants an asynchronous iterable: an async generator or what an async_iterator makes
async (void, f) { struct object o; async_for (int, i, &o) printf("%d\n", i); }
case async_for over a generator that was not called
too many arguments to function
async (void, f) { async_for (int, i, stream) printf("%d\n", i); }
case for_each over a number
for_each wants an iterable: a generator or what an iterator makes
async (void, f) { for_each (int, i, 3) printf("%d\n", i); }
case a loop's variable of another type
the loop variable has not the type of the items
async (void, f) { async_for (double, i, stream()) printf("%f\n", i); }
case a loop's variable of another type than a class gives
the loop variable has not the type of the items
async (void, f) { struct object o; async_for (char *, i, down(&o)) puts(i); }
case await of a number
await wants a coroutine, a task or a future
async (void, f) { await (1); }
case await of a generator
await wants a coroutine, a task or a future
async (void, f) { await (stream()); }
case await of a manager
no member named 'run'
async (void, f) { struct object o; await (slow(&o)); }
case anext of what is no iterator
anext wants an AsyncGenerator or an AsyncIterator, which aiter makes
async (void, f) { struct object o; await (anext(down(&o))); }
case asend to what is no generator
asend wants an AsyncGenerator
async (void, f) { struct object o; await (asend(aiter(down(&o)), "x")); }
case athrow into a plain generator
athrow wants an AsyncGenerator
async (void, f) { await (athrow(plain_stream(), ValueError)); }
case aclose of a plain generator
aclose wants an AsyncGenerator
async (void, f) { await (aclose(plain_stream())); }
case aclosing of a plain generator
aclosing wants an AsyncGenerator
async (void, f) { async_with (g, aclosing(plain_stream())) { } end_with }
case next of an async generator
next wants a Generator
async (void, f) { next(stream()); }
case an item of the wrong type
incompatible\|initializing 'int'
async_generator (int, f) { struct object o = { 1 }; yield (o); }
case a yield without an item
yield wants an item, or none where it is of void
async_generator (int, f) { yield (); }
case a yield of an item where there is none
yield wants an item, or none where it is of void
asynccontextmanager (void, f) { yield (1); }
case a result of the wrong type
incompatible
async (int, f) { struct object o = { 1 }; return o; }
case an argument of the wrong type
incompatible
async (void, f) { struct object o = { 1 }; await (job(o)); }
case a manager without aexit
'half_aexit'
async (struct object *, half_aenter, (struct object *, self)) { return self; }
async_context_manager (half, struct object *);
case a manager whose aenter is not async
an async_context_manager wants half_aenter, an async function
struct object *half_aenter(struct object *self);
async (void, half_aexit, (struct object *, self), (struct exception *, e)) { }
async_context_manager (half, struct object *);
case an iterator without anext
'half_anext'
struct object *half_aiter(struct object *self);
async_iterator (half, struct object *);
case an iterator whose aiter is async
an async_iterator wants half_aiter, a plain function that gives a pointer
async (struct object *, half_aiter, (struct object *, self)) { return self; }
async (int, half_anext, (struct object *, self)) { return 1; }
async_iterator (half, struct object *);
case an asynchronous manager on a plain exit stack
incompatible
async (void, f) {
	struct object o;
	with (stack, ExitStack()) { await (enter_async_context(stack, slow(&o))); } end_with
}
case raise of what is no exception
not compatible with any\|_Generic
async (void, f) { raise (1); }
C

# The protocol of each case: number, name, message, and the code in a file.
split() {
	awk -v dir="$scratch" '
		/^case / { n++; file = dir "/case" n ".c"; print substr($0, 6) > (dir "/name" n)
			   getline; print > (dir "/message" n)
			   print "#include \"declarations.h\"" > file; next }
		{ print > file }
		END { print n }' "$scratch/cases"
}

# A pointer of the wrong type is an error to a learner, as gcc 14 has it.
compile() { # COMPILER FILE…
	LC_ALL=C $1 -std=gnu2x -O0 -Wall -Wextra -Werror=unused-result \
		-Werror=unused-value -Werror=incompatible-pointer-types -I"$root/runtime/include" -I"$scratch" \
		${3:-} -c -o /dev/null "$2" >"$scratch/said" 2>&1
}

number=0
report() { # NAME STATUS
	number=$((number + 1))
	[ "$2" = 0 ] || printf 'not '
	printf 'ok %d - %s\n' "$number" "$1"
	[ "$2" = 0 ] || sed 's/^/# /' "$scratch/said" | head -n 20
}

refuses() { # COMPILER FILE MESSAGE OPTION
	! compile "$1" "$2" "$4" && grep -q "$3" "$scratch/said"
}

try_cases() { # COMPILER COUNT
	i=0
	while [ "$i" -lt "$2" ]; do
		i=$((i + 1))
		name=$(cat "$scratch/name$i") status=0
		case $name in
		gcc\ alone*) [ "$1" != gcc ] || refuses "$1" "$scratch/case$i.c" \
			"$(cat "$scratch/message$i")" '' || status=1 ;;
		right*) compile "$1" "$scratch/case$i.c" && [ ! -s "$scratch/said" ] || status=1 ;;
		*) refuses "$1" "$scratch/case$i.c" "$(cat "$scratch/message$i")" '' || status=1 ;;
		esac
		report "$1: $name" $status
	done
}

# What p43 prints that the compiler says is what it says.
try_oracle() { # COMPILER
	i=0
	sed 's/^.\{11\}//' "$root/runtime/oracle/p43_wrong_protocol.ours.txt" >"$scratch/oracle"
	while read -r name message; do
		i=$((i + 1)) status=0
		refuses "$1" "$root/runtime/oracle/p43_wrong_protocol.c" "$message" "-DCASE=$i" ||
			status=1
		report "$1: oracle, ${name%:}" $status
	done <"$scratch/oracle"
}

count=$(split)
for compiler in gcc clang; do
	if command -v $compiler >/dev/null; then
		try_cases $compiler "$count"
		try_oracle $compiler
	else
		number=$((number + 1))
		echo "ok $number - $compiler # SKIP there is no $compiler here"
	fi
done
echo "1..$number"
