/* Counter, desugared: async_for, written without the word. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct counter {
	int limit;
	int current;
	double seconds; /* that each number takes */
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
	await (async_sleep(self->seconds));
	return ++self->current;
}

async (bool, one_more, (struct counter *, it))
{
	try { int n = await (counter_anext(it)); printf("number %d\n", n); }
	except (StopAsyncIteration) { return false; } end_try
	await (async_sleep(0.1));
	return true;
}
async (void, print_all, (struct counter *, numbers))
{
	struct counter *it = counter_aiter(numbers);
	while (await (one_more(it)))
		;
	puts("all printed");
}

async (void, main_coroutine, (int, limit), (double, seconds))
{
	struct counter some = { .limit = limit, .seconds = seconds };
	struct counter none = { .limit = 0 };

	await (print_all(&some));
	await (print_all(&none));
}

int main(int argc, char **argv)
{
	int limit = argc > 1 ? atoi(argv[1]) : 3;
	double seconds = argc > 2 ? atof(argv[2]) : 0.5;

	return async_run(main_coroutine(limit, seconds));
}
