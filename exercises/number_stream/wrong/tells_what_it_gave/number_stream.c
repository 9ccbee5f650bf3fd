/* Number stream: numbers that come one at a time, half a second apart. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

async_generator (int, number_stream, (int, count))
{
	for (int number = 0; number < count; number++) {
		await (async_sleep(0.5));
		yield (number);
		printf("gave %d\n", number);
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

async (void, main_coroutine, (int, count), (int, second))
{
	printf("sum %d\n", await (sum_of(count)));
	printf("sum %d\n", await (sum_of(second)));
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 5;
	int second = argc > 2 ? atoi(argv[2]) : 0;

	return async_run(main_coroutine(count, second));
}
