/* A comprehension of strings: each is freed, and the list. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async_generator (int, numbers)
{
	for (int i = 0; i < 4; i++) {
		await (async_sleep(0.25));
		yield (i);
	}
}

static char *spelt(int number)
{
	char *text;

	asprintf(&text, "%d", number);
	return text;
}

async (void, main_coroutine)
{
	puts("begin");

	char **all = list_of(char *, spelt(n), async_for (int, n, numbers()));

	for (size_t i = 0; i < list_length(all); i++)
		free(all[i]);
	list_free(all);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
