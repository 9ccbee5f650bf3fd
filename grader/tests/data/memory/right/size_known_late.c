/* Arrays whose size is known only when they are made. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sum(int count, const int numbers[count])
{
	int all = 0;

	for (int i = 0; i < count; i++)
		all += numbers[i];
	return all;
}

async (void, main_coroutine)
{
	puts("begin");

	int all = 0;

	for (int count = 1; count < 10; count++) {
		int numbers[count], squares[count][count];

		for (int i = 0; i < count; i++) {
			numbers[i] = 1;
			for (int j = 0; j < count; j++)
				squares[i][j] = i * j;
		}
		all += sum(count, numbers) + squares[count - 1][0];
	}
	await (async_sleep(all == 45 ? 1.0 : 0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
