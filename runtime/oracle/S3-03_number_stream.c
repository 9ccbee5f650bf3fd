/* An async generator: 0 to 4, one number each 0.5 s. */
#include <async.h>
#include <stdio.h>

async_generator (int, numbers, (int, count))
{
	for (int value = 0; value < count; value++) {
		await (async_sleep(0.5));
		yield (value);
	}
}

async (void, main_coroutine)
{
	async_for (int, value, numbers(5))
		printf("%d\n", value);
}

int main(void)
{
	return async_run(main_coroutine());
}
