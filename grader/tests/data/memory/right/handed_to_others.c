/* Blocks that the C library frees, moves, or asks the size of. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>

async (void, main_coroutine)
{
	puts("begin");

	char *line = malloc(4), *made = NULL, *room = malloc(BUFSIZ);
	size_t size = 4, all = 0;
	FILE *file = tmpfile(), *memory;

	setvbuf(file, room, _IOFBF, BUFSIZ);
	fputs("a line that is longer than four\nand another\n", file);
	rewind(file);
	while (getline(&line, &size, file) > 0)
		all += strlen(line);
	fclose(file);
	free(room);
	memory = open_memstream(&made, &size);
	fputs("held in memory", memory);
	fclose(memory);
	all += strlen(made);
	memset(line, 0, malloc_usable_size(line));
	free(line);
	free(made);
	free(NULL);
	made = realloc(NULL, 0);
	free(made);
	if (asprintf(&made, "%zu", all) != 2)
		puts("odd");
	await (async_sleep(strcmp(made, "58") == 0 ? 1.0 : 0));
	free(made);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
