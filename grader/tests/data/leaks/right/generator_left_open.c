/* At its end async_run closes what a generator has left open. */
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
			await (async_sleep(1.0));
			yield (word);
		}
	} finally {
		free(word);
	} end_try
}

async (void, main_coroutine)
{
	puts("begin");

	AsyncGenerator(char *) all = words();

	(void)await (anext(all));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
