/* count_words opens a file with fopen, and nobody closes it: when the program ends, nothing leads to it any more. Whoever is the last to need it calls fclose. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int count_words(const char *path)
{
	FILE *file = fopen(path, "r");
	int count = 0;

	while (file && fscanf(file, "%*s") == 0)
		count++;
	return count;
}

async (void, main_coroutine)
{
	puts("begin");

	await (async_sleep(count_words("/dev/null") ? 1.0 : 1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
