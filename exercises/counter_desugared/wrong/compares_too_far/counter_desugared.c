/* Counter, desugared: async_for, written without the word. */
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
	if (self->current > self->limit) {
		puts("anext: no more");
		raise (StopAsyncIteration);
	}
	await (async_sleep(0.5));
	return ++self->current;
}

async (void, print_all, (struct counter *, numbers))
{
	struct counter *it = counter_aiter(numbers);

	for (;;) {
		int number;

		try {
			number = await (counter_anext(it));
		} except (StopAsyncIteration) {
			break;
		} end_try
		printf("number %d\n", number);
		await (async_sleep(0.1));
	}
	puts("all printed");
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
