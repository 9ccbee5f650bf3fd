/* Unclosed tap: the tap is a manager and an iterator at once. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct tap {
	int litres;
};

async (struct tap *, tap_aenter, (struct tap *, self))
{
	self->litres = 0;
	puts("tap opened");
	return self;
}

async (void, tap_aexit, (struct tap *, self), (struct exception *, e))
{
	await (async_sleep(0.1));
	puts("tap closed");
}

async_context_manager (tap, struct tap *);

struct tap *flow_aiter(struct tap *self)
{
	return self;
}

async (int, flow_anext, (struct tap *, self))
{
	await (async_sleep(0.5));
	return ++self->litres;
}

async_iterator (flow, struct tap *);

async (void, fill, (const char *, can), (int, size))
{
	struct tap own;

	async_with (open_tap, tap(&own)) {
		async_for (int, litre, flow(open_tap)) {
			printf("%s: %d\n", can, litre);
			if (litre >= size)
				break;
		}
	} end_with
	printf("%s is full\n", can);
}

async (void, evening, (int, small), (int, large))
{
	await (fill("small can", small));
	await (fill("large can", large));
	puts("good night");
}

int main(int argc, char **argv)
{
	int small = argc > 1 ? atoi(argv[1]) : 2;
	int large = argc > 2 ? atoi(argv[2]) : 3;

	return async_run(evening(small, large));
}
