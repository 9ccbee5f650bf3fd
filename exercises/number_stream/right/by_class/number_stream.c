/* Number stream: a class that is its own iterator, and one running sum. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct stream {
	int given, most;
};

struct stream *stream_aiter(struct stream *self)
{
	return self;
}

async (int, stream_anext, (struct stream *, self))
{
	if (self->given == self->most)
		raise (StopAsyncIteration);
	await (async_sleep(0.5));
	return self->given++;
}

async_iterator (stream, struct stream *);

async (void, print_and_add, (int, most))
{
	struct stream numbers = { 0, most };
	int sum = 0;

	async_for (int, each, stream(&numbers)) {
		sum += each;
		printf("%d\n", each);
	}
	printf("sum %d\n", sum);
}

async (void, both, (int, most), (int, second))
{
	await (print_and_add(most));
	await (print_and_add(second));
}

int main(int argc, char **argv)
{
	int most = argc > 1 ? atoi(argv[1]) : 5;
	int second = argc > 2 ? atoi(argv[2]) : 0;

	return async_run(both(most, second));
}
