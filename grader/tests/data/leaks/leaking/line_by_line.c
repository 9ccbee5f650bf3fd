/* Of the 3 blocks of memory that main_coroutine allocates here with getline, 2 (240 bytes) are never freed */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	FILE *file = fmemopen("a\nb\nc\n", 6, "r");

	for (int i = 0; i < 3; i++) {
		char *line = NULL;
		size_t size = 0;

		if (getline(&line, &size, file) < 0 || i == 1)
			free(line);
	}
	fclose(file);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
