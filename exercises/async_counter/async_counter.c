/*
 * Async counter: the same numbers twice, from a class and from a generator.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check async_counter
 */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- as a class ---- */

struct counter {
	int limit;
	int current;
};

/* __aiter__: a plain function that gives the iterator. This object is its own. */
struct counter *counter_aiter(struct counter *self)
{
	return self;
}

/* __anext__: the next number, or StopAsyncIteration when there is none. */
async (int, counter_anext, (struct counter *, self))
{
	/* Your turn: stop beyond the limit; wait 0.1 s; count. */
	raise (StopAsyncIteration);
}

/* class AsyncCounter: the methods that belong together. */
async_iterator (counter, struct counter *);

/* ---- as an asynchronous generator ---- */

async_generator (int, count_to, (int, limit))
{
	/* Your turn: for each number from 1, wait 0.5 s, then yield it. */
}

async (void, main_coroutine, (int, class_limit), (int, generator_limit))
{
	struct counter by_class = { .limit = class_limit };

	async_for (int, number, counter(&by_class))
		printf("%d\n", number);
	async_for (int, number, count_to(generator_limit))
		printf("%d\n", number);
}

int main(int argc, char **argv)
{
	int class_limit = argc > 1 ? atoi(argv[1]) : 5;
	int generator_limit = argc > 2 ? atoi(argv[2]) : 3;

	return async_run(main_coroutine(class_limit, generator_limit));
}
