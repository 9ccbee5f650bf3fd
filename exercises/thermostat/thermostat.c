/*
 * Thermostat: a stream of temperatures that can be told something.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check thermostat
 */
#include <async.h>

#include <stdio.h>

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

async (void, main_coroutine)
{
	AsyncGenerator(int) room = heating(18);
	const int wish = 23, cooler = 19;

	printf("%d degrees\n", await (anext(room)));
	printf("%d degrees\n", await (asend(room, (void *)&wish)));
	printf("%d degrees\n", await (anext(room)));
	printf("%d degrees\n", await (athrow(room, ConnectionError)));
	printf("%d degrees\n", await (anext(room)));
	printf("%d degrees\n", await (asend(room, (void *)&cooler)));
	await (aclose(room));
	puts("good night");
}

int main(void)
{
	return async_run(main_coroutine());
}
