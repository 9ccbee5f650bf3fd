/* One buffer for all lines, which getline makes larger. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	FILE *file = fopen("lines.txt", "w+");
	char *line = NULL;
	size_t size = 0;

	for (int i = 1; i < 100; i++)
		fprintf(file, "%*d\n", i * 5, i);
	rewind(file);
	while (getline(&line, &size, file) >= 0)
		continue;
	await (async_sleep(1.0));
	free(line);
	fclose(file);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
