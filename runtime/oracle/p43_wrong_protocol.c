/* The wrong statement, or an object with half a protocol: in C none of these compiles.
 * The program prints what the compiler says of each; with -DCASE=N, case N is compiled
 * in, and it says it (tests/test_misuse.sh). */
#include <async.h>
#include <stdio.h>

#ifndef CASE
#define CASE 0
#endif

static const char *const messages[][2] = {
	{ "plain_with", "no member named 'enter'" },
	{ "plain_with_made",
	  "with cannot wait: this context manager is asynchronous, use async_with" },
	{ "async_with_sync", "no member named 'aenter'" },
	{ "async_with_half", "'half_manager_aexit'" },
	{ "async_with_plain_methods",
	  "an async_context_manager wants plain_methods_aenter, an async function" },
	{ "plain_for", "for_each cannot wait: this is asynchronous, use async_for" },
	{ "plain_next", "next wants a Generator" },
	{ "async_for_list", "async_for wants an asynchronous iterable: an async generator or "
			    "what an async_iterator makes" },
	{ "async_for_no_next", "'no_next_anext'" },
	{ "async_for_awaited_iter", "an async_iterator wants awaited_iter_aiter, a plain "
				    "function that gives a pointer" },
	{ "async_for_plain_methods",
	  "an async_iterator wants plain_methods_anext, an async function" },
	{ "async_for_uncalled", "too many arguments to function" },
	{ "await_number", "await wants a coroutine, a task or a future" },
	{ "await_generator", "await wants a coroutine, a task or a future" },
};

struct object {
	int unused;
};

async (struct object *, async_manager_aenter, (struct object *, self))
{
	return self;
}

async (void, async_manager_aexit, (struct object *, self), (struct exception *, e))
{
}

async_context_manager (async_manager, struct object *);

struct object *sync_manager_enter(struct object *self)
{
	return self;
}

void sync_manager_exit(struct object *self, struct exception *e)
{
	(void)self, (void)e;
}

context_manager (sync_manager, struct object *);

#if CASE == 4
async (struct object *, half_manager_aenter, (struct object *, self))
{
	return self;
}

async_context_manager (half_manager, struct object *);
#endif

#if CASE == 5 || CASE == 11
int plain_methods_aenter(struct object *self);
int plain_methods_aexit(struct object *self, struct exception *e);
struct object *plain_methods_aiter(struct object *self);
int plain_methods_anext(struct object *self);
#endif
#if CASE == 5
async_context_manager (plain_methods, struct object *);
#endif
#if CASE == 11
async_iterator (plain_methods, struct object *);
#endif

#if CASE == 9
struct object *no_next_aiter(struct object *self);
async_iterator (no_next, struct object *);
#endif

#if CASE == 10
async (struct object *, awaited_iter_aiter, (struct object *, self))
{
	return self;
}

async (int, awaited_iter_anext, (struct object *, self))
{
	return 1;
}

async_iterator (awaited_iter, struct object *);
#endif

async_generator (int, stream)
{
	yield (1);
}

asynccontextmanager (void, made)
{
	yield ();
}

async (void, main_coroutine)
{
	struct object object = { 0 };
	int list[] = { 1 };

	async_with (async_manager(&object)) {
	} end_with
	with (sync_manager(&object)) {
	} end_with
#if CASE == 1
	with (async_manager(&object)) {
	} end_with
#elif CASE == 2
	with (made()) {
	} end_with
#elif CASE == 3
	async_with (sync_manager(&object)) {
	} end_with
#elif CASE == 6
	for_each (int, item, stream())
		(void)item;
#elif CASE == 7
	next(stream());
#elif CASE == 8
	async_for (int, item, list)
		(void)item;
#elif CASE == 12
	async_for (int, item, stream)
		(void)item;
#elif CASE == 13
	await (1);
#elif CASE == 14
	await (stream());
#endif
	async_with (made())
		async_for (int, item, stream())
			(void)item;
	end_with
	(void)list;
	for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++)
		printf("%s: %s\n", messages[i][0], messages[i][1]);
}

int main(void)
{
	return async_run(main_coroutine());
}
