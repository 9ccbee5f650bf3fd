/*
 * Thermostat: a stream of temperatures that can be told something.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check thermostat
 */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

async_generator (int, heating, (int, degrees))
{
	/* Your turn. What was sent is a pointer to an int, or NULL:
	 *	const int *wish = yield (degrees);
	 */
	for (;;) {
		try {
			yield (degrees);
		} except (ConnectionError) {
			puts("sensor lost");
		} end_try
	}
}

async (void, main_coroutine, (int, start), (int, wish), (int, cooler))
{
	AsyncGenerator(int) room = heating(start);

	printf("%d degrees\n", await (anext(room)));
	printf("%d degrees\n", await (asend(room, (void *)&wish)));
	printf("%d degrees\n", await (anext(room)));
	printf("%d degrees\n", await (athrow(room, ConnectionError)));
	printf("%d degrees\n", await (anext(room)));
	printf("%d degrees\n", await (asend(room, (void *)&cooler)));
	await (aclose(room));
	puts("good night");
}

int main(int argc, char **argv)
{
	int start = argc > 1 ? atoi(argv[1]) : 18;
	int wish = argc > 2 ? atoi(argv[2]) : 23;
	int cooler = argc > 3 ? atoi(argv[3]) : 19;

	return async_run(main_coroutine(start, wish, cooler));
}
