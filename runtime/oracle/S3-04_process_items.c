/* A function that takes any async iterable, called with a generator and with a
 * class. What each object is, the compiler knows. */
#include <async.h>
#include <stdio.h>

async_generator (int, generated)
{
	for (int item = 10; item <= 20; item += 10) {
		await (async_sleep(0.1));
		yield (item);
	}
}

struct handmade {
	int items[2], given;
};

struct handmade *handmade_aiter(struct handmade *self)
{
	return self;
}

async (int, handmade_anext, (struct handmade *, self))
{
	if (self->given == 2)
		raise (StopAsyncIteration);
	await (async_sleep(0.1));
	return self->items[self->given++];
}

async_iterator (handmade, struct handmade *);

asynccontextmanager (void, connection)
{
	yield ();
}

async (void, process, (AsyncIterable(int), stream))
{
	async_for (int, item, stream)
		printf("%d\n", item);
}

static const char *python(bool truth)
{
	return truth ? "True" : "False";
}

#define IS(type, x) python(_Generic((x), type: true, default: false))

async (void, main_coroutine)
{
	struct handmade by_hand = { .items = { 30, 40 } };
	AsyncContextManager(void) manager = connection();

	printf("%s %s %s\n", IS(AsyncIterable(int), aiter(borrowed(generated()))),
	       IS(AsyncIterator(int), aiter(borrowed(generated()))),
	       IS(AsyncGenerator(int), generated()));
	await (process(aiter(generated())));
	printf("%s %s %s\n", IS(AsyncIterable(int), aiter(handmade(&by_hand))),
	       IS(AsyncIterator(int), aiter(handmade(&by_hand))),
	       IS(AsyncGenerator(int), handmade(&by_hand)));
	await (process(aiter(handmade(&by_hand))));
	printf("%s\n", IS(AsyncContextManager(void), manager));
}

int main(void)
{
	return async_run(main_coroutine());
}
