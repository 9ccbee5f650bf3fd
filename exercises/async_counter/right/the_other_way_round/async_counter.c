/* Async counter: the first numbers from a generator, the others from a class. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

async_generator (int, tenths, (int, last))
{
	int number = 0;

	while (number < last) {
		await (async_sleep(0.1));
		yield (++number);
	}
}

struct halves {
	int next, last;
};

struct halves *halves_aiter(struct halves *self)
{
	self->next = 1;
	return self;
}

async (int, halves_anext, (struct halves *, self))
{
	if (self->next > self->last)
		raise (StopAsyncIteration);
	await (async_sleep(0.5));
	return self->next++;
}

async_iterator (halves, struct halves *);

async (void, count, (int, quickly), (int, slowly))
{
	struct halves slow = { .last = slowly };

	async_for (int, number, tenths(quickly))
		printf("%d\n", number);
	async_for (int, number, halves(&slow))
		printf("%d\n", number);
}

int main(int argc, char **argv)
{
	return async_run(
		count(argc > 1 ? atoi(argv[1]) : 5, argc > 2 ? atoi(argv[2]) : 3));
}
