/* Async counter: the same numbers twice, from a class and from a generator. */
#include <async.h>

#include <stdio.h>

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
	if (self->current >= self->limit)
		raise (StopAsyncIteration);
	self->current++;
	await (async_sleep(0.1));
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

async (void, main_coroutine)
{
	struct counter five = { .limit = 5 };

	async_for (int, number, counter(&five))
		printf("%d\n", number);
	async_for (int, number, count_to(3))
		printf("%d\n", number);
}

int main(void)
{
	return async_run(main_coroutine());
}
