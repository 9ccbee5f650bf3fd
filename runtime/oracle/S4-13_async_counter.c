/* An async generator: 1 to 3, one each 0.5 s. */
#include <async.h>
#include <stdio.h>

async_generator (int, counter, (int, limit))
{
	for (int number = 1; number <= limit; number++) {
		await (async_sleep(0.5));
		yield (number);
	}
}

async (void, main_coroutine)
{
	async_for (int, number, counter(3))
		printf("Got number: %d\n", number);
}

int main(void)
{
	return async_run(main_coroutine());
}
