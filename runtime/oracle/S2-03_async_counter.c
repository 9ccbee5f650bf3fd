/* An async iterator class: 1 to 5, one number each 0.10 s. */
#include <async.h>
#include <stdio.h>

struct counter {
	int limit, current;
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

async (void, main_coroutine)
{
	struct counter five = { .limit = 5 };

	async_for (int, number, counter(&five))
		printf("%d\n", number);
}

int main(void)
{
	return async_run(main_coroutine());
}
