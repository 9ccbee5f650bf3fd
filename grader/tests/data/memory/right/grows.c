/* An array that moves when it grows, and strings that grow with it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	long *numbers = NULL;
	char *text = strdup("");
	size_t room = 0, length = 0;

	for (long i = 0; i < 3000; i++) {
		if ((size_t)i == room) {
			room = room ? room + room / 2 + 1 : 1;
			numbers = realloc(numbers, room * sizeof *numbers);
		}
		numbers[i] = i;
		text = realloc(text, length + 2);
		text[length++] = 'x';
		text[length] = '\0';
	}
	numbers = realloc(numbers, 10 * sizeof *numbers);
	await (async_sleep(numbers[9] == 9 && strlen(text) == 3000 ? 1.0 : 0));
	free(numbers);
	free(text);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
