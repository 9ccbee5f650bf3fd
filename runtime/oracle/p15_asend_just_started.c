/* asend of a value to a generator that has not started is a TypeError; the generator
 * stays usable. */
#include <async.h>
#include <stdio.h>

async_generator (int, numbers)
{
	const char *got;

	puts("started");
	got = yield (1);
	printf("got '%s'\n", got);
	yield (2);
}

async (void, main_coroutine)
{
	AsyncGenerator(int) gen = numbers();

	try {
		await (asend(gen, "early"));
	} except (TypeError, error) {
		printf("TypeError: %s\n", error->message);
	} end_try
	printf("%d\n", await (anext(gen)));
	printf("%d\n", await (asend(gen, "now")));
}

int main(void)
{
	return async_run(main_coroutine());
}
