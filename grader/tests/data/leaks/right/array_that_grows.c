/* realloc moves it, again and again. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	int *numbers = NULL;
	size_t count = 0, room = 0;

	for (int i = 0; i < 5000; i++) {
		if (count == room) {
			room = room ? 2 * room : 4;
			numbers = realloc(numbers, room * sizeof *numbers);
		}
		numbers[count++] = i;
	}
	await (async_sleep(1.0));
	free(numbers);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
