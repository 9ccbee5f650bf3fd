/*
 * Counter, desugared: async_for, written without the word.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check counter_desugared
 */
#include <async.h>

#include <stdio.h>

struct counter {
	int limit;
	int current;
};

struct counter *counter_aiter(struct counter *self)
{
	puts("aiter");
	return self;
}

async (int, counter_anext, (struct counter *, self))
{
	if (self->current == self->limit) {
		puts("anext: no more");
		raise (StopAsyncIteration);
	}
	await (async_sleep(0.5));
	return ++self->current;
}

/* Your turn. There is no async_iterator line for the counter, so async_for does
 * not know it: you have to do what the loop would do. */
async (void, print_all, (struct counter *, numbers))
{
}

async (void, main_coroutine)
{
	struct counter three = { .limit = 3 }, none = { .limit = 0 };

	await (print_all(&three));
	await (print_all(&none));
}

int main(void)
{
	return async_run(main_coroutine());
}
