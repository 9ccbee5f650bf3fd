/* What looks for the end of a string does not look behind it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	size_t all = 0;

	for (size_t i = 1; i < 130; i++) {
		char *text = malloc(i), *copy;

		memset(text, 'x', i - 1);
		text[i - 1] = '\0';
		copy = strdup(text);
		all += strlen(text) + (strchr(copy, 'y') != NULL) +
		       (strcmp(text, copy) != 0) + (memchr(copy, 0, i) == NULL);
		all += strstr(copy, "yy") != NULL;
		free(text);
		free(copy);
	}
	await (async_sleep(all == 128 * 129 / 2 ? 1.0 : 0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
