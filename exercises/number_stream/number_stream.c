/*
 * Number stream: numbers that come one at a time, half a second apart.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check number_stream
 */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

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
