/* A generator that is left in the middle is closed, and its finally frees. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async_generator (char *, words)
{
	char *word = malloc(64);

	try {
		for (int i = 0;; i++) {
			snprintf(word, 64, "word %d", i);
			await (async_sleep(0.5));
			yield (word);
		}
	} finally {
		free(word);
	} end_try
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
