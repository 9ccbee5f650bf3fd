/*
 * Number stream: numbers that come one at a time, half a second apart.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check number_stream
 */
#include <async.h>

#include <stdio.h>

async_generator (int, number_stream, (int, count))
{
	/* Your turn: the numbers from 0, `count` of them. Half a second before
	 * each. */
}

async (int, sum_of, (int, count))
{
	int sum = 0;

	/* Your turn: print each number of the stream when it comes, and add it
	 * up. */
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
