/* words allocates 64 bytes with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async_generator (char *, words)
{
	char *word = malloc(64);

	for (int i = 0; i < 10; i++) {
		snprintf(word, 64, "word %d", i);
		await (async_sleep(0.5));
		yield (word);
	}
	free(word);
}

async (void, main_coroutine)
{
	puts("begin");

	int seen = 0;

	async_for (char *, word, words())
		if (*word && ++seen == 2)
			break;
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
