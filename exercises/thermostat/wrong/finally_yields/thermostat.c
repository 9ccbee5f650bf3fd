/* Thermostat: a stream of temperatures that can be told something. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

async_generator (int, heating, (int, degrees))
{
	int wanted = degrees;

	try {
		for (;;) {
			await (async_sleep(0.5));
			if (degrees < wanted)
				degrees++;
			else if (degrees > wanted)
				degrees--;
			try {
				const int *wish = yield (degrees);

				if (wish)
					wanted = *wish;
			} except (ConnectionError) {
				puts("sensor lost");
				wanted = degrees;
			} end_try
		}
	} finally {
		await (async_sleep(0.2));
		puts("heating off");
		yield (degrees);
	} end_try
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
