/* async_for, and its longhand: aiter once, anext awaited in a loop, stop on
 * StopAsyncIteration. */
#include <async.h>
#include <stdio.h>

struct ticks {
	int left;
};

struct ticks *ticks_aiter(struct ticks *self)
{
	return self;
}

async (int, ticks_anext, (struct ticks *, self))
{
	if (self->left == 0) {
		puts("anext: exhausted");
		raise (StopAsyncIteration);
	}
	await (async_sleep(0.10));
	return --self->left;
}

async_iterator (ticks, struct ticks *);

struct countdown {
	int start;
	struct ticks fresh;
};

struct ticks *countdown_aiter(struct countdown *self)
{
	puts("aiter called");
	self->fresh = (struct ticks){ self->start };
	return &self->fresh;
}

async_iterable (countdown, struct countdown *, ticks);

async (void, use, (int, value))
{
	await (async_sleep(0.05));
	printf("used %d\n", value);
}

async (void, main_coroutine)
{
	struct countdown source = { .start = 3 };
	AsyncIterator(int) it;

	puts("shorthand");
	async_for (int, value, countdown(&source))
		await (use(value));
	puts("longhand");
	it = aiter(countdown(&source));
	for (;;) {
		int value;

		try {
			value = await (anext(it));
		} except (StopAsyncIteration) {
			break;
		} end_try
		await (use(value));
	}
	puts("done");
}

int main(void)
{
	return async_run(main_coroutine());
}
