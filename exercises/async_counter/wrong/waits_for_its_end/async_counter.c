/* Async counter: the same numbers twice, from a class and from a generator. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct counter {
	int limit;
	int current;
};

struct counter *counter_aiter(struct counter *self)
{
	return self;
}

async (int, counter_anext, (struct counter *, self))
{
	await (async_sleep(0.1));
	if (self->current >= self->limit)
		raise (StopAsyncIteration);
	self->current++;
	return self->current;
}

async_iterator (counter, struct counter *);

async_generator (int, count_to, (int, limit))
{
	for (int number = 1; number <= limit; number++) {
		await (async_sleep(0.5));
		yield (number);
	}
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
