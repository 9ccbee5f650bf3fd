/* Number stream: numbers that come one at a time, half a second apart. */
#include <async.h>

#include <stdio.h>

async_generator (int, number_stream, (int, count))
{
	for (int number = 1; number <= count; number++) {
		await (async_sleep(0.5));
		yield (number);
	}
}

async (int, sum_of, (int, count))
{
	int sum = 0;

	async_for (int, number, number_stream(count)) {
		printf("%d\n", number);
		sum += number;
	}
	return sum;
}

async (void, main_coroutine)
{
	printf("sum %d\n", await (sum_of(5)));
	printf("sum %d\n", await (sum_of(0)));
}

int main(void)
{
	return async_run(main_coroutine());
}
