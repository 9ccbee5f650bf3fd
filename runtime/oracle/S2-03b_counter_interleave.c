/* Other coroutines run between two items: two counters side by side. */
#include <async.h>
#include <stdio.h>

struct counter {
	int limit;
	double pace;
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
	await (async_sleep(self->pace));
	return self->current;
}

async_iterator (counter, struct counter *);

async (void, watch, (const char *, name), (int, limit), (double, pace))
{
	struct counter numbers = { limit, pace, 0 };

	async_for (int, number, counter(&numbers))
		printf("%s %d\n", name, number);
	printf("%s finished\n", name);
}

async (void, main_coroutine)
{
	await (gather(watch("slow", 2, 0.20), watch("fast", 4, 0.15)));
}

int main(void)
{
	return async_run(main_coroutine());
}
